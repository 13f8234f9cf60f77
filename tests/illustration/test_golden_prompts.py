"""One whole prompt of each type in each language: a change of wording anywhere shows here."""

import pytest

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage
from app.illustration import prompts
from app.illustration.styles import DEFAULT_STYLE

STYLE = "Book illustration in loose watercolour and fine ink line, muted earth palette, visible paper grain. "
GOLDEN = [
    pytest.param(
        Passage(
            (
                "Tall iron gates stood open at the end of a long avenue of limes, and beyond them, across a lawn "
                "silvered by the moon, lay the old house with its broken chimneys and its single lighted window."
            ),
            "en",
            DescriptionType.LOCATION,
            "The carriage rolled slowly through the fog.",
            era="England, 1840s",
        ),
        (
            "Wide establishing view: tall iron gates stood open at the end of a long avenue of limes. Across a "
            "lawn silvered by the moon, lay the old house with its broken chimneys and its single lighted window."
            " At night. Lit by cold moonlight. In drifting fog. England, 1840s. Buildings and furnishings true to"
            " the period, believable perspective, clean surfaces, the view fills the sheet."
        ),
        id="location-en",
    ),
    pytest.param(
        Passage(
            (
                "За прудом, на пологом холме, стояла белая каменная церковь с зелёным куполом; вокруг неё теснились "
                "серые избы, и узкая пыльная дорога спускалась к деревянному мосту."
            ),
            "ru",
            DescriptionType.LOCATION,
            "Был тёплый летний вечер, солнце садилось за лес.",
            era="Россия, 1850-е годы",
        ),
        (
            "Wide establishing view: behind pond on gently sloping hill, standing white stone church with green "
            "dome, around grey log cabins. Narrow dusty road descending towards wooden bridge. Sun behind forest."
            " At dusk. Russia, 1850s. Buildings and furnishings true to the period, believable perspective, clean"
            " surfaces, the view fills the sheet."
        ),
        id="location-ru",
    ),
    pytest.param(
        Passage(
            (
                "She was a tall old woman in a black silk gown and a white lace cap, with a hooked nose, thin lips "
                "and bright grey eyes; her bony hands rested on an ivory stick."
            ),
            "en",
            DescriptionType.CHARACTER,
            "A fire burned in the parlour.",
        ),
        (
            "Half-length portrait, the face clearly lit: she was a tall old woman in a black silk gown and a "
            "white lace cap, with a hooked nose, thin lips and bright grey eyes, her bony hands rested on an "
            "ivory stick. A fire burned in the parlour. Natural anatomy, well-formed hands, clean surfaces."
        ),
        id="character-en",
    ),
    pytest.param(
        Passage(
            (
                "Это был широкоплечий мужик лет сорока, с окладистой чёрной бородой и весёлыми голубыми глазами, в "
                "красной рубахе и высоких сапогах."
            ),
            "ru",
            DescriptionType.CHARACTER,
            "На дворе стояла телега.",
        ),
        (
            "Half-length portrait, the face clearly lit: broad-shouldered peasant, with black beard and cheerful "
            "pale blue eyes, in red shirt and tall boots. On courtyard standing cart. Lit by soft natural light "
            "from one side. Joyful mood. Natural anatomy, well-formed hands, clean surfaces, an expressive "
            "natural pose."
        ),
        id="character-ru",
    ),
    pytest.param(
        Passage(
            (
                "The sea lay grey and silent under a heavy sky, the wind had dropped, and from the horizon a pale "
                "cold light crept over the wet sand."
            ),
            "en",
            DescriptionType.ATMOSPHERE,
            era="England, 1890s",
        ),
        (
            "Wide evocative view, the air and light as the subject: the sea lay grey and silent under a heavy "
            "sky. From the horizon a pale cold light crept over the wet sand. Peaceful mood. England, 1890s. "
            "Everything in view true to the period, soft depth, clean surfaces, the view fills the sheet."
        ),
        id="atmosphere-en",
    ),
    pytest.param(
        Passage(
            (
                "Ночь была тихая и тёплая; над степью висела полная луна, серебристый туман стлался по траве, и "
                "далеко у реки мерцал огонь костра."
            ),
            "ru",
            DescriptionType.ATMOSPHERE,
        ),
        (
            "Wide evocative view, the air and light as the subject: night quiet warm, fog grass, distant by river"
            " flickering fire of campfire. Above steppe hanging plump moon. At night. Lit by cold moonlight. In "
            "drifting fog. Peaceful mood. Soft depth, clean surfaces, the view fills the sheet."
        ),
        id="atmosphere-ru",
    ),
    pytest.param(
        Passage(
            (
                "On the table lay a small silver box with a lid of blue enamel; inside, upon faded velvet, gleamed a "
                "heavy gold ring with a dark red stone."
            ),
            "en",
            DescriptionType.OBJECT,
            era="France, 18th century",
        ),
        (
            "Close still life, the object large in the middle: on the table lay a small silver box with a lid of "
            "blue enamel, inside, upon faded velvet. Gleamed a heavy gold ring with a dark red stone. France, "
            "18th century. Period materials and handiwork, one whole object, plain uncluttered background, clean "
            "surfaces."
        ),
        id="object-en",
    ),
    pytest.param(
        Passage(
            (
                "На стене висела старинная сабля в потёртых кожаных ножнах, с серебряной рукоятью и красной кистью; "
                "рядом тускло блестел медный подсвечник."
            ),
            "ru",
            DescriptionType.OBJECT,
        ),
        (
            "Close still life, the object large in the middle: on wall hanging antique sabre shabby leather. With"
            " silver red brush, gleaming copper candlestick. Lit by warm candlelight. One whole object, plain "
            "uncluttered background, clean surfaces, tangible texture of every material, a gentle shadow beneath,"
            " small marks of long use."
        ),
        id="object-ru",
    ),
    pytest.param(
        Passage(
            (
                "The rider leaned low over the neck of his horse and galloped across the stone bridge; behind him "
                "three soldiers raised their muskets, but nobody fired."
            ),
            "en",
            DescriptionType.ACTION,
            "Snow was falling on the river.",
            era="Russia, 1812",
        ),
        (
            "Dynamic medium shot, caught in mid-movement: the rider leaned low over the neck of his horse and "
            "galloped across the stone bridge. Behind him three soldiers raised their muskets. Snow was falling "
            "on the river. In falling snow. Russia, 1812. Period clothing, tools and surroundings, natural "
            "anatomy, clear readable poses, clean surfaces."
        ),
        id="action-en",
    ),
    pytest.param(
        Passage(
            (
                "Мальчик прыгнул в лодку, схватил тяжёлое весло и оттолкнулся от берега; старый рыбак бежал по песку "
                "и махал ему шапкой."
            ),
            "ru",
            DescriptionType.ACTION,
            "Над морем собиралась гроза.",
        ),
        (
            "Dynamic medium shot, caught in mid-movement: boy leaping in boat, old fisherman running sand waving "
            "fur hat. Seizing heavy oars from shore. Above sea thunderstorm. Lit by soft natural light from one "
            "side. In a thunderstorm with lightning. Natural anatomy, clear readable poses, clean surfaces."
        ),
        id="action-ru",
    ),
]


@pytest.mark.parametrize(("passage", "prompt"), GOLDEN)
def test_a_passage_of_each_type_gives_this_prompt(passage, prompt):
    assert prompts.compile(passage, DEFAULT_STYLE).text == STYLE + prompt

"""Everything the painter can put into a picture, found by its Russian and its English words."""

import io

import numpy as np
import pytest
from PIL import Image

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage
from app.illustration import prompts
from app.illustration.sketch import figures, painter, reading
from app.illustration.styles import DEFAULT_STYLE

# Motif, the type of its passage, and a sentence with it in each language.
MOTIFS = [
    ("mountain", "location", "The mountains rose beyond.", "Вдали стояли горы."),
    ("forest", "location", "A forest stood there.", "Там стоял лес."),
    ("sea", "location", "The sea lay below.", "Внизу лежало море."),
    ("water", "location", "The river shone.", "Блестела река."),
    ("wheat", "location", "The wheat was ripe.", "Колосилась пшеница."),
    ("desert", "location", "A desert lay before them.", "Перед ними лежала пустыня."),
    ("castle", "location", "A castle stood there.", "Там стоял замок."),
    ("tower", "location", "A tower stood there.", "Там стояла башня."),
    ("lighthouse", "location", "A lighthouse stood there.", "Там стоял маяк."),
    ("windmill", "location", "A windmill stood there.", "Там стояла мельница."),
    ("village", "location", "A village lay there.", "Там лежала деревня."),
    ("city", "location", "A city lay there.", "Там лежал город."),
    ("church", "location", "A church stood there.", "Там стояла церковь."),
    ("ship", "location", "A ship sailed by.", "Плыл корабль."),
    ("boat", "location", "A boat lay by the shore.", "У берега лежала лодка."),
    ("road", "location", "A road led away.", "Вдаль вела дорога."),
    ("bridge", "location", "A bridge led across.", "Через реку вёл мост."),
    ("garden", "location", "A garden lay there.", "Там был сад."),
    ("well", "location", "There was an old well.", "Там был колодец."),
    ("fence", "location", "A fence stood there.", "Там стоял забор."),
    ("graveyard", "location", "A graveyard lay there.", "Там лежало кладбище."),
    ("haystack", "location", "A haystack stood there.", "Там стоял стог."),
    ("campfire", "location", "A campfire burned.", "Горел костёр."),
    ("tent", "location", "A tent stood there.", "Там стояла палатка."),
    ("waterfall", "location", "A waterfall roared.", "Шумел водопад."),
    ("gate", "location", "A gate stood there.", "Там стояли ворота."),
    ("rainbow", "location", "A rainbow hung there.", "Висела радуга."),
    ("palm", "location", "A palm stood there.", "Там стояла пальма."),
    ("reeds", "location", "Reeds grew there.", "Там рос камыш."),
    ("wolf", "location", "A wolf stood there.", "Там стоял волк."),
    ("deer", "location", "A deer stood there.", "Там стоял олень."),
    ("cow", "location", "A cow stood there.", "Там стояла корова."),
    ("raven", "location", "A raven sat there.", "Там сидел ворон."),
    ("fireplace", "location", "A room with a fireplace.", "Комната с камином."),
    ("candle", "location", "A room with a candle.", "Комната со свечой."),
    ("books", "location", "A room with books.", "Комната с книгами."),
    ("bed", "location", "A room with a bed.", "Комната с кроватью."),
    ("carpet", "location", "A room with a carpet.", "Комната с ковром."),
    ("armchair", "location", "A room with an armchair.", "Комната с креслом."),
    ("piano", "location", "A room with a piano.", "Комната с пианино."),
    ("chandelier", "location", "A room with a chandelier.", "Комната с люстрой."),
    ("stairs", "location", "A room with a staircase.", "Комната с лестницей."),
    ("door", "location", "A room with a door.", "Комната с дверью."),
    ("icon", "location", "A room with an icon.", "Комната с иконой."),
    ("sword", "object", "A sword lay there.", "Там лежал меч."),
    ("ring", "object", "A ring lay there.", "Там лежало кольцо."),
    ("skull", "object", "A skull lay there.", "Там лежал череп."),
    ("clock", "object", "A clock stood there.", "Там стояли часы."),
    ("goblet", "object", "A goblet stood there.", "Там стоял кубок."),
    ("key", "object", "A key lay there.", "Там лежал ключ."),
    ("box", "object", "A casket stood there.", "Там стояла шкатулка."),
    ("letter", "object", "A letter lay there.", "Там лежало письмо."),
    ("fruit", "object", "An apple lay there.", "Там лежало яблоко."),
    ("pistol", "object", "A pistol lay there.", "Там лежал пистолет."),
    ("violin", "object", "A violin lay there.", "Там лежала скрипка."),
    ("samovar", "object", "A samovar stood there.", "Там стоял самовар."),
    ("lantern", "object", "A lantern stood there.", "Там стоял фонарь."),
    ("spectacles", "object", "Spectacles lay there.", "Там лежали очки."),
    ("coins", "object", "Coins lay there.", "Там лежали монеты."),
    ("map", "object", "A map lay there.", "Там лежала карта."),
    ("bottle", "object", "A bottle stood there.", "Там стояла бутылка."),
    ("vase", "object", "A vase stood there.", "Там стояла ваза."),
    ("hat", "object", "A hat lay there.", "Там лежала шляпа."),
    ("horse", "action", "A horse ran.", "Бежала лошадь."),
    ("carriage", "action", "A carriage rolled on.", "Катилась карета."),
    ("fight", "action", "A battle began.", "Началась битва."),
]  # fmt: skip
LAYERS = [
    ("snow", "Snow lay on the fields.", "На полях лежал снег."),
    ("rain", "Rain fell on the fields.", "На поля падал дождь."),
    ("fog", "Fog hung over the fields.", "Над полями висел туман."),
    ("storm", "A thunderstorm broke over the fields.", "Над полями была гроза."),
]
EMPTY = {"location": "Fields.", "object": "A thing.", "action": "Fields."}


def sights_of(text, kind="location"):
    passage = Passage(text, "en", DescriptionType(kind))
    return prompts.compile(passage, DEFAULT_STYLE).sights


def pixels(text, kind="location", seed=7):
    data = painter.paint("", seed, 160, 120, sights_of(text, kind))
    return np.asarray(Image.open(io.BytesIO(data)), np.int16)


@pytest.mark.parametrize(
    ("motif", "kind", "english", "russian"), MOTIFS, ids=[m[0] for m in MOTIFS]
)
def test_a_motif_is_known_in_both_languages_and_can_be_seen(motif, kind, english, russian):
    for text in (english, russian):
        assert motif in reading.read("", sights_of(text, kind)).tags

    seen = np.abs(pixels(english, kind) - pixels(EMPTY[kind], kind)).max(axis=2)

    # Something of the size of a hand on a sheet: a hundredth of it, and not only by a shade.
    assert (seen > 24).mean() > 0.01


@pytest.mark.parametrize(("weather", "english", "russian"), LAYERS, ids=[one[0] for one in LAYERS])
def test_weather_lies_over_the_picture_in_both_languages(weather, english, russian):
    for text in (english, russian):
        assert weather in reading.read("", sights_of(text)).weather

    assert np.abs(pixels(english) - pixels(EMPTY["location"])).mean() > 4


@pytest.mark.parametrize(
    ("lit", "dark"),
    [
        ("Light shone in the windows of the houses at night.",
         "There was no light in the windows of the houses at night."),
        ("Ночью в окнах домов горел свет.", "Ночью в окнах домов не было света."),
    ],
)  # fmt: skip
def test_windows_without_light_are_dark(lit, dark):
    def lights(text):
        red, _, blue = np.moveaxis(pixels(text), 2, 0)[:, 12:-12, 12:-12]
        return int(((red - blue > 40) & (red > 130)).sum())

    assert lights(lit) > 20
    assert lights(dark) == 0


@pytest.mark.parametrize(
    ("with_moon", "without"),
    [
        ("The moon shone over the fields at night.", "No moon shone over the fields at night."),
        ("Ночью над полями светила луна.", "Ночью над полями не было луны."),
    ],
)
def test_a_moon_that_is_denied_is_not_painted(with_moon, without):
    def brightest(text):
        return float(np.percentile(pixels(text)[12:60, 12:-12].mean(axis=2), 98))

    assert brightest(with_moon) > brightest(without) + 40


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("gentleman", "A man in a black coat."),
        ("peasant", "A peasant in a white shirt."),
        ("soldier", "A soldier in a uniform."),
        ("knight", "A knight in armour."),
        ("robed", "A monk in a hooded robe."),
        ("old man", "Старик с палкой."),
        ("lady", "Дама в синем платье."),
        ("peasant woman", "Женщина в платке."),
        ("old woman", "Старуха в шали."),
        ("boy", "Мальчик в куртке."),
        ("girl", "Девочка в красном платье."),
    ],
)
def test_a_figure_is_chosen_by_sex_age_and_dress(template, text):
    assert figures.template_of(reading.read("", sights_of(text, "character"))) == template


def test_no_two_figures_look_alike():
    assert len({str(parts) for parts in figures.TEMPLATES.values()}) == len(figures.TEMPLATES) >= 6


@pytest.mark.parametrize("kind", ["location", "character", "object", "action"])
def test_another_seed_gives_a_visibly_different_picture(kind):
    text = "A young man in a red coat by the sea, a boat and a letter."

    assert np.abs(pixels(text, kind, seed=1) - pixels(text, kind, seed=2)).mean() > 5


def test_seasons_and_hours_change_the_light():
    means = [
        pixels(f"Fields and trees{when}").mean(axis=(0, 1))
        for when in ("", ", autumn", ", winter snow", ", night", ", dusk", ", dawn")
    ]

    assert min(np.abs(a - b).sum() for i, a in enumerate(means) for b in means[:i]) > 5

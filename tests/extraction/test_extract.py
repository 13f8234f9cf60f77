"""What the extraction promises of any text, and what it finds in a few."""

import itertools
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.descriptions import Candidate, DescriptionType
from app.extraction import EXTRACTOR_VERSION, LEAST_WORTH, extract

PORTRAIT = (
    "Это был человек лет сорока, высокий, худой, с рыжею бородой и узкими серыми глазами; на нём "
    "был старый суконный кафтан, подпоясанный красным кушаком."
)
LANDSCAPE = (
    "За рекой тянулся тёмный лес. Над лугом стоял белый туман, и в нём желтели огни деревни."
)
DIALOGUE = (
    "— Так вот как, наконец ты домой приехал, — говорил Николай Петрович. — Наконец! Я уж думал, "
    "что ты забыл нас, а ведь мы ждали тебя каждый день и каждый час."
)
ROOM = (
    "The room was long and low, with a ceiling of dark beams. A fire of logs burned red in the "
    "wide stone hearth, and an old grey dog lay before it on a torn rug."
)
TALK = (
    "“I do not know what you mean,” said he. “You must decide, and decide now, whether you will "
    "trust me or not; I have explained everything, and I shall not explain it again.”"
)
PHILOSOPHY = (
    "It is a truth which nobody will deny that every hope deceives us in the end, and that reason "
    "alone is no protection against the folly which we call our judgment."
)

# Every kind of letter and mark that books and broken books hold.
texts = st.text(
    st.one_of(
        st.sampled_from(list(" .!?…«»“”\"'—-–;,\n\t\u0301\u00ad\u200f😀👩\u200d🚀אבגعرби́Яя漢字。"))
        | st.characters(),
    ),
    max_size=300,
)
prose = st.lists(st.sampled_from([PORTRAIT, LANDSCAPE, DIALOGUE, ROOM, TALK, "", "I", "Глава"]))
chapters = st.lists(texts | prose.map(" ".join), max_size=5)
languages = st.sampled_from(["ru", "ru-RU", "en", "en-GB", "fr", "zh-Hant", "ar", "und", "", "x"])


def best(text: str, language: str) -> Candidate:
    return max(extract([text], language), key=lambda candidate: candidate.worth)


def worth(text: str, language: str) -> float:
    return max((candidate.worth for candidate in extract([text], language)), default=0.0)


@settings(deadline=None)
@given(chapters, languages)
def test_the_text_at_a_span_is_the_text_of_the_candidate(blocks, language):
    for candidate in extract(blocks, language):
        covered = blocks[candidate.block : candidate.end_block + 1]
        covered[-1] = covered[-1][: candidate.end]
        covered[0] = covered[0][candidate.start :]
        assert candidate.text == "\n".join(covered)
        assert 60 <= len(candidate.text) <= 1000


@settings(deadline=None)
@given(chapters, languages)
def test_candidates_stand_in_order_and_never_overlap(blocks, language):
    found = extract(blocks, language)

    for one, two in itertools.pairwise(found):
        assert (one.end_block, one.end) <= (two.block, two.start)


@settings(deadline=None)
@given(chapters, languages)
def test_worth_and_types_are_probabilities(blocks, language):
    for candidate in extract(blocks, language):
        chances = candidate.type_probabilities
        assert LEAST_WORTH <= candidate.worth <= 1
        assert set(chances) == set(DescriptionType)
        assert sum(chances.values()) == pytest.approx(1)
        assert chances[candidate.type] == max(chances.values())
        assert candidate.features_version == EXTRACTOR_VERSION


@settings(deadline=None, max_examples=30)
@given(chapters, languages)
def test_the_same_text_gives_the_same_candidates(blocks, language):
    assert extract(blocks, language) == extract(list(blocks), language)


def test_a_chapter_without_text_has_no_candidates():
    assert extract([], "ru") == []
    assert extract(["", " ", "\n", "* * *"], "en") == []


def test_a_landscape_outranks_dialogue():
    assert worth(LANDSCAPE, "ru") > 0.5 > worth(DIALOGUE, "ru")


def test_a_room_outranks_talk_and_philosophy():
    assert worth(ROOM, "en") > 0.5
    assert worth(TALK, "en") < 0.1
    assert worth(PHILOSOPHY, "en") < 0.1


def test_british_quotes_are_dialogue_too():
    assert worth(TALK.replace("“", "‘").replace("”", "’"), "en-GB") < 0.1


def test_a_portrait_is_of_a_character():
    assert best(PORTRAIT, "ru").type is DescriptionType.CHARACTER


def test_a_room_is_a_location():
    assert best(ROOM, "en").type is DescriptionType.LOCATION


def test_a_passage_leaves_out_the_thoughts_around_it():
    thought = "Впрочем, он уже давно не думал об этом и ничего не хотел знать о чужой судьбе."

    found = best(f"{thought} {PORTRAIT} {thought}", "ru")

    assert found.text == PORTRAIT


def test_a_long_block_may_hold_several_pictures():
    thought = "Впрочем, он уже давно не думал об этом и ничего не хотел знать о чужой судьбе."
    block = f"{PORTRAIT} {' '.join([thought] * 6)} {LANDSCAPE}"

    found = [candidate.text for candidate in extract([block], "ru") if candidate.worth > 0.5]

    assert len(found) == 2


def test_note_marks_are_no_words():
    thought = "Впрочем, он уже давно не думал об этом и ничего не хотел знать о чужой судьбе."
    marked = PORTRAIT.replace("кафтан,", "кафтан,[12]")

    found = best(f"{marked}13 {thought}", "ru")

    assert found.text == marked
    assert found.worth == best(f"{PORTRAIT} {thought}", "ru").worth


def test_a_language_without_a_lexicon_gets_modest_worth():
    house = (
        "Il y avait une grande maison blanche au bord de la rivière, avec des volets verts et un "
        "toit de tuiles rouges. Un vieux chien dormait devant la porte."
    )

    assert 0.05 < worth(house, "fr") < worth(ROOM, "en")


def test_a_region_does_not_change_the_language():
    assert extract([ROOM], "en-GB") == extract([ROOM], "EN_us") == extract([ROOM], "en")


def test_candidates_cross_the_border_of_a_process():
    found = extract([ROOM, LANDSCAPE], "ru")

    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    "piece", [".", '"', "«", "— ", "‘a", "a.", "ы. ", "...! ", "; ", "\u0301", "a", "ы-", "[1]"]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_text_makes_it_slow(piece, language):
    # A regular expression that tries every start would need minutes for this.
    assert isinstance(extract([piece * 20_000], language), list)

"""Names that another engine tells of: evidence beside the book's own, never an order."""

from app.domain.books import Address, Span
from app.domain.names import ChapterText, EntityKind, Mention, Spotted
from app.extraction import find_names

ENGLISH = ChapterText(
    1,
    (
        "Nobody liked Grey at first.",
        "The sky was grey, and the sea was grey, and the sand was grey too.",
        "By noon all of them hated Keldor. Keldor was asleep.",
        "Then Grey forgot Keldor.",
    ),
    "en",
)
RUSSIAN = ChapterText(3, ("Вот пришёл Туча.", "Над домом туча, за домом туча.", "Ушёл Туча."), "ru")


def spotted(chapter, word, kind):
    """Every place in *chapter* where *word* stands."""
    return [
        Spotted(
            Mention(
                Span(
                    Address(chapter.ordinal, number, at),
                    Address(chapter.ordinal, number, at + len(word)),
                ),
                word,
            ),
            kind,
        )
        for number, block in enumerate(chapter.blocks)
        for at in range(len(block))
        if block.startswith(word, at)
    ]


def kinds(chapters, told=()):
    return {entity.name: entity.kind for entity in find_names(chapters, told)}


def test_what_is_told_to_be_a_place_is_one_where_the_book_says_nothing():
    told = spotted(ENGLISH, "Keldor", EntityKind.PLACE)

    assert kinds([ENGLISH])["Keldor"] is EntityKind.CHARACTER
    assert kinds([ENGLISH], told)["Keldor"] is EntityKind.PLACE


def test_a_word_that_is_told_twice_is_a_name_although_it_is_written_small_as_often():
    told = spotted(RUSSIAN, "Туча", EntityKind.CHARACTER)

    assert "Туча" not in kinds([RUSSIAN])
    assert kinds([RUSSIAN], told)["Туча"] is EntityKind.CHARACTER


def test_a_word_that_is_told_once_is_not():
    told = spotted(RUSSIAN, "Туча", EntityKind.CHARACTER)[:1]

    assert "Туча" not in kinds([RUSSIAN], told)


def test_a_word_that_is_mostly_written_small_stays_a_word():
    told = spotted(ENGLISH, "Grey", EntityKind.CHARACTER)

    assert "Grey" not in kinds([ENGLISH], told)


def test_what_is_told_of_other_chapters_says_nothing():
    told = spotted(ENGLISH, "Keldor", EntityKind.PLACE)
    elsewhere = [
        Spotted(Mention(Span(Address(9, 0, 0), Address(9, 0, 6)), each.mention.surface), each.kind)
        for each in told
    ]

    assert kinds([ENGLISH], elsewhere) == kinds([ENGLISH])


def test_a_lone_word_that_is_told_to_be_a_person_is_still_judged_by_the_book():
    town = ChapterText(1, ("They lived in Keldor.", "She died in Keldor.", "To Keldor!"), "en")
    told = spotted(town, "Keldor", EntityKind.CHARACTER)

    assert kinds([town], told) == {"Keldor": EntityKind.PLACE}

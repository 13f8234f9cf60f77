"""Who is found in an English tale, and under which names."""

from app.domain.names import EntityKind, Gender
from app.extraction import find_names
from tests.extraction.names.tales import (
    ENGLISH_CHAPTERS,
    all_names,
    found_in,
    names,
    of,
    surfaces,
)

FOUND = find_names(ENGLISH_CHAPTERS)


def test_a_title_a_full_name_and_a_short_name_are_one_person() -> None:
    he = of(FOUND, "Bill")

    assert names(he) == {"Mr. William Thornton", "Bill Thornton", "Bill", "William"}
    assert he.gender is Gender.MALE


def test_a_wife_is_neither_her_husband_nor_her_daughter() -> None:
    she = of(FOUND, "Mrs. Thornton")

    assert names(she) == {"Mrs. Thornton"}
    assert she.gender is Gender.FEMALE
    assert names(of(FOUND, "Anna")) == {"Anna Thornton", "Anna"}


def test_a_surname_with_and_without_its_title_is_one_person() -> None:
    assert names(of(FOUND, "Hale")) == {"Dr. Hale", "Hale"}


def test_a_surname_that_is_a_common_word_is_found_where_it_is_written_large() -> None:
    assert surfaces(of(FOUND, "Captain Hands")) == [
        "Captain Hands",
        "Hands",
        "Captain Hands",
        "Captain Hands",
    ]


def test_a_calling_that_is_written_large_names_somebody() -> None:
    assert len(of(FOUND, "Time Collector").mentions) == 4
    assert len(of(FOUND, "Editor").mentions) == 4


def test_places_of_one_and_of_several_words_are_no_people() -> None:
    places = all_names(FOUND, EntityKind.PLACE)

    assert {"Marlow", "London", "Lisbon", "Gull Island"} <= places
    assert places.isdisjoint(all_names(FOUND, EntityKind.CHARACTER))


def test_an_inn_that_bears_a_name_with_a_title_is_a_place() -> None:
    found = found_in(
        "We slept at the Admiral Rooke. Nobody knew the Admiral Rooke. In the Admiral Rooke we met "
        "Captain Flood, and Captain Flood told us of the Admiral Rooke.",
        language="en",
    )

    assert of(found, "Admiral Rooke").kind is EntityKind.PLACE
    assert of(found, "Captain Flood").kind is EntityKind.CHARACTER


def test_days_languages_peoples_gods_and_first_words_are_no_names() -> None:
    found = {name for entity in FOUND for name in names(entity)}

    assert found.isdisjoint(
        {"Monday", "April", "June", "English", "Frenchman", "Lord", "God", "Nobody", "Hope", "I"}
    )


def test_a_heading_whose_words_are_all_written_large_names_nobody() -> None:
    found = {name for entity in FOUND for name in names(entity)}

    assert found.isdisjoint({"Stranger", "Inn", "Letter", "Said", "What"})


def test_pronouns_tell_a_gender_that_no_list_knows() -> None:
    found = found_in(
        "Weezel took her hat. Weezel said that she was late, and Weezel shut her book. They saw "
        "Brundo, who had lost his way; and Brundo said he was sorry. Brundo raised his hand.",
        language="en",
    )

    assert of(found, "Weezel").gender is Gender.FEMALE
    assert of(found, "Brundo").gender is Gender.MALE


def test_names_joined_by_and_are_two_people_even_where_one_is_short_for_the_other() -> None:
    found = found_in(
        "They met James Fox. James bowed. Jim laughed. James and Jim went home, and James and Jim "
        "slept. In the morning James called, and Jim came.",
        language="en",
    )

    assert names(of(found, "James")) == {"James Fox", "James"}
    assert names(of(found, "Jim")) == {"Jim"}


def test_a_particle_belongs_to_the_surname() -> None:
    found = found_in(
        "We dined with Blanche de Vere. Then Blanche sang. A certain Otto von Kranz played, and "
        "von Kranz bowed.",
        language="en",
    )

    assert names(of(found, "Blanche")) == {"Blanche de Vere", "Blanche"}
    assert names(of(found, "von Kranz")) == {"Otto von Kranz", "von Kranz"}


def test_russian_names_in_english_letters_are_known_by_father_and_short_name() -> None:
    found = found_in(
        "Then came Katerína Petróvna Rogova. “Sit down, Kátya,” said Iván Petróvich. Kátya sat "
        "down. Iván Petróvich was her brother, and Katerína Petróvna feared him.",
        language="en",
    )

    assert names(of(found, "Kátya")) == {
        "Katerína Petróvna Rogova",
        "Kátya",
        "Katerína Petróvna",
    }
    assert names(of(found, "Iván Petróvich")) == {"Iván Petróvich"}

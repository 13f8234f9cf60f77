"""Whose hair an English book describes."""

import pytest

from tests.extraction.looks.tales import FEMALE, MALE, english, looks, read


def test_a_pronoun_means_the_only_one_it_fits():
    facts = english("Silver came in. His eyes were pale blue.", Silver=MALE)

    assert looks(facts) == [("eyes", "pale blue eyes")]
    assert facts[0].quote == "His eyes were pale blue."


def test_the_country_of_a_language_tag_changes_nothing():
    bible = read([("en-GB", ["Silver had a red beard."])], [("Silver", MALE, "Silver")])

    assert looks(bible.facts) == [("facial_hair", "red beard")]


def test_of_two_men_nobody_gets_the_face_of_either():
    told = "Silver met Merry at the gate and he saw that his nose was red and broad."

    assert english(told, Silver=MALE, Merry=MALE) == []


def test_her_hair_is_hers_though_a_man_stands_by():
    facts = english("Anna greeted Merry. Her hair was long and black.", Anna=FEMALE, Merry=MALE)

    assert [(fact.entity, fact.value) for fact in facts] == [
        ("character:1/0/0", "long and black hair")
    ]


def test_a_possessor_is_named_with_an_apostrophe_or_with_of():
    told = "Silver’s small eyes shone. The long arms of Merry hung down."

    assert looks(english(told, Silver=MALE, Merry=MALE)) == [
        ("eyes", "small eyes"),
        ("build", "long arms"),
    ]


def test_he_was_tells_how_tall_and_with_tells_of_his_face():
    told = "Silver stood up. He was very tall, with a face as big as a ham."

    assert looks(english(told, Silver=MALE)) == [
        ("face", "face as big as a ham"),
        ("build", "tall"),
    ]


def test_a_name_beside_a_description_is_who_is_described():
    told = "There sat Arrow, a brown old sailor, with earrings in his ears."

    assert sorted(looks(english(told, Arrow=MALE))) == [
        ("age", "old"),
        ("marks", "earrings"),
        ("skin", "brown"),
    ]


def test_a_stranger_is_called_by_the_name_the_book_gives_him_next():
    told = "A man with a yellow beard came in. At a glance I knew that it was Silver."

    assert looks(english(told, Silver=MALE)) == [("facial_hair", "yellow beard")]


def test_a_stranger_described_is_who_enters_the_book_right_after():
    told = ["A tall, lean man with a red beard opened the door.", *["“Come in,” said Silver."] * 10]

    facts = english(*told, Silver=MALE)

    assert ("facial_hair", "red beard") in looks(facts)
    assert all(fact.confidence < 0.8 for fact in facts)


def test_a_passer_by_of_whom_little_is_told_gets_no_name():
    told = ["A tall young man opened the door.", *["“Come in,” said Silver."] * 10]

    assert english(*told, Silver=MALE) == []


def test_of_a_crowd_that_comes_in_nobody_gets_a_name():
    arriving = "A stout lady and a tall, lean man with a red beard came in."

    assert english(arriving, *["“Come in,” said Silver."] * 10, Silver=MALE) == []


def test_who_has_acted_before_is_not_the_stranger_he_sees():
    told = ["Silver stood by the door.", "A tall, lean man with a red beard was sitting there."]

    assert english(*told, *["“Come in,” said Silver."] * 10, Silver=MALE) == []


def test_called_names_the_noun_before_it():
    told = "Merry was old. His friend, a tall man called Silver, came in."

    assert [(one.entity, one.value) for one in english(told, Silver=MALE, Merry=MALE)] == [
        ("character:1/0/0", "old"),
        ("character:1/0/45", "tall"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Merry was ill. “Who is there?” cried Silver, looking at his pale face.",
        "“Who is there?” said the esaul, screwing up his blue eyes.",
        "He looked for the fine features of his dead friend.",
        "The wooden church to which Silver drove was tall.",
        "Silver had been young and handsome.",
        "Silver opened his eyes wide.",
        "His head was wrapped in a shawl.",
        "Silver raised his little finger.",
        "Silver was old enough for school.",
    ],
)
def test_what_is_told_of_another_of_a_moment_or_of_the_past_is_not_how_silver_looks(told):
    assert looks(english("Silver was there.", told, Silver=MALE)) == []


def test_of_a_title_the_last_one_named_with_it_is_meant():
    told = ["Doctor Livesey sat down.", "The doctor had bright black eyes."]

    assert looks(english(*told, **{"Doctor Livesey": MALE})) == [("eyes", "bright black eyes")]


def test_a_lost_leg_and_a_crutch_are_marks():
    told = "Silver rose. His left leg was cut off, and he carried a crutch."

    assert looks(english(told, Silver=MALE)) == [("marks", "left leg cut off"), ("marks", "crutch")]


def test_a_pale_face_passes_and_a_long_face_stays():
    facts = english("Silver looked up. His face was pale.", "Silver’s long face.", Silver=MALE)

    assert [(fact.attribute, fact.is_lasting) for fact in facts] == [
        ("state", False),
        ("face", True),
    ]
    assert facts[0].valid_to is not None
    assert facts[1].valid_to is None


@pytest.mark.parametrize(
    "told",
    [
        "Silver had no red beard.",
        "His beard was not red, as Silver said.",
        "If Silver had a red beard, we would know him.",
        "Silver ran like a tall man.",
        "Silver is blind to her faults.",
        "“He has a red beard,” said Silver.",
        "I had a red beard when Silver came.",
        "Silver’s beard, Silver’s eyes, Silver’s hand.",
        "Silver was taller than the door.",
        "Once Silver had a red beard.",
    ],
)
def test_what_is_denied_supposed_likened_or_said_of_others_is_no_fact(told):
    assert english(told, Silver=MALE) == []


def test_frightened_eyes_of_one_who_looks_at_another_are_not_the_others():
    told = "She looked at Silver with great dark eyes."

    assert english(told, Silver=MALE) == []


def test_clothes_stay_with_whom_one_meets_in_them_and_are_else_of_that_day():
    first = ["Silver came in. He wore a blue coat."]
    later = ["Silver came in.", *["Nothing."] * 20, "Silver wore a blue coat."]
    always = ["Silver came in.", *["Nothing."] * 20, "Silver always wore a blue coat."]

    assert [english(*told, Silver=MALE)[0].is_lasting for told in (first, later, always)] == [
        True,
        False,
        True,
    ]


def test_what_the_book_repeats_is_one_fact_and_what_it_denies_later_stands_beside_it():
    facts = english(
        "Silver had black hair.", "Silver’s black hair.", "Silver had yellow hair.", Silver=MALE
    )

    assert looks(facts) == [("hair", "black hair"), ("hair", "yellow hair")]
    assert [fact.contradicts for fact in facts] == [(1,), (0,)]

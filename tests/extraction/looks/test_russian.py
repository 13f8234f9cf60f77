"""Whose hair a Russian book describes."""

import pytest

from tests.extraction.looks.tales import FEMALE, MALE, looks, russian


def test_values_are_put_into_the_nominative():
    told = "Базаров, человек с длинным и худым лицом и большими зелёными глазами, встал."

    assert looks(russian(told, Базаров=MALE)) == [
        ("face", "длинное худое лицо"),
        ("eyes", "большие зелёные глаза"),
    ]


def test_an_owner_stands_in_the_genitive_or_as_a_pronoun():
    told = "Тонкие губы Базарова дрогнули. Его тёмные волосы, длинные и густые, лежали гладко."

    assert looks(russian(told, Базаров=MALE)) == [
        ("face", "тонкие губы"),
        ("hair", "тёмные длинные густые волосы"),
    ]


def test_his_is_not_of_who_acts_but_of_the_other():
    told = "Кирсанов подошёл к Базарову и пожал его широкую руку."

    facts = russian(told, Кирсанов=MALE, Базаров=MALE)

    assert [(fact.entity, fact.value) for fact in facts] == [("character:1/0/19", "широкая рука")]


def test_own_is_of_who_acts():
    told = "Базаров посмотрел на Кирсанова и погладил свою рыжую бороду."

    facts = russian(told, Кирсанов=MALE, Базаров=MALE)

    assert [(fact.entity, fact.value) for fact in facts] == [("character:1/0/0", "рыжая борода")]


def test_this_was_tells_of_who_has_just_come():
    told = "На террасу вышла Фенечка. Это была молодая женщина лет двадцати трёх, вся беленькая."

    assert looks(russian(told, Фенечка=FEMALE)) == [
        ("age", "молодая"),
        ("age", "лет двадцати трёх"),
        ("skin", "беленькая"),
    ]


def test_a_sentence_may_go_on_about_the_face_of_the_one_before():
    told = "Базаров показал своё лицо. Длинное и худое, с широким лбом, оно оживлялось улыбкой."

    assert looks(russian(told, Базаров=MALE)) == [
        ("face", "широкий лоб"),
        ("face", "длинное худое лицо"),
    ]


def test_a_stranger_is_named_at_the_end_of_the_sentence():
    told = "Вошёл человек среднего роста, одетый в тёмный сюртук, Павел Петрович."

    assert looks(russian(told, **{"Павел Петрович": MALE})) == [
        ("build", "среднего роста"),
        ("clothes", "тёмный сюртук"),
    ]


def test_a_shade_may_stand_after_its_noun():
    told = "Вошёл Базаров, человек с висячими бакенбардами песочного цвету."

    assert looks(russian(told, Базаров=MALE)) == [
        ("facial_hair", "висячие бакенбарды песочного цвету")
    ]


def test_by_her_and_on_her_are_what_she_has_and_wears():
    told = "Вошла Катя. У неё были тёмные глаза, на ней было белое платье."

    assert looks(russian(told, Катя=FEMALE)) == [
        ("eyes", "тёмные глаза"),
        ("clothes", "белое платье"),
    ]


def test_short_forms_are_told_in_full():
    assert looks(russian("Базаров был высок и сед.", Базаров=MALE)) == [
        ("build", "высокий"),
        ("hair", "седой"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "У Базарова не было ни длинных волос, ни бороды.",
        "Если бы Базаров имел рыжую бороду, его бы узнали.",
        "Базаров сказал сухо и вышел.",
        "Базаров три года не был дома.",
        "— У него рыжая борода, — сказал Базаров.",
        "Базаров был моложе брата.",
        "Когда Базарову было десять лет, ему снились эти чёрные глаза.",
        "Некогда Базаров имел рыжую бороду.",
    ],
)
def test_what_is_denied_supposed_or_of_other_times_is_no_fact(told):
    assert russian(told, Базаров=MALE) == []


def test_a_frightened_face_passes():
    facts = russian("Базаров обернулся. Лицо его было бледно, бледное лицо.", Базаров=MALE)

    assert [(fact.attribute, fact.is_lasting) for fact in facts] == [("state", False)]


def test_own_is_of_the_participle_before_it():
    told = "Павел подсел к Яшвину, вытянувшему свои длинные ноги."
    facts = russian(told, Павел=MALE, Яшвин=MALE)

    assert [one.entity for one in facts] == [f"character:1/0/{told.index('Яшвину')}"]


def test_who_is_only_looked_at_has_no_part_in_the_sentence():
    assert russian("Больной с тонкой шеей смотрел на Павла.", Павел=MALE) == []


def test_not_a_single_grey_hair_is_no_grey_hair():
    assert russian("У Павла не было ни одного седого волоса.", Павел=MALE) == []

"""Who is found in a Russian tale, and under which names."""

from app.domain.names import EntityKind, Gender
from app.extraction import find_names
from tests.extraction.names.tales import (
    RUSSIAN_CHAPTERS,
    all_names,
    found_in,
    names,
    of,
    surfaces,
)

FOUND = find_names(RUSSIAN_CHAPTERS)


def test_a_patronymic_a_short_name_and_a_surname_are_one_person() -> None:
    assert names(of(FOUND, "Аркадий")) == {"Аркадий Николаевич Горский", "Аркаша", "Аркадий"}
    assert names(of(FOUND, "Катя")) == {"Катерина Сергеевна Ланская", "Катя"}


def test_a_father_a_son_and_a_brother_of_one_surname_are_three_people() -> None:
    people = [of(FOUND, name) for name in ("Аркадий", "Николай Петрович", "Павел Петрович")]

    assert len({person.key for person in people}) == 3
    assert {person.gender for person in people} == {Gender.MALE}


def test_a_husband_and_a_wife_of_one_surname_are_two_people_in_every_case() -> None:
    he, she = of(FOUND, "Передонов"), of(FOUND, "Передонова")

    assert (he.gender, she.gender) == (Gender.MALE, Gender.FEMALE)
    assert surfaces(he) == ["Передонов", "Передонов", "Передонова", "Передонову"]
    assert surfaces(she) == ["Передонова", "Передонова", "Передоновой", "Передоновой"]


def test_every_case_of_a_name_is_a_mention_of_it() -> None:
    assert surfaces(of(FOUND, "Катя"))[1:] == ["Катя", "Катю", "Кате", "Катей", "Катя"]
    assert surfaces(of(FOUND, "Базаров")) == ["Базаров", "Базаров", "Базарова"]
    assert surfaces(of(FOUND, "Заречье")) == ["Заречье"] * 3


def test_a_title_is_part_of_a_name_and_a_trade_is_not() -> None:
    assert surfaces(of(FOUND, "мистер Джонс")) == ["мистер Джонс", "Мистер Джонс", "Джонсом"]
    assert names(of(FOUND, "Митрофан")) == {"Митрофан"}


def test_a_name_in_latin_letters_is_found_too() -> None:
    assert names(of(FOUND, "Claire")) == {"Mademoiselle Claire", "Claire"}
    assert of(FOUND, "Claire").gender is Gender.FEMALE


def test_a_name_that_is_a_common_word_too_is_found_only_where_it_is_written_large() -> None:
    assert surfaces(of(FOUND, "Вера")) == ["Вера", "Вера", "Веру"]


def test_the_name_of_a_month_may_be_a_woman_s() -> None:
    found = found_in("Марта сидела в саду. Вошёл гость и поклонился: это он искал Марту с марта.")

    assert surfaces(of(found, "Марта")) == ["Марта", "Марту"]


def test_places_are_no_people() -> None:
    assert all_names(FOUND, EntityKind.PLACE) == {"Заречье", "Петербург", "Лондон"}
    assert "Петербург" not in all_names(FOUND, EntityKind.CHARACTER)


def test_interjections_and_words_that_begin_a_sentence_are_no_names() -> None:
    found = {name for entity in FOUND for name in names(entity)}

    assert found.isdisjoint({"Гм", "Эх", "Бог", "Вы", "Вечером", "Глава", "Отец", "Здравствуй"})


def test_who_is_named_often_and_everywhere_is_the_most_important() -> None:
    people = [entity for entity in FOUND if entity.kind is EntityKind.CHARACTER]

    assert people[0].name == "Аркадий"
    assert people[0].importance == 1
    assert of(FOUND, "Моцарт").importance < of(FOUND, "Катя").importance


def test_a_woman_s_surname_alone_is_told_by_her_verb() -> None:
    found = found_in(
        "Приехал Зимин. Все увидели Зимина. К Зимину подошли гости.",
        "Зимина сказала, что устала. Госпожа Зимина села. Гости смотрели на госпожу Зимину.",
    )

    assert surfaces(of(found, "Зимин")) == ["Зимин", "Зимина", "Зимину"]
    assert of(found, "госпожа Зимина").gender is Gender.FEMALE


def test_two_names_side_by_side_in_different_cases_are_two_people() -> None:
    found = found_in("Тогда увидел Базаров Аркадия. Базаров кивнул, и Аркадий кивнул.")

    assert names(of(found, "Базаров")) == {"Базаров"}
    assert names(of(found, "Аркадий")) == {"Аркадий"}


def test_a_surname_that_no_dictionary_knows_is_declined_all_the_same() -> None:
    found = found_in(
        "Вошёл Брюмзель. За Брюмзелем бежала собака. Никто не знал Брюмзеля, и все жалели о "
        "Брюмзеле. Брюмзелю подали чай."
    )

    assert len(of(found, "Брюмзель").mentions) == 5


def test_a_name_that_stands_in_one_case_only_is_looked_up_in_the_nominative() -> None:
    found = found_in("Он говорил с Наденькой Брыкиной. Все слушали их, и никто не мешал.")

    assert of(found, "Наденька Брыкина").gender is Gender.FEMALE


def test_a_name_stands_in_quotation_marks_and_headings_too() -> None:
    found = found_in("ГЛАВА ПЕРВАЯ", "Дневник Базарова", "Базаров писал. «Базаров был здесь».")

    assert surfaces(of(found, "Базаров")) == ["Базарова", "Базаров", "Базаров"]

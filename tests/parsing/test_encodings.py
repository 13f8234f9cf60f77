"""Bytes to text: what is declared, what is not, and what is declared wrongly."""

import pytest

from app.parsing import parse
from tests.parsing.builders import fb2

RUSSIAN = (
    "Была тёмная осенняя ночь, и старый банкир ходил у себя в кабинете из угла в угол, вспоминая,"
    " как пятнадцать лет тому назад, осенью, он давал вечер."
)
UKRAINIAN = "Була темна осіння ніч, і старий банкір ходив із кутка в куток, згадуючи її обличчя."


def encoded(text: str, encoding: str, *, declared: str | None) -> bytes:
    book = fb2([f"<p>{text}</p>"], title="A Book", author=("Ann", "Author")).decode()
    old = '<?xml version="1.0" encoding="utf-8"?>'
    assert old in book
    new = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return book.replace(old, new).encode(encoding)


def read(data: bytes) -> tuple[str, set[str]]:
    book = parse(data)
    return book.chapters[0].blocks[0], {warning.code for warning in book.warnings}


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8-sig", "utf-8"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"), ("koi8-u", "koi8-u"),
        ("cp866", "cp866"), ("mac-cyrillic", "mac-cyrillic"), ("iso-8859-5", "iso-8859-5"),
        ("cp1251", "win-1251"), ("cp1251", "cp-1251"), ("cp1251", "Windows-1251"), ("utf-16-le", None),
        ("utf-16-be", None), ("utf-16", None),
    ],
)  # fmt: skip
def test_what_is_declared_or_plain_to_see_is_read_without_a_warning(encoding, declared):
    assert read(encoded(RUSSIAN, encoding, declared=declared)) == (RUSSIAN, set())


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5"])
@pytest.mark.parametrize("declared", [None, "utf-8", "x-martian"])
def test_cyrillic_letters_are_told_by_the_text_where_nothing_tells_them(encoding, declared):
    assert read(encoded(RUSSIAN, encoding, declared=declared)) == (RUSSIAN, {"encoding"})


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("koi8-r", "windows-1251"), ("cp1251", "koi8-r"), ("cp866", "windows-1251"), ("cp1251", "iso-8859-1"),
        ("iso-8859-5", "windows-1251"),
    ],
)  # fmt: skip
def test_a_declaration_that_makes_no_sense_of_the_text_is_not_believed(encoding, declared):
    assert read(encoded(RUSSIAN, encoding, declared=declared)) == (RUSSIAN, {"encoding"})


def test_ukrainian_is_told_from_russian_letters():
    assert read(encoded(UKRAINIAN, "koi8-u", declared=None))[0] == UKRAINIAN


def test_western_accents_are_not_taken_for_cyrillic():
    text = "Déjà vu: l'été à la forêt, une nuit très noire, où l'on rêve d'être libre."

    assert read(encoded(text, "cp1252", declared="windows-1252")) == (text, set())


def test_a_single_broken_byte_costs_one_character():
    data = encoded(RUSSIAN, "cp1251", declared="windows-1251")

    text, codes = read(data.replace("банкир".encode("cp1251"), b"\x98\xe0\xed\xea\xe8\xf0"))

    assert text == RUSSIAN.replace("банкир", "\ufffdанкир")
    assert codes == {"encoding"}

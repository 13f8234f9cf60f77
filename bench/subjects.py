"""
Five subjects that are hard to draw alike twice, written for the bench of series, and a small book of each language.

Each has marks that must not wander: which eye, which side, which colour, how many.
"""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Subject:
    """*is_anchored*: its other views look at the first."""

    title: str
    language: str
    text: str
    is_anchored: bool = False


SUBJECTS = (
    Subject(
        "The Ferrywoman",
        "en",
        "The ferrywoman was broad and grey-haired, and she had only one eye; a pale scar ran from the "
        "empty socket down her left cheek to the corner of the mouth. She wore a patched green coat with "
        "three brass buttons, the lowest of them missing its half, and a red wool scarf wound twice about "
        "her throat. Her hands were large and brown, with a blue anchor tattooed on the right wrist.",
    ),
    Subject(
        "The Mill That Was a Lighthouse",
        "en",
        "On the very edge of the cliff leaned a windmill that had once been a lighthouse: a crooked white "
        "tower with a round lantern room of green glass on its top, and on its seaward side four ragged "
        "sails, one of them half torn away. Its narrow black door stood at the head of eleven worn stone "
        "steps, and a rusty iron gallery ran about the tower under the lantern. Below it the grey sea broke "
        "over the rocks in the evening light.",
        is_anchored=True,
    ),
    Subject(
        "Часовщик",
        "ru",
        "Часовщик был худой высокий старик с длинной седой бородой, заплетённой в две косы. На носу его "
        "сидели круглые очки, левое стекло которых треснуло. Он носил чёрный бархатный жилет с серебряными "
        "пуговицами и белую рубашку, а на правой руке у него не хватало мизинца. Лицо его было узкое, "
        "морщинистое, глаза светлые, голубые.",
    ),
    Subject(
        "Дом на сваях",
        "ru",
        "Посреди чёрного озера на шести высоких сваях стоял деревянный дом с красной железной крышей и одним "
        "круглым окном. К нему вёл узкий мостик без перил, сломанный посередине. На крыше торчала кривая "
        "труба, из которой шёл дым, а под домом качалась синяя лодка. Вокруг стоял густой туман, и над лесом "
        "поднималась бледная луна.",
    ),
    Subject(
        "Фонарь с птицей",
        "ru",
        "На столе стоял старый медный фонарь с шестью гранями; одно стекло в нём было зелёное, остальные "
        "жёлтые. На крышке его сидела маленькая серебряная птица с отбитым крылом, а сбоку висел ключ на "
        "чёрной ленте. Внутри горела короткая свеча, и свет её падал на раскрытую книгу.",
    ),
)  # fmt: skip

_TITLES = {"en": "Two Hard Subjects", "ru": "Три трудных предмета"}


def book(language: str) -> bytes:
    """The subjects of *language* as an FB2, a chapter each."""
    sections = "".join(
        f"<section><title><p>{escape(each.title)}</p></title><p>{escape(each.text)}</p></section>"
        for each in SUBJECTS
        if each.language == language
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        f"<genre>sf_fantasy</genre><author><nickname>BookReader AI</nickname></author>"
        f"<book-title>{_TITLES[language]}</book-title><lang>{language}</lang></title-info>"
        "</description><body>"
        f"{sections}</body></FictionBook>"
    ).encode()

"""What a single word says of somebody's or some place's look, by its form and language."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from app.domain.bible import Attribute
from app.extraction import english, russian
from app.extraction.languages import primary
from app.extraction.words import LEXICONS, QUALITIES, TRAITS, Word

# More than the distinct forms of the longest novels.
FORMS_REMEMBERED = 300_000
PARTS = ("hair", "facial_hair", "eyes", "face", "skin", "build", "marks", "clothes")
ROOM_PARTS = ("architecture", "furnishing", "surroundings")
_VISIBLE = frozenset(TRAITS.index(quality) for quality in QUALITIES)
_GARMENT = TRAITS.index("cloth")
_LIVING = frozenset({TRAITS.index("person"), TRAITS.index("animal")})
_ATTRIBUTIVE = frozenset(TRAITS.index(form) for form in ("adjective", "participle"))
_PEOPLE = ("male", "female", "person", "they")
# «Остриженные», «детски-пухлявые»: these are too many for any dictionary.
_PARTICIPLE = re.compile(
    r"(?:нн|вш|[юущая]щ|летн|\w-\w{3,})(?:ый|ая|ое|ые|ого|ой|ому|ым|ом|ую|ых|ыми|ий|ие|ее|его|ему|им|ими|их|ей|яя)"
    r"(?:ся)?$"
)
_QUALIFYING = ("passing", "manner", "feature", "materials", "lighting")


@dataclass(frozen=True, slots=True)
class Look:
    """
    *roles* are the sections of the lexicon a word stands in; *part* is what a painter notes of the
    part of the body or the garment it names, *whole* what it says of a person as a whole.
    """

    lemma: str
    roles: frozenset[str]
    part: Attribute | None
    room: Attribute | None
    whole: Attribute | None
    is_adjective: bool
    is_visible: bool
    is_person: bool
    plural: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    sections: frozenset[str]
    plural: str


NOTHING = Look(
    lemma="",
    roles=frozenset(),
    part=None,
    room=None,
    whole=None,
    is_adjective=False,
    is_visible=False,
    is_person=False,
)


def looks(language: str) -> Callable[[str], Look]:
    """Reads a form in lower case; *language* is a tag of English or Russian."""
    return _english if primary(language) == "en" else _russian


@lru_cache(FORMS_REMEMBERED)
def _english(form: str) -> Look:
    return _look(form, english.read(form), "en") if form[:1].isalnum() else NOTHING


@lru_cache(FORMS_REMEMBERED)
def _russian(form: str) -> Look:
    if not form[:1].isalnum():
        return NOTHING
    return _look(form.replace("ё", "е"), russian.read(form), "ru")


def _look(form: str, word: Word, language: str) -> Look:
    entries = _entries(language)
    entry = entries.get(form) or entries.get(word.lemma)
    sections = entry.sections if entry else frozenset[str]()
    traits = frozenset(word.traits)
    if not sections and not traits:
        is_participle = language == "ru" and _PARTICIPLE.search(form)
        return replace(NOTHING, lemma=form, is_adjective=True) if is_participle else NOTHING
    whole = next((name[6:] for name in sorted(sections) if name.startswith("whole ")), None)
    part = next((name for name in PARTS if name in sections), None)
    is_person = _is_person(form, sections, traits, language) and not part
    is_adjective = (
        not is_person
        and bool(traits & _ATTRIBUTIVE or whole or not sections.isdisjoint(_QUALIFYING))
        and not _is_compared(form, word.lemma, language)
    )
    if part is None and _GARMENT in traits and not is_adjective:
        part = "clothes"
    # English lists every form, for "wooded" is no wood.
    listed = entries.get(form) if language == "en" else entry
    room = next((name for name in ROOM_PARTS if listed and name in listed.sections), None)
    return Look(
        lemma=word.lemma,
        roles=sections,
        part=Attribute(part) if part else None,
        room=Attribute(room) if room else None,
        whole=Attribute(whole) if whole else None,
        is_adjective=is_adjective and "fleeting" not in sections,
        is_visible=is_adjective and bool(traits & _VISIBLE or whole or "feature" in sections),
        is_person=is_person,
        plural=entry.plural if entry else "",
    )


def _is_person(form: str, sections: frozenset[str], traits: frozenset[int], language: str) -> bool:
    """Also a "sea-cook", whom no lexicon lists."""
    _, hyphen, last = form.rpartition("-")
    if hyphen and last and language == "en" and not sections:
        return _english(last).is_person
    is_adjective = bool(traits & _ATTRIBUTIVE or "lifeless" in sections)
    return not sections.isdisjoint(_PEOPLE) or (bool(_LIVING & traits) and not is_adjective)


def _is_compared(form: str, lemma: str, language: str) -> bool:
    """ "Taller" and «моложе» compare with somebody else."""
    if language == "en":
        return form != lemma and form.endswith(("er", "est"))
    return form.endswith("е") and (
        form[-2:] not in {"ое", "ее", "ые", "ие"} or (form.endswith("ее") and lemma.endswith("ый"))
    )


@cache
def _entries(language: str) -> dict[str, _Entry]:
    table: dict[str, _Entry] = {}
    section = ""
    for line in (LEXICONS / f"looks_{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            for word in line.split():
                lemma, _, plural = word.partition("=")
                known = table.get(lemma)
                sections = (known.sections if known else frozenset()) | {section}
                table[lemma] = _Entry(sections, plural or (known.plural if known else ""))
    return table

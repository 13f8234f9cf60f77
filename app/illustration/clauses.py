"""Cuts a passage into clauses of plain English and says what each of them shows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.illustration import bygone, lexicons, similes, translation, unsaid

# Speech is heard, not seen, and diffusion models write quoted words into the picture.
_SPEECH = re.compile(
    r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|‘(?:[^’\n]|’(?=\w))*’|"
    r"(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))+'(?!\w)|(?:^|(?<=[.!?…]))\s*[–—]\s[^.!?…\n]*[.!?…]?",
    re.MULTILINE,
)
_BORDER = re.compile(r"[.!?…;:()\[\]\n]+|\s[–—-]+\s|—|--")
_COMMA = re.compile(r"\s*,\s*")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*")
_ANY_WORD = re.compile(r"[\w']+")
_BUT = re.compile(
    r"\b(?:but|yet)\b|(?<!not )\bonly\b|\b(?:но|зато|однако)\b|(?<!не )\bтолько\b", re.IGNORECASE
)
_FEWEST_AFTER_BUT = 2
_LINKING = """
    and but or so yet that which who whom whose where when while as for if because though although
    then thus also
"""
_UNFINISHED = """
    the a an of in on at by to with from into upon over under his her its their was were is are had
    has
"""
_LINKS = frozenset(_LINKING.split())
_TRAILING = _LINKS | frozenset(_UNFINISHED.split())
# What a model reads after "without" is what it draws, so a clause that denies is left out whole.
_DENYING = """
    no not never none nothing nobody nowhere neither nor without cannot hardly scarcely barely ain't
    не ни нет без никто ничто ничего никого никогда нигде нельзя никакой никакого никаких никакая
"""
_DENIALS = frozenset(_DENYING.split())
_LONGEST = 18
# Words a part between commas needs to stand alone.
_ENOUGH_WORDS = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """
    *kinds* counts the things seen in it by kind; *order* is its place in the text, *original* what it says there.
    """

    text: str
    kinds: Counter[str]
    order: int
    original: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def sights(self) -> int:
        return sum(self.kinds.values())

    @property
    def density(self) -> float:
        """Sights per word, in favour of clauses that show several things."""
        return self.sights / (self.words + 2)


@dataclass(frozen=True, slots=True)
class Reading:
    """*denials* are the clauses that deny something, in the words of the text."""

    clauses: tuple[Clause, ...]
    losses: tuple[str, ...]
    denials: tuple[str, ...] = ()


def read(text: str, *, longest: int = _LONGEST, names: Sequence[str] = ()) -> Reading:
    """
    Clauses of *text* in order, in English; what could not be kept is named in the losses.

    Of a clause of more than *longest* words the stretch that shows most is kept. *names* in Latin
    letters are known in any Russian case.
    """
    lost: Counter[str] = Counter()
    text, barred = unsaid.strip(text)
    spoken = len(_SPEECH.findall(text))
    found: list[Clause] = []
    literal, likened = similes.strip(_SPEECH.sub(" ", text))
    told, gone = bygone.strip(literal)
    denials = list(gone)
    for part in _said(told):
        if is_denial(part):
            lost["negation"] += 1
            denials.append(part)
            continue
        english, unknown = _english(part, names)
        lost["unknown-words"] += unknown
        english = _tidy(english, longest)
        # Once more: without their accents and in Latin letters, names can turn into denials.
        if english and not is_denial(english):
            found.append(Clause(english, kinds(english), len(found), part))
    lost["negation"] += len(gone)
    lost["speech"], lost["simile"] = spoken, likened
    losses = tuple(f"{name}: {count}" for name, count in lost.items() if count)
    return Reading(tuple(found), barred + losses, tuple(denials))


def is_denial(text: str) -> bool:
    return any(denies(word) for word in _ANY_WORD.findall(text.lower().replace("’", "'")))


def denies(word: str) -> bool:
    """Of one word in small letters."""
    return word in _DENIALS or word.endswith("n't")


def plain(text: str) -> str:
    """Latin letters without accents; anything a model might read as an instruction is gone."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join(_WORD.findall(folded.encode("ascii", "ignore").decode()))


def _said(text: str) -> Iterator[str]:
    """Of a part that denies, what it says all the same after its "but" is a part of its own."""
    for part in _parts(text):
        pieces = _BUT.split(part) if is_denial(part) else [part]
        for piece in pieces:
            if is_denial(piece) or piece is part or len(piece.split()) >= _FEWEST_AFTER_BUT:
                yield piece


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for sentence in _BORDER.split(text):
        pieces = _COMMA.split(sentence.strip())
        joined: list[str] = []
        for piece in pieces:
            # "tall, dark, ruined towers" is one sight; only a part that can stand alone becomes a
            # clause.
            is_short = (
                min(len(piece.split()), len(joined[-1].split()) if joined else 0) < _ENOUGH_WORDS
            )
            if joined and is_short and not is_denial(piece) and not is_denial(joined[-1]):
                joined[-1] += f", {piece}"
            else:
                joined.append(piece)
        parts += [piece for piece in joined if piece]
    return parts


def _english(part: str, names: Sequence[str]) -> tuple[str, int]:
    if not translation.is_russian(part):
        return ", ".join(filter(None, (plain(piece) for piece in part.split(",")))), 0
    rendered = translation.render(part, names)
    return rendered.english, rendered.unknown


def _tidy(english: str, longest: int) -> str:
    words = _most_visible(english.split(), longest)
    while words and words[0].lower().strip(",") in _LINKS:
        words.pop(0)
    while words and words[-1].lower().strip(",") in _TRAILING:
        words.pop()
    return " ".join(words).strip(",")


def _most_visible(words: list[str], longest: int) -> list[str]:
    """The stretch of a long clause in which most is seen."""
    if len(words) <= longest:
        return words
    starts = range(len(words) - longest + 1)
    stretches = [words[start : start + longest] for start in starts]
    return max(stretches, key=lambda stretch: kinds(" ".join(stretch)).total())


def kinds(english: str) -> Counter[str]:
    """How many things of each kind these words show."""
    table = lexicons.english()
    found: Counter[str] = Counter()
    for word in _WORD.findall(english.lower()):
        kind = table.get(word) or table.get(lexicons.lemma(word, "en"))
        if kind:
            found[kind] += 1
    return found

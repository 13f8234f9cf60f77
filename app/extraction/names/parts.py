"""A name taken apart: given name, father's name, surname, title."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from app.domain.names import Gender
from app.extraction.names import given, paradigms
from app.extraction.names.lexemes import Lexeme, Role
from app.extraction.names.runs import Run
from app.extraction.names.tokens import PARTICLE

# A given name follows these, a surname the others.
BEFORE_GIVEN = frozenset(
    (
        *("prince", "princess", "uncle", "aunt", "king", "queen", "lady", "sir", "father"),
        *("brother", "sister", "saint", "st", "cousin", "master", "nurse", "mother", "emperor"),
        *("empress", "grandfather", "grandmother", "count", "countess", "don", "dame", "pope"),
        *("czar", "tsar", "князь", "княгиня", "княжна", "дядя", "тетя", "тетка", "тетушка"),
        *("король", "королева", "царь", "царица", "граф", "графиня", "принц", "принцесса", "дон"),
        *("император", "императрица", "царевна", "сэр", "леди"),
    )
)


class Form(NamedTuple):
    """
    Keys of the parts, empty where there is none; *father* is what relatives' patronymics share.

    Of a lone word only *single* is set, and *hint* tells what part it most likely is.
    """

    title: str
    first: str
    father: str
    surname: str
    single: str
    hint: Role
    gender: Gender
    is_married: bool

    @property
    def parts(self) -> int:
        """Of a title before a given name too: "Prince Andrew" names one of all Andrews."""
        is_titled = bool(self.single) and self.hint is Role.FIRST and self.title in BEFORE_GIVEN
        return sum(map(bool, (self.first, self.father, self.surname, self.single))) + is_titled


class Parts:
    """Takes the names of a book apart; a lone word is what it is in the full names around it."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._as_first: Counter[str] = Counter()
        self._as_surname: Counter[str] = Counter()
        for run in runs:
            words = [word.key for word in run.lexemes if word.role is not Role.PATRONYMIC]
            if len(run.lexemes) > 1 and words:
                self._as_first[words[0]] += 1
                self._as_surname[words[-1]] += len(words) > 1

    def form(self, run: Run) -> Form:
        title = run.title
        form = Form(
            title=title.name if title and title.is_part else "",
            first="",
            father="",
            surname="",
            single="",
            hint=Role.OTHER,
            gender=run.gender,
            is_married=bool(title and title.is_married),
        )
        if len(run.lexemes) > 1:
            return _taken_apart(form, run.lexemes)
        word = run.lexemes[0]
        epithet, _, last = word.key.rpartition(" ")
        is_epithet = bool(epithet) and PARTICLE.fullmatch(epithet) is None
        if is_epithet and word.role is Role.OTHER and not given.role(last):
            return form._replace(first=epithet, surname=last)
        return form._replace(single=word.key, hint=self._hint(word, form.title))

    def _hint(self, word: Lexeme, title: str) -> Role:
        first, last = self._as_first[word.key], self._as_surname[word.key]
        if word.role is Role.FIRST:
            return Role.SURNAME if last > first and title not in BEFORE_GIVEN else Role.FIRST
        if word.role is not Role.OTHER:
            return word.role
        if first or last:
            return Role.FIRST if first > last else Role.SURNAME
        return Role.SURNAME if title and title not in BEFORE_GIVEN else Role.OTHER


def _taken_apart(form: Form, words: tuple[Lexeme, ...]) -> Form:
    if all(word.role in {Role.CALLING, Role.THING} for word in words):
        return form._replace(single=" ".join(word.key for word in words))
    fathers = [word.key for word in words if word.role is Role.PATRONYMIC]
    rest = [word for word in words if word.role is not Role.PATRONYMIC]
    is_named_alone = len(rest) == 1
    return form._replace(
        first=rest[0].key if rest else "",
        father=father(fathers[0]) if fathers else "",
        surname="" if is_named_alone or not rest else rest[-1].key,
    )


def father(patronymic: str) -> str:
    return paradigms.father(patronymic) if patronymic >= "а" else given.father(patronymic)


def is_same_given(one: str, two: str) -> bool:
    """Of "Bill" and "William"; "Long John" is John."""
    return one == two or not meanings(one).isdisjoint(meanings(two))


def meanings(name: str) -> frozenset[str]:
    """The full given names that *name* may stand for."""
    return given.meanings(_last(name))


def _last(name: str) -> str:
    last = name.rsplit(" ", maxsplit=1)[-1]
    return last if given.role(last) else name

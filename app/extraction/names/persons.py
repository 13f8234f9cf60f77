"""Which names are the same person's."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from app.domain.names import Gender
from app.extraction.names import parts
from app.extraction.names.lexemes import Role
from app.extraction.names.parts import Form
from app.extraction.names.runs import Run

UNMARRIED = frozenset(("miss", "mademoiselle", "mlle", "m-lle", "мисс", "княжна", "барышня"))
# Names of one person are met in the same chapters: in so great a share of the rarer one's (a guess).
LEAST_SHARED = 0.2


# So seldom used, a fuller name says nothing about chapters (a guess).
RARE = 2


class Person:
    """Somebody, as known so far: all that is certain of the parts of the name."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.forms: Counter[Form] = Counter()
        self.chapters: set[int] = set()
        self.firsts: set[str] = set()
        self.fathers: set[str] = set()
        self.surnames: set[str] = set()
        self.singles: set[str] = set()
        self.titles: set[str] = set()
        self._genders: Counter[Gender] = Counter()
        self.is_married = False

    @property
    def gender(self) -> Gender:
        return max(self._genders, key=lambda one: (self._genders[one], one), default=Gender.UNKNOWN)

    @property
    def count(self) -> int:
        return self.forms.total()

    def add(self, form: Form, count: int, chapters: set[int]) -> None:
        self.forms[form] += count
        self.chapters |= chapters
        for known, part in (
            (self.firsts, form.first),
            (self.fathers, form.father),
            (self.surnames, form.surname),
            (self.singles, form.single),
            (self.titles, form.title),
        ):
            if part:
                known.add(part)
        if form.single and form.parts > 1:
            self.firsts.add(form.single)
        if form.gender is not Gender.UNKNOWN:
            self._genders[form.gender] += count
        self.is_married |= form.is_married

    def fits(self, form: Form) -> bool:
        """Whether nothing in *form* speaks against this person."""
        if len({form.gender, self.gender} - {Gender.UNKNOWN}) > 1:
            return False
        is_unmarried = bool(self.titles & UNMARRIED)
        if (form.is_married and is_unmarried) or (form.title in UNMARRIED and self.is_married):
            return False
        # "Mrs. Thornton" may be the mother of any Anna Thornton.
        if form.is_married and form.parts == 1 and self.firsts and not self.is_married:
            return False
        first = form.first or (form.single if form.parts > 1 else "")
        return (
            not (form.father and self.fathers and form.father not in self.fathers)
            and not (form.surname and self.surnames and form.surname not in self.surnames)
            and not (first and not all(parts.is_same_given(first, one) for one in self.firsts))
        )

    def is_called(self, form: Form) -> bool:
        """Whether the lone word of *form* is part of this person's name."""
        word = form.single
        if form.hint is Role.PATRONYMIC:
            return word in self.singles or parts.father(word) in self.fathers
        if word in self.firsts | self.surnames | self.singles:
            return True
        return any(parts.is_same_given(word, first) for first in self.firsts | self.singles)


def group(runs: Sequence[Run], apart: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Positions in *runs* of each person's names; *apart* are pairs of positions of two people."""
    taking = parts.Parts(runs)
    forms = [taking.form(run) for run in runs]
    chapters: dict[Form, set[int]] = defaultdict(set)
    for form, run in zip(forms, runs, strict=True):
        chapters[form].add(run.chapter)
    pairs = {frozenset((forms[one], forms[two])) for one, two in apart}
    grouping = Grouping(Counter(forms), chapters, pairs)
    grouping.gather()
    return grouping.assign(forms, runs)


class Grouping:
    """Full names first, which are certain; then lone words, which may be several people's."""

    def __init__(
        self,
        counts: Counter[Form],
        chapters: Mapping[Form, set[int]],
        apart: set[frozenset[Form]],
    ) -> None:
        self._counts = counts
        self._chapters = chapters
        self._apart = apart
        self._number = count()
        self._known: dict[str, dict[int, Person]] = defaultdict(dict)
        self._choices: dict[Form, list[Person]] = {}

    def gather(self) -> None:
        ordered = sorted(
            self._counts, key=lambda form: (-form.parts, not form.first, -self._counts[form], form)
        )
        for form in ordered:
            fitting = self._same(form) if form.parts > 1 else self._called(form)
            fitting.sort(key=lambda one: (-self._shared(form, one), -one.count))
            if not fitting:
                fitting = [Person(next(self._number))]
            self._choices[form] = fitting[:1] if form.parts > 1 else fitting
            fitting[0].add(form, self._counts[form], self._chapters[form])
            for key in _keys(form):
                self._known[key][fitting[0].number] = fitting[0]

    def assign(self, forms: Sequence[Form], runs: Sequence[Run]) -> list[list[int]]:
        """
        Where a lone word may be several people's, it is the one's who is met most often; of another
        only in a chapter that speaks of that one more often, and not of the first.
        """
        lone = Counter((run.chapter, form) for form, run in zip(forms, runs, strict=True))
        certain = Counter(
            (run.chapter, self._choices[form][0].number)
            for form, run in zip(forms, runs, strict=True)
            if len(self._choices[form]) == 1
        )
        found: dict[int, list[int]] = defaultdict(list)
        for i, (form, run) in enumerate(zip(forms, runs, strict=True)):
            options = self._choices[form]
            person = options[0]
            if len(options) > 1 and not certain[run.chapter, person.number]:
                other = max(
                    options, key=lambda one: (certain[run.chapter, one.number], -one.number)
                )
                if certain[run.chapter, other.number] >= lone[run.chapter, form]:
                    person = other
            found[person.number].append(i)
        return [found[i] for i in sorted(found)]

    def _somebody_like(self, form: Form) -> list[Person]:
        """Whoever shares a word or a given name with *form*; in the order they were met."""
        found: dict[int, Person] = {}
        for key in _keys(form):
            found |= self._known.get(key, {})
        return [found[number] for number in sorted(found)]

    def _same(self, form: Form) -> list[Person]:
        """Whose full name *form* is: the given name's, where what else is known agrees."""
        first = form.first or form.single
        fitting = [
            one
            for one in self._somebody_like(form)
            if one.firsts and first and one.fits(form) and not self._are_apart(form, one)
        ]
        certain = [one for one in fitting if _has_more_in_common(form, one)]
        if certain or len(fitting) == 1:
            return certain or fitting
        is_rare = self._counts[form] <= RARE
        return [one for one in fitting if is_rare or one.count <= RARE or self._is_near(form, one)]

    def _called(self, form: Form) -> list[Person]:
        """Whoever has the very word in a full name goes before whom it may be short for."""
        fitting = [one for one in self._somebody_like(form) if self._may_be(form, one)]
        exact = [one for one in fitting if form.single in one.firsts | one.surnames]
        return exact or fitting

    def _may_be(self, form: Form, person: Person) -> bool:
        if not person.fits(form) or not person.is_called(form) or self._are_apart(form, person):
            return False
        is_same_word = form.single in person.firsts | person.surnames | person.singles
        return is_same_word or self._is_near(form, person)

    def _are_apart(self, form: Form, person: Person) -> bool:
        return bool(self._apart) and any(
            frozenset((form, own)) in self._apart for own in person.forms
        )

    def _is_near(self, form: Form, person: Person) -> bool:
        rarer = min(len(self._chapters[form]), len(person.chapters))
        return self._shared(form, person) >= LEAST_SHARED * rarer

    def _shared(self, form: Form, person: Person) -> int:
        return len(self._chapters[form] & person.chapters)


def _has_more_in_common(form: Form, person: Person) -> bool:
    return bool(
        (form.father and person.fathers)
        or (form.surname and person.surnames)
        or (form.single and form.title in person.titles)
    )


def _keys(form: Form) -> Iterator[str]:
    """What whoever is called so can be found by."""
    yield from filter(None, (form.first, form.surname, form.single))
    if form.hint is Role.PATRONYMIC and form.single:
        yield f"^{parts.father(form.single)}"
    elif form.father:
        yield f"^{form.father}"
    for name in filter(None, (form.first, form.single)):
        yield from (f"~{meaning}" for meaning in sorted(parts.meanings(name)))

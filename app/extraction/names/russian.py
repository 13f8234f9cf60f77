"""Which capitalised words of a Russian book are names, and of which name they are forms."""

from collections import Counter, defaultdict
from math import log2
from typing import NamedTuple

from app.domain.names import Gender
from app.extraction.names import given, lists, paradigms, russian_context
from app.extraction.names.dictionary import feminine, sense
from app.extraction.names.lexemes import Lexeme, Reading, Readings, Role
from app.extraction.names.tokens import Census, plain

# Chosen on the four novels the names were developed on.
DICTIONARY_BONUS = 1.5
NOMINATIVE_BONUS = 1.0
INDECLINABLE = 0.4
EVERY_CASE = "adginp"
WIFE = 0.01
UNSEEN, OF_ONE_FORM = 0.5, 0.35
PREFERENCE = {Role.FIRST: 0.3, Role.SURNAME: 0.2, Role.PATRONYMIC: 0.25, Role.PLACE: 0.1}


class Counts(NamedTuple):
    """How often each form is written large, so inside a sentence, and small; what follows titles."""

    all: Counter[str]
    inside: Counter[str]
    lower: Counter[str]
    written: dict[str, Counter[str]]
    titled: set[str]


class Hypothesis:
    """A name and the forms of the book that it would explain."""

    __slots__ = ("cases", "gender", "is_known", "key", "role")

    def __init__(self, key: str, role: Role, gender: Gender) -> None:
        self.key, self.role, self.gender = key, role, gender
        self.cases: dict[str, str] = {}
        self.is_known = False


def readings(census: Census) -> Readings:
    counts = Counter[str]()
    inside = Counter[str]()
    titled: set[str] = set(census.told)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for cap in census.caps:
        form = plain(cap.text)
        counts[form] += 1
        inside[form] += not cap.is_initial
        written[form][cap.text] += 1
        if cap.before and (title := russian_context.title_of(plain(cap.before))) and title[3]:
            titled.add(form)
    lower = Counter[str]()
    for word, number in census.lower.items():
        lower[plain(word)] += number
    named = lists.read("ru")
    forms = {form for form in counts if _may_be_named(form, inside[form], lower[form], named)}
    chosen = _explain(forms, counts, _hypotheses(forms))
    return _accepted(chosen, Counts(counts, inside, lower, written, titled))


def _may_be_named(form: str, inside: int, lower: int, named: lists.Lists) -> bool:
    if len(form) == 1 or named.has("no name", form) or not ("а" <= form[0] <= "я"):
        return False
    if inside == 0 and lower > 0:
        return False
    known = sense(form)
    is_no_name = not known.proper and not known.lemmas.isdisjoint(named.sections["no name"])
    if not known.is_nameable or is_no_name:
        return False
    return inside > 0 or bool(known.proper) or not known.is_common


def _hypotheses(forms: set[str]) -> list[Hypothesis]:
    pool: dict[tuple[str, Role, Gender], Hypothesis] = {}
    short = lists.read("ru").full

    def add(
        form: str, lemma: str, role: Role, gender: Gender, cases: str, *, is_known: bool
    ) -> None:
        key = (lemma, role, gender)
        found = pool.setdefault(key, Hypothesis(*key))
        found.cases[form] = "".join(sorted({*found.cases.get(form, ""), *cases}))
        found.is_known |= is_known

    for form in sorted(forms):
        if father := paradigms.patronymic(form):
            add(form, father.lemma, Role.PATRONYMIC, father.gender, father.cases, is_known=True)
        for lemma, role, gender, cases in sense(form).proper:
            if role is not Role.PATRONYMIC:
                add(form, lemma, role, gender, cases, is_known=True)
        for guess in paradigms.guesses(form):
            is_short = guess.lemma in short and guess.role is Role.OTHER
            add(form, guess.lemma, guess.role, guess.gender, guess.cases, is_known=is_short)
        if paradigms.is_indeclinable(form):
            add(form, form, Role.OTHER, Gender.UNKNOWN, "ngdaip", is_known=False)
    return list(pool.values())


def _explain(forms: set[str], counts: Counter[str], pool: list[Hypothesis]) -> list[Hypothesis]:
    """The fewest names that explain all forms, the likeliest first."""
    left = set(forms)
    chosen: list[Hypothesis] = []
    by_form: dict[str, list[Hypothesis]] = defaultdict(list)
    for hypothesis in pool:
        for form in hypothesis.cases:
            by_form[form].append(hypothesis)
    for form in sorted(forms, key=lambda form: (-counts[form], form)):
        while form in left:
            best = max(
                by_form[form],
                key=lambda one: (_worth(one, left, counts), one.key, one.role),
                default=None,
            )
            if best is None:
                left.discard(form)
                break
            chosen.append(best)
            left -= best.cases.keys()
    return chosen


def _worth(one: Hypothesis, left: set[str], counts: Counter[str]) -> float:
    own = [form for form in one.cases if form in left]
    worth = sum(1 + log2(1 + counts[form]) for form in own)
    if one.key in own and (len(own) > 1 or one.is_known or one.gender is Gender.MALE):
        worth += NOMINATIVE_BONUS * log2(1 + counts[one.key]) + 1
    if one.is_known:
        worth *= DICTIONARY_BONUS
    if len(one.cases) == 1 and next(iter(one.cases.values())) == EVERY_CASE and not one.is_known:
        worth *= INDECLINABLE
    if not one.is_known and one.key.endswith("ой") and len(one.cases) == 1:
        # "Наденькой" is hardly a Наденькой.
        worth *= OF_ONE_FORM
    if not one.is_known and one.key not in own:
        # "Кити" in one form everywhere is hardly a genitive.
        is_of_one_form = len(one.cases) == 1 and next(iter(one.cases)).endswith(
            ("и", "е", "о", "э")
        )
        worth *= OF_ONE_FORM if is_of_one_form else UNSEEN if one.role is Role.PLACE else 1
    return worth + PREFERENCE.get(one.role, 0.0)


def _accepted(chosen: list[Hypothesis], counts: Counts) -> Readings:
    found: dict[str, list[Reading]] = defaultdict(list)
    beginning = _where_sentences_begin(counts)
    for one in chosen:
        if not _is_name(one, counts):
            continue
        role, gender = _known_as(one)
        lexeme = Lexeme(_shown(one, counts.written), one.key, role, gender)
        total = float(sum(counts.all[form] for form in one.cases))
        for form, cases in (*one.cases.items(), *beginning[one.key, one.role, one.gender]):
            found[form].append(Reading(lexeme, cases, total))
        for form, cases in _of_his_wife(one):
            found[form].append(Reading(_wife(lexeme), cases, total * WIFE))
    return Readings(dict(found))


def _where_sentences_begin(
    counts: Counts,
) -> dict[tuple[str, Role, Gender], list[tuple[str, str]]]:
    """Forms that are names if others of the same name are: "Марта" beside "Марту" and "в марте"."""
    found: dict[tuple[str, Role, Gender], list[tuple[str, str]]] = defaultdict(list)
    for form, count in counts.all.items():
        if counts.inside[form] == 0 and 0 < counts.lower[form] <= count and form.isalpha():
            for lemma, role, gender, cases in sense(form).proper:
                found[lemma, role, gender].append((form, cases))
    return found


def _is_name(one: Hypothesis, counts: Counts) -> bool:
    """Of a word that is written small as often, or that anybody may begin a sentence with: no."""
    capital = sum(counts.inside[form] for form in one.cases)
    small = sum(counts.lower[form] for form in one.cases)
    if not counts.titled.isdisjoint(one.cases):
        return capital >= small
    if one.is_known:
        return capital >= small
    is_common = any(sense(form).is_common and not sense(form).proper for form in one.cases)
    return capital > small and (capital > 1 or not is_common)


def _known_as(one: Hypothesis) -> tuple[Role, Gender]:
    is_open = one.role is Role.OTHER or (one.role is Role.PLACE and not one.is_known)
    if is_open and given.role(one.key):
        gender = given.gender(one.key)
        return Role.FIRST, one.gender if gender is Gender.UNKNOWN else gender
    return one.role, one.gender


def _of_his_wife(one: Hypothesis) -> list[tuple[str, str]]:
    """Forms of a man's surname that may be a woman's; only her own company tells."""
    if one.role is not Role.SURNAME or one.gender is not Gender.MALE:
        return []
    hers = feminine(one.key)
    if not hers.endswith(("ва", "на")):
        return []
    stem = hers[:-1]
    return [
        (form, cases) for form, cases in ((stem + "а", "n"), (stem + "у", "a")) if form in one.cases
    ]


def _wife(his: Lexeme) -> Lexeme:
    return Lexeme(feminine(his.name), feminine(his.key), Role.SURNAME, Gender.FEMALE)


def _shown(one: Hypothesis, written: dict[str, Counter[str]]) -> str:
    """The nominative as the book writes it, or else built with its capitals."""
    if one.key in written:
        return written[one.key].most_common(1)[0][0]
    return "-".join(part[:1].upper() + part[1:] for part in one.key.split("-"))

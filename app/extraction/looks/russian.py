"""Who is who in a Russian sentence."""

from app.domain.names import Entity, Gender
from app.extraction.looks import nominative, phrases
from app.extraction.looks.people import Person, Sentence, Token, distinct
from app.extraction.looks.scenes import SPEECH, Grammar, Pronoun

_MALE = ("его", "ему", "него", "нему", "ним", "нем", "нём")
_FEMALE = ("ее", "её", "ей", "ею", "нее", "неё", "ней", "нею")
PRONOUNS = (
    {"он": Pronoun(Gender.MALE, is_subject=True), "она": Pronoun(Gender.FEMALE, is_subject=True)}
    | dict.fromkeys(_MALE, Pronoun(Gender.MALE))
    | dict.fromkeys(_FEMALE, Pronoun(Gender.FEMALE))
)
POSSESSIVE = frozenset({"его", "ее", "её"})
_PREPOSITIONS = """
    в во на с со к ко о об обо у из от до по за под над перед при через для без про между
    против около возле мимо ради из-за из-под подле среди кроме вокруг
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
LIKENING = frozenset({"как", "словно", "точно", "будто", "чем"})
CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—", SPEECH})


def grammar() -> Grammar:
    return Grammar(
        pronouns=PRONOUNS,
        is_nominative=_is_nominative,
        is_subject=_is_subject,
        alike=_alike,
        introduced=_introduced,
        is_definite=_is_definite,
        means_nobody=_means_nobody,
        introduces=_introduces,
        excluded=_excluded,
    )


def _is_nominative(surface: str, entity: Entity) -> bool:
    known = {alias.name.lower() for alias in entity.aliases} | {entity.name.lower()}
    return surface.lower() in known


def _is_subject(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    if not token.is_name and token.form.replace("ё", "е") != token.look.lemma:
        return False
    start = phrases.noun_phrase(sentence, index).first - 1
    before = sentence.at(start)
    # "Сестра Кити": a name that is never declined, after somebody who is hers.
    is_genitive = token.is_name and token.form.endswith(("и", "о", "у", "е"))
    if is_genitive and before and before.look.is_person:
        return False
    return sentence.form(start) not in PREPOSITIONS


def _is_definite(_sentence: Sentence, _index: int) -> bool:
    return True


def _means_nobody(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    if "they" in token.look.roles or nominative.is_plural(token):
        return True
    return sentence.form(phrases.noun_phrase(sentence, index).first - 1) in LIKENING


def _introduces(sentence: Sentence, index: int) -> bool:
    """Not «мальчиком посмотрел», which says how somebody looked."""
    start = phrases.noun_phrase(sentence, index).first - 1
    before = sentence.at(start - 1)
    # «Картасова, худая женщина» has a name, though nobody found it.
    is_named = sentence.form(start) == "," and before is not None and before.is_capital
    return not is_named and not nominative.is_instrumental(sentence.form(index))


def _excluded(sentence: Sentence, index: int) -> Person | None:
    """Who acts in the clause of "его": his own it would call "свой"."""
    if sentence.form(index) not in POSSESSIVE:
        return None
    is_governed = sentence.form(index - 1) in PREPOSITIONS
    is_new_clause = False
    for at in range(index - 1, -1, -1):
        is_new_clause = is_new_clause or sentence.form(at) in CLAUSE_MARKS
        if sentence.tokens[at].is_subject:
            may_act = is_new_clause and not is_governed and _may_act(sentence, index)
            return None if may_act else sentence.tokens[at].person
    return None


def _may_act(sentence: Sentence, possessive: int) -> bool:
    """Whether what is "его" can be a subject itself: "вошел Петр, его лицо было бледно"."""
    nouns = [t for t in sentence.tokens[possessive + 1 : possessive + 6] if t.look.part]
    return not nouns or nominative.may_be(nouns[0])


def _alike(sentence: Sentence, index: int, last: Sentence | None) -> Token | None:
    """Of "он был высокий человек" he, of "Базаров, высокий мужчина," Базаров."""
    start = phrases.noun_phrase(sentence, index).first - 1
    if sentence.has(start, "copula"):
        if sentence.form(start - 1) == "это" and last:
            return _newcomer(last)
        token = sentence.at(start - 1)
        return token if token and token.person and token.is_subject else None
    before = sentence.at(start - 1)
    if sentence.form(start) not in {",", "–", "—"} or before is None:
        return None
    if not before.is_name and not (before.form in PRONOUNS and before.is_subject):
        return None
    # A noun beside a name stands in its case, and only itself.
    is_alike = before.is_subject == (sentence.form(index) == sentence.tokens[index].look.lemma)
    return before if is_alike and _fits(before, sentence.tokens[index]) else None


def _fits(name: Token, noun: Token) -> bool:
    gender = name.person.gender if name.person else Gender.UNKNOWN
    other = {Gender.MALE: "female", Gender.FEMALE: "male"}.get(gender, "")
    return other not in noun.look.roles


def _newcomer(last: Sentence) -> Token | None:
    """Who alone acted in the sentence before."""
    acting = [token for token in last.tokens if token.is_subject]
    return acting[0] if len(distinct(acting)) == 1 else None


def _introduced(sentence: Sentence, before: Sentence | None) -> tuple[Person, Entity] | None:
    """ "Это была Фенечка"; "вошел человек среднего роста, Павел Петрович"."""
    for index, token in enumerate(sentence.tokens):
        if not (token.is_name and token.person and token.person.entity):
            continue
        if sentence.form(index - 2) == "это" and sentence.has(index - 1, "copula") and before:
            unnamed = [t.person for t in before.tokens if t.person and not t.person.entity]
            if unnamed:
                return unnamed[-1], token.person.entity
        is_last = index >= len(sentence.tokens) - 2
        if is_last and token.is_subject and sentence.form(index - 1) == ",":
            strangers = [t for t in sentence.tokens[:index] if t.look.is_person and t.is_subject]
            if len(strangers) == 1 and strangers[0].person and not strangers[0].person.entity:
                return strangers[0].person, token.person.entity
    return None

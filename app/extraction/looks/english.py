"""Who is who in an English sentence."""

from app.domain.names import Entity, Gender
from app.extraction.looks import phrases
from app.extraction.looks.people import Person, Sentence, Token, may_be
from app.extraction.looks.scenes import Grammar, Pronoun

PRONOUNS = {
    "he": Pronoun(Gender.MALE, is_subject=True),
    "him": Pronoun(Gender.MALE),
    "his": Pronoun(Gender.MALE),
    "she": Pronoun(Gender.FEMALE, is_subject=True),
    "her": Pronoun(Gender.FEMALE),
}
POSSESSIVE = frozenset({"his", "her", "'s"})
ARTICLES = frozenset({"a", "an", "the", "one", "two", "this", "that", "another"})
_PREPOSITIONS = """
    of to in on at by with from into upon over under behind before after near beside between
    against for about like as than towards toward through beneath around round across past
    without opposite among amongst
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
MEETING = frozenset({"be", "was", "is"})
_ADVERBS = """
    who had has have having been being be was is were also always never ever now then still already
    once again usually often sometimes indeed himself herself even just only too quite rather very
    certainly both all not seldom perhaps today nevertheless however soon almost apparently
    there at first last course any rate least time
"""
ADVERBS = frozenset(_ADVERBS.split())
APPOSING = frozenset({",", "—", "–"})
# So many words may stand between the article and the noun of "a tall, thickset country gentleman".
APPOSITION_REACH = 8
# Between somebody and what he "had" or "was" may stand so many adverbs (a guess).
VERB_REACH = 4


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


def acting(sentence: Sentence, verb: int) -> Token | None:
    """Who does what *verb* says: right before it, but for adverbs and "who"."""
    for index in range(verb - 1, max(verb - 1 - VERB_REACH, -1), -1):
        token = sentence.tokens[index]
        if token.person:
            return token if token.is_subject or sentence.form(index + 1) == "who" else None
        if not (token.form in ADVERBS or token.form.endswith("ly")):
            return None
    return None


def _is_nominative(_surface: str, _entity: Entity) -> bool:
    return True


def _is_subject(sentence: Sentence, index: int) -> bool:
    if sentence.form(index + 1) == "'s":
        return False
    at = index - 1
    while at >= 0 and (
        phrases.modifies(sentence.tokens[at])
        or sentence.form(at) in ARTICLES | {"his", "her", "my"}
    ):
        at -= 1
    return sentence.form(at) not in PREPOSITIONS


def _is_definite(sentence: Sentence, index: int) -> bool:
    return sentence.form(phrases.noun_phrase(sentence, index).first - 1) == "the"


def _means_nobody(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    if "they" in token.look.roles or token.form.endswith(("men", f"{token.look.lemma}s")):
        return True
    start = phrases.noun_phrase(sentence, index).first - 1
    return sentence.form(start - (sentence.form(start) in ARTICLES)) in {"like", "as", "than"}


def _introduces(sentence: Sentence, index: int) -> bool:
    """ "A man", not "the man", who has been there before, nor "one, a man," of two."""
    start = phrases.noun_phrase(sentence, index).first - 1
    is_one_of = sentence.form(start - 2) in {"one", "other", "another"}
    return sentence.form(start) in {"a", "an", "some"} and not is_one_of


def _excluded(sentence: Sentence, index: int) -> Person | None:
    """
    Who acts in the clause of "him", and who looks at "his" face: his own he does not see.

    "He raised his head" excludes nobody.
    """
    form = sentence.form(index)
    if form == "him" or (form in {"his", "her"} and sentence.form(index - 1) in {"at", "into"}):
        is_seen = form == "him" or any(sentence.has(i, "seeing") for i in (index - 2, index - 3))
        if is_seen:
            acting = sentence.subject(index)
            return acting.person if acting else None
    return None


def _alike(sentence: Sentence, index: int, _before: Sentence | None) -> Token | None:
    """Of "He was a tall man" he; of "Silver, a cook, a tall man, came" Silver."""
    start = phrases.noun_phrase(sentence, index).first - 1
    if sentence.form(start) in {"a", "an"} and sentence.has(start - 1, "copula"):
        return acting(sentence, start - 1)
    start = _article(sentence, index)
    while start > 1 and sentence.form(start - 1) in APPOSING:
        name = start - 2
        if sentence.form(name) == ")":
            name = next((i for i in range(name, 0, -1) if sentence.form(i) == "("), 1) - 1
        if sentence.tokens[name].is_name:
            return sentence.tokens[name] if _is_alone(sentence, name) else None
        start = _article(sentence, start - 1)
    return None


def _article(sentence: Sentence, index: int) -> int:
    """Where "a tall, thickset country" before the noun at *index* begins; -1 if nowhere."""
    for at in range(index - 1, max(index - 1 - APPOSITION_REACH, -1), -1):
        token = sentence.tokens[at]
        if token.form in {"a", "an", "the"} and sentence.form(at - 1) != "of":
            return at
        is_inside = token.form[:1].isalpha() or token.form in {",", "'s"}
        if not is_inside or token.is_name or sentence.form(at) in {"and", "with", "to"}:
            return -1
    return -1


def _is_alone(sentence: Sentence, name: int) -> bool:
    """In "Merry, Silver, a tall man" they are many: a list, and "a tall man" may be one of it."""
    before = sentence.at(name - 2)
    return not (sentence.form(name - 1) in {",", "and"} and before and before.is_name)


def _introduced(sentence: Sentence, before: Sentence | None) -> tuple[Person, Entity] | None:
    """ "He must be Long John", "it was Silver": the stranger has a name."""
    for index, token in enumerate(sentence.tokens):
        if not (token.is_name and token.person and token.person.entity):
            continue
        if sentence.form(index - 1) not in MEETING:
            continue
        start = index - 2 - (sentence.form(index - 1) == "be")
        pronoun = sentence.at(start)
        if pronoun and pronoun.person and pronoun.person.entity is None:
            return pronoun.person, token.person.entity
        if pronoun and pronoun.form in {"it", "this"} and before:
            strangers = [t.person for t in before.tokens if t.person and not t.person.entity]
            if strangers and may_be(strangers[-1], token.person.entity):
                return strangers[-1], token.person.entity
    return None

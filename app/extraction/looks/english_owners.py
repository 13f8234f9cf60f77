"""Whose face or coat an English phrase means."""

from app.domain.bible import Attribute
from app.extraction.looks import english, phrases
from app.extraction.looks.english import ARTICLES, POSSESSIVE
from app.extraction.looks.people import Owner, Sentence, Token, distinct, owner
from app.extraction.looks.phrases import Phrase

DRESSING = frozenset({"dressed", "clad", "clothed", "attired", "arrayed", "muffled", "wrapped"})
SAYING = frozenset({"and", "but", "said", "replied", "cried", "asked", "answered", "when", "that"})


def find(sentence: Sentence, phrase: Phrase, owners: dict[int, Owner]) -> Owner | None:
    before = phrase.first - 1
    while sentence.has(before, "fleeting"):
        before -= 1
    return (
        _possessor(sentence, phrase, before)
        or _partner(sentence, before, owners)
        or _bearing(sentence, phrase, before)
        or _alone(sentence, phrase, before)
    )


def _possessor(sentence: Sentence, phrase: Phrase, before: int) -> Owner | None:
    """ "His hair", "Silver's hair", "the hair of Silver", "whose hair"."""
    form = sentence.form(before)
    if form in POSSESSIVE:
        return owner(sentence.at(before - 1 if form == "'s" else before))
    if form == "whose":
        return owner(_described(sentence, before), 0.9)
    # "The features of his dead friend" are the friend's, "the glasses of Silver" hold wine.
    is_others = sentence.form(phrase.last + 2) in POSSESSIVE or not phrase.modifiers
    if sentence.form(phrase.last + 1) == "of" and not is_others:
        return owner(sentence.at(phrase.last + 2), 0.9)
    return None


def _partner(sentence: Sentence, before: int, owners: dict[int, Owner]) -> Owner | None:
    """Of "his hat and long black hair" the hair is whose the hat is."""
    if sentence.form(before) not in {"and", ","}:
        return None
    return owners.get(before - 1 - (sentence.form(before - 1) == ","))


def _bearing(sentence: Sentence, phrase: Phrase, before: int) -> Owner | None:
    """ "He had a face", "wore a coat", "carried a crutch", "a man with a face"."""
    at = before - (sentence.form(before) in ARTICLES - {"this", "that"})
    part = sentence.tokens[phrase.head].look.part
    is_borne = (
        (sentence.has(at, "wear") and part is Attribute.CLOTHES)
        or (sentence.has(at, "carry") and part is Attribute.MARKS)
        or (sentence.has(at, "lacking") and part is Attribute.BUILD)
    )
    if is_borne or sentence.has(at, "have"):
        whose = english.acting(sentence, at)
        return owner(whose, 0.9, is_portrayed=sentence.has(at, "have"))
    if sentence.form(at) == "with" or (part is Attribute.CLOTHES and sentence.form(at) == "in"):
        return _accompanied(sentence, at)
    return None


def _alone(sentence: Sentence, phrase: Phrase, before: int) -> Owner | None:
    """Of "he was in his best; an immense blue coat hung" the only one the sentence speaks of."""
    is_article = sentence.form(before) in {"a", "an"}
    opening = sentence.form(before - is_article)
    everybody = distinct(sentence.tokens[: phrase.first])
    is_new_clause = opening in {";", ":", "—", "–"} and phrase.modifiers
    if not is_new_clause or len(everybody) != 1:
        return None
    return owner(next(token for token in sentence.tokens if token.person), 0.75)


def _accompanied(sentence: Sentence, at: int) -> Owner | None:
    """Whom "with" or "in" at *at* describes."""
    if sentence.form(at - 1) in DRESSING:
        found = _described(sentence, at - 1) or english.acting(sentence, at - 1)
        return owner(found, 0.85)
    found = _described(sentence, at)
    if found and (found.look.is_person or _opens_clause(sentence, at, found)):
        return owner(found, 0.9, is_portrayed=found.look.is_person)
    if found:
        return None
    found = _predicated(sentence, at) if sentence.form(at) == "with" else None
    return owner(found, 0.8, is_portrayed=True)


def _opens_clause(sentence: Sentence, at: int, found: Token) -> bool:
    """Of "he looked at Pierre with frightened eyes" they are not Pierre's; a comma parts the two."""
    if sentence.form(at - 1) == ",":
        return found.is_subject
    before = sentence.form(at - 2)
    return not before.isalpha() or before in SAYING


def _described(sentence: Sentence, index: int) -> Token | None:
    """Whom "with", "whose" or "in" directly follows, a comma between or not."""
    at = index - 1 - (sentence.form(index - 1) == ",")
    token = sentence.at(at)
    return token if token and token.person and sentence.form(at) not in POSSESSIVE else None


def _predicated(sentence: Sentence, index: int) -> Token | None:
    """Of "He was tall and strong, with a face": who was."""
    at = index - 1 - (sentence.form(index - 1) == ",")
    while at >= 0 and (
        phrases.modifies(sentence.tokens[at])
        or sentence.has(at, "degree")
        or sentence.form(at) in phrases.LINKS
    ):
        at -= 1
    return english.acting(sentence, at) if sentence.has(at, "copula") else None

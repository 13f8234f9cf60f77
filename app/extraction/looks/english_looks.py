"""Whose hair an English sentence describes, and how tall it says somebody is."""

from collections.abc import Iterator

from app.domain.bible import Attribute
from app.extraction.looks import english, english_owners, phrases
from app.extraction.looks.english import ARTICLES, POSSESSIVE
from app.extraction.looks.people import Owner, Sentence, Token, Topic, Trait, owner
from app.extraction.looks.phrases import Phrase

# "Her hair is long on one side", "his head was wrapped in a shawl": no more is told of the whole.
PARTLY = frozenset({"on", "in", "into", "by", "against", "to", "under"})
# "He opened his eyes wide", "twisting his head round": how, and not what they are like.
HOW = frozenset({"wide", "round", "open", "straight", "high", "low", "full", "close", "flat"})
# A little finger is the fifth.
DIGITS = frozenset({"finger", "toe"})
# "A face as big as a ham": so many words after the second "as".
LONGEST_COMPARISON = 4


def traits(sentence: Sentence) -> Iterator[Trait]:
    """Everything the sentence says of the looks of people it names or means."""
    owners: dict[int, Owner] = {}
    used: set[int] = set()
    for head, token in enumerate(sentence.tokens):
        if token.look.part is None or token.person or _is_compound(sentence, head):
            continue
        phrase = _phrase(sentence, head)
        used.update(phrase.modifiers)
        whose = english_owners.find(sentence, phrase, owners)
        if whose is None:
            continue
        owners[head] = whose
        sentence.topic = Topic(token, whose)
        if (
            phrase.is_denied
            or _is_supposed(sentence, phrase.first)
            or _is_nickname(sentence, phrase)
            or (token.form in DIGITS and sentence.form(head - 1) == "little")
        ):
            continue
        if found := phrases.trait(sentence, phrase, whose, _value(sentence, phrase)):
            yield found
    yield from (one for one in phrases.species(sentence) if not _is_supposed(sentence, one.first))
    for index, token in enumerate(sentence.tokens):
        if token.look.whole and index not in used and phrases.modifies(token):
            yield from _of_whole(sentence, index)


def _phrase(sentence: Sentence, head: int) -> Phrase:
    phrase = phrases.noun_phrase(sentence, head)
    after = head + 1
    if sentence.has(after, "copula"):
        after += 1
        phrase.is_denied = sentence.has(after, "negation")
    found, end = phrases.following(sentence, after)
    found = [i for i in found if _is_seen(sentence.tokens[i])]
    if found and _is_predicate(sentence, phrase, found, end):
        phrase.modifiers += found
        phrase.last = end - 1
    elif sentence.has(after, "lost") and sentence.tokens[head].look.part is Attribute.BUILD:
        phrase.last = after + (sentence.form(after + 1) == "off")
        phrase.tail = (after, phrase.last)
        phrase.is_maimed = True
    elif sentence.form(head + 1) == "as" and sentence.form(head + 3) == "as":
        _compare(sentence, phrase)
    elif sentence.form(head + 1) == "of":
        _made_of(sentence, phrase)
    return phrase


def _is_nickname(sentence: Sentence, phrase: Phrase) -> bool:
    """ "Long John's earrings, they were called" are ropes."""
    after = range(phrase.last + 1, phrase.last + 6)
    return any(sentence.form(i) in {"called", "named"} for i in after)


def _is_seen(token: Token) -> bool:
    return token.look.is_visible or not token.look.roles.isdisjoint(("passing", "manner"))


def _is_compound(sentence: Sentence, head: int) -> bool:
    """Of a "silk handkerchief" and a "saber-cut cheek" the last word is the noun."""
    after = sentence.at(head + 1)
    return bool(after and after.look.part and not after.look.is_adjective)


def _names_something(sentence: Sentence, index: int) -> bool:
    """Whether an adjective before *index* rather belongs to a noun there."""
    token = sentence.at(index)
    return bool(token and (token.look.part or token.look.is_person or token.is_name))


def _is_predicate(sentence: Sentence, phrase: Phrase, found: list[int], end: int) -> bool:
    """ "His eyes were blue" and "his hands ragged and scarred," but not "his eyes round about"."""
    if _names_something(sentence, end) or sentence.form(end) in PARTLY:
        return False
    if found[0] > phrase.head + 1:
        return True
    is_seen = all(sentence.tokens[i].look.is_visible and sentence.form(i) not in HOW for i in found)
    return is_seen and _is_owned(sentence, phrase) and not sentence.form(end).isalpha()


def _is_owned(sentence: Sentence, phrase: Phrase) -> bool:
    return sentence.form(phrase.first - 1) in POSSESSIVE


def _compare(sentence: Sentence, phrase: Phrase) -> None:
    if not sentence.tokens[phrase.head + 2].look.is_adjective:
        return
    last = phrase.head + 4
    while last < phrase.head + 3 + LONGEST_COMPARISON and sentence.form(last + 1).isalpha():
        last += 1
    if sentence.form(last).isalpha():
        phrase.modifiers.append(phrase.head + 2)
        phrase.tail = (phrase.head + 1, last)
        phrase.last = last


def _made_of(sentence: Sentence, phrase: Phrase) -> None:
    start = phrase.head + 2
    start += sentence.form(start) in ARTICLES
    found, end = phrases.following(sentence, start)
    if any(sentence.tokens[i].look.is_visible for i in found):
        # "Of a regular proportion", where a noun ends the phrase.
        last = (
            end
            if sentence.form(end).isalpha() and not sentence.form(end + 1).isalpha()
            else end - 1
        )
        phrase.modifiers += found
        phrase.tail = (phrase.head + 1, last)
        phrase.last = last


def _value(sentence: Sentence, phrase: Phrase) -> str:
    before = [i for i in phrase.modifiers if i < phrase.head]
    start = before[0] if before else phrase.head
    while sentence.has(start - 1, "degree") and start > phrase.first:
        start -= 1
    if phrase.is_maimed and sentence.form(start - 1) in {"left", "right"}:
        start -= 1
    words = [sentence.tokens[i].form for i in range(start, phrase.head + 1)]
    if phrase.tail:
        words += [sentence.tokens[i].form for i in range(phrase.tail[0], phrase.tail[1] + 1)]
    else:
        after = [i for i in phrase.modifiers if i > phrase.head]
        if after:
            words = [sentence.tokens[i].form for i in range(after[0], after[-1] + 1)] + words
    return " ".join(words).replace(" ,", ",")


def _of_whole(sentence: Sentence, index: int) -> Iterator[Trait]:
    if _is_supposed(sentence, index) or _is_denied(sentence, index):
        return
    # "Blind to her faults", "old enough", "short of breath": nobody sees that.
    if sentence.form(index + 1) in {"to", "enough", "of"}:
        return
    token = sentence.tokens[index]
    whose = _bearer(sentence, index)
    if whose and token.look.whole:
        yield Trait(
            token.look.whole, token.form, sentence, index, index, whose.person, whose.certainty
        )


def _bearer(sentence: Sentence, index: int) -> Owner | None:
    """Who is tall: the man after the adjective, or who was before it."""
    _, end = phrases.following(sentence, index)
    noun = sentence.at(end)
    if noun and noun.look.is_person and noun.person:
        return owner(noun, 0.9)
    if noun and (noun.is_name or noun.look.part):
        return None
    start = index
    while start > 0 and (
        phrases.modifies(sentence.tokens[start - 1])
        or sentence.has(start - 1, "degree")
        or sentence.form(start - 1) in phrases.LINKS
    ):
        start -= 1
    verb = start - 1
    if sentence.has(verb, "copula"):
        return owner(english.acting(sentence, verb), 0.9)
    return None


def _is_denied(sentence: Sentence, index: int) -> bool:
    return any(sentence.has(i, "negation") for i in range(max(0, index - 3), index))


def _is_supposed(sentence: Sentence, index: int) -> bool:
    """Whether "if", "would" or "like" stands before it in its clause, or it was so "once"."""
    if any(sentence.has(i, "formerly") for i in range(index)) or _is_past(sentence, index):
        return True
    for i in range(index - 1, -1, -1):
        if sentence.form(i) in {",", ";", ":", "-", "—"}:
            return False
        if sentence.has(i, "doubt") or sentence.form(i) == "like":
            return True
        if sentence.form(i) == "as" and sentence.form(i + 1) in {"though", "if"}:
            return True
    return False


def _is_past(sentence: Sentence, index: int) -> bool:
    """ "Matryona had been young", but "he had been a tall man all his life"."""
    at = index
    while at > 0 and (
        phrases.modifies(sentence.tokens[at])
        or sentence.has(at, "degree")
        or sentence.form(at) in phrases.LINKS
    ):
        at -= 1
    return sentence.form(at) == "been" and sentence.form(at - 1) == "had"

"""Finds what is said of a part of the body or a garment: "his tarry pigtail", "hair of jet black"."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.bible import Attribute
from app.extraction.looks.people import Owner, Sentence, Token, Trait

# Longer chains of adjectives are lists of something else (a guess).
MOST_MODIFIERS = 7
# What pales and reddens; a red coat stays red.
FLESH = frozenset(
    {Attribute.FACE, Attribute.SKIN, Attribute.EYES, Attribute.BUILD, Attribute.FACIAL_HAIR}
)
LINKS = frozenset({",", "and", "but", "и", "но", "да", "а", "or", "или"})


@dataclass(slots=True)
class Phrase:
    """
    A noun at *head* and the positions of its *modifiers*; *first* to *last* are the words it
    spans, and *tail* those that follow the noun in the value ("as big as a ham"). A leg that is
    "cut off" is maimed.
    """

    head: int
    first: int
    last: int
    modifiers: list[int] = field(default_factory=list)
    tail: tuple[int, int] | None = None
    is_maimed: bool = False
    is_denied: bool = False


def noun_phrase(sentence: Sentence, head: int) -> Phrase:
    """The noun at *head* with the adjectives before it."""
    phrase = Phrase(head, head, head)
    index = head - 1
    while index >= 0 and len(phrase.modifiers) < MOST_MODIFIERS:
        if modifies(sentence.tokens[index]):
            phrase.modifiers.insert(0, index)
            phrase.first = index
        elif phrase.modifiers and "degree" in sentence.tokens[index].look.roles:
            phrase.first = index
        elif not (phrase.modifiers and _links(sentence, index)):
            break
        index -= 1
    return phrase


def following(sentence: Sentence, start: int) -> tuple[list[int], int]:
    """The adjectives from *start* on, joined by commas and conjunctions, and where they end."""
    found: list[int] = []
    index = end = start
    while index < len(sentence.tokens):
        token = sentence.tokens[index]
        if modifies(token):
            found.append(index)
            end = index + 1
        elif not ("degree" in token.look.roles or (found and token.form in LINKS)):
            break
        index += 1
    return found, end


def modifies(token: Token) -> bool:
    return token.look.is_adjective and token.person is None


def trait(
    sentence: Sentence, phrase: Phrase, owner: Owner, value: str, noun: Token | None = None
) -> Trait | None:
    """
    None if nothing can be seen: a mark shows by being there, all else by its adjectives. *noun*
    is given where another sentence names the part.
    """
    attribute = (noun or sentence.tokens[phrase.head]).look.part
    modifiers = [sentence.tokens[i] for i in phrase.modifiers]
    telling = [token for token in modifiers if _tells(token, attribute)]
    is_mark = phrase.is_maimed or attribute is Attribute.MARKS
    if attribute is None or not (telling or is_mark):
        return None
    is_passing = bool(telling) and attribute in FLESH and not owner.is_portrayed
    is_passing = is_passing and all("passing" in token.look.roles for token in telling)
    if is_mark:
        attribute = Attribute.MARKS
    return Trait(
        attribute=Attribute.STATE if is_passing else attribute,
        value=value,
        sentence=sentence,
        first=phrase.first,
        last=phrase.last,
        person=owner.person,
        certainty=owner.certainty,
        is_passing=is_passing,
    )


def species(sentence: Sentence) -> Iterator[Trait]:
    """ "My parrot Flint", "Flint, a parrot"."""
    for index, token in enumerate(sentence.tokens):
        if "species" not in token.look.roles or token.form != token.look.lemma:
            continue
        after = sentence.at(index + 1)
        named = after if after and after.is_name else token
        if named is after and sentence.form(noun_phrase(sentence, index).first - 1) in {"a", "an"}:
            # "To try a new horse Ilyín had bought".
            continue
        if named.person and named.person.entity:
            first = noun_phrase(sentence, index).first
            value = " ".join(each.form for each in sentence.tokens[first : index + 1])
            certainty = 0.8 * named.certainty
            yield Trait(Attribute.SPECIES, value, sentence, first, index, named.person, certainty)


def _tells(token: Token, attribute: Attribute | None) -> bool:
    if token.look.is_visible or "passing" in token.look.roles:
        return True
    return "manner" in token.look.roles and attribute in {Attribute.FACE, Attribute.EYES}


def _links(sentence: Sentence, index: int) -> bool:
    """Whether a conjunction or comma stands between adjectives; ", and" counts as one."""
    if sentence.tokens[index].form not in LINKS or index == 0:
        return False
    before = sentence.tokens[index - 1]
    return modifies(before) or (
        before.form == "," and index > 1 and modifies(sentence.tokens[index - 2])
    )

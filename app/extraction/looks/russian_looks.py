"""What a Russian sentence says of somebody's hair, height and years."""

import re
from collections.abc import Iterator

from app.domain.bible import Attribute
from app.extraction.looks import nominative, phrases, russian_owners
from app.extraction.looks.people import Owner, Sentence, Token, Topic, Trait, owner
from app.extraction.looks.phrases import Phrase
from app.extraction.looks.russian import CLAUSE_MARKS, POSSESSIVE, PRONOUNS
from app.extraction.looks.russian_owners import AGED

# «Крепок, как кремень»: in the short form these tell of health or temper.
UNSEEN_WHEN_SHORT = frozenset(
    {"здоровый", "крепкий", "сухой", "полный", "простой", "дурной", "кривой"}
)
ACTIVE = re.compile(r"(?:вш|ющ|ящ|ущ|ащ)[а-я]{2,3}(?:ся)?$")
PAST = frozenset({"когда", "лишь"})
DATIVE = frozenset({"ему", "ей"})
SHADE = frozenset({"цвета", "цвету"})


def traits(sentence: Sentence) -> Iterator[Trait]:
    """Everything the sentence says of the looks of people it names or means."""
    owners: dict[int, Owner] = {}
    taken: set[int] = set()
    for head, token in enumerate(sentence.tokens):
        if token.look.part is None or (token.person and token.look.part is not Attribute.FACE):
            continue
        phrase = _phrase(sentence, head)
        taken.update(range(phrase.first, phrase.last + 1))
        whose = russian_owners.find(sentence, phrase, owners, taken)
        if whose is None:
            continue
        owners[head] = whose
        sentence.topic = Topic(token, whose)
        if phrase.is_denied or _is_supposed(sentence, phrase.first):
            continue
        if found := phrases.trait(sentence, phrase, whose, _value(sentence, phrase)):
            yield found
    yield from _of_topic(sentence)
    yield from phrases.species(sentence)
    for index, token in enumerate(sentence.tokens):
        if index in taken or token.person:
            continue
        if token.look.whole and phrases.modifies(token):
            yield from _of_whole(sentence, index, taken)
        elif token.form in AGED:
            yield from _of_age(sentence, index, taken)


def _of_topic(sentence: Sentence) -> Iterator[Trait]:
    """ "Длинное и худое, оно оживлялось улыбкой" tells of the face of the sentence before."""
    found, end = phrases.following(sentence, 0)
    topic = sentence.before
    if not (found and topic and any(token.form == "оно" for token in sentence.tokens)):
        return
    if topic.part.look.lemma.endswith("о") and not sentence.form(end)[:1].isalpha():
        phrase = Phrase(found[-1], found[0], found[-1], found)
        value = nominative.phrase(topic.part, [sentence.tokens[i].form for i in found])
        whose = Owner(topic.owner.person, topic.owner.certainty * 0.9)
        if made := phrases.trait(sentence, phrase, whose, value, topic.part):
            yield made


def _phrase(sentence: Sentence, head: int) -> Phrase:
    phrase = phrases.noun_phrase(sentence, head)
    noun = sentence.tokens[head]
    own = [i for i in phrase.modifiers if nominative.is_adjective(sentence.tokens[i].form)]
    phrase.modifiers = [i for i in own if _agree(sentence, i, own[-1])]
    # "Ни седого волоса", "ни одного седого волоса".
    before = phrase.first - 1 - sentence.form(phrase.first - 1).startswith("одн")
    phrase.is_denied = sentence.has(before, "negation")
    after = head + 1
    while sentence.form(after) in POSSESSIVE or sentence.has(after, "copula"):
        after += 1
    is_apart = sentence.form(after) == ","
    found, end = phrases.following(sentence, after + is_apart)
    is_shade = sentence.form(end) in SHADE
    found = [i for i in found if is_shade or _stands_after(sentence.tokens[i].form, noun)]
    if is_shade and found:
        phrase.modifiers += found
        phrase.tail = (found[0], end)
        phrase.last = end
    elif found and (is_apart or not phrase.modifiers) and not sentence.form(end).isalpha():
        phrase.modifiers += found
        phrase.last = found[-1]
    return phrase


def _stands_after(form: str, noun: Token) -> bool:
    """A participle after a noun has more often another subject: «в рубахе, махавший»."""
    return nominative.agrees(form, noun) and not ACTIVE.search(form)


def _agree(sentence: Sentence, one: int, other: int) -> bool:
    """Whether both adjectives are of many or both of one: "крупных выпуклостей просторного черепа"."""
    many = nominative.MANY_ENDING
    forms = sentence.tokens[one].form, sentence.tokens[other].form
    return bool(many.search(forms[0])) == bool(many.search(forms[1]))


def _value(sentence: Sentence, phrase: Phrase) -> str:
    head = sentence.tokens[phrase.head]
    if head.look.lemma == "рост":
        return " ".join(t.form for t in sentence.tokens[phrase.first : phrase.last + 1])
    tail = range(phrase.tail[0], phrase.tail[1] + 1) if phrase.tail else range(0)
    own = [sentence.tokens[i].form for i in phrase.modifiers if i not in tail]
    return " ".join((nominative.phrase(head, own), *(sentence.form(i) for i in tail)))


def _of_whole(sentence: Sentence, index: int, taken: set[int]) -> Iterator[Trait]:
    token = sentence.tokens[index]
    if token.look.whole is None or not _is_said_of_one(token) or _is_supposed(sentence, index):
        return
    if any(sentence.has(i, "negation") for i in range(max(0, index - 2), index)):
        return
    whose = _bearer(sentence, index, taken)
    if whose and sentence.form(index - 1) not in {"с", "со"}:
        value = nominative.of_person(token.look.lemma, whose.person.gender)
        yield Trait(token.look.whole, value, sentence, index, index, whose.person, whose.certainty)


def _is_said_of_one(token: Token) -> bool:
    """Neither «высокие» nor «высокое» nor «сухо», and no «здоров», which nobody sees."""
    if nominative.is_adjective(token.form):
        return not token.form.endswith(("ое", "ее")) and not nominative.MANY_ENDING.search(
            token.form
        )
    return not token.form.endswith("о") and token.look.lemma not in UNSEEN_WHEN_SHORT


def _bearer(sentence: Sentence, index: int, taken: set[int]) -> Owner | None:
    """Whom an adjective describes: the noun after it, or whom its chain hangs on."""
    _, end = phrases.following(sentence, index)
    noun = sentence.at(end)
    if noun and noun.look.is_person and noun.person:
        return owner(noun, 0.9)
    if noun and noun.form[:1].isalpha() and noun.form not in {"с", "со", "в", "и"}:
        return None
    found = russian_owners.chained(sentence, index, taken)
    if found and found.is_name and not _agrees(sentence, index, found):
        return None
    return owner(found, 0.85)


def _agrees(sentence: Sentence, index: int, name: Token) -> bool:
    """«Кити, хорошенькую комнатку»: a name that acts has adjectives in the nominative."""
    form = sentence.form(index)
    if not nominative.is_adjective(form):
        return name.is_subject
    is_predicate = any(sentence.has(i, "copula") for i in range(max(0, index - 4), index))
    return is_predicate or name.is_subject == form.endswith(("ый", "ий", "ой", "ая", "яя"))


def _of_age(sentence: Sentence, index: int, taken: set[int]) -> Iterator[Trait]:
    first = last = index
    while nominative.is_number(sentence.form(first - 1)):
        first -= 1
    while nominative.is_number(sentence.form(last + 1)):
        last += 1
    if not any(nominative.is_count(t.form) for t in sentence.tokens[first : last + 1]):
        return
    if any(sentence.has(i, "negation") or sentence.form(i) in PAST for i in range(first)):
        return
    whose = _aged(sentence, first, taken)
    if whose and sentence.form(last + 1) not in {"тому", "назад", "спустя"}:
        value = " ".join(t.form for t in sentence.tokens[first : last + 1])
        yield Trait(Attribute.AGE, value, sentence, first, last, whose.person, whose.certainty)


def _aged(sentence: Sentence, first: int, taken: set[int]) -> Owner | None:
    """«Человек лет сорока», «ему было сорок лет», but not «Вронский три года не видал»."""
    dative = next(
        (t for t in sentence.tokens[max(0, first - 4) : first] if t.form in DATIVE and t.person),
        None,
    )
    if dative:
        return owner(dative, 0.9)
    before = sentence.at(first - 1)
    if before is None or before.is_name or before.form in PRONOUNS:
        return None
    return owner(russian_owners.chained(sentence, first, taken), 0.9)


def _is_supposed(sentence: Sentence, index: int) -> bool:
    """Whether "если бы" or "словно" stands before it in its clause, or it was so "once"."""
    if any(sentence.has(i, "formerly") for i in range(index)):
        return True
    for i in range(index - 1, -1, -1):
        form = sentence.form(i)
        if form in CLAUSE_MARKS:
            return False
        if sentence.has(i, "doubt") or form in {"как", "словно", "точно", "будто"}:
            return True
    return False

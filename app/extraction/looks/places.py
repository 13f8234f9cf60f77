"""How places look: what stands there, of what it is made, what lies around, in the book's words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.bible import Attribute
from app.domain.names import ChapterText, Entity, Gender, Mention
from app.extraction import sentences, speech
from app.extraction.languages import primary
from app.extraction.looks import nominative, phrases
from app.extraction.looks.people import Person, Sentence, Token, Trait
from app.extraction.looks.phrases import Phrase
from app.extraction.looks.scenes import SPEECH, WORD
from app.extraction.looks.vocabulary import NOTHING, Look, looks

Named = Mapping[int, Sequence[tuple[Mention, Entity]]]
# What a sentence that names a place shows is mostly there; what the next ones show, likely
# (both chosen by reading).
NAMED_HERE, NAMED_BEFORE, NAMED_AFTER = 0.75, 0.65, 0.8
# «Это и было Марьино», "this was Marino": what was described has a name.
POINTING = frozenset({"это", "this", "it", "such"})
# "Near London" tells of another place.
_ELSEWHERE = """
    near from to towards beyond behind for of than из от до к ко около близ возле мимо против для через
"""
ELSEWHERE = frozenset(_ELSEWHERE.split())
WITHIN = frozenset({"in", "at", "on", "within", "inside", "в", "во", "на"})
# A place that opens a sentence is its scene; else only what stands so many words beside it is there.
OPENING, NEARBY = 4, 6
# «Весной», «зимою»: a Russian season in this case needs no preposition.
INSTRUMENTAL = ("й", "ю", "м")
PASSING = frozenset({Attribute.LIGHT, Attribute.SEASON})


def traits(chapter: ChapterText, named: Named) -> Iterator[Trait]:
    """Of the places that *named* has by block; other blocks are not looked at."""
    for number in sorted(named):
        yield from _of_block(chapter, number, named[number])


def _of_block(
    chapter: ChapterText, number: int, mentions: Sequence[tuple[Mention, Entity]]
) -> Iterator[Trait]:
    """As long as no other place and no people come, the sentences after tell of the same place."""
    text = chapter.blocks[number]
    mask = speech.spoken(text)
    place: Person | None = None
    before: Sentence | None = None
    for start, end in sentences.split(text, chapter.language):
        inside = [one for one in mentions if start <= one[0].span.start.offset < end]
        tokens = list(_tokens(text, (start, end), mask, inside, looks(chapter.language)))
        sentence = Sentence(number, start, end, tokens)
        found = [i for i, token in enumerate(tokens) if token.is_name]
        shown: list[Trait] = []
        if found:
            place = tokens[found[0]].person if len(found) == 1 else None
            if place is not None:
                shown = _named(sentence, found[0], before, place, chapter.language)
        elif place is not None and not _is_about_people(sentence):
            shown = list(_shown(sentence, place, NAMED_BEFORE, chapter.language))
        place = place if shown else None
        yield from shown
        before = sentence


def _named(
    sentence: Sentence, index: int, before: Sentence | None, place: Person, language: str
) -> list[Trait]:
    if _points(sentence, index) and before is not None:
        return list(_shown(before, place, NAMED_AFTER, language))
    before_name = sentence.form(index - 1)
    if before_name in ELSEWHERE or not (index < OPENING or before_name in WITHIN):
        return []
    found = [*_shown(sentence, place, NAMED_HERE, language), *_seasons(sentence, place)]
    return [one for one in found if index < OPENING or abs(one.last - index) <= NEARBY]


def _tokens(
    text: str,
    span: tuple[int, int],
    mask: bytearray,
    mentions: Sequence[tuple[Mention, Entity]],
    read: Callable[[str], Look],
) -> Iterator[Token]:
    starts = {mention.span.start.offset: (mention, entity) for mention, entity in mentions}
    hidden = span[0]
    for match in WORD.finditer(text, *span):
        start, end = match.span()
        if start in starts and not mask[start]:
            mention, entity = starts[start]
            hidden = min(mention.span.end.offset, span[1])
            person = Person(entity, Gender.UNKNOWN)
            yield Token(start, hidden, mention.surface.lower(), NOTHING, person, 1.0, is_name=True)
        elif start >= hidden:
            form = SPEECH if mask[start] else match.group().lower()
            look = NOTHING if mask[start] else read(form)
            yield Token(start, end, form, look, is_capital=match.group()[0].isupper())


def _is_about_people(sentence: Sentence) -> bool:
    return any(
        token.look.is_person or token.look.part is not None or token.form == SPEECH
        for token in sentence.tokens
    )


def _points(sentence: Sentence, index: int) -> bool:
    return any(sentence.form(i) in POINTING for i in range(max(0, index - 3), index))


def _shown(sentence: Sentence, place: Person, certainty: float, language: str) -> Iterator[Trait]:
    for head, token in enumerate(sentence.tokens):
        if token.look.room is None or token.look.is_adjective:
            continue
        # A railway is not iron, nor the Black Sea black.
        if (token.is_capital and head) or _is_railway(sentence, head):
            continue
        phrase = phrases.noun_phrase(sentence, head)
        attribute = _attribute(sentence, phrase, token.look.room)
        if attribute is None or sentence.has(phrase.first - 1, "negation"):
            continue
        shown = Trait(
            attribute=attribute,
            value=_value(sentence, phrase, language),
            sentence=sentence,
            first=phrase.first,
            last=phrase.last,
            person=place,
            certainty=certainty,
            is_passing=attribute in PASSING,
        )
        yield shown
        if hues := [i for i in phrase.modifiers if "hue" in sentence.tokens[i].look.roles]:
            value = ", ".join(sentence.tokens[i].look.lemma for i in hues)
            yield replace(shown, attribute=Attribute.PALETTE, value=value, is_passing=False)


def _is_railway(sentence: Sentence, head: int) -> bool:
    return sentence.form(head - 1).startswith("желез") and sentence.form(head).startswith("дорог")


def _seasons(sentence: Sentence, place: Person) -> Iterator[Trait]:
    """ "In the summer", «зимой»; a spring may also be of water."""
    if any("formerly" in token.look.roles for token in sentence.tokens):
        return
    for index, token in enumerate(sentence.tokens):
        before = {sentence.form(index - 1), sentence.form(index - 2)}
        is_told = "season" in token.look.roles and (
            token.form.endswith(INSTRUMENTAL) or ("in" in before and "a" not in before)
        )
        if is_told:
            yield Trait(
                Attribute.SEASON,
                token.form,
                sentence,
                index,
                index,
                place,
                NAMED_HERE,
                is_passing=True,
            )


def _attribute(sentence: Sentence, phrase: Phrase, own: Attribute) -> Attribute | None:
    """Of "a dark wooden house" the material, then the light, then what it is; None for a bare noun."""
    modifiers = [sentence.tokens[i] for i in phrase.modifiers]
    if any("materials" in token.look.roles for token in modifiers):
        return Attribute.MATERIALS
    if own is Attribute.ARCHITECTURE and any("lighting" in t.look.roles for t in modifiers):
        return Attribute.LIGHT
    return own if any(token.look.is_visible for token in modifiers) else None


def _value(sentence: Sentence, phrase: Phrase, language: str) -> str:
    head = sentence.tokens[phrase.head]
    forms = [sentence.tokens[i].form for i in phrase.modifiers]
    if primary(language) == "ru":
        return nominative.phrase(head, [form for form in forms if nominative.is_adjective(form)])
    words = [token.form for token in sentence.tokens[phrase.first : phrase.last + 1]]
    return " ".join(words).replace(" ,", ",")

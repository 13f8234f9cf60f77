"""Reads a chapter sentence by sentence and says of every word whom it means."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.bible import Attribute
from app.domain.names import ChapterText, Entity, Gender, Mention
from app.extraction import sentences, speech
from app.extraction.looks import phrases
from app.extraction.looks.people import Person, Sentence, Stage, Token, Trait, may_be
from app.extraction.looks.vocabulary import NOTHING, looks

WORD = re.compile(r"['’]\w+|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
# Stands where somebody speaks: no phrase reaches over it.
SPEECH = "\0"
# "The doctor" is whoever was last called so with a name, if that is no longer ago (a guess).
TITLE_REACH_BLOCKS = 80
LOOSE_REACH_BLOCKS = 12
# "I am Ben Gunn", "this is my niece Kate" in speech, "his name was" of whoever tells.
NAMING = re.compile(
    r"(?:\bI[’']m|\bI am|\b[Mm]y name(?: i|[’'])s|\b(?:[Tt]his|[Hh]ere) is(?: my(?: \w+)?)?"
    r"|\b[Мм]еня зовут|\b(?:[Вв]от|[Ээ]то)(?: вам)?(?: и)?(?: мо[йяиё]| наш[аи]?)?)\s$"
)
NAMED = re.compile(
    r"(?:\b[Hh](?:is|er) name (?:was|is)|\bby name|\b(?:named|called)"
    r"|\b(?:[Зз]овут|[Зз]вали|[Ии]мя) (?:его|её|ее)(?: было)?|\b(?:его|её|ее) (?:зовут|звали)"
    r"|\bпо имени)\s$"
)
# Of these the noun is in the same sentence: who is "called Silver" is not who was there before.
CALLED = re.compile(r"\b(?:named|called)\s$")
NAMING_REACH = 24
# Longer is a text without full stops, and whom its pronouns mean takes the square of its length (a
# guess).
LONGEST_SENTENCE = 10_000
# Of whom a narrator has spoken so often, the reader has met him, or knows that he will (a guess).
GLIMPSES = 4
HUMAN = frozenset({"male", "female", "person"})
Named = Mapping[int, Sequence[tuple[Mention, Entity]]]


@dataclass(frozen=True)
class Pronoun:
    gender: Gender
    is_subject: bool = False


@dataclass(frozen=True)
class Grammar:
    """
    What scenes must know of a language. *is_subject* of a token: may it act? *alike* finds the
    token whose person a noun describes ("He was a tall man"); *introduced* the anonymous person
    and the name that a sentence gives it. *introduces* of a noun: does it bring somebody in?
    *means_nobody*: is it of many, or only likened to ("like a man")?
    """

    pronouns: Mapping[str, Pronoun]
    is_nominative: Callable[[str, Entity], bool]
    is_subject: Callable[[Sentence, int], bool]
    alike: Callable[[Sentence, int, Sentence | None], Token | None]
    introduced: Callable[[Sentence, Sentence | None], tuple[Person, Entity] | None]
    is_definite: Callable[[Sentence, int], bool]
    means_nobody: Callable[[Sentence, int], bool]
    introduces: Callable[[Sentence, int], bool]
    excluded: Callable[[Sentence, int], Person | None]


@dataclass
class Titles:
    """
    The nouns people are called by with a name ("doctor"): who, and in which block last; *blocks*
    are those of the chapters before. Somebody without a name bears a *loose* title as well. How
    often the narrator has named somebody is *told*.
    """

    known: dict[str, dict[str, tuple[Entity, int]]] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    blocks: int = 0

    def name(self, title: str, entity: Entity, block: int) -> None:
        self.known.setdefault(title, {})[entity.key] = (entity, self.blocks + block)

    def bearer(self, title: str, block: int) -> Entity | None:
        """Whoever alone has it in the book so far, or alone of late."""
        bearers = list(self.known.get(title, {}).values())
        if not bearers:
            self.loose.add(title)
        reach = LOOSE_REACH_BLOCKS if title in self.loose else TITLE_REACH_BLOCKS
        if len(bearers) > 1 or title in self.loose:
            here = self.blocks + block
            bearers = [one for one in bearers if here - one[1] < reach]
        return bearers[0][0] if len(bearers) == 1 else None


@dataclass
class Scenes:
    chapter: ChapterText
    named: Named
    grammar: Grammar
    titles: Titles
    stage: Stage = field(default_factory=Stage)
    seen: set[str] = field(default_factory=set)

    def traits(self, tell: Callable[[Sentence], Iterable[Trait]]) -> Iterator[Trait]:
        """What *tell* finds in every sentence, in order."""
        topic = None
        for number, text in enumerate(self.chapter.blocks):
            mask = speech.spoken(text)
            mentions = self.named.get(number, ())
            offsets = [one[0].span.start.offset for one in mentions]
            for start, end in sentences.split(text, self.chapter.language):
                if end - start > LONGEST_SENTENCE:
                    continue
                inside = mentions[bisect_left(offsets, start) : bisect_left(offsets, end)]
                self._hear_names(text, inside, mask)
                if mask.find(0, start, end) == -1:
                    continue
                tokens = list(self._tokens(text, (start, end), mask, inside))
                sentence = Sentence(number, start, end, tokens, before=topic)
                self._say_who(sentence)
                self._read_names(sentence, text)
                found = list(tell(sentence))
                yield from found
                self.stage.remember(sentence, found[-1].person if found else None)
                topic = sentence.topic
            topic = None

    def _tokens(
        self,
        text: str,
        span: tuple[int, int],
        mask: bytearray,
        mentions: Sequence[tuple[Mention, Entity]],
    ) -> Iterator[Token]:
        at = span[0]
        for mention, entity in mentions:
            first, last = mention.span.start.offset, min(mention.span.end.offset, span[1])
            yield from self._words(text, (at, first), mask)
            at = last
            if mask[first]:
                yield Token(first, last, SPEECH, NOTHING)
            else:
                yield self._name(mention, entity, (first, last))
        yield from self._words(text, (at, span[1]), mask)

    def _words(self, text: str, span: tuple[int, int], mask: bytearray) -> Iterator[Token]:
        """Whatever is said between two narrated words is one token."""
        read = looks(self.chapter.language)
        at, end = span
        while at < end:
            if mask[at]:
                silence = mask.find(0, at, end)
                at, start = end if silence == -1 else silence, at
                yield Token(start, at, SPEECH, NOTHING)
                continue
            speaking = mask.find(1, at, end)
            stop = end if speaking == -1 else speaking
            for match in WORD.finditer(text, at, stop):
                written = match.group()
                form = written.lower().replace("’", "'")
                is_capital = written[0].isupper()
                yield Token(*match.span(), form, read(form), is_capital=is_capital)
            at = stop

    def _name(self, mention: Mention, entity: Entity, span: tuple[int, int]) -> Token:
        person = self.stage.of(entity)
        title, _, rest = mention.surface.partition(" ")
        if rest and looks(self.chapter.language)(title.lower()).is_person:
            self.titles.name(title.lower(), entity, mention.span.start.block)
        is_subject = self.grammar.is_nominative(mention.surface, entity)
        return Token(
            *span,
            form=mention.surface.lower(),
            look=NOTHING,
            person=person,
            certainty=1.0,
            is_name=True,
            is_subject=is_subject,
        )

    def _hear_names(
        self, text: str, mentions: Sequence[tuple[Mention, Entity]], mask: bytearray
    ) -> None:
        """ "I am Ben Gunn": who was there last without a name says it, if nobody has met him yet."""
        for mention, entity in mentions:
            at = mention.span.start.offset
            if mask[at] and self._is_unseen(entity) and _is_after(NAMING, text, at):
                stranger = self.stage.stranger(entity.gender)
                if stranger:
                    stranger.entity = entity

    def _read_names(self, sentence: Sentence, text: str) -> None:
        """ "A young man called Dyukovsky", "his name was Merry": the noun before, else the last."""
        for index, token in enumerate(sentence.tokens):
            if not (token.is_name and token.person and token.person.entity):
                continue
            entity = token.person.entity
            is_new = self._is_unseen(entity)
            self.titles.told[entity.key] += 1
            self.seen.add(entity.key)
            if is_new and _is_after(NAMED, text, token.start):
                nouns = [t.person for t in sentence.tokens[:index] if t.person and t.look.is_person]
                if nouns:
                    stranger = nouns[-1] if may_be(nouns[-1], entity) else None
                else:
                    is_other = _is_after(CALLED, text, token.start)
                    stranger = None if is_other else self.stage.stranger(entity.gender)
                if stranger and stranger.entity is None:
                    stranger.entity = entity

    def _is_unseen(self, entity: Entity) -> bool:
        return entity.key not in self.seen and self.titles.told[entity.key] <= GLIMPSES

    def _say_who(self, sentence: Sentence) -> None:
        for index, token in enumerate(sentence.tokens):
            if token.is_name:
                token.is_subject = token.is_subject and self.grammar.is_subject(sentence, index)
            elif token.form in self.grammar.pronouns:
                self._resolve(sentence, index)
            elif token.look.is_person and not self.grammar.means_nobody(sentence, index):
                self._describe(sentence, index)
            elif (index and token.is_capital and not token.look.lemma) or _speaks(sentence, index):
                # A name or a calling nobody knows: whoever it is, "his" may mean him.
                token.person, token.certainty = Person(None, Gender.UNKNOWN), 0.5
                token.is_subject = True
        introduced = self.grammar.introduced(sentence, self.stage.last)
        if introduced:
            person, entity = introduced
            person.entity = entity

    def _resolve(self, sentence: Sentence, index: int) -> None:
        token = sentence.tokens[index]
        pronoun = self.grammar.pronouns[token.form]
        token.is_subject = pronoun.is_subject
        excluded = self.grammar.excluded(sentence, index)
        found = self.stage.meant(pronoun.gender, sentence, index, excluded)
        if found:
            token.person, token.certainty = found
        elif pronoun.is_subject:
            token.person = Person(None, pronoun.gender)

    def _describe(self, sentence: Sentence, index: int) -> None:
        token = sentence.tokens[index]
        token.is_subject = self.grammar.is_subject(sentence, index)
        alike = self.grammar.alike(sentence, index, self.stage.last)
        if alike and alike.person:
            token.person, token.certainty = alike.person, alike.certainty
        elif called := self._called(sentence, index):
            token.person, token.certainty = called, 0.85
        else:
            roles = token.look.roles
            gender = Gender.MALE if "male" in roles else Gender.UNKNOWN
            gender = Gender.FEMALE if "female" in roles else gender
            is_introduced = not roles.isdisjoint(HUMAN) and "servant" not in roles
            is_introduced = is_introduced and self.grammar.introduces(sentence, index)
            token.person = Person(None, gender, is_introduced=is_introduced)
            token.certainty = 0.9

    def _called(self, sentence: Sentence, index: int) -> Person | None:
        modifiers = phrases.noun_phrase(sentence, index).modifiers
        is_another = any(sentence.tokens[i].look.whole is Attribute.AGE for i in modifiers)
        # "The old prince" is told from the other by his age.
        if is_another or not self.grammar.is_definite(sentence, index):
            return None
        entity = self.titles.bearer(sentence.tokens[index].look.lemma, sentence.block)
        return self.stage.of(entity) if entity else None


def _is_after(naming: re.Pattern[str], text: str, at: int) -> bool:
    # A copy: "$" is the end of what is searched, "\\b" needs the letter before it.
    return naming.search(text[max(0, at - NAMING_REACH) : at]) is not None


def _speaks(sentence: Sentence, index: int) -> bool:
    """ "...," said the esaul, screwing up his eyes."""
    is_noun = not (sentence.tokens[index].look.is_adjective or sentence.tokens[index].look.part)
    return is_noun and sentence.form(index - 1) == "the" and sentence.form(index - 3) == SPEECH

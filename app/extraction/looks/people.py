"""Who is meant: named people, those only called "a tall man", and the pronouns of both."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.bible import Attribute
from app.domain.names import Entity, Gender
from app.extraction.looks.vocabulary import Look

# A pronoun looks no farther back than so many sentences (a guess).
MEMORY_SENTENCES = 4
# Whoever was described so many sentences ago may still say his name (a guess).
PORTRAIT_REACH = 25


@dataclass(eq=False, slots=True)
class Person:
    """Somebody of the tale; who is not named yet has no *entity* until the book tells. Whom a
    noun brings in ("a tall man") is introduced, whom only a pronoun means is not.
    """

    entity: Entity | None
    gender: Gender
    is_introduced: bool = False

    @property
    def identity(self) -> object:
        return self.entity.key if self.entity else self


@dataclass(slots=True)
class Token:
    """
    One word, name or mark. *person* is whom it means and *certainty* how surely; *is_subject* is
    set for names, nouns and pronouns that may act.
    """

    start: int
    end: int
    form: str
    look: Look
    person: Person | None = None
    certainty: float = 0.0
    is_name: bool = False
    is_subject: bool = False
    is_capital: bool = False


class Owner(NamedTuple):
    """Whose a part is; *is_portrayed* where the book stops to describe: "a man with a red face"."""

    person: Person
    certainty: float
    is_portrayed: bool = False


def owner(
    token: Token | None, certainty: float = 1.0, *, is_portrayed: bool = False
) -> Owner | None:
    """Whom *token* means, as surely as the pronoun and the rule are together."""
    if token is None or token.person is None:
        return None
    return Owner(token.person, token.certainty * certainty, is_portrayed)


@dataclass(slots=True)
class Topic:
    """The part last described, and whose it is: "Длинное и худое, оно оживлялось улыбкой"."""

    part: Token
    owner: Owner


@dataclass(slots=True)
class Sentence:
    """*topic* is the part it describes last, *before* that of the sentence before it."""

    block: int
    start: int
    end: int
    tokens: list[Token]
    topic: Topic | None = None
    before: Topic | None = None

    def form(self, index: int) -> str:
        """ "" beyond either end."""
        return self.tokens[index].form if 0 <= index < len(self.tokens) else ""

    def has(self, index: int, role: str) -> bool:
        return 0 <= index < len(self.tokens) and role in self.tokens[index].look.roles

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def subject(self, before: int) -> Token | None:
        """The nearest to the left that may act."""
        return next((t for t in reversed(self.tokens[:before]) if t.is_subject), None)


@dataclass(slots=True)
class Trait:
    """What one phrase says: tokens *first* to *last* of *sentence*, both included."""

    attribute: Attribute
    value: str
    sentence: Sentence
    first: int
    last: int
    person: Person
    certainty: float
    is_passing: bool = False


@dataclass(slots=True)
class Stage:
    """Who was on it lately, sentence by sentence, as far as a pronoun can reach."""

    named: dict[str, Person] = field(default_factory=dict)
    past: list[Sentence] = field(default_factory=list)
    described: Person | None = None
    portrayed: Person | None = None
    portrayed_ago: int = 0

    @property
    def last(self) -> Sentence | None:
        return self.past[-1] if self.past else None

    def of(self, entity: Entity) -> Person:
        return self.named.setdefault(entity.key, Person(entity, entity.gender))

    def remember(self, sentence: Sentence, described: Person | None) -> None:
        """*described* is whose look the sentence told of: the next "he" is likely him."""
        self.portrayed_ago = 0 if described else self.portrayed_ago + 1
        self.portrayed = described or self.portrayed
        if any(token.person for token in sentence.tokens):
            self.described = described
            self.past.append(sentence)
            del self.past[:-MEMORY_SENTENCES]

    def stranger(self, gender: Gender) -> Person | None:
        """Who was last described or lately seen without a name; of an unknown gender nobody."""
        if gender is Gender.UNKNOWN:
            return None
        portrayed = self.portrayed
        if (
            portrayed is not None
            and portrayed.entity is None
            and portrayed.is_introduced
            and self.portrayed_ago <= PORTRAIT_REACH
            and _fits(portrayed, gender)
        ):
            return portrayed
        tokens = (token for sentence in self.past for token in sentence.tokens)
        fitting = [t for t in tokens if _fits(t.person, gender) and t.is_subject]
        strangers = [person for person in distinct(fitting) if person.entity is None]
        return strangers[-1] if strangers else None

    def meant(
        self, gender: Gender, sentence: Sentence, before: int, excluded: Person | None
    ) -> tuple[Person, float] | None:
        """
        Whom a pronoun means. The only one whose gender fits is taken; of several, the one last
        described or just brought in, or with little certainty the only one who acts.
        """
        for age, scene in enumerate((sentence, *reversed(self.past))):
            tokens = scene.tokens[:before] if scene is sentence else scene.tokens
            fitting = [t for t in tokens if _fits(t.person, gender) and t.person is not excluded]
            everybody = distinct(fitting)
            if len(everybody) == 1:
                called = [token.certainty for token in fitting if token.look.is_person]
                is_named = not called or any(token.is_name for token in fitting)
                # "The count" may be another count.
                surely = 1.0 if is_named else max(called)
                return everybody[0], max(0.95 - 0.1 * age, 0.6) * surely
            told_of = self.described.identity if self.described is not None else None
            if age == 1 and any(person.identity == told_of for person in everybody):
                return next(one for one in everybody if one.identity == told_of), 0.8
            acting = distinct(token for token in fitting if token.is_subject)
            entering = [one for one in acting if one.is_introduced and one.entity is None]
            if age == 1 and len(entering) == 1:
                return entering[0], 0.8
            if len(acting) == 1:
                return acting[0], 0.6
            if everybody:
                return None
        return None


def _fits(person: Person | None, gender: Gender) -> bool:
    if person is None:
        return False
    return Gender.UNKNOWN in (gender, person.gender) or person.gender is gender


def may_be(stranger: Person, entity: Entity) -> bool:
    genders = {stranger.gender, entity.gender}
    return Gender.UNKNOWN in genders or len(genders) == 1


def distinct(tokens: Iterable[Token]) -> list[Person]:
    """Everybody once, in order."""
    return list({t.person.identity: t.person for t in tokens if t.person}.values())

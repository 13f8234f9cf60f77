"""Whether a name is somebody's or a place's, by how the book speaks of it."""

from collections import defaultdict
from collections.abc import Sequence

from app.domain.names import EntityKind, Gender
from app.extraction.names import lists
from app.extraction.names.lexemes import Lexeme, Role
from app.extraction.names.runs import Run
from app.extraction.names.tokens import plain
from app.extraction.names.told import Told

PERSONAL = {Role.FIRST, Role.PATRONYMIC, Role.SURNAME}
# What a dictionary says counts like so many mentions in a telling place.
KNOWN = 2.0
TITLES_OF_HOUSES = ("admiral", "captain", "general", "king", "queen", "lord", "duke", "marquis")
SAINTS = ("st", "saint")
# So much of all mentions must be in places, or acts (chosen on the novels for development).
LEAST_PLACED, MOSTLY_PLACED = 0.15, 0.4
LEAST_ACTS, LEAST_ACTING = 1.5, 0.06
# Owning something is less of a sign than speaking.
OWNING = 0.5
NAMED_AS_PLACE = 3
MOSTLY, NEARLY_ALWAYS = 0.6, 0.75
NOT_BARE = frozenset(
    (
        *("the", "a", "an", "every", "no", "any", "some", "this", "that", "these", "those", "all"),
        *("of", "my", "our", "his", "her", "their", "your"),
    )
)
# "мол", "зал" and "был" are no verbs that name somebody.
SHORT = 3


class Evidence:
    """For each word, what its neighbours say of persons and of places."""

    def __init__(self, runs: Sequence[Run], language: str, told: Told) -> None:
        self.told = told
        self.named = lists.read(language)
        self.is_russian = language == "ru"
        self.person: dict[Lexeme, float] = defaultdict(float)
        self.place: dict[Lexeme, float] = defaultdict(float)
        self.total: dict[Lexeme, float] = defaultdict(float)
        self.definite: dict[Lexeme, float] = defaultdict(float)
        self.bare: dict[Lexeme, float] = defaultdict(float)
        for run in runs:
            self._read(run)

    def _read(self, run: Run) -> None:
        person, place = self._signs(run)
        spotted = self.told.kind(run.chapter, run.block, run.start, run.end)
        # Of a lone word a tagger's "person" says nothing: made for news, it cost a third of the places
        # of a novel whose town it did not know (bench/names.py, Igrok: recall 0.87 became 0.60).
        person += spotted is EntityKind.CHARACTER and len(run.lexemes) > 1
        place += spotted is EntityKind.PLACE
        for lexeme in run.lexemes:
            self.person[lexeme] += person
            self.place[lexeme] += place
            self.total[lexeme] += 1
            self.definite[lexeme] += run.before.lower() == "the"
            self.bare[lexeme] += run.before.lower() not in NOT_BARE

    def _signs(self, run: Run) -> tuple[float, float]:
        is_definite = run.before.lower() == "the"
        before, after = plain(run.earlier if is_definite else run.before), plain(run.after)
        person = place = 0.0
        if run.title is not None and run.title.name not in SAINTS:
            person += 3
        if len(run.lexemes) > 1 and any(one.role in PERSONAL for one in run.lexemes):
            person += 1
        if self.is_russian:
            person += _is_past(before) + _is_past(after)
        else:
            person += self.named.has("person before", before)
            person += self.named.has("person after", after)
            person += OWNING * (after == "'s")
            common = run.lexemes[-1].role in {Role.CALLING, Role.THING}
            place += is_definite and run.title is None and not common
            place += self.named.has("place head", after) and run.after[:1].isupper()
        if self.named.has("in", before):
            place += 1
        # "The river Drance", "город Гомбург", "the village of Secheron".
        is_named_so = self.named.has("place of", plain(run.earlier)) and before == "of"
        place += NAMED_AS_PLACE * (is_named_so or self.named.has("place before", before))
        return person, place

    def kind(self, run: Run) -> EntityKind | None:
        """None of what is neither."""
        return self._by_its_words(run) or self._by_its_company(run)

    def _by_its_words(self, run: Run) -> EntityKind | None:
        """What titles, fathers and "Mount" before a name decide alone."""
        roles = [one.role for one in run.lexemes]
        if run.title is not None and run.title.name not in SAINTS:
            return EntityKind.PLACE if self._is_house(run) else EntityKind.CHARACTER
        first, _, others = run.lexemes[0].key.partition(" ")
        if (others or len(roles) > 1) and self.named.has("place before", first):
            return EntityKind.PLACE
        is_full = len(roles) > 1 and not PERSONAL.isdisjoint(roles)
        return EntityKind.CHARACTER if is_full else None

    def _by_its_company(self, run: Run) -> EntityKind | None:
        roles = [one.role for one in run.lexemes]
        person: float = sum(self.person[one] for one in run.lexemes)
        place: float = sum(self.place[one] for one in run.lexemes)
        total = sum(self.total[one] for one in run.lexemes)
        if self._is_common(run, total):
            if self._is_somebody(run, person, total):
                return EntityKind.CHARACTER
            is_placed = " " in run.lexemes[-1].key and place >= max(2, MOSTLY_PLACED * total)
            return EntityKind.PLACE if is_placed else None
        person += KNOWN * sum(role in PERSONAL for role in roles)
        person += KNOWN * (Role.FIRST in roles or Role.PATRONYMIC in roles)
        person += KNOWN * any(one.gender is not Gender.UNKNOWN for one in run.lexemes)
        place += KNOWN * 2 * (Role.PLACE in roles)
        if place > person and place >= total * LEAST_PLACED:
            return EntityKind.PLACE
        return EntityKind.CHARACTER

    def _is_house(self, run: Run) -> bool:
        """Nobody is called "the Admiral Benbow"; an inn or a ship is."""
        definite = sum(self.definite[one] for one in run.lexemes)
        total = sum(self.total[one] for one in run.lexemes)
        is_of_houses = run.title is not None and run.title.name in TITLES_OF_HOUSES
        return is_of_houses and definite > 1 and definite >= MOSTLY * total

    def _is_common(self, run: Run, total: float) -> bool:
        """Whether the last word, which is what the name is of, is a common one."""
        head = run.lexemes[-1].role
        bare = sum(self.bare[one] for one in run.lexemes)
        return head is Role.THING or (head is Role.CALLING and bare < MOSTLY * total)

    def _is_somebody(self, run: Run, person: float, total: float) -> bool:
        """
        "The Editor" is somebody, "an Editor" is not; things must act to be called persons, or be
        spoken of without an article, as "Black Dog" is.
        """
        definite = sum(self.definite[one] for one in run.lexemes)
        if run.lexemes[-1].role is Role.CALLING and definite < MOSTLY * total:
            return False
        bare = sum(self.bare[one] for one in run.lexemes)
        is_phrase = " " in run.lexemes[-1].key
        return (person >= LEAST_ACTS and person >= total * LEAST_ACTING) or (
            is_phrase and bare >= NEARLY_ALWAYS * total
        )


def _is_past(word: str) -> bool:
    return len(word) > SHORT and word.endswith(("л", "ла", "лся", "лась"))

"""The engines that look again at what was found: the linear one, which leaves it, and the model."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import structlog

from app.domain.bible import Fact
from app.domain.descriptions import Candidate
from app.domain.engines import Refined, Testimony, Witness
from app.domain.illustrations import Degraded
from app.errors import (
    BookReaderError,
    Misconfigured,
    QuotaExceeded,
    Refused,
    Snoozed,
    Unavailable,
)
from app.language import blending, looks, verdicts
from app.language.chat import Chat, Question
from app.language.verdicts import Verdict

log = structlog.get_logger()

T = TypeVar("T")

# Half of what the job of a chapter may take, so that it ends by itself.
PATIENCE_S = 90.0

_CONSENT = "consent"
_TIMEOUT = "timeout"
_NOTHING_PROVEN = "nothing-proven"


class Linear:
    """What was found is what there is; nobody is asked."""

    name: ClassVar[str] = "linear"

    async def refine(self, found: Sequence[Candidate], *, has_consent: bool) -> Refined:  # noqa: ARG002  # the protocol's
        return Refined(tuple(found))

    async def testify(self, witnesses: Sequence[Witness], *, has_consent: bool) -> Testimony:  # noqa: ARG002  # the protocol's
        return Testimony(())


@dataclass(frozen=True, slots=True)
class LlmOptions:
    """
    *candidates* of a chapter, the best, are asked about, *batch* at a time, in so many *lanes*.

    After *patience_s* seconds a chapter goes on with what has been answered.
    """

    batch: int = 3
    candidates: int = 12
    lanes: int = 2
    patience_s: float = PATIENCE_S


@dataclass(slots=True)
class _Heard:
    """An answer for each question, or None; *reasons* by the number of the question."""

    answers: list[dict[str, Any] | None]
    reasons: dict[int, str]

    @property
    def reason(self) -> str:
        """The first of them in the order of asking, so that it does not depend on who was faster."""
        return self.reasons[min(self.reasons)] if self.reasons else ""


class Llm:
    """Whatever the model says, only choices among what was found and quotes that stand there count."""

    name: ClassVar[str] = "llm"

    def __init__(self, chat: Chat, options: LlmOptions) -> None:
        self._chat = chat
        self._options = options

    async def refine(self, found: Sequence[Candidate], *, has_consent: bool) -> Refined:
        if not has_consent:
            return Refined(tuple(found), degraded=self._degraded(_CONSENT))
        best = sorted(range(len(found)), key=lambda number: (-found[number].worth, number))
        # In reading order: what stands together in the book is judged together.
        batches = _batches(sorted(best[: self._options.candidates]), self._options.batch)
        asked = [[found[number] for number in batch] for batch in batches]
        heard = await self._ask_all([verdicts.question(batch) for batch in asked])
        judged: dict[int, Verdict] = {}
        dropped = 0
        for number, answer in enumerate(heard.answers):
            if answer is None:
                continue
            good, bad = verdicts.read(answer, asked[number])
            judged |= {batches[number][place]: verdict for place, verdict in good.items()}
            dropped += bad
            if not good:
                heard.reasons[number] = _NOTHING_PROVEN
        degraded = self._told(heard, judged=len(judged), dropped=dropped)
        return Refined(blending.blend(found, judged), len(judged), dropped, degraded)

    async def testify(self, witnesses: Sequence[Witness], *, has_consent: bool) -> Testimony:
        if not has_consent:
            return Testimony((), degraded=self._degraded(_CONSENT))
        batches = _batches(witnesses, self._options.batch)
        heard = await self._ask_all([looks.question(batch) for batch in batches])
        facts: list[Fact] = []
        dropped = 0
        for number, answer in enumerate(heard.answers):
            if answer is not None:
                good, bad = looks.read(answer, batches[number])
                facts += good
                dropped += bad
        degraded = self._told(heard, judged=len(facts), dropped=dropped)
        return Testimony(tuple(facts), dropped, degraded)

    async def _ask_all(self, questions: Sequence[Question]) -> _Heard:
        heard = _Heard([None] * len(questions), {})
        left = deque(enumerate(questions))
        try:
            async with (
                asyncio.timeout(self._options.patience_s),
                asyncio.TaskGroup() as group,
            ):
                for _ in range(min(self._options.lanes, len(questions))):
                    group.create_task(self._ask_some(left, heard))
        except TimeoutError:
            heard.reasons.setdefault(_first_open(heard), _TIMEOUT)
        return heard

    async def _ask_some(self, left: deque[tuple[int, Question]], heard: _Heard) -> None:
        """Until none is left, or somebody said that asking on is useless for now."""
        while left:
            number, question = left.popleft()
            try:
                heard.answers[number] = await self._chat.ask(question)
            except (Snoozed, QuotaExceeded, Misconfigured) as error:
                heard.reasons[number] = _reason(error)
                left.clear()
            except (Unavailable, Refused) as error:
                heard.reasons[number] = _reason(error)

    def _told(self, heard: _Heard, *, judged: int, dropped: int) -> Degraded | None:
        answered = sum(answer is not None for answer in heard.answers)
        tell = log.bind(
            questions=len(heard.answers), answered=answered, judged=judged, dropped=dropped
        )
        if not heard.reasons:
            tell.info("language_asked")
            return None
        tell.warning("language_degraded", reason=heard.reason)
        return self._degraded(heard.reason)

    def _degraded(self, reason: str) -> Degraded:
        return Degraded(self.name, Linear.name, reason)


def _batches(things: Sequence[T], size: int) -> list[Sequence[T]]:
    return [things[start : start + size] for start in range(0, len(things), size)]


def _first_open(heard: _Heard) -> int:
    return next(
        (number for number, answer in enumerate(heard.answers) if answer is None),
        len(heard.answers),
    )


def _reason(error: BookReaderError) -> str:
    cause = error.facts.get("reason")
    return f"{error.slug}: {cause}" if cause else error.slug

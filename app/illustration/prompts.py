"""
Compiles a passage into the words a picture is asked for with: the same passage, style and cast give the
same prompt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.domain.illustrations import CompiledPrompt, Passage, Slot, Style
from app.illustration import (
    ambience,
    casting,
    clauses,
    framing,
    negatives,
    periods,
    safety,
    scenes,
    sentences,
    sights,
    translation,
    unsaid,
)
from app.illustration.casting import Part
from app.illustration.clauses import Clause, Reading

# FLUX.1 schnell reads 256 T5 tokens; 110 words are about 160, and short prompts leave the model to
# invent. What is locked may take more.
_MOST_WORDS = 110
_FEWEST_WORDS = 60
_MOST_WITH_LOCKED = 160
_LONGEST_STYLE = 20
_LONGEST_ERA = 8


@dataclass
class _Sheet:
    """The prompt as it fills: what is reserved first is never pushed out by what comes after."""

    slots: list[Slot] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    is_action_first: bool = False

    @property
    def words(self) -> int:
        return casting.count(self.slots)

    @property
    def room(self) -> int:
        return max(0, _MOST_WORDS - self.words)


def compile(  # noqa: A001 (read as prompts.compile)
    passage: Passage,
    style: Style,
    *,
    override: str | None = None,
    genres: Sequence[str] = (),
    negative: str | None = None,
) -> CompiledPrompt:
    """
    *override* is drawn instead of the passage, in the reader's own words; *genres* of the book say
    whether its times are mixed on purpose.

    `passage.context` (the text around, in the same language) lends its hour, weather and place
    where the passage names none. Denials, speech, orders to a model and words without a translation
    are left out and named in the losses; `held` says why nobody may be asked for the picture.
    """
    is_own = override is not None
    sheet = _Sheet()
    text = passage.text if override is None else override
    names = [casting.name_of(one) for one in passage.cast]
    own = (
        clauses.read(text, longest=_MOST_WORDS, names=names)
        if is_own
        else clauses.read(text, names=names)
    )
    around = clauses.read("" if is_own else passage.context, names=names)
    sheet.losses += own.losses
    verdict = safety.judge(own.clauses, text, passage.cast, is_wish=is_own)
    sheet.losses += verdict.losses
    near = list(safety.judge(around.clauses, text, passage.cast, is_wish=False).clauses)
    mood = ambience.describe(_text(verdict.clauses), _text(near))
    year = _year(passage, style, genres, mood)
    is_of_child = any(safety.is_minor(one) for one in passage.cast)
    near = safety.apart(near, verdict.clauses, has_child=is_of_child)
    drawable, near = _in_time(verdict.clauses, near, year, sheet)
    shot, source, lost = framing.shot(passage.type, passage.view)
    sheet.losses += lost
    sheet.slots += [_style(style, sheet), Slot("shot", shot, source)]
    sheet.slots += _era(mood, passage.era, sheet)
    sheet.slots += _guards(passage, own, year, is_own=is_own, sheet=sheet)
    parts, left_out = casting.parts(passage.cast, passage.type)
    if is_own:
        parts = [part for part in parts if part.locked]
    elif left_out:
        sheet.losses += left_out
    _draw_scene(sheet, passage, drawable, near, parts, is_own=is_own)
    told, written = sentences.latin(sheet.slots)
    sheet.losses += written
    slots = sentences.in_order(
        told,
        is_cast_first=not is_own and casting.lead(parts, passage.type),
        is_action_first=sheet.is_action_first,
    )
    used = {slot.words for slot in slots}
    cut = sum(clause.text not in used for clause in drawable)
    sheet.losses += [f"clauses: {cut}"] if cut else []
    prompt = sentences.join(slots)
    if len(prompt.split()) > _MOST_WITH_LOCKED:
        sheet.losses += [
            f"length: {len(prompt.split()) - _MOST_WITH_LOCKED} words more than are read"
        ]
    looks = [slot for slot in slots if slot.name in sentences.CAST]
    seen = sights.of(replace(own, clauses=tuple(drawable)), mood, passage.type, style.id, looks)
    return CompiledPrompt(
        text=prompt,
        slots=slots,
        losses=tuple(dict.fromkeys(sheet.losses)),
        sights=seen,
        avoid=_avoided(passage, year, seen.seen),
        held=verdict.held or _held(sheet, passage, style, negative),
    )


def _held(sheet: _Sheet, passage: Passage, style: Style, negative: str | None) -> str:
    """Slots hold our words for them; a reader's own are judged as they were written, too."""
    names = (one.name for one in passage.cast)
    said = [slot.words for slot in sheet.slots]
    return safety.of_all([*said, style.words, passage.view, *names], passage.cast, negative)


def _draw_scene(
    sheet: _Sheet,
    passage: Passage,
    own: Sequence[Clause],
    near: Sequence[Clause],
    parts: Sequence[Part],
    *,
    is_own: bool,
) -> None:
    """Action first, for with one budget the traits of two people crowd out what they do."""
    if is_own:
        told = scenes.in_order(own, sheet.room, "reader")
        sheet.slots += told
        for part in parts:
            _place(sheet, part, ())
        if not told:
            sheet.slots += scenes.bare(passage.type)
        return
    action = scenes.action(own, sheet.room, [casting.name_of(part.one) for part in parts])
    sheet.slots += [Slot("action", each.text) for each in action]
    for part in parts:
        _place(sheet, part, ())
    for rank, part in enumerate(parts):
        said = [slot.words for slot in sheet.slots]
        more, left_out = casting.further(part, rank, passage.type, sheet.room, said)
        _insert(sheet, part, more)
        if left_out:
            sheet.losses += [f"traits of {casting.name_of(part.one) or part.one.kind}: {left_out}"]
    left = [each for each in own if each not in action]
    sheet.slots += scenes.scene(
        left, near, passage.type, sheet.slots, room=sheet.room, wanted=_FEWEST_WORDS
    )
    sheet.is_action_first = bool(action) and (
        (bool(parts) and casting.lead(parts, passage.type))
        or scenes.is_before(action[0], own, sheet.slots, passage.type)
    )
    if not any(slot.name in scenes.SHOWING and slot.source == "passage" for slot in sheet.slots):
        told = scenes.in_order(own, min(sheet.room, 40), "passage")
        is_empty = not (told or parts or any(each.name in scenes.SHOWING for each in sheet.slots))
        sheet.slots += scenes.bare(passage.type) if is_empty else told
    if sheet.words < _FEWEST_WORDS:
        sheet.slots += scenes.around(near, sheet.slots, room=_FEWEST_WORDS + 10 - sheet.words)
    guard = Slot("guard", framing.GUARDS[passage.type], "guard")
    if casting.count([guard]) <= sheet.room:
        sheet.slots += [guard]
    sheet.slots += scenes.finished(passage.type, sheet.slots, _FEWEST_WORDS - sheet.words)


def _place(sheet: _Sheet, part: Part, more: Sequence[Slot]) -> None:
    sheet.slots += [slot for slot in (part.head, *part.locked, *more) if slot.words]
    sheet.losses += part.losses


def _insert(sheet: _Sheet, part: Part, more: Sequence[Slot]) -> None:
    """After what is locked of *part*."""
    last = (part.head, *part.locked)[-1]
    at = next((i for i, slot in enumerate(sheet.slots) if slot is last), len(sheet.slots) - 1)
    sheet.slots[at + 1 : at + 1] = more


def _year(
    passage: Passage, style: Style, genres: Sequence[str], mood: Sequence[Slot]
) -> int | None:
    """What things are judged by; None where nothing tells, or where times are mixed on purpose."""
    seen = next((slot.words for slot in mood if slot.name == "era"), "")
    if not passage.era or periods.is_imagined(f"{style.id} {style.words}", genres, seen):
        return None
    return periods.year_of(passage.era)


def _in_time(
    own: Sequence[Clause], near: Sequence[Clause], year: int | None, sheet: _Sheet
) -> tuple[list[Clause], list[Clause]]:
    if year is None:
        return list(own), list(near)
    kept, strays = periods.in_time(own, year)
    if strays:
        sheet.losses += [f"era: {', '.join(strays)}"]
    return kept, periods.in_time(near, year)[0]


def _style(style: Style, sheet: _Sheet) -> Slot:
    words, lost = unsaid.strip(style.words)
    sheet.losses += lost
    if (
        translation.is_russian(words)
        or clauses.is_denial(words)
        or len(words.split()) > _LONGEST_STYLE
    ):
        read = clauses.read(words)
        words = ", ".join(slot.words for slot in scenes.in_order(read.clauses, _LONGEST_STYLE, ""))
        sheet.losses += [f"style: said as {words!r}"]
    return Slot("style", words or "Book illustration", "style")


def _era(mood: Sequence[Slot], era: str, sheet: _Sheet) -> list[Slot]:
    """What the bible knows of the time goes before what a passage hints at."""
    words = " ".join(periods.english(era).split()[:_LONGEST_ERA]).strip(",") if era else ""
    if era and (not words or clauses.is_denial(words)):
        sheet.losses += [f"era: {era!r} cannot be said"]
        words = ""
    if not words:
        return list(mood)
    return [slot for slot in mood if slot.name != "era"] + [Slot("era", words, "era")]


def _guards(
    passage: Passage, own: Reading, year: int | None, *, is_own: bool, sheet: _Sheet
) -> list[Slot]:
    """Of the time, and what a reader's own words want left out, said as what is there instead."""
    guards = [] if year is None else [Slot("guard", periods.guard(year, passage.type), "guard")]
    for denial in own.denials if is_own else ():
        for said in negatives.positively(denial)[0]:
            guards.append(Slot("guard", said, "reader"))
            sheet.losses.append(f"negative: {denial!r} said as {said!r}")
    return guards


def _avoided(passage: Passage, year: int | None, seen: Sequence[str]) -> tuple[str, ...]:
    """Nothing is avoided that the passage itself shows: a ship's border, a painted frame."""
    words = (*framing.AVOIDED[passage.type], *(() if year is None else periods.avoided(year)))
    shown = frozenset(seen)
    return tuple(each for each in words if each not in shown)


def _text(found: Iterable[Clause]) -> str:
    return ". ".join(clause.text for clause in found)

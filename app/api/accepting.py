"""Which of the formats we have a client would rather get; RFC 9110 section 12.5.1."""

import re
from collections.abc import Collection, Iterator, Sequence

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
# Nobody names more; what comes behind them is not read.
_MOST_RANGES = 50


def preferred(
    accept: str | None, offered: Sequence[str], *, by_name_only: Collection[str] = ()
) -> str | None:
    """
    The best of *offered* by the client's header; among equals the first. None where none is taken.

    No header takes anything. *by_name_only* are formats so new that a wildcard does not mean them.
    """
    ranges = dict(_ranges("*/*" if accept is None or not accept.strip() else accept))
    qualities = {each: _quality(each, ranges, each in by_name_only) for each in offered}
    best = max(offered, key=lambda each: qualities[each], default=None)
    return best if best is not None and qualities[best] > 0 else None


def _quality(media_type: str, ranges: dict[str, float], is_by_name: bool) -> float:
    """The most exact range decides, not the best one: `image/*;q=1, image/webp;q=0` refuses WebP."""
    wider = () if is_by_name else (f"{media_type.partition('/')[0]}/*", "*/*")
    return next((ranges[each] for each in (media_type, *wider) if each in ranges), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """What cannot be read is left out."""
    for each in accept.split(",")[:_MOST_RANGES]:
        media_range, *parameters = (part.strip().lower() for part in each.split(";"))
        told = [part.partition("=") for part in parameters]
        quality = next((value.strip() for name, _, value in told if name.strip() == "q"), "1")
        if "/" in media_range and _QUALITY.fullmatch(quality):
            yield media_range, float(quality)

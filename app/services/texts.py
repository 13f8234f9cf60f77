"""The text of a chapter by its addresses: masked for the engines, and cut where something stands."""

from collections.abc import Mapping, Sequence


def mask(blocks: Sequence[str], marks: Sequence[Mapping[str, int]]) -> list[str]:
    """The blocks with note marks blanked, at the same length: addresses stay what they are."""
    masked = list(blocks)
    for mark in marks:
        text, start, end = masked[mark["block"]], mark["start"], mark["end"]
        masked[mark["block"]] = text[:start] + " " * (end - start) + text[end:]
    return masked


def text_at(blocks: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two (block, offset); over several blocks joined with newlines."""
    if start[0] == end[0]:
        return blocks[start[0]][start[1] : end[1]]
    middle = blocks[start[0] + 1 : end[0]]
    return "\n".join([blocks[start[0]][start[1] :], *middle, blocks[end[0]][: end[1]]])

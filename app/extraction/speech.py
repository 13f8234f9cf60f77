"""Which parts of a text are spoken by somebody in it."""

import re

OPENING_DASH = re.compile(r"\s*(?:--|[—–―-])\s*")
# "Да, -- сказал он. -- Нет": after a mark and a dash the narrator takes over, after the next the
# speaker again.
TURN = re.compile(r"(?<![,.!?…])[,.!?…]+\s*(?:--|[—–―-])\s*")
# Quotation marks of English, Russian, French, German and Japanese; what is never closed goes on to
# the end. A single quote opens only where no letter stands before it and closes only after
# punctuation; everything else is an apostrophe.
QUOTED = re.compile(
    r"«[^»]{2,}»?|“[^”]{2,}”?|\"[^\"]{2,}\"?|„[^“”\"]{2,}[“”\"]?|「[^」]{2,}」?|『[^』]{2,}』?"
    r"|(?<!\w)[‘'](?=\w)(?:[^‘'’]|(?<=\w)['’](?=\w))+[,.!?…—-][’'](?!\w)"
)
# A block that opens a quotation and never closes it is part of a tale over many paragraphs, as in
# "The Time Machine": its teller is a narrator.
TALE = re.compile(r"\s*[«“\"](?=[^«»“”\"]*$)")
OPENS = re.compile(r"\s*(?:--|[—–―«“\"„「『]|-\s|[‘'](?=\w))\s*")


def spoken(text: str) -> bytearray:
    """One byte for each character: 1 where somebody speaks."""
    mask = bytearray(len(text))
    tale = TALE.match(text)
    quoted = QUOTED.finditer(text, tale.end() if tale else 0)
    for start, end in (*_turns(text), *(match.span() for match in quoted)):
        mask[start:end] = b"\x01" * (end - start)
    return mask


def opens(text: str, start: int, mask: bytearray) -> bool:
    """Whether somebody begins to speak at *start*; *mask* is what `spoken` says of *text*."""
    mark = OPENS.match(text, start)
    return mark is not None and mark.end() < len(mask) and bool(mask[mark.end()])


def _turns(text: str) -> list[tuple[int, int]]:
    """The speeches of a block that begins with a dash."""
    opening = OPENING_DASH.match(text)
    if opening is None:
        return []
    edges = [opening.end()]
    for turn in TURN.finditer(text, opening.end()):
        edges += [turn.start() + 1, turn.end()]
    edges.append(len(text))
    # The edges are those of all voices in turn; every second voice is the narrator's.
    return list(zip(edges[::4], edges[1::4], strict=False))

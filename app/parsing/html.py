"""
The canonical writer: a stream of starts, ends and texts in, blocks and their markup out.

A browser that reads it finds in each block exactly the text that `Draft.blocks` holds. Three
rules ensure it: a block never holds another one, table parts stand only in tables, and white
space is folded here so that none is left for the browser to fold.
"""

from html import escape

from app.domain.books import BlockSource
from app.parsing.drafts import Draft, Link, Opening, Target
from app.parsing.elements import (
    BARE_TABLE,
    CELLS,
    FLOWING,
    LOOSE,
    Block,
    Open,
    composed,
    fitting,
    folded,
)
from app.parsing.tags import Kind, Role


class Writer:
    """
    Writes into `draft`; `turn_to` goes on in another one, with the same elements open.

    *deepest* containers or inline elements are kept inside each other.
    """

    def __init__(self, draft: Draft, member: str, deepest: int) -> None:
        self.draft = draft
        self.member = member
        self._deepest = deepest
        self._stack: list[Open] = []
        self._flow: list[Open] = []
        self._inline: list[Open] = []
        self._block: Block | None = None

    def turn_to(self, draft: Draft) -> None:
        self._close_block()
        for opened in reversed(self._flow):
            self._write_end(opened)
        self.draft = draft
        for opened in self._flow:
            opened.piece = len(draft.pieces)
            draft.pieces.append(opened.tag)

    def close(self) -> None:
        """The document ends, perhaps in the middle of a text that no block element holds."""
        self._close_block()

    def start(self, role: Role, element: int, attributes: str = "") -> None:
        """An element opens; every call needs its `end`. Not for images, breaks and rules."""
        kind = self._fitting(role)
        opened = Open(kind, role.name, role.attributes + attributes, element)
        self._stack.append(opened)
        if kind is Kind.INLINE:
            self._start_inline(opened)
        elif kind is not Kind.PASSED:
            self._close_block()
            if kind is Kind.BLOCK:
                self._open_block(opened.name, opened.attributes, element, is_implicit=False)
            elif kind is not Kind.WALL:
                opened.piece = len(self.draft.pieces)
                self.draft.pieces.append(opened.tag)
                self._flow.append(opened)

    def start_link(self, element: int, target: Target | None, href: str, *, is_note: bool) -> None:
        """A link opens: to *target* inside the book, else to *href*; without both it is text."""
        is_nested = any(one.name == "a" for one in self._inline)
        kind = Kind.PASSED if is_nested or not (target or href) else Kind.INLINE
        opened = Open(kind, "a", "", element, target=target, href=href, is_note=is_note)
        if href and not target:
            opened.attributes = f' href="{escape(href)}" rel="noopener noreferrer nofollow"'
        self._stack.append(opened)
        if kind is Kind.INLINE:
            self._start_inline(opened)

    def end(self) -> None:
        opened = self._stack.pop()
        if opened.kind is Kind.PASSED:
            return
        if opened.kind is Kind.INLINE:
            self._inline.pop()
            if self._block:
                self._write_inline_end(opened)
            return
        closed = self._close_block()
        if opened.kind in FLOWING:
            self._flow.pop()
            if not (opened.kind is Kind.CELL and closed and self._collapse(opened, closed)):
                self._write_end(opened)

    def text(self, text: str) -> None:
        if self._block is None:
            if not text.strip():
                return
            self._open_implicit()
        block = self._block
        assert block is not None
        if block.name == "pre":
            self._preformatted(block, text)
            return
        text = folded(text)
        if not text:
            return
        ends_in_blank = text[-1] == " "
        starts_with_blank = text[0] == " "
        text = text.strip(" ")
        if (starts_with_blank or not text) and block.length and block.gap < 0:
            self._leave_gap(" ")
        if not text:
            return
        if block.gap >= 0:
            self._fill_gap(block)
        self.draft.pieces.append(escape(text, quote=False))
        block.texts.append(text)
        block.length += len(text)
        if ends_in_blank:
            self._leave_gap(" ")

    def _preformatted(self, block: Block, text: str) -> None:
        text = composed(text).replace("\r\n", "\n").replace("\r", "\n")
        # A browser drops a line feed that follows <pre> at once.
        text = text if block.length else text.lstrip("\n")
        self.draft.pieces.append(escape(text, quote=False))
        block.texts.append(text)
        block.length += len(text)

    def line_break(self) -> None:
        block = self._block
        if block is None or not block.length:
            return
        if block.gap < 0 or block.gap_markup == " ":
            block.gap = -1
            self._leave_gap("<br>\n")

    def rule(self) -> None:
        if self._flow and self._flow[-1].name in BARE_TABLE:
            return
        self._close_block()
        self.draft.pieces.append("<hr>")

    def image(self, digest: str, alt: str) -> None:
        markup = f'<img src="asset:{digest}" alt="{escape(" ".join(alt.split()))}">'
        self.draft.has_images = True
        if self._block is None and self._flow and self._flow[-1].name in BARE_TABLE:
            self._open_implicit()
        if self._block:
            self._block.has_image = True
            self.draft.pieces.append(markup)
        elif any(opened.name == "figure" for opened in self._flow):
            self.draft.pieces.append(markup)
        else:
            self.draft.pieces.append(f"<figure>{markup}</figure>")

    def _fitting(self, role: Role) -> Kind:
        # Each chapter and block opens what it stands in again, so nesting multiplies what is stored.
        if role.kind is Kind.INLINE and len(self._inline) >= self._deepest:
            return Kind.PASSED
        if role.kind in FLOWING and len(self._flow) >= self._deepest:
            return Kind.WALL
        return fitting(role, self._flow[-1].name if self._flow else "")

    def _start_inline(self, opened: Open) -> None:
        self._inline.append(opened)
        if self._block:
            self._write_inline_start(opened)

    def _write_inline_start(self, opened: Open) -> None:
        block = self._block
        assert block is not None
        if opened.target:
            start = block.length + (1 if block.gap >= 0 else 0)
            block.links.append(
                Link(
                    len(self.draft.pieces),
                    len(self.draft.blocks),
                    start,
                    opened.target,
                    opened.is_note,
                )
            )
        opened.piece = len(self.draft.pieces)
        self.draft.pieces.append("" if opened.target else opened.tag)

    def _write_inline_end(self, opened: Open) -> None:
        block = self._block
        assert block is not None
        if opened.target:
            link = block.links[-1]
            link.closing, link.end = len(self.draft.pieces), block.length
        elif len(self.draft.pieces) == opened.piece + 1:
            self.draft.pieces.pop()
            return
        self.draft.pieces.append("" if opened.target else f"</{opened.name}>")

    def _open_block(
        self, name: str, attributes: str, element: int, *, is_implicit: bool, after: str = ""
    ) -> None:
        self._block = Block(name, attributes, len(self.draft.pieces), element, is_implicit, after)
        self.draft.pieces.append("")
        for opened in self._inline:
            self._write_inline_start(opened)

    def _open_implicit(self) -> None:
        parent = self._flow[-1].name if self._flow else ""
        element = self._source_of_text()
        if parent not in BARE_TABLE:
            self._open_block("p", "", element, is_implicit=True)
            return
        if parent != "tr":
            self.draft.pieces.append("<tr>")
        self._open_block(
            "td", "", element, is_implicit=True, after="" if parent == "tr" else "</tr>"
        )

    def _source_of_text(self) -> int:
        """The outermost inline element around the text, or the element the text stands in."""
        element = 0
        for opened in reversed(self._stack):
            element = opened.element
            if opened.kind not in LOOSE:
                break
            if opened.kind is Kind.INLINE and self._inline and opened is self._inline[0]:
                break
        return element

    def _close_block(self) -> Block | None:
        """The block that was open, if it holds text and so counts as one."""
        block = self._block
        if block is None:
            return None
        pieces = self.draft.pieces
        for opened in reversed(self._inline):
            self._write_inline_end(opened)
        self._block = None
        text = "".join(block.texts)
        if text and not text.isspace():
            self._record(block, text)
            pieces.append(f"</{block.name}>{block.after}")
            return block
        if block.has_image:
            is_cell = block.name in CELLS
            is_framed = is_cell or any(opened.name == "figure" for opened in self._flow)
            pieces[block.piece] = f"<{block.name}>" if is_cell else "" if is_framed else "<figure>"
            pieces.append(
                f"</{block.name}>{block.after}" if is_cell else "" if is_framed else "</figure>"
            )
            self.draft.links += block.links
        else:
            del pieces[block.piece :]
            if block.after:
                pieces.pop()
        return None

    def _record(self, block: Block, text: str) -> None:
        draft = self.draft
        draft.openings.append(Opening(block.piece, block.name, block.attributes))
        draft.blocks.append(text)
        draft.sources.append(BlockSource(self.member, block.element))
        draft.links += block.links

    def _collapse(self, opened: Open, block: Block) -> bool:
        """Let a cell whose only content is one text be that block itself."""
        pieces = self.draft.pieces
        if not block.is_implicit or block.piece != opened.piece + 1 or block.after:
            return False
        name = "p" if opened.name == "div" else opened.name
        pieces[opened.piece] = ""
        pieces[-1] = f"</{name}>"
        self.draft.openings[-1] = Opening(opened.piece, name, opened.attributes)
        self.draft.sources[-1] = BlockSource(self.member, opened.element)
        return True

    def _write_end(self, opened: Open) -> None:
        pieces = self.draft.pieces
        if opened.piece == len(pieces) - 1 and opened.name not in CELLS:
            pieces.pop()
        else:
            pieces.append(f"</{opened.name}>")

    def _leave_gap(self, markup: str) -> None:
        block = self._block
        assert block is not None
        block.gap, block.gap_markup = len(self.draft.pieces), markup
        self.draft.pieces.append("")

    def _fill_gap(self, block: Block) -> None:
        self.draft.pieces[block.gap] = block.gap_markup
        block.texts.append(block.gap_markup[-1])
        block.length += 1
        block.gap = -1

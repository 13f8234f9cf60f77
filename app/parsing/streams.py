"""A long document, element by element: what has been read is let go, so it is never held whole."""

from collections.abc import Iterator

from lxml import etree

from app.parsing.xml import Element

# What a file system reads at once; from 16 to 256 thousand the time is the same (measured).
_CHUNK = 64 * 1024
_LONG = ("section", "body")

Event = tuple[str, Element]
"""`start` or `end`, and the element; at `start` its text can be read, at `end` its tail."""


def events(text: str) -> Iterator[Event]:
    """
    Starts and ends of all elements; what a section or body holds leaves the tree once it is read.

    Raises `etree.XMLSyntaxError`, perhaps after half of the document.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    # The text that follows an event is only complete once the next event has come.
    last: Event | None = None
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
        read: Iterator[Event] = parser.read_events()  # type: ignore[assignment] # no others asked for
        for event in read:
            if last:
                yield last
                _let_go(last)
            last = event
    parser.close()
    if last:
        yield last


def _let_go(event: Event) -> None:
    kind, element = event
    parent = element.getparent() if kind == "end" else None
    if parent is not None and parent.tag.endswith(_LONG):
        # Empty first: taking out a full one takes lxml a time that is quadratic in its children.
        element.clear()
        parent.remove(element)

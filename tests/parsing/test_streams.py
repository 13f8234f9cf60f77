"""Long documents in pieces: the same as from a tree, and without one."""

import pytest
from lxml import etree

from app.parsing import streams

# Longer than several reads, so that their edges fall into texts, tags and characters of all kinds.
LONG = (
    "<book><description><title>Имя</title></description><body>"
    + "".join(
        f"<section>{n}<p>текст <em>{'a' * (n % 97)}é&amp;</em> tail {n}</p>\n<p/>rest</section>"
        for n in range(3000)
    )
    + "</body></book>"
)


def seen(events):
    return [
        (kind, element.tag, element.text if kind == "start" else element.tail)
        for kind, element in events
    ]


def test_a_stream_tells_what_a_tree_tells():
    tree = etree.fromstring(LONG)

    assert seen(streams.events(LONG)) == seen(etree.iterwalk(tree, events=("start", "end")))


def test_what_has_been_read_leaves_the_tree_and_the_description_stays():
    events = streams.events(LONG)
    _, root = next(events)
    most = max(sum(1 for _ in root.iter()) for n, _ in enumerate(events) if n % 1000 == 0)

    assert root.findtext("description/title") == "Имя"
    assert most < sum(1 for _ in etree.fromstring(LONG).iter()) / 4


def test_a_document_that_breaks_off_is_no_stream():
    with pytest.raises(etree.XMLSyntaxError):
        list(streams.events(LONG[:-20]))

"""Small documents that the hostile ones are made of."""

from tests.parsing.builders import epub, fb2
from tests.parsing.hostile.cases import ACCEPTED

UNSAFE = ("unsafe-xml", ACCEPTED)

DEEP = ("too-deep", ACCEPTED)

LARGE = ("book-too-large", "archive-too-large", ACCEPTED)

SECRET = ("root:",)

NCX = '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{}</navMap></ncx>'

NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def _opf(title: str) -> str:
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        '<manifest><item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c1"/></spine></package>'
    )


def with_doctype(text: str, doctype: str) -> bytes:
    head, _, rest = text.partition("?>")
    return f"{head}?>{doctype}{rest}".encode()


def doctype(*declared: str) -> str:
    return "<!DOCTYPE x [" + "".join(declared) + "]>"


def in_encoding(encoding: str, declared: str | None = None, *, mark: bytes = b"") -> bytes:
    text = fb2(["<p>Обычный текст главы, чтобы было что читать.</p>"]).decode()
    return mark + text.replace('"utf-8"', f'"{declared or encoding}"').encode(encoding, "replace")


def declared(name: str) -> bytes:
    return in_encoding("cp1251", name)


def chapter(markup: str) -> bytes:
    return epub([("One", markup)])

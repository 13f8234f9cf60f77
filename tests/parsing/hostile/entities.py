"""Document types that read files, ask the net, or grow without end."""

from tests.parsing.builders import CONTAINER, epub, fb2, xhtml
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.documents import (
    NCX,
    NCX_ITEM,
    SECRET,
    UNSAFE,
    _opf,
    chapter,
    doctype,
    with_doctype,
)

PASSWD = "file:///etc/passwd"


def parts(text: str, *, doctype: str) -> dict[str, bytes]:
    """The same *doctype* before each kind of document of a book, with *text* in it."""
    chapter = xhtml(f"<p>Words of a chapter {text}</p>").replace("<!DOCTYPE html>", doctype)
    opf = _opf(f"A {text} Book")
    ncx = NCX.format(
        f'<navPoint><navLabel><text>{text}</text></navLabel><content src="c1.xhtml"/></navPoint>'
    )
    nav = xhtml(f'<nav epub:type="toc"><ol><li><a href="c1.xhtml">One {text}</a></li></ol></nav>')
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>'
    container = CONTAINER.replace("OEBPS/content.opf", f"{text}OEBPS/content.opf")
    head = '<?xml version="1.0"?>' + doctype
    page = '<item id="s" href="s.svg" media-type="image/svg+xml"/>'
    return {
        "chapter": epub(files={"c1.xhtml": chapter}),
        "package": epub(files={"content.opf": head + opf}),
        "NCX": epub(files={"toc.ncx": head + ncx}, manifest=NCX_ITEM, toc=""),
        "nav": epub(files={"nav.xhtml": nav.replace("<!DOCTYPE html>", doctype)}),
        "SVG": epub(files={"s.svg": head + svg}, manifest=page, spine='<itemref idref="s"/>'),
        "container": epub(files={"META-INF/container.xml": head + container.split("?>", 1)[1]}),
        "FB2": with_doctype(fb2([f"<p>Слова {text}</p>"]).decode(), doctype),
    }


EXTERNAL = doctype(f'<!ENTITY e SYSTEM "{PASSWD}">')

PUBLIC = doctype('<!ENTITY e PUBLIC "-//x" "http://127.0.0.1:9/e">')

PARAMETER = doctype(f'<!ENTITY % p SYSTEM "{PASSWD}"> %p;')

LAUGHS = doctype(
    '<!ENTITY a "ha">',
    *(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True)),
)

LOOP = doctype('<!ENTITY a "&b;">', '<!ENTITY b "&a;">')

HIDDEN = doctype('<!ENTITY a "&#38;b;">', '<!ENTITY b "&#38;c;">', '<!ENTITY c "x">')

BIG = doctype(f'<!ENTITY a "{"x" * 100_000}">')

ATTLIST = doctype("<!ELEMENT p ANY>", '<!ATTLIST p onclick CDATA "alert(1)">')

OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'

OPEN = "<!DOCTYPE x [ <!ENTITY a "


def everywhere(name: str, text: str, doctype: str, *answers: str, **more):
    return [
        case(f"{name} in {part}", lambda d=data: d, *answers, **more)
        for part, data in parts(text, doctype=doctype).items()
    ]


CASES = [
    *everywhere(
        "x01 external entity",
        "&e;",
        EXTERNAL,
        *UNSAFE,
        "invalid-epub",
        "empty-book",
        secrets=SECRET,
    ),
    *everywhere("x01 public entity", "&e;", PUBLIC, *UNSAFE, "invalid-epub", "empty-book"),
    *everywhere("x02 parameter entity", "", PARAMETER, "unsafe-xml", secrets=SECRET),
    *everywhere("x03 type from outside", "", OUTSIDE, ACCEPTED),
    *everywhere("x03 attributes by default", "", ATTLIST, ACCEPTED, markup=("onclick",)),
    *everywhere("x05 laughs", "&i;", LAUGHS, "unsafe-xml"),
    *everywhere("x05 loop", "&a;", LOOP, "unsafe-xml"),
    *everywhere("x05 hidden nesting", "&a;", HIDDEN, *UNSAFE, "invalid-epub", "invalid-fb2"),
    *everywhere("x06 blow-up", "&a;" * 2_000, BIG, "unsafe-xml"),
    *everywhere(
        "x06 type without an end",
        "",
        OPEN,
        *UNSAFE,
        "invalid-epub",
        "invalid-fb2",
        "empty-book",
        "unsupported-format",
    ),
    case(
        "x04 entity in UTF-16",
        lambda: (
            with_doctype(fb2(["<p>т &e;</p>"]).decode().replace("utf-8", "utf-16"), EXTERNAL)
            .decode()
            .encode("utf-16")
        ),
        *UNSAFE,
        secrets=SECRET,
    ),
    case(
        "x05 laughs in UTF-16",
        lambda: (
            with_doctype(fb2(["<p>т &i;</p>"]).decode().replace("utf-8", "utf-16"), LAUGHS)
            .decode()
            .encode("utf-16-be")
        ),
        "unsafe-xml",
    ),
    case(
        "x07 includes a file",
        lambda: chapter(
            f'<p>t</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{PASSWD}" parse="text"/>'
        ),
        ACCEPTED,
        secrets=SECRET,
    ),
    case(
        "x07 style sheet of XSLT",
        lambda: epub(
            files={
                "c1.xhtml": '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>'
                + xhtml("<p>t</p>")[38:]
            }
        ),
        ACCEPTED,
    ),
]

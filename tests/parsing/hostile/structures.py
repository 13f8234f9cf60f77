"""Books whose parts are missing, lead nowhere, or lead to each other."""

import io
import zipfile

from tests.parsing.builders import CONTAINER, archive, epub, fb2
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.documents import DEEP, LARGE, NCX, NCX_ITEM, SECRET, _opf, chapter


def deep_ncx(levels: int) -> bytes:
    point = '<navPoint><navLabel><text>n</text></navLabel><content src="c1.xhtml"/>'
    ncx = NCX.format(point * levels + "</navPoint>" * levels)
    return epub(files={"toc.ncx": ncx}, manifest=NCX_ITEM, toc="")


def deep_nav(levels: int) -> bytes:
    return epub(toc='<li><a href="c1.xhtml">n</a><ol>' * levels + "</ol></li>" * levels)


def spine_of(number: int) -> bytes:
    return epub(spine='<itemref idref="c1"/>' * number)


def contents_of(number: int, target: str = "c1.xhtml#a{}") -> bytes:
    anchors = "".join(f'<p id="a{n}">w{n}</p>' for n in range(number))
    entries = "".join(f'<li><a href="{target.format(n)}">e{n}</a></li>' for n in range(number))
    return epub([("One", anchors)], toc=entries)


def without(*names: str, **files: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(epub())) as opened:
        kept = {name: opened.read(name) for name in opened.namelist() if name not in names}
    return archive(kept | files)


def fallbacks(number: int) -> bytes:
    items = "".join(
        f'<item id="f{n}" href="f{n}.bin" media-type="x/y" fallback="f{(n + 1) % number}"/>'
        for n in range(number)
    )
    return epub(manifest=items, spine='<itemref idref="f0"/>')


CASES = [
    case("e05 NCX 10,000 deep", lambda: deep_ncx(10_000), *DEEP),
    case("e05 NCX 100 deep", lambda: deep_ncx(100), ACCEPTED),
    case("e05 nav 4,000 deep", lambda: deep_nav(4_000), *DEEP),
    case("e01 chapters elsewhere", lambda: without("OEBPS/c1.xhtml"), "empty-book"),
    case(
        "e01 a chapter of pictures that are gone",
        lambda: chapter('<img src="gone.png" alt=""/>'),
        "empty-book",
    ),
    case("e01 chapters of blanks", lambda: chapter("<p> \u00a0</p>"), "empty-book", ACCEPTED),
    case(
        "e02 spine of strangers",
        lambda: epub(files={"content.opf": _opf("x").replace('idref="c1"', 'idref="no"')}),
        "empty-book",
    ),
    case(
        "e03 package is JSON", lambda: epub(files={"content.opf": '{"spine": []}'}), "invalid-epub"
    ),
    case("e03 package is empty", lambda: epub(files={"content.opf": ""}), "invalid-epub"),
    case(
        "e03 container is empty",
        lambda: epub(files={"META-INF/container.xml": ""}),
        "invalid-epub",
        ACCEPTED,
    ),
    case(
        "e03 container names itself",
        lambda: epub(
            files={
                "META-INF/container.xml": CONTAINER.replace(
                    "OEBPS/content.opf", "META-INF/container.xml"
                )
            }
        ),
        "invalid-epub",
        ACCEPTED,
    ),
    case(
        "e03 container leads to the net",
        lambda: epub(
            files={
                "META-INF/container.xml": CONTAINER.replace(
                    "OEBPS/content.opf", "http://127.0.0.1:9/x.opf"
                )
            }
        ),
        "invalid-epub",
        ACCEPTED,
    ),
    case(
        "e03 container leads to a file",
        lambda: epub(
            files={
                "META-INF/container.xml": CONTAINER.replace(
                    "OEBPS/content.opf", "../../../../etc/passwd"
                )
            }
        ),
        "invalid-epub",
        ACCEPTED,
        secrets=SECRET,
    ),
    case(
        "e03 no manifest",
        lambda: epub(
            files={"content.opf": "<package><spine><itemref idref='c1'/></spine></package>"}
        ),
        "empty-book",
        "invalid-epub",
    ),
    case("e06 circle of a thousand", lambda: fallbacks(1_000), ACCEPTED, "invalid-epub"),
    case("e07 spine of 20,000", lambda: spine_of(20_000), *LARGE),
    case("e07 spine of 9,000 times one", lambda: spine_of(9_000), *LARGE),
    case("e07 contents of 15,000", lambda: contents_of(15_000), *LARGE),
    case("e07 9,000 chapters in a file", lambda: contents_of(9_000), *LARGE),
    case("e07 9,000 entries to one place", lambda: contents_of(9_000, "c1.xhtml#a1"), *LARGE),
    case(
        "e07 contents that lead back and forth",
        lambda: epub(
            [("1", "<p>a</p>"), ("2", "<p>b</p>")],
            toc='<li><a href="c2.xhtml">2</a></li><li><a href="c1.xhtml">1</a></li>' * 500,
        ),
        ACCEPTED,
    ),
    case(
        "e08 nav names itself",
        lambda: epub(spine='<itemref idref="nav"/>', toc='<li><a href="nav.xhtml">me</a></li>'),
        ACCEPTED,
    ),
    case(
        "e08 chapter in the manifest 9,000 times",
        lambda: epub(
            manifest="".join(
                f'<item id="x{n}" href="c1.xhtml" media-type="application/xhtml+xml"/>'
                for n in range(9_000)
            ),
            spine="".join(f'<itemref idref="x{n}"/>' for n in range(9_000)),
        ),
        *LARGE,
    ),
    case(
        "e09 addresses that are none",
        lambda: chapter(
            '<p>w</p><a href="http://[">x</a><a href="//[::1">y</a><img src="http://[x" alt=""/>'
            '<a href="c1.xhtml#%FF%00">z</a><a href="%00">n</a>'
        ),
        ACCEPTED,
    ),
    case(
        "e09 FB2 without bodies",
        lambda: b'<?xml version="1.0"?><FictionBook><description/></FictionBook>',
        "empty-book",
    ),
    case(
        "e09 FB2 of notes only", lambda: fb2(["<p> </p>"], notes={"n": "x"}), ACCEPTED, "empty-book"
    ),
    case(
        "e09 FB2 inside its title",
        lambda: fb2(["<title><section><p>x</p></section></title>"]),
        ACCEPTED,
        "empty-book",
    ),
    case("e09 FB2 in FB2", lambda: fb2([fb2().decode().split("?>", 1)[1]]), ACCEPTED),
]

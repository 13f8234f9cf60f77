"""Markup that would run, load or move something in the browser of whoever reads the book."""

from pathlib import Path

from tests.parsing.builders import epub, fb2, png, xhtml
from tests.parsing.hostile.cases import ACCEPTED, Case, case

# One a line, `a01 name: markup`: a01 is well-formed, a02 is read by the rules of HTML, a06 is FB2.
ATTACKS = Path(__file__).with_name("attacks.txt").read_text().splitlines()
BAD = (
    "<script",
    "<iframe",
    "<object",
    "<embed",
    "<form",
    "<svg",
    "<math",
    "<style",
    "<link",
    "<meta",
)
BAD += ('src="http://127.0.0.1:9', "srcdoc=", "data:")
ENDING = "<p>The end of the chapter.</p>"


def chapter(markup: str) -> bytes:
    picture = '<item id="p" href="p.png" media-type="image/png"/>'
    body = xhtml(f"<h1>One</h1>{markup}{ENDING}")
    body = body.replace("<html ", '<html xmlns:l="http://www.w3.org/1999/xlink" ')
    return epub(files={"c1.xhtml": body, "p.png": png()}, manifest=picture)


def in_utf7() -> bytes:
    text = xhtml("<p>x +ADw-script+AD4-alert(1)</p>").replace("utf-8", "utf-7")
    return epub(files={"c1.xhtml": text})


def attack(line: str) -> Case:
    name, _, markup = line.partition(": ")
    markup = markup.replace(r"\n", "\n").replace(r"\0", "\0")
    if name.startswith("a06"):
        return case(name, lambda: fb2([markup + ENDING]), ACCEPTED, markup=BAD)
    return case(name, lambda: chapter(markup), ACCEPTED, markup=BAD)


CASES = [
    *(attack(line) for line in ATTACKS),
    case("a02 UTF-7", in_utf7, ACCEPTED, markup=BAD),
    case(
        "a02 formatting 200 deep",
        lambda: chapter("<b>" * 200 + "<p>x<script>alert(1)</script>"),
        ACCEPTED,
        markup=BAD,
    ),
    case(
        "a02 a page without a head",
        lambda: epub(
            files={"c1.xhtml": "<p>x<script>alert(1)</script><img src=x onerror=alert(1)>"}
        ),
        ACCEPTED,
        markup=BAD,
    ),
]

"""Markup that is deep, long or many."""

from tests.parsing.builders import epub, fb2
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.documents import DEEP, LARGE, UNSAFE, chapter, with_doctype


def deep(element: str, levels: int, *, closed: bool = True) -> bytes:
    end = f"</{element}>" * levels if closed else ""
    return epub([("One", f"<{element}>" * levels + "the bottom" + end)])


def deep_fb2(element: str, levels: int) -> bytes:
    return fb2([f"<{element}>" * levels + "<p>дно</p>" + f"</{element}>" * levels])


def attributes(number: int) -> str:
    return "".join(f' a{n}="{n}"' for n in range(number))


def noted(number: int) -> bytes:
    marks = "".join(f'<p>w<a type="note" l:href="#n{n}">{n}</a></p>' for n in range(number))
    return fb2([marks], notes={f"n{n}": f"note {n}" for n in range(number)})


def in_notes(number: int) -> bytes:
    notes = "".join(
        f'<aside epub:type="footnote" id="n{n}"><p>n</p></aside>' for n in range(number)
    )
    return chapter(f"<p>text</p>{notes}")


CASES = [
    case(
        "x08 FB2 with a name of 300,000 that never ends",
        lambda: fb2(["<p>t</p>" + ("<" + "A" * 300_000) * 3]),
        *LARGE,
        "invalid-fb2",
    ),
    case(
        "x08 FB2 with quotes that never end",
        lambda: fb2(["<p>t</p>" + "<a b=\"<i c='>x " * 30_000]),
        *LARGE,
        "too-deep",
        "invalid-fb2",
    ),
    case(
        "x12 FB2 paragraph of 300,000 pieces",
        lambda: fb2(["<p>" + "<strong>x</strong>" * 300_000 + "</p>"]),
        *LARGE,
    ),
    case(
        "x08 attribute of 12 MB",
        lambda: chapter(f'<p title="{"a" * 12_000_000}">text</p>'),
        ACCEPTED,
        "archive-too-large",
    ),
    case(
        "x08 FB2 attribute of 15 MB",
        lambda: fb2([f'<p style="{"a" * 15_000_000}">text</p>']),
        ACCEPTED,
        "invalid-fb2",
    ),
    case(
        "x08 100,000 attributes",
        lambda: chapter(f"<p{attributes(100_000)}>text</p>"),
        ACCEPTED,
        "invalid-epub",
    ),
    case(
        "x08 FB2 with 100,000 attributes",
        lambda: fb2([f"<p{attributes(100_000)}>text</p>"]),
        ACCEPTED,
        "invalid-fb2",
    ),
    case(
        "x08 100,000 namespaces",
        lambda: chapter(
            "<p" + "".join(f' xmlns:n{n}="u{n}"' for n in range(100_000)) + ">text</p>"
        ),
        ACCEPTED,
    ),
    case("x08 one name of 1 MB", lambda: chapter(f"<p>t</p><{'n' * 1_000_000}/>"), ACCEPTED),
    case(
        "x08 comment of 12 MB",
        lambda: chapter(f"<p>t</p><!--{'c' * 12_000_000}-->"),
        ACCEPTED,
        "archive-too-large",
    ),
    case(
        "x08 instruction of 12 MB",
        lambda: fb2([f"<p>t</p><?x {'c' * 12_000_000}?>"]),
        ACCEPTED,
        "invalid-fb2",
    ),
    *(
        case(f"x09 {levels} {element}", lambda e=element, n=levels: deep(e, n), *DEEP)
        for element, levels in (
            ("blockquote", 50_000),
            ("span", 100_000),
            ("ul", 3_000),
            ("table", 5_000),
            ("ruby", 900),
            ("svg", 70_000),
            ("b", 255),
        )
    ),
    case("x09 never closed", lambda: deep("div", 60_000, closed=False), *DEEP),
    *(
        case(
            f"x09 FB2, {levels} {element}",
            lambda e=element, n=levels: deep_fb2(e, n),
            "too-deep",
            *(() if levels > 255 else (ACCEPTED,)),
        )
        for element, levels in (
            ("section", 20_000),
            ("cite", 50_000),
            ("emphasis", 3_000),
            ("section", 200),
        )
    ),
    case(
        "x09 table in table",
        lambda: chapter("<table><tr><td>" * 80 + "x" + "</td></tr></table>" * 80),
        *DEEP,
    ),
    case("x12 300,000 paragraphs", lambda: fb2(["<p>w</p>" * 300_000]), *LARGE),
    case("x12 2 million elements", lambda: chapter("<b/>" * 2_000_000), *LARGE),
    case("x12 400,000 pieces", lambda: chapter("<p>" + "<i>w</i> " * 400_000 + "</p>"), *LARGE),
    case("x12 30,000 sections", lambda: fb2(["<p>w</p>"] * 30_000), *LARGE),
    case(
        "x12 40,000 rows",
        lambda: chapter("<table>" + "<tr><td>w</td></tr>" * 40_000 + "</table>"),
        ACCEPTED,
        *LARGE,
    ),
    case(
        "x12 one row of 100,000",
        lambda: chapter("<table><tr>" + "<td>w</td>" * 100_000 + "</tr></table>"),
        ACCEPTED,
    ),
    case(
        "x12 cells that span the world",
        lambda: chapter('<table><tr><td colspan="99999999" rowspan="65535">w</td></tr></table>'),
        ACCEPTED,
    ),
    case("x12 100,000 breaks", lambda: chapter("<p>w" + "<br/>" * 100_000 + "x</p>"), ACCEPTED),
    case(
        "x12 100,000 links",
        lambda: chapter('<p id="p">w</p>' + '<a href="#p">w</a>' * 100_000),
        ACCEPTED,
    ),
    case("x12 100,000 equal ids", lambda: chapter('<p id="same">w</p>' * 100_000), ACCEPTED),
    case(
        "x12 ids like ours",
        lambda: chapter('<p id="b1">one</p><p id="b0">two</p><p id="b2"/>'),
        ACCEPTED,
    ),
    case("x13 20,000 notes", lambda: noted(20_000), ACCEPTED),
    case("x13 60,000 notes", lambda: noted(60_000), *LARGE),
    case("x13 60,000 footnotes", lambda: in_notes(60_000), *LARGE),
    case("x14 a word of 5 million", lambda: fb2([f"<p>{'ж' * 5_000_000}</p>"]), *LARGE),
    case("x14 20 million accents", lambda: fb2([f"<p>e{chr(0x301) * 10_000_000}</p>"]), *LARGE),
    case("x14 ligatures that grow", lambda: chapter(f"<p>{chr(0xFDFA) * 500_000}</p>"), ACCEPTED),
    case("x14 hyphens between letters", lambda: chapter(f"<p>{'a-' * 1_500_000}</p>"), ACCEPTED),
    case("x14 apostrophes", lambda: chapter("<p>" + "’" * 1_000_000 + "</p>"), ACCEPTED),
    case("x14 1 million ampersands", lambda: fb2([f"<p>{'&' * 1_000_000}</p>"]), ACCEPTED),
    case(
        "x14 1 million smaller-thans",
        lambda: fb2([f"<p>{'< ' * 400_000}</p>"]),
        *LARGE,
        "invalid-fb2",
    ),
    case(
        "x14 1 million open comments",
        lambda: fb2([f"<p>t</p>{'<!--' * 200_000}"]),
        *LARGE,
        "invalid-fb2",
    ),
    case(
        "x14 1 million open CDATA",
        lambda: fb2([f"<p>t &nbsp; {'<![CDATA[' * 100_000}</p>"]),
        *LARGE,
        "invalid-fb2",
    ),
    case(
        "x14 quotes in a type",
        lambda: with_doctype(fb2().decode(), "<!DOCTYPE x [" + "'\"" * 200_000 + "]>"),
        *UNSAFE,
        "invalid-fb2",
        "unsupported-format",
    ),
    case("x14 many binaries", lambda: fb2(binaries={f"i{n}": b"x" for n in range(50_000)}), *LARGE),
]

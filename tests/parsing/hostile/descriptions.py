"""What a book says about itself, when it lies."""

from tests.parsing.builders import epub, fb2
from tests.parsing.hostile.cases import ACCEPTED, case


def described(metadata: str, **more) -> bytes:
    return epub(metadata=metadata, **more)


SERIES = '<meta name="calibre:series" content="S"/><meta name="calibre:series_index" content="{}"/>'

BIDI = "\u202eexe.kooB\u202c\u2066"

CASES = [
    case("m01 title of 3 MB", lambda: epub(title="Long " * 600_000), ACCEPTED, "invalid-epub"),
    case("m01 title of 1 MB of accents", lambda: epub(title="e" + "\u0301" * 500_000), ACCEPTED),
    case("m01 name of a chapter of 1 MB", lambda: epub([("n" * 1_000_000, "<p>x</p>")]), ACCEPTED),
    case(
        "m01 description of 5 MB",
        lambda: described(f"<dc:description>{'&lt;p>words' * 500_000}</dc:description>"),
        ACCEPTED,
    ),
    case(
        "m01 description 9,000 deep",
        lambda: described(f"<dc:description>{'&lt;div>' * 9_000}x</dc:description>"),
        ACCEPTED,
    ),
    case("m01 FB2 title of 2 MB", lambda: fb2(title="Ж" * 1_000_000), ACCEPTED),
    case(
        "m02 30,000 authors",
        lambda: epub(authors=[f"A{n}" for n in range(30_000)]),
        ACCEPTED,
        "invalid-epub",
    ),
    case("m02 an author of 1 MB", lambda: epub(authors=["x" * 1_000_000]), ACCEPTED),
    case(
        "m02 50,000 subjects",
        lambda: described("".join(f"<dc:subject>s{n}</dc:subject>" for n in range(50_000))),
        ACCEPTED,
    ),
    case(
        "m02 20,000 refinements of one",
        lambda: described(
            '<dc:creator id="c">C</dc:creator>'
            + '<meta refines="#c" property="role">aut</meta>' * 20_000
        ),
        ACCEPTED,
    ),
    *(
        case(f"m03 series {number[:12]}", lambda n=number: described(SERIES.format(n)), ACCEPTED)
        for number in ("NaN", "inf", "-1", "1e999", "1e308", "٣", "9" * 5_000, "0x10", "1_000")
    ),
    *(
        case(f"m03 language {name[:9]!r}", lambda n=name: epub(language=n), ACCEPTED)
        for name in (
            "x" * 100_000,
            "en'; DROP TABLE edition;--",
            "../../etc",
            "&#x202e;",
            "zz-zz-zz-zz",
            "ru_RU.UTF-8",
            "-",
        )
    ),
    case("m03 date 99999", lambda: described("<dc:date>99999-99-99T99:99</dc:date>"), ACCEPTED),
    case("m03 date of 1 MB", lambda: described(f"<dc:date>{'9' * 1_000_000}</dc:date>"), ACCEPTED),
    case(
        "m03 ISBN of 1 MB",
        lambda: described(f"<dc:identifier>{'9' * 1_000_000}</dc:identifier>"),
        ACCEPTED,
    ),
    case(
        "m03 display-seq NaN",
        lambda: described(
            '<dc:creator id="c">C</dc:creator><meta refines="#c" property="display-seq">NaN</meta>'
        ),
        ACCEPTED,
    ),
    case("m04 title that turns around", lambda: epub(title=BIDI), ACCEPTED, secrets=("\u202e",)),
    case("m04 name of a chapter that turns around", lambda: epub([(BIDI, "<p>x</p>")]), ACCEPTED),
    case("m05 title of nothing to see", lambda: epub(title="\u200b\ufeff\u00ad\u2060"), ACCEPTED),
    case("m05 title of controls", lambda: epub(title="\x85\x9f\u2028"), ACCEPTED),
    case(
        "a03 markup in every name",
        lambda: epub(
            title="<script>alert(1)</script>",
            authors=['"><img src=x onerror=alert(1)>'],
            metadata="<dc:publisher>&lt;b></dc:publisher><dc:description>&lt;script>alert(1)&lt;/script>"
            "&lt;img src=x onerror=alert(1)></dc:description>",
        ),
        ACCEPTED,
    ),
    case(
        "a03 SQL in every name",
        lambda: epub(
            title="'; DROP TABLE book; --",
            authors=["Robert'); DELETE FROM reader; --"],
            language="' OR 1=1",
        ),
        ACCEPTED,
    ),
    case(
        "a03 templates in every name",
        lambda: epub(
            title="{{ 7*7 }}{% include '/etc/passwd' %}",
            authors=["${jndi:ldap://127.0.0.1:9/x}", "%s%n%x", "\x1b[2J"[1:]],
        ),
        ACCEPTED,
    ),
]

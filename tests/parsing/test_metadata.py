"""What a package says about its book: every spelling of titles, people, numbers and dates."""

import pytest

from app.domain.books import Series
from app.parsing import parse
from tests.parsing.builders import archive, epub, fb2


def about(metadata: str, **more):
    return parse(epub(metadata=metadata, **more)).metadata


def refined(identifier: str, **properties: str) -> str:
    return "".join(
        f'<meta refines="#{identifier}" property="{name.replace("_", "-")}">{value}</meta>'
        for name, value in properties.items()
    )


@pytest.mark.parametrize(
    ("metadata", "authors"),
    [
        ('<dc:creator opf:role="aut" opf:file-as="Poe, E.">E. Poe</dc:creator>', ("E. Poe",)),
        ('<dc:creator opf:role="AUT">Ann</dc:creator>', ("Ann",)),
        ('<dc:creator opf:role="edt">Ed</dc:creator>', ()),
        ('<dc:creator id="a">Ann</dc:creator>' + refined("a", role="aut") + refined("a", role="ill"), ("Ann",)),
        (
            '<dc:creator id="a">Ann</dc:creator>'
            + refined("a", role="http://id.loc.gov/vocabulary/relators/aut"),
            ("Ann",),
        ),
        (
            '<dc:creator id="a">Ann</dc:creator><meta refines="content.opf#a" property="role">ill</meta>',
            (),
        ),
    ],
)  # fmt: skip
def test_authors_are_the_creators_whose_role_is_theirs_or_unsaid(metadata, authors):
    assert about(metadata, authors=()).authors == authors


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ('<dc:title id="c">Set</dc:title>' + refined("c", title_type="collection"), "A Book"),
        ('<dc:title id="m">Main</dc:title>' + refined("m", title_type="main"), "Main"),
        ("<dc:title>Another</dc:title>", "A Book"),
    ],
)
def test_the_title_is_the_first_unless_another_is_the_main_one(metadata, title):
    assert about(metadata).title == title


def test_a_title_of_a_set_serves_where_there_is_no_other():
    metadata = '<dc:title id="c">Set</dc:title>' + refined("c", title_type="collection")

    assert about(metadata, title="").title == "Set"


@pytest.mark.parametrize(
    "text",
    [
        "9780306406157", "978-0-306-40615-7", "urn:isbn:9780306406157", "ISBN: 978-0-306-40615-7",
        "ISBN-13: 978 0 306 40615 7", "eISBN 9780306406157", "9780306406157 (epub)",
        "978\u20130\u2013306\u201340615\u20137", "ISBN 0-00-000000-1, 978-0-306-40615-7",
    ],
)  # fmt: skip
def test_an_isbn_is_read_in_all_its_shapes(text):
    assert about(f"<dc:identifier>{text}</dc:identifier>").isbn == "9780306406157"


def test_an_isbn_of_ten_figures_may_stand_in_the_source():
    assert about("<dc:source>urn:isbn:080442957X</dc:source>").isbn == "080442957X"


def test_the_identifier_is_the_one_the_package_calls_unique():
    assert about("<dc:identifier>other</dc:identifier>").identifier == "urn:test"


@pytest.mark.parametrize(
    ("metadata", "published"),
    [
        ('<dc:date opf:event="modification">2002</dc:date>', None),
        ('<dc:date opf:event="creation">2001</dc:date><dc:date>1999</dc:date>', "1999"),
        ('<dc:date>1999</dc:date><dc:date opf:event="publication">2002</dc:date>', "2002"),
        ('<dc:date opf:event="original-publication">1890</dc:date>', "1890"),
        ('<meta property="dcterms:issued">2010</meta>', "2010"),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", None),
    ],
)
def test_the_date_is_that_of_publication(metadata, published):
    assert about(metadata).published == published


@pytest.mark.parametrize(
    ("metadata", "series"),
    [
        (
            '<meta property="belongs-to-collection" id="s">Set</meta>' + refined("s", collection_type="set")
            + '<meta property="belongs-to-collection" id="c">S</meta>'
            + refined("c", collection_type="series", group_position="4"),
            Series("S", 4.0),
        ),
        (
            '<meta property="calibre:series">S</meta><meta property="calibre:series_index">3</meta>',
            Series("S", 3.0),
        ),
        ('<meta property="belongs-to-collection" id="s">Set</meta>' + refined("s", collection_type="set"), None),
    ],
)  # fmt: skip
def test_a_series_is_a_collection_that_is_one(metadata, series):
    assert about(metadata).series == series


def test_an_annotation_made_of_elements_keeps_its_paragraphs():
    paragraphs = '<p xmlns="http://www.w3.org/1999/xhtml">{}</p>'
    markup = "".join(map(paragraphs.format, ("One", "Two")))

    assert about(f"<dc:description>{markup}</dc:description>").annotation == "One\nTwo"


def test_a_collection_in_the_package_says_nothing_about_the_book():
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Book</dc:title></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine><collection role="x"><metadata>'
        '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Nobody</dc:creator></metadata></collection></package>'
    )

    book = parse(archive({"book.opf": package, "a.xhtml": "<p>Text.</p>"}))

    assert (book.metadata.title, book.metadata.authors) == ("Book", ())


def test_what_is_cut_from_a_description_is_reported():
    long = f"<dc:creator>{'a' * 2000}</dc:creator><dc:description>{'word ' * 5000}</dc:description>"
    many = "<dc:subject>one</dc:subject><dc:subject>two</dc:subject>" * 150

    details = [each.detail for each in parse(epub(metadata=long + many)).warnings]

    assert details == [
        "a title or name: 1,000 of 2,000 are kept",
        "genres: 200 of 300 are kept",
        "the annotation: 20,000 of 24,999 are kept",
    ]


FB2_PEOPLE = (
    "<author><nickname>Ник</nickname></author><author>Просто Имя</author>"
    "<author><first-name>Анна</first-name><middle-name>П.</middle-name><last-name>Рощина</last-name></author>"
)


def fb2_about(description: str):
    data = fb2().decode()
    start, end = data.index("<description>"), data.index("</description>")
    return parse((data[:start] + "<description>" + description + data[end:]).encode()).metadata


def test_people_of_an_fb2_are_named_by_what_is_there():
    authors = fb2_about(f"<title-info>{FB2_PEOPLE}</title-info>").authors

    assert authors == ("Ник", "Просто Имя", "Анна П. Рощина")


def test_an_fb2_is_described_by_its_own_title_and_else_by_that_of_the_original():
    own, original = (
        f"<{part}><book-title>{title}</book-title><lang>{language}</lang></{part}>"
        for part, title, language in (
            ("title-info", "Дом", "ru"),
            ("src-title-info", "House", "en"),
        )
    )

    assert (fb2_about(own + original).title, fb2_about(own + original).language) == ("Дом", "ru")
    assert fb2_about(original).title == "House"
    assert fb2_about("<publish-info><book-name>Дом</book-name></publish-info>").title == "Дом"


def test_what_an_fb2_says_of_its_printing_is_read():
    read = fb2_about(
        "<title-info><date value='1895-03-02'>1895</date><sequence name='Внешний' number='1'>"
        "<sequence name='Внутренний' number='3'/></sequence></title-info><document-info><id>A-1</id></document-info>"
        "<publish-info><publisher>Дом книги</publisher><year>2001</year><isbn>ISBN 5-00-000000-0, 9780306406157</isbn>"
        "</publish-info>"
    )

    assert (read.publisher, read.published, read.isbn) == ("Дом книги", "2001", "9780306406157")
    assert (read.series, read.identifier) == (Series("Внешний", 1.0), "A-1")


def test_the_annotation_of_an_fb2_keeps_its_lines():
    read = fb2_about(
        "<title-info><annotation><p>Раз <strong>два</strong></p><poem><stanza><v>три</v><v>пять</v></stanza></poem>"
        "</annotation></title-info>"
    )

    assert read.annotation == "Раз два\nтри\nпять"


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("می\u200cشود", "می\u200cشود"),
        ("क्\u200dष", "क्\u200dष"),
        ("אב\u200f (1)", "אב\u200f (1)"),
        ("War\u00a0and\u2028Peace", "War and Peace"),
        ("\u200c\u200f", ""),
    ],
)
def test_a_title_keeps_the_joiners_and_marks_that_its_language_is_spelled_with(title, kept):
    assert parse(epub(title=title)).metadata.title == kept

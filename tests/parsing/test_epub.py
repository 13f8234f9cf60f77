"""What an EPUB says about itself, and what happens to one that is locked, broken or odd."""

import pickle

import pytest

from app.domain.books import Address, ChapterKind, Series
from app.errors import DrmProtected, EmptyBook, InvalidEpub
from app.parsing import parse
from tests.parsing.builders import CONTAINER, archive, epub, xhtml

PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
CALIBRE = (
    '<meta name="calibre:series" content="S"/><meta name="calibre:series_index" content="{}"/>'
)
COLLECTION = (
    '<meta property="belongs-to-collection" id="c">S</meta>'
    '<meta refines="#c" property="group-position">2.5</meta>'
)


def codes(book):
    return {warning.code for warning in book.warnings}


def test_a_plain_book_has_its_metadata_chapters_and_contents():
    book = parse(epub([("Chapter 1", "<p>One.</p>"), ("Chapter 2", "<p>Two.</p>")], title="T"))

    assert (book.metadata.title, book.metadata.authors, book.metadata.language) == (
        "T",
        ("Ann Author",),
        "en",
    )
    assert [(c.ordinal, c.title, c.number, c.kind) for c in book.chapters] == [
        (1, "Chapter 1", 1, ChapterKind.BODY),
        (2, "Chapter 2", 2, ChapterKind.BODY),
    ]
    assert [entry.target for entry in book.contents] == [Address(1, 0, 0), Address(2, 0, 0)]
    assert book.warnings == ()


def test_roles_order_and_titles_follow_their_refinements():
    metadata = (
        '<dc:title id="s">Under</dc:title><meta refines="#s" property="title-type">subtitle</meta>'
        '<dc:creator id="b">Second</dc:creator><meta refines="#b" property="display-seq">2</meta>'
        '<dc:creator id="a">First</dc:creator><meta refines="#a" property="display-seq">1</meta>'
        '<dc:creator opf:role="ill">Painter</dc:creator><dc:contributor opf:role="trl">Translator</dc:contributor>'
    )

    about = parse(epub(title="Over", authors=(), metadata=metadata)).metadata

    assert (about.title, about.subtitle) == ("Over", "Under")
    assert about.authors == ("First", "Second")
    assert about.translators == ("Translator",)


@pytest.mark.parametrize(
    ("metadata", "series"),
    [
        (CALIBRE.format("3"), Series("S", 3.0)),
        (COLLECTION, Series("S", 2.5)),
        (CALIBRE.format("NaN"), Series("S")),
    ],
)
def test_series_are_read_in_both_spellings(metadata, series):
    assert parse(epub(metadata=metadata)).metadata.series == series


def test_an_isbn_counts_only_with_a_right_check_digit():
    assert parse(
        epub(metadata="<dc:identifier>urn:isbn:978-0-306-40615-7</dc:identifier>")
    ).metadata.isbn == ("9780306406157")
    for other in ("9780306406158", "urn:uuid:00000000-0000-4000-8000-000000000158"):
        assert parse(epub(metadata=f"<dc:identifier>{other}</dc:identifier>")).metadata.isbn is None


def test_an_annotation_is_plain_text():
    metadata = "<dc:description>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;</dc:description>"

    assert parse(epub(metadata=metadata)).metadata.annotation == "One two\nthree"


def test_the_first_rootfile_is_the_book():
    container = CONTAINER.replace("</rootfiles>", '<rootfile full-path="other.opf"/></rootfiles>')
    members = {"META-INF/container.xml": container}

    assert parse(epub(title="First", files=members)).metadata.title == "First"


def test_obfuscated_fonts_are_not_drm_and_locked_chapters_are():
    def encryption(algorithm: str, member: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
            f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData>'
            f'<e:CipherReference URI="OEBPS/{member}"/></e:CipherData></e:EncryptedData></encryption>'
        )

    font = encryption("http://www.idpf.org/2008/embedding", "font.otf")
    text = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "c1.xhtml")

    assert parse(epub(files={"META-INF/encryption.xml": font})).chapters
    with pytest.raises(DrmProtected) as refused:
        parse(epub(files={"META-INF/encryption.xml": text, "META-INF/license.lcpl": "{}"}))
    assert refused.value.facts == {"scheme": "Readium LCP"}


def test_broken_markup_is_mended_with_a_warning():
    broken = xhtml("<p>one<br>two & three").replace("</body>", "")

    book = parse(epub(files={"c1.xhtml": broken}))

    assert book.chapters[0].blocks == ("one\ntwo & three",)
    assert "malformed" in codes(book)


def test_named_entities_of_html_are_read_without_a_document_type():
    book = parse(epub([("One", "<p>a&nbsp;b &mdash; &eacute; &amp; &lt;</p>")]))

    assert book.chapters[0].blocks == ("a\u00a0b — é & <",)
    assert book.warnings == ()


def test_a_book_without_a_chapter_or_a_package_is_refused():
    with pytest.raises(EmptyBook):
        parse(epub([]))
    with pytest.raises(InvalidEpub):
        parse(archive({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}))


def test_a_package_is_found_without_a_container():
    members = {
        "mimetype": "application/epub+zip",
        "deep/down/book.opf": PACKAGE,
        "deep/down/a.xhtml": xhtml("<p>x</p>"),
    }

    assert parse(archive(members)).chapters[0].blocks == ("x",)


def test_warnings_of_one_kind_are_not_repeated_without_end():
    missing = "".join(
        f'<item id="i{n}" href="{n}.png" media-type="image/png"/>' for n in range(500)
    )

    assert len(parse(epub(manifest=missing)).warnings) == 20


def test_paragraphs_that_are_never_closed_are_paragraphs():
    book = parse(epub(files={"c1.xhtml": xhtml("<p>word " * 1000)}))

    assert book.chapters[0].blocks == ("word",) * 1000


def test_a_book_survives_the_border_of_a_process():
    book = parse(epub())

    assert pickle.loads(pickle.dumps(book)) == book


def test_a_broken_tag_in_the_head_does_not_cost_the_text():
    broken = xhtml("<p>The text.</p>", title="x").replace("</title>", "</titl")

    assert parse(epub(files={"c1.xhtml": broken})).chapters[0].blocks == ("The text.",)

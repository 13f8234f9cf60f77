"""Front, body, back or notes: judged by what the markup says, never by the words of a title."""

from app.domain.books import ChapterKind

_NOTES = frozenset(
    {"footnotes", "endnotes", "rearnotes", "footnote", "endnote", "rearnote", "notes"}
)
_BODY = frozenset(
    {
        "chapter", "part", "volume", "division", "subchapter", "prologue", "epilogue",
        "z3998:scene", "z3998:act",
        "z3998:letter", "z3998:poem", "z3998:fiction", "se:short-story", "se:novella",
    }
)  # fmt: skip
_FRONT = frozenset(
    {
        "cover", "titlepage", "halftitlepage", "halftitle", "imprint", "copyright-page", "toc",
        "dedication", "epigraph",
        "foreword", "preface", "acknowledgments", "preamble", "seriespage", "contributors",
        "loi", "lot", "landmarks",
        "frontispiece", "z3998:dramatis-personae", "introduction",
    }
)  # fmt: skip
_BACK = frozenset(
    {
        "colophon", "afterword", "appendix", "bibliography", "glossary", "index", "credits",
        "errata", "conclusion",
        "z3998:biographical-note",
    }
)  # fmt: skip


def of(types: set[str]) -> ChapterKind | None:
    """What a part of these epub:types, roles or guide types is; None where they do not tell."""
    generic = {
        "frontmatter": ChapterKind.FRONT, "bodymatter": ChapterKind.BODY,
        "backmatter": ChapterKind.BACK,
    }  # fmt: skip
    types = {word.removeprefix("other.") for word in types}
    if types & _NOTES:
        return ChapterKind.NOTES
    for word, kind in generic.items():
        if word in types:
            return kind
    if types & _BODY:
        return ChapterKind.BODY
    if types & _FRONT:
        return ChapterKind.FRONT
    return ChapterKind.BACK if types & _BACK else None

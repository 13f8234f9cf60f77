"""The styles a book can be illustrated in; their words go verbatim into every prompt."""

from app.domain.illustrations import Style

# Techniques and periods only: the name of an artist would ask a model to imitate somebody's living
# work.
STYLES: tuple[Style, ...] = (
    Style(
        "watercolour-ink",
        "Watercolour and ink",
        "Book illustration in loose watercolour and fine ink line, muted earth palette, visible paper grain",
    ),
    Style(
        "engraving",
        "Steel engraving",
        "Nineteenth-century steel engraving, dense cross-hatching in black ink on cream paper",
    ),
    Style(
        "gouache",
        "Gouache",
        "Matte gouache book illustration, flat confident shapes, rich opaque colour, soft brush edges",
    ),
    Style(
        "oil",
        "Oil painting",
        "Classical oil painting on canvas, visible brushwork, deep glazes, warm varnished light",
    ),
    Style(
        "pencil",
        "Graphite pencil",
        "Graphite pencil drawing on toothed paper, soft shading, delicate hatching, grey tones",
    ),
    Style(
        "flat",
        "Flat",
        "Flat modern book illustration, simple clear shapes, few bold even colours, crisp edges",
    ),
    Style(
        "storybook",
        "Storybook",
        "Golden-age storybook illustration, gentle pastel colour, brown ink outlines, warm glow",
    ),
    Style(
        "noir",
        "Noir",
        "Black and white noir illustration, stark contrast, hard shadows, grainy ink wash",
    ),
    Style(
        "woodcut",
        "Woodcut",
        "Bold two-colour woodcut print, carved gouge marks, heavy black shapes, one ochre tone",
    ),
)
DEFAULT_STYLE = STYLES[0]
# The id of a style in a reader's own words.
OWN = "own"


def own(words: str) -> Style:
    return Style(OWN, "In your own words", words)


def by_id(style_id: str) -> Style | None:
    return next((style for style in STYLES if style.id == style_id), None)

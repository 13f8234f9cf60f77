"""Which style suits a book of these genres where nobody has chosen one."""

from collections.abc import Sequence

from app.illustration.styles import DEFAULT_STYLE


def style_for(genres: Sequence[str]) -> str:
    """The id of a preset; *genres* are FB2 codes or subject words, as the book names them."""
    return "storybook" if any(each.startswith("child") for each in genres) else DEFAULT_STYLE.id

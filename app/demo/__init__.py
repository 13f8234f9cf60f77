"""Two short books of our own, free for any use, so that a newcomer has something to read."""

from pathlib import Path


def books() -> tuple[Path, ...]:
    """An English EPUB and a Russian FB2; `bench/demo_books.py` builds them from `source/`."""
    here = Path(__file__).parent
    return (here / "the_orchard_on_the_viaduct.epub", here / "solyanaya_pochta.fb2")

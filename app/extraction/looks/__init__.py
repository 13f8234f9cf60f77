"""The visual bible of a book: how its people and places look, in its own words."""

from app.extraction.looks.bible import find_bible

__all__ = ["find_bible"]

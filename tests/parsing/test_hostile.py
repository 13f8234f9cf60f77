"""Books made to do harm, by ourselves: each has a good answer, quickly, and is harmless once read."""

import time

import pytest

from app.domain.books import ParsedBook
from app.errors import BookReaderError
from app.parsing import parse
from tests.parsing import invariants
from tests.parsing.hostile import (
    archives,
    attacks,
    charsets,
    descriptions,
    entities,
    kinds,
    locks,
    members,
    pictures,
    sizes,
    structures,
)
from tests.parsing.hostile.cases import ACCEPTED, Case

KINDS = (
    archives, members, kinds, entities, charsets, sizes, structures, attacks, pictures,
    descriptions, locks,
)  # fmt: skip
CASES = [case for kind in KINDS for case in kind.CASES]
# What the worst may cost on a machine that does other things too.
PATIENCE_S = 10


def read(data: bytes) -> tuple[str, ParsedBook | None, dict[str, object]]:
    try:
        return ACCEPTED, parse(data), {}
    except BookReaderError as error:
        return error.slug, None, error.problem()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_has_a_good_answer_and_harms_nobody(case: Case):
    data = case.make()
    started = time.process_time()

    answer, book, problem = read(data)

    assert time.process_time() - started < PATIENCE_S
    assert answer in case.answers
    assert case.facts.items() <= problem.items() or book is not None
    if book is not None:
        invariants.check(book)
        assert case.has_cover in {None, book.cover is not None}
        served = "".join(chapter.html for chapter in book.chapters)
        assert not [one for one in case.markup if one in served]
        told = served + repr((book.metadata, book.contents, book.warnings))
        assert not [one for one in case.secrets if one in told]


def test_every_case_has_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 120

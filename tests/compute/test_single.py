"""One call in a child of a command: bounded like those of a pool."""

import os

import pytest

from app.compute import single
from app.domain.compute import Bounds
from app.errors import ArchiveTooLarge, BookTooLarge, Defect
from tests.compute import work

BOUNDS = Bounds(wall_s=5, cpu_s=5, memory=256 << 20)


def test_the_result_comes_back_from_another_process():
    assert single.run(BOUNDS, work.double, 21) == 42
    assert single.run(BOUNDS, work.wait, 0) != os.getpid()


def test_errors_come_back_as_themselves():
    with pytest.raises(ArchiveTooLarge, match="a bomb") as refused:
        single.run(BOUNDS, work.refuse)
    with pytest.raises(ZeroDivisionError):
        single.run(BOUNDS, work.divide_by_zero)

    assert refused.value.facts == {"limit_bytes": 7}


def test_work_beyond_its_time_is_called_too_large(tmp_path):
    with pytest.raises(BookTooLarge, match=r"longer than 0\.3 seconds"):
        single.run(Bounds(0.3, 5, 256 << 20), work.spin, tmp_path / "mark")


def test_work_beyond_its_share_of_the_processor_is_called_too_large(tmp_path):
    with pytest.raises(BookTooLarge, match="of the processor"):
        single.run(Bounds(30, 0.3, 256 << 20), work.spin, tmp_path / "mark")


def test_work_beyond_its_memory_is_called_too_large():
    with pytest.raises(BookTooLarge, match="more than 256 MiB"):
        single.run(BOUNDS, work.fill, 1 << 30)


def test_a_child_that_dies_is_a_defect():
    with pytest.raises(Defect, match="exit code 3"):
        single.run(BOUNDS, work.leave)

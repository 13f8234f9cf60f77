"""A disk small enough to be filled."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    folder: Path

    def fill(self, *, spare: int = 0) -> None:
        """Leave *spare* bytes."""
        room = shutil.disk_usage(self.folder).free
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room - spare)

    def free(self) -> None:
        self._filler.unlink()

    def files(self) -> set[Path]:
        return {each for each in self.folder.rglob("*") if each.is_file()}

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


@contextmanager
def mounted(folder: Path, *, size: int) -> Iterator[Disk]:
    """Of *size* bytes, in memory; skips the test where mounting is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no `mount` here to make a small disk with")
    if done.returncode:
        pytest.skip(f"only who may mount can fill a disk: {done.stderr.strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

"""
How fast books are read, and in how much memory, beside others: `python -m bench.parsing_speed [SHARED]`.

Every figure is CPU time, the median of fresh processes: `file` that of reading the file, `process`
that of the whole process with its interpreter and imports. The peak is of resident memory.
"""

import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

_RUNS = 5
_FB2_WORDS = 2_000_000
_EPUBS = (
    "books/epub/se/leo-tolstoy_war-and-peace_louise-maude_aylmer-maude.epub",
    "books/epub/se/nikolai-gogol_dead-souls_d-j-hogarth.epub",
)
# The converter takes a minute and more for these, so it is asked once.
_LARGE_BYTES = 10_000_000
_HEAD = f"{'':14}{'file s':>8}{'process s':>11}{'imports s':>11}{'peak MB':>9}{'words':>11}"


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of CPU; a program that is not ours tells only those of its process."""

    process_s: float
    peak_mb: float
    file_s: float | None = None
    import_s: float | None = None
    words: int | None = None

    @property
    def line(self) -> str:
        seconds = "".join(
            f"{'' if value is None else f'{value:.3f}':>{width}}"
            for value, width in ((self.file_s, 8), (self.process_s, 11), (self.import_s, 11))
        )
        return f"{seconds}{self.peak_mb:>9.0f}{'' if self.words is None else f'{self.words:,}':>11}"


def main(shared: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.fb2"
        # In a process of its own: those we start count our memory as theirs until they are up.
        _used([sys.executable, "-m", "bench.large_books", str(_FB2_WORDS), str(made)])
        for path in (*(shared / name for name in _EPUBS), made):
            if path.exists():
                _show(path)


def measured(way: str, path: Path, *, times: int = 1, runs: int = _RUNS) -> Measured:
    """The median of *runs* processes that read the file *times* times each."""
    command = [sys.executable, "-m", "bench.parsing_ways", way, str(path), str(times)]
    return _median([_told(command) for _ in range(runs)])


def _show(path: Path) -> None:
    print(f"\n{path.name}, {path.stat().st_size / 1e6:.1f} MB\n{_HEAD}")
    found = {"limit": measured("limit", path), "ours": measured("ours", path)}
    if path.suffix == ".epub":
        found["ebooklib"] = measured("ebooklib", path)
    if convert := shutil.which("ebook-convert"):
        found["ebook-convert"] = _converted(convert, path)
    for name, one in found.items():
        print(f"{name:14}{one.line}  {_compared(found['ours'], one)}", flush=True)


def _compared(ours: Measured, other: Measured) -> str:
    if other is ours:
        return ""
    # A program that does not tell its imports apart is held against all of our process.
    alike = ours.file_s if other.file_s else ours.process_s
    share = (alike or 0) / (other.file_s or other.process_s)
    return f"ours takes {share:.1f} x" if share > 1 else f"ours is {1 / share:.0f} x faster"


def _converted(program: str, path: Path) -> Measured:
    runs = 1 if path.stat().st_size > _LARGE_BYTES else 3
    with tempfile.TemporaryDirectory() as folder:
        command = [program, str(path), f"{folder}/book.txt"]
        return _median([_used(command)[0] for _ in range(runs)])


def _told(command: list[str]) -> Measured:
    used, text = _used(command)
    told = json.loads(text)
    return replace(
        used, file_s=told["file_s"], import_s=told["import_s"], words=told["words"] or None
    )


def _used(command: list[str]) -> tuple[Measured, str]:
    """What the process and its own children used, and what it printed."""
    with tempfile.NamedTemporaryFile() as said:
        to_file = [(os.POSIX_SPAWN_DUP2, said.fileno(), 1)]
        process = os.posix_spawn(command[0], command, os.environ, file_actions=to_file)
        _, status, usage = os.wait4(process, 0)
        text = Path(said.name).read_text("utf-8", "replace")
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{text[-2000:]}")
    return Measured(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), text


def _median(runs: list[Measured]) -> Measured:
    """The run in the middle."""
    return sorted(runs, key=lambda one: one.file_s or one.process_s)[len(runs) // 2]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared")

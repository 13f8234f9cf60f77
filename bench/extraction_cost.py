"""
What extraction costs: words a second on one core, and memory over the bare process.

    python -m bench.extraction_cost RUSSIAN.fb2 ENGLISH.epub        whole novels

Names and passages together, cold: a fresh process of its own, in which the modules are imported but
no dictionary or lexicon is loaded and no word was read before. The control is a loop of plain
Python before and after: where it changes, the machine was busy with something else.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from app import extraction, parsing
from app.domain.books import ChapterKind

# A child of its own, so that neither imports nor words are there before; it uses one core.
CHILD = """
import json, os, sys, time
os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
task = json.load(sys.stdin)
seconds = {"names": 0.0, "passages": 0.0}
if task["chapters"]:
    from app import extraction
    from app.domain.names import ChapterText, Named
    language = task["language"]
    texts = [ChapterText(i, tuple(one), language) for i, one in enumerate(task["chapters"], 1)]
    began = time.process_time()
    entities = extraction.find_names(texts)
    seconds["names"] = time.process_time() - began
    named = [[] for _ in texts]
    for each in entities:
        for one in each.mentions:
            start, end = one.span.start, one.span.end
            named[start.chapter - 1].append(
                Named(start.block, start.offset, end.offset, each.key, each.name)
            )
    began = time.process_time()
    for text, names in zip(texts, named):
        extraction.extract(text.blocks, language, names)
    seconds["passages"] = time.process_time() - began
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps(seconds | {"peak_kib": int(status["VmHWM"].split()[0])}))
"""


# Some tenths of a second.
CONTROL_STEPS = 5_000_000


def told(chapters: Sequence[Sequence[str]], language: str) -> str:
    bare, busy = _measured([], language), _measured(chapters, language)
    words = sum(len(block.split()) for blocks in chapters for block in blocks)
    both = busy["names"] + busy["passages"]
    memory = (busy["peak_kib"] - bare["peak_kib"]) / 1024
    return (
        f"{words:,} words: {words / both:,.0f} words/s, cold, on one core"
        f" (passages alone {words / busy['passages']:,.0f}); {memory:.0f} MB over the bare process"
    )


def _measured(chapters: Sequence[Sequence[str]], language: str) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps({"chapters": [list(blocks) for blocks in chapters], "language": language}),
        capture_output=True,
        check=True,
        text=True,
    )
    measured: dict[str, float] = json.loads(answer.stdout)
    return measured


def control() -> str:
    began = time.process_time()
    total = 0
    for step in range(CONTROL_STEPS):
        total += step & 1
    return f"control: {total * 2 / (time.process_time() - began) / 1e6:.1f} million steps/s"


def main(paths: Sequence[Path]) -> None:
    print(control())
    for path in paths:
        book = parsing.parse(path.read_bytes())
        chapters = [one.blocks for one in book.chapters if one.kind is ChapterKind.BODY]
        sample = "\n".join(block for blocks in chapters for block in blocks)
        language = extraction.detect_language(sample)
        print(f"{language}  {path.name}: {told(chapters, language)}")
    print(control())


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])

"""
Every book whose right answer is known, and our own hostile ones, over HTTP: `python -m bench.hostile_books`.

Refusals must be the right ones, whatever is served must be harmless, and nothing may be slow or
large. Prints a line per file with what is wrong, and the largest memory of any process meanwhile.
"""

import json
import runpy
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bench.real_books import compare
from bench.server import Server, running
from tests.parsing.hostile.cases import ACCEPTED
from tests.parsing.test_hostile import CASES

_PATIENCE_S = 60
_SLOW_S = 30
_LARGE_MB = 512
# A hostile book may have thousands of chapters; its ends are where tricks stand.
_HEAD, _TAIL = 12, 3
# Where we differ and mean to.
_KNOWN = {
    "epub/idpf/svg-in-spine.epub": "its cover is drawn in SVG without a raster picture",
    "epub/w3c/pub-xml-external-id.epub": "one word of ten",
    "fb2/real/tika_test.fb2": "the expected count leaves out the text inside <style>",
}
# A picture that only its header describes, or none at all: a cover of these is a mistake.
_NO_COVER = ("i01_", "i02_", "i03_zero", "i06_", "a05_")

Check = Callable[[str], list[str]]


def main(folder: Path, only: str) -> int:
    manifest = json.loads((folder / "manifest.json").read_text())
    files = [(each, (folder / each["path"]).read_bytes) for each in manifest]
    files = [each for each in (*files, *_own()) if only in each[0]["path"]]
    check: Check = runpy.run_path(str(folder / "domcheck.py"))["problems"]
    wrong, seen = 0, Counter[str]()
    with running("--no-demo", BOOKREADER_LOG__LEVEL="warning") as server, _memory(server) as peak:
        client = server.client()
        # A server drops the connection on which a defect of its own came to light.
        client.headers["Connection"] = "close"
        for entry, make in files:
            data = make()
            peak["mb"] = 0
            tried = Attempt(client, entry, check)
            tried.run(data)
            if tried.seconds > _SLOW_S:
                tried.wrong.append("slow")
            if peak["mb"] > _LARGE_MB:
                tried.wrong.append("large")
            found = "; ".join(dict.fromkeys(tried.wrong)) or "ok"
            if len(tried.wrong) == 1 and entry["path"] in _KNOWN:
                tried.wrong.clear()
                found = f"known: {_KNOWN[entry['path']]}"
            wrong += bool(tried.wrong)
            seen[entry["kind"].split("/")[0]] += not tried.wrong
            print(
                f"{entry['path'][-56:]:56} {tried.outcome:24} {tried.seconds:5.1f} s {peak['mb']:4} MB  {found}",
                flush=True,
            )
    print(f"{len(files)} files, {wrong} answered wrongly; right: {dict(seen)}")
    return wrong


class Attempt:
    """One file uploaded and everything of it looked at; *wrong* says what should not be."""

    def __init__(self, client: httpx.Client, entry: dict[str, Any], check: Check) -> None:
        self.outcome = ""
        self.wrong: list[str] = []
        self.seconds = 0.0  # until the answer, or the end of what was accepted
        self._client = client
        self._entry = entry
        self._must = entry["must_hold"]
        self._leaks = [*self._must.get("leaks", ()), *filter(None, [self._must.get("leak")])]
        self._problems = (
            [entry["problem"]]
            if isinstance(entry.get("problem"), str)
            else entry.get("problem", [])
        )
        self._check = check

    def run(self, data: bytes) -> None:
        name = self._entry["path"].rpartition("/")[2][-100:]
        started = time.perf_counter()
        answer = self._client.post(
            "/api/v1/books/upload",
            files={"file": (name, data)},
            data={"illustrate": "none"},
        )
        self._harmless(answer)
        self.seconds = time.perf_counter() - started
        if answer.is_error:
            self._refused(answer.status_code, answer.json())
            return
        uploaded = answer.json()
        book = self._settled(f"/api/v1/books/{uploaded['book']['id']}")
        self.seconds = time.perf_counter() - started
        if book["status"] == "failed":
            self._refused(book["problem"]["status"], book["problem"])
            return
        self.outcome = book["status"]
        if book["status"] != "ready":
            self.wrong.append(f"still {book['status']} after {_PATIENCE_S} s")
        elif self._entry["outcome"] == "reject":
            self.wrong.append(f"accepted, not {self._entry['problem']}")
        elif "title" in self._must:
            self.wrong += compare(book, self._entry)
        self._served(book)

    def _settled(self, url: str) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE_S
        while True:
            book: dict[str, Any] = self._get(url).json()
            if book["status"] in {"ready", "failed"} or time.monotonic() > end:
                return book
            time.sleep(0.05)

    def _refused(self, status: int, problem: dict[str, Any]) -> None:
        self.outcome = problem["code"]
        good = self._entry.get("status", [202])
        if self._entry["outcome"] == "accept" or status not in good:
            self.wrong.append(f"refused with {status}: {problem['detail']}")
        elif problem["code"] not in self._problems:
            self.wrong.append(f"not {self._problems}")
        for name in ("detected", "scheme"):
            expected = self._must.get(name)
            if expected and problem.get(name) != expected:
                self.wrong.append(f"{name} {problem.get(name)}, not {expected}")

    def _served(self, book: dict[str, Any]) -> None:
        url = f"/api/v1/books/{book['id']}"
        chapters = self._get(f"{url}/chapters").json()["items"]
        self._get(f"{url}/contents")
        self._get(f"{url}/descriptions?spoilers=all")
        self._page(f"/books/{book['id']}")
        if book["cover"]:
            self._picture(book["cover"]["url"])
            if Path(self._entry["path"]).name.startswith(_NO_COVER):
                self.wrong.append("a cover of what is no picture")
        for each in [*chapters[:_HEAD], *chapters[_HEAD:][-_TAIL:]]:
            html = self._get(f"{url}/chapters/{each['ordinal']}").json().get("html", "")
            self.wrong += self._check(html)
            self.wrong += [f"{t} served" for t in self._must.get("leak_tokens", []) if t in html]
            for source in html.split(' src="')[1:4]:
                self._picture(source.split('"')[0].replace("&amp;", "&"))
        if chapters:
            self._page(f"/books/{book['id']}/chapters/{chapters[0]['ordinal']}")

    def _picture(self, url: str) -> None:
        answer = self._client.get(url, headers={"Authorization": ""})
        self._harmless(answer)
        if not url.startswith("/api/v1/") or answer.is_error:
            self.wrong.append(f"picture at {url[:40]}: {answer.status_code}")
        elif not answer.headers["Content-Type"].startswith("image/"):
            self.wrong.append(f"picture served as {answer.headers['Content-Type']}")
        elif "sandbox" not in answer.headers["Content-Security-Policy"]:
            self.wrong.append("picture without a sandbox")

    def _page(self, url: str) -> None:
        answer = self._client.get(url, headers={"Accept": "text/html"})
        self._harmless(answer)
        if answer.is_error or "<script" in answer.text.lower():
            self.wrong.append(f"page {answer.status_code} or with a script")

    def _get(self, url: str) -> httpx.Response:
        answer = self._client.get(url)
        self._harmless(answer)
        if answer.is_error:
            self.wrong.append(f"{answer.status_code} at {url.rpartition('/')[2]}")
        json.loads(answer.content, parse_constant=self.wrong.append)
        return answer

    def _harmless(self, answer: httpx.Response) -> None:
        if answer.is_server_error:
            self.wrong.append(f"answer {answer.status_code}")
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            self.wrong.append("no nosniff")
        self.wrong += [f"leaked {each}" for each in self._leaks if each.encode() in answer.content]


def _own() -> Iterator[tuple[dict[str, Any], Callable[[], bytes]]]:
    """Our own hostile files, as the manifest would describe them."""
    for case in CASES:
        problems = case.answers - {ACCEPTED}
        outcome = "either" if problems and ACCEPTED in case.answers else "reject"
        yield (
            {
                "path": f"own/{case.name}",
                "kind": "own",
                "outcome": outcome if problems else "accept",
                "status": [202, 400, 413, 415, 422],
                "problem": sorted(problems),
                "must_hold": {**case.facts, "leak_tokens": case.markup, "leaks": case.secrets},
            },
            case.make,
        )


@contextmanager
def _memory(server: Server) -> Iterator[dict[str, int]]:
    """Keeps the largest resident size, in MB, of any process below `up` in `mb`."""
    peak, ended = {"mb": 0}, threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peak["mb"] = max([peak["mb"], *_sizes(server.process.pid)])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _sizes(root: int) -> Iterator[int]:
    queue = [root]
    while queue:
        folder = Path(f"/proc/{queue.pop()}")
        try:
            queue += map(int, (folder / f"task/{folder.name}/children").read_text().split())
            name = (folder / "comm").read_text()
            resident = (folder / "statm").read_text().split()[1]
        except (OSError, IndexError):
            continue  # It has ended meanwhile.
        if not name.startswith("postgres"):
            yield int(resident) * 4096 >> 20


if __name__ == "__main__":
    arguments = [*sys.argv[1:], "../shared/books", ""]
    sys.exit(main(Path(arguments[0]), arguments[1] if len(sys.argv) > 2 else "") > 0)

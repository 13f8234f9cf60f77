"""
Every description of real books against a browser's textContent: `python -m bench.spans BOOK..`.

The chapters are those that the server serves; the browser is a real Chromium.
"""

import sys
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.real_books import upload
from bench.server import running
from tests import browser

# By code points, as addresses count; JavaScript's own strings count UTF-16 units.
_TEXTS_AT = """
places => places.map(([block, start, end_block, end]) => {
  const text = n => Array.from(document.getElementById('b' + n).textContent);
  if (block === end_block) return text(block).slice(start, end).join('');
  const parts = [text(block).slice(start).join('')];
  for (let n = block + 1; n < end_block; n++) parts.push(text(n).join(''));
  return [...parts, text(end_block).slice(0, end).join('')].join('\\n');
})
"""


def main(paths: list[Path]) -> int:
    wrong = 0
    with running("--no-demo") as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=["--no-sandbox"])
        client, page = server.client(), chromium.new_page()
        for path in paths:
            checked, differing = check(client, page, upload(client, path))
            wrong += differing
            print(f"{path.name}: {checked} descriptions, {differing} differ", flush=True)
        chromium.close()
    return wrong


def check(client: httpx.Client, page: Page, book: dict[str, Any]) -> tuple[int, int]:
    checked = differing = 0
    base = f"/api/v1/books/{book['id']}/chapters"
    for line in client.get(base).json()["items"]:
        found = client.get(f"{base}/{line['ordinal']}/descriptions").json()["items"]
        if not found:
            continue
        page.set_content(client.get(f"{base}/{line['ordinal']}").json()["html"])
        texts = page.evaluate(_TEXTS_AT, [_place(each["span"]) for each in found])
        checked += len(found)
        differing += sum(a != b["text"] for a, b in zip(texts, found, strict=True))
    return checked, differing


def _place(span: dict[str, Any]) -> list[int]:
    start, end = span["start"], span["end"]
    return [start["block"], start["offset"], end["block"], end["offset"]]


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]) > 0)

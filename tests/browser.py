"""A Chromium for the tests of the page: found, or else fetched by `python -m tests.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# The headless shell first: it starts in 0.26 s, the whole Chromium in about 1 s (measured).
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

_MAC = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)

# Inside a folder like chromium-1200 or chromium_headless_shell-1200 of Playwright's cache.
_FETCHED = (
    "chromium_headless_shell-*/*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)

# A download of 100 MB on a slow line; a guess.
_PATIENCE_S = 600


def path() -> str | None:
    """The Chromium that tests start, or None: those tests are skipped then, and say why."""
    return next((str(found) for found in _installed() if _runs(found)), None)


def _installed() -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield from (found for found in _MAC if found.exists())
    for pattern in _FETCHED:
        yield from sorted(_cache().glob(pattern), reverse=True)


def _cache() -> Path:
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(chosen)
    folder = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / folder / "ms-playwright"


def _runs(found: Path) -> bool:
    """A fetched browser may lack libraries of the system; one from a package never does."""
    try:
        return _succeeds(str(found), "--version", patience_s=20, is_quiet=True)
    except OSError:
        return False


def _from_playwright() -> None:
    _succeeds(sys.executable, "-m", "playwright", "install", "chromium", patience_s=_PATIENCE_S)


def _from_debian() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    _succeeds("apt-get", "update", "-qq", patience_s=_PATIENCE_S)
    install = ("apt-get", "install", "-qq", "-y", "--no-install-recommends")
    if not _succeeds(*install, "chromium-headless-shell", patience_s=_PATIENCE_S):
        _succeeds(*install, "chromium", patience_s=_PATIENCE_S)


def _succeeds(*command: str, patience_s: float, is_quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if is_quiet else None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            timeout=patience_s,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    found = path()
    for source, fetch in (("Playwright", _from_playwright), ("Debian's packages", _from_debian)):
        if found is None:
            _say(f"There is no Chromium yet; trying to get one from {source}.")
            fetch()
            found = path()
    if found is None:
        _say(
            "The tests of the page need a Chromium and none could be had. Install one, for example "
            "with `apt-get install chromium` as root, or put one on PATH, and run this again."
        )
        return 1
    _say(f"The tests of the page use {found}")
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

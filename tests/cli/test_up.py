"""`bookreader up`: everything starts, nothing stays behind, and nothing is lost."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.cli import configuring
from app.db.paging import PageRequest
from app.db.work import ReadSession
from app.domain.books import BookStatus
from app.errors import NotSignedIn
from app.resources import Resources, open_resources
from app.services import accounts, books
from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROOT = Path(__file__).parents[2]


class Up:
    """A `bookreader up` of its own, as a terminal would start it."""

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        ours = {k: v for k, v in os.environ.items() if not k.startswith("BOOKREADER_")}
        # Another program of that name must not come between.
        (data.parent / "app").mkdir(exist_ok=True)
        (data.parent / "app" / "__init__.py").write_text("raise RuntimeError('not ours')")
        log = data.parent / "log"
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                (
                    *(sys.executable, "-P", "-m", "app", "up", "--json"),
                    *("--port", str(self.port), "--data", str(data), *words),
                ),
                cwd=data.parent,
                env={**ours, "PYTHONPATH": str(ROOT), **settings},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, log.read_text()
        self.told: dict[str, Any] = json.loads(line)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        try:
            return self.process.wait(15)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def processes(self) -> dict[int, str]:
        """All of it by number, found by its folder in their words or environment."""
        return {
            int(each.name): words
            for each in Path("/proc").glob("[0-9]*")
            if (words := _of(each, self.data))
        }

    def find(self, words: str) -> int | None:
        return next((number for number, each in self.processes().items() if words in each), None)


def _of(process: Path, data: Path) -> str:
    try:
        words = (process / "cmdline").read_bytes()
        mine = words + (process / "environ").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode() if bytes(data) in mine else ""


def token(up: Up) -> str:
    return parse_qs(urlsplit(up.told["sign_in"]).query)["token"][0]


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def until(is_so: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    up = Up(tmp_path_factory.mktemp("up") / "data")
    yield up
    up.end()


@asynccontextmanager
async def reached(up: Up) -> AsyncIterator[Resources]:
    async with open_resources(configuring.connected(up.data)) as resources:
        yield resources


async def shelf(resources: Resources) -> list[books.Shelved]:
    async with resources.begin() as work:
        session = ReadSession(work.session)
        reader = await accounts.by_email(session, "reader@localhost")
        assert reader is not None
        return list((await books.find(session, reader.id, PageRequest())).items)


async def prepared(resources: Resources) -> list[books.Shelved]:
    for _ in range(200):
        shelved = await shelf(resources)
        if all(each.status is BookStatus.READY for each in shelved):
            return shelved
        await asyncio.sleep(0.3)
    raise TimeoutError


def test_the_page_answers_that_it_is_ready(running: Up) -> None:
    answer = httpx.get(f"{running.told['page']}/health/ready")

    assert answer.status_code == 200
    assert set(answer.json()["checks"].values()) == {"ok"}


async def test_the_link_that_is_printed_signs_in_once(running: Up) -> None:
    link, secret = urlsplit(running.told["sign_in"]), token(running)

    async with reached(running) as resources:
        session = await accounts.follow_link(resources.begin, secret, lifetime=timedelta(days=1))
        with pytest.raises(NotSignedIn):
            await accounts.follow_link(resources.begin, secret, lifetime=timedelta(days=1))

    assert (link.hostname, link.port, link.path) == ("127.0.0.1", running.port, "/sign-in")
    assert session


async def test_two_demo_books_become_ready_with_pictures(running: Up) -> None:
    async with reached(running) as resources:
        shelved = await prepared(resources)

    assert {each.edition.language for each in shelved} == {"en", "ru"}
    assert all(each.illustrations > 0 for each in shelved)


def test_a_worker_that_is_killed_is_started_again(running: Up) -> None:
    former = running.find("app.workers.WorkerSettings")
    assert former is not None

    os.kill(former, signal.SIGKILL)

    until(lambda: running.find("app.workers.WorkerSettings") not in {None, former})


def test_the_doctor_finds_everything_well(running: Up, run: Run) -> None:
    until(lambda: run("doctor", "--data", running.data).code == 0)

    findings = json.loads(run("doctor", "--data", running.data, "--json").out)

    ok = {each["name"] for each in findings if each["ok"]}
    assert {"database", "migrations", "queue", "storage", "worker bookreader"} <= ok


def test_a_new_link_is_made_while_it_runs(running: Up, run: Run) -> None:
    answer = run("link", "reader@localhost", "--data", running.data, "--json")

    assert json.loads(answer.out)["sign_in"].startswith(f"{running.told['page']}/sign-in?token=")


def test_a_second_one_on_the_same_folder_is_refused(running: Up, run: Run) -> None:
    answer = run("up", "--data", running.data, "--port", free_port(), "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "conflict"


def test_a_port_that_is_taken_is_refused_before_anything_starts(
    running: Up, run: Run, tmp_path: Path
) -> None:
    answer = run("up", "--data", tmp_path / "data", "--port", running.port, "--json")

    assert answer.code == 2
    assert "is taken" in json.loads(answer.out)["detail"]
    assert not (tmp_path / "data").exists()


def test_an_address_open_to_others_demands_a_secret_and_names_https(run: Run) -> None:
    answer = run("up", "--host", "0.0.0.0", "--json")

    problem = json.loads(answer.out)
    assert answer.code == 2
    assert "BOOKREADER_SECRET" in problem["detail"]
    assert "HTTPS" in problem["detail"]


async def test_a_signal_ends_everything_and_the_next_start_finds_it_again(tmp_path: Path) -> None:
    first = Up(tmp_path / "data")
    async with reached(first) as resources:
        before = await prepared(resources)
    code = first.end()
    left = first.processes()
    second = Up(tmp_path / "data")
    async with reached(second) as resources:
        after = await shelf(resources)
    second_code = second.end(signal.SIGINT)

    assert (code, second_code) == (0, 0)
    assert left == {}
    assert [each.book.id for each in after] == [each.book.id for each in before]
    assert after[0].illustrations == before[0].illustrations
    assert token(first) != token(second)
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600


def test_nothing_outlives_one_that_is_killed(tmp_path: Path) -> None:
    up = Up(tmp_path / "data", "--no-demo")

    up.end(signal.SIGKILL)

    until(lambda: not up.processes())


async def test_without_demo_there_is_a_reader_and_no_book(tmp_path: Path) -> None:
    up = Up(tmp_path / "data", "--no-demo")
    async with reached(up) as resources:
        shelved = await shelf(resources)
    up.end()

    assert shelved == []


def test_with_addresses_set_nothing_embedded_starts(
    tmp_path: Path, servers: tuple[str, str]
) -> None:
    database, queue = servers
    data = tmp_path / "data"

    up = Up(data, "--no-demo", BOOKREADER_DATABASE__URL=database, BOOKREADER_QUEUE__URL=queue)
    begun = [words for words in up.processes().values() if "postgres" in words or "redis" in words]
    code = up.end()

    assert begun == []
    assert not (data / "postgres").exists()
    assert not (data / "redis").exists()
    assert code == 0

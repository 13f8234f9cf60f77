"""Real Postgres and real Redis for every test; nothing to install, nothing left behind."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import func, select, text

from app import embedded, security
from app.broker import Broker
from app.db import migrations
from app.db.base import Base, new_id
from app.db.models import Job
from app.domain.jobs import QUEUE, SOLO_QUEUE, JobState
from app.main import create_app
from app.resources import Resources, open_resources
from app.services import accounts
from app.settings import Settings
from app.workers.running import Runner

SECRET = "a secret for tests only, 32 bytes or more"


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[str, str]]:
    """Addresses of an embedded Postgres and Redis."""
    folder = tmp_path_factory.mktemp("servers")
    async with embedded.postgres(folder) as postgres, embedded.redis(folder) as redis:
        yield postgres, redis


@pytest.fixture(scope="session")
async def settings(servers: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    postgres, redis = servers
    await migrations.upgrade(postgres)
    return Settings(
        _env_file=None,
        data=tmp_path_factory.mktemp("data"),
        secret=SECRET,
        database={"url": postgres},
        queue={"url": redis},
        http={"origins": ["https://front.example"]},
    )


@pytest.fixture(scope="session")
async def opened(settings: Settings) -> AsyncIterator[Resources]:
    async with open_resources(settings) as resources:
        yield resources


@pytest.fixture
async def resources(opened: Resources) -> Resources:
    """Everything a process has, on empty tables and an empty Redis."""
    tables = ", ".join(Base.metadata.tables)
    async with opened.begin() as work:
        await work.session.execute(text(f"TRUNCATE {tables} CASCADE"))
    await opened.redis.flushdb()
    return opened


async def make_reader(resources: Resources, email: str) -> UUID:
    async with resources.begin() as work:
        return (await accounts.add(work, email=email, password_hash=None)).id


@pytest.fixture
async def reader(resources: Resources) -> UUID:
    return await make_reader(resources, "reader@example.org")


@pytest.fixture
async def stranger(resources: Resources) -> UUID:
    return await make_reader(resources, "stranger@example.org")


# By their settings: routers keep every application they were ever part of, and one for each test
# would take gigabytes.
_APPLICATIONS: list[tuple[Settings, FastAPI]] = []


def application(settings: Settings) -> FastAPI:
    for each, app in _APPLICATIONS:
        if each is settings:
            return app
    made = create_app(settings)
    _APPLICATIONS.append((settings, made))
    return made


@pytest.fixture
async def anonymous(resources: Resources) -> AsyncIterator[AsyncClient]:
    """A client of the whole application that has not signed in."""
    app = application(resources.settings)

    async def with_resources(scope, receive, send):
        scope.setdefault("state", {})["resources"] = resources
        await app(scope, receive, send)

    transport = ASGITransport(with_resources, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def bearer(resources: Resources, reader: UUID) -> dict[str, str]:
    lifetime = resources.settings.accounts.access_lifetime
    token = security.access_token(resources.secret, reader, new_id(), lifetime=lifetime)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def client(anonymous: AsyncClient, resources: Resources, reader: UUID) -> AsyncClient:
    """A client signed in as *reader*."""
    anonymous.headers.update(bearer(resources, reader))
    return anonymous


Drain = Callable[[], Awaitable[None]]


@pytest.fixture
def drain(resources: Resources) -> Drain:
    """Runs jobs as a worker would, in this process, until nothing that is due is left."""

    async def run() -> None:
        broker = Broker(resources.redis)
        runners = [Runner(resources, broker, queue=queue) for queue in (QUEUE, SOLO_QUEUE)]
        while True:
            for runner in runners:
                await runner.work()
            async with resources.sessions() as session:
                due = await session.scalar(
                    select(func.count()).where(
                        Job.state == JobState.QUEUED, ~Job.is_waiting, Job.run_at <= func.now()
                    )
                )
            if not due:
                return

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real books and labelled texts beside the repository; tests that need them skip without."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared books are not here")
    return folder


async def count(resources: Resources, model: type[Base]) -> int:
    async with resources.sessions() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0

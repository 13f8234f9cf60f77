"""Everything a process opens once and closes once. Both doors start here."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from arq import ArqRedis
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app import broker, storage
from app.compute.pool import open_pool
from app.db.engine import open_engine
from app.db.work import Begin, units_of_work
from app.domain.compute import Compute
from app.errors import Misconfigured
from app.illustration.providers.pollinations import PollinationsOptions
from app.illustration.studio import Studio, open_studio
from app.settings import IllustrationSettings, Settings
from app.storage import Storage

# What runs in child processes; loaded once and shared by all of them.
_ENGINES = (
    "app.parsing",
    "app.extraction",
    "app.illustration.prompts",
    "app.illustration.quality",
    "app.illustration.sketch.painter",
)


@dataclass(frozen=True, slots=True)
class Resources:
    settings: Settings
    secret: str
    sessions: async_sessionmaker[AsyncSession]
    redis: ArqRedis
    begin: Begin
    storage: Storage
    compute: Compute
    studio: Studio


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    if settings.database.url is None or settings.queue.url is None or settings.secret is None:
        raise Misconfigured(
            "Set BOOKREADER_DATABASE__URL, BOOKREADER_QUEUE__URL and BOOKREADER_SECRET, "
            "or run `bookreader up`, which brings its own"
        )
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(
            open_engine(settings.database.url, pool_size=settings.database.pool_size)
        )
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        redis = await stack.enter_async_context(broker.connect(settings.queue.url))
        compute = await stack.enter_async_context(
            open_pool(
                workers=settings.queue.cpu_slots,
                timeout_s=settings.compute.timeout.total_seconds(),
                memory_bytes=settings.compute.memory,
                preload=_ENGINES,
            )
        )
        studio = await stack.enter_async_context(
            open_studio(compute=compute, pollinations=pollinations(settings.illustration))
        )
        yield Resources(
            settings=settings,
            secret=settings.secret.get_secret_value(),
            sessions=sessions,
            redis=redis,
            begin=units_of_work(sessions, broker.Broker(redis).wake),
            storage=_storage(settings),
            compute=compute,
            studio=studio,
        )


def _storage(settings: Settings) -> Storage:
    options = settings.storage.model_dump(exclude={"url"}, exclude_none=True)
    plain = {k: v.get_secret_value() if isinstance(v, SecretStr) else v for k, v in options.items()}
    return storage.opened(settings.storage.url or str(settings.data / "files"), plain)


def pollinations(knobs: IllustrationSettings) -> PollinationsOptions | None:
    """None without a key: then nobody is asked."""
    if knobs.pollinations_key is None:
        return None
    return PollinationsOptions(
        key=knobs.pollinations_key.get_secret_value(),
        url=knobs.pollinations_url,
        model=knobs.pollinations_model,
        timeout_s=knobs.timeout.total_seconds(),
    )

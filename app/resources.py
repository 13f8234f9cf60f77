"""Everything a process opens once and closes once. Both doors start here."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from arq import ArqRedis
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app import broker, storage
from app.compute.pool import open_pool
from app.db.engine import open_engine
from app.db.work import Begin, units_of_work
from app.domain.compute import Bounds, Compute
from app.domain.engines import DescriptionEngine
from app.domain.gates import Gate, Pace
from app.domain.suspects import Quarantine
from app.errors import Misconfigured
from app.extraction.taggers import Tagger
from app.illustration.commissions import Rules
from app.illustration.providers import PROVIDERS
from app.illustration.providers.automatic1111 import Automatic1111, Automatic1111Options
from app.illustration.providers.comfyui import ComfyUi, ComfyUiOptions, workflow_of
from app.illustration.providers.fal import Fal, FalOptions
from app.illustration.providers.openai import OPENAI_MODEL, OPENAI_URL, OpenAi, OpenAiOptions
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from app.illustration.providers.pollinations_legacy import LegacyOptions, PollinationsLegacy
from app.illustration.providers.provider import ImageProvider
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio
from app.language import PATIENCE_S, Chat, ChatOptions, Linear, Llm, LlmOptions
from app.limits import open_gate
from app.services.quarantine import StoredQuarantine
from app.settings import (
    Automatic1111Settings,
    ComfyUiSettings,
    ComputeSettings,
    ExtractionSettings,
    FalSettings,
    IllustrationSettings,
    LanguageSettings,
    OpenAiSettings,
    PollinationsSettings,
    Settings,
)
from app.storage import Storage

# What runs in child processes; loaded once and shared by all of them.
_ENGINES = (
    "app.parsing",
    "app.extraction",
    "app.illustration.prompts",
    "app.illustration.renditions",
    "app.illustration.sketch.painter",
    "app.illustration.vocabularies",
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
    gate: Gate
    studio: Studio
    engine: DescriptionEngine


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
                bounds=bounds(settings.compute),
                preload=_ENGINES,
            )
        )
        gate = await stack.enter_async_context(open_gate(paces=paces(settings), redis=redis))
        begin = units_of_work(sessions, broker.Broker(redis).wake)
        files = _storage(settings)
        quarantine = StoredQuarantine(begin, files)
        studio = studio_of(settings.illustration, compute, gate, quarantine)
        yield Resources(
            settings=settings,
            secret=settings.secret.get_secret_value(),
            sessions=sessions,
            redis=redis,
            begin=begin,
            storage=files,
            compute=compute,
            gate=gate,
            studio=studio,
            engine=_engine(settings.language, gate),
        )


def _storage(settings: Settings) -> Storage:
    options = settings.storage.model_dump(exclude={"url"}, exclude_none=True)
    plain = {k: v.get_secret_value() if isinstance(v, SecretStr) else v for k, v in options.items()}
    return storage.opened(settings.storage.url or str(settings.data / "files"), plain)


def bounds(knobs: ComputeSettings) -> Bounds:
    """Of everything but reading a book; what runs has one thread, so one figure bounds both clocks."""
    seconds = knobs.timeout.total_seconds()
    return Bounds(wall_s=seconds, cpu_s=seconds, memory=knobs.memory)


def paces(settings: Settings, *, patience_s: float = 0.0) -> dict[str, Pace]:
    """What each provider is asked; with *patience_s* a caller waits here for its turn."""
    knobs = settings.illustration
    spacing = knobs.pollinations.legacy_spacing.total_seconds()
    asked = {
        Pollinations.name: (knobs.pollinations.slots, knobs.pollinations.per_minute),
        OpenAi.name: (knobs.openai.slots, knobs.openai.per_minute),
        Automatic1111.name: (knobs.automatic1111.slots, knobs.automatic1111.per_minute),
        ComfyUi.name: (knobs.comfyui.slots, knobs.comfyui.per_minute),
        Fal.name: (knobs.fal.slots, knobs.fal.per_minute),
        PollinationsLegacy.name: (1, 60 / spacing),
    }
    language = settings.language
    return {
        **{name: _pace(*each, patience_s) for name, each in asked.items()},
        # A chapter that asks waits for its answers anyway.
        Chat.provider: _pace(language.slots, language.per_minute, PATIENCE_S),
    }


def _pace(slots: int, per_minute: float, patience_s: float) -> Pace:
    # An edge counts in windows of seconds, so the first burst is a tenth of a minute's worth.
    return Pace(slots, per_minute, max(1, round(per_minute / 10)), patience_s)


def studio_of(
    knobs: IllustrationSettings,
    compute: Compute,
    gate: Gate,
    quarantine: Quarantine | None = None,
) -> Studio:
    rules = Rules(
        knobs.fallback,
        knobs.other_models,
        knobs.deadline.total_seconds(),
        placeholders=frozenset(knobs.placeholders),
    )
    found = {**painters(knobs, gate), Sketch.name: Sketch(compute)}
    return Studio(
        compute, found, rules, lenders=_lenders(knobs, found, gate), quarantine=quarantine
    )


def _lenders(
    knobs: IllustrationSettings, found: Mapping[str, ImageProvider], gate: Gate
) -> dict[str, ImageProvider]:
    """Whoever takes a reader's own key: as the operator set them up, or as they are for everybody."""
    unset = SecretStr("")
    openai = {"url": knobs.openai.url or OPENAI_URL, "model": knobs.openai.model or OPENAI_MODEL}
    every = {
        Pollinations.name: _pollinations(
            knobs.pollinations.model_copy(update={"key": unset}), gate
        ),
        OpenAi.name: _openai(knobs.openai.model_copy(update=openai), gate),
        Fal.name: _fal(knobs.fal.model_copy(update={"key": unset}), gate),
    }
    made = {name: each for name, each in every.items() if each is not None} | {**found}
    return {name: made[name] for name in PROVIDERS if name in made and PROVIDERS[name].takes_key}


def painters(knobs: IllustrationSettings, gate: Gate) -> dict[str, ImageProvider]:
    """Those that are set up, in the order in which they are asked; nobody else is asked."""
    unknown = set(knobs.order) - PROVIDERS.keys()
    if unknown:
        raise Misconfigured(
            f"BOOKREADER_ILLUSTRATION__ORDER names nobody: {', '.join(sorted(unknown))}"
        )
    found = [
        _pollinations(knobs.pollinations, gate),
        _openai(knobs.openai, gate),
        _automatic1111(knobs.automatic1111, gate),
        _comfyui(knobs.comfyui, gate),
        _fal(knobs.fal, gate),
        _legacy(knobs.pollinations, gate),
    ]
    known = {each.name: each for each in found if each is not None}
    return {name: known[name] for name in (*knobs.order, *known) if name in known}


def _pollinations(knobs: PollinationsSettings, gate: Gate) -> Pollinations | None:
    if knobs.key is None:
        return None
    key, seconds = knobs.key.get_secret_value(), knobs.timeout.total_seconds()
    return Pollinations(PollinationsOptions(key, knobs.url, knobs.model, seconds), gate)


def _legacy(knobs: PollinationsSettings, gate: Gate) -> PollinationsLegacy | None:
    if not knobs.legacy:
        return None
    spacing_s, timeout_s = knobs.legacy_spacing.total_seconds(), knobs.timeout.total_seconds()
    return PollinationsLegacy(LegacyOptions(knobs.legacy_url, spacing_s, timeout_s), gate)


def _openai(knobs: OpenAiSettings, gate: Gate) -> OpenAi | None:
    if knobs.url is None:
        return None
    if knobs.model is None:
        raise Misconfigured("BOOKREADER_ILLUSTRATION__OPENAI__URL is set; set its MODEL, too")
    options = OpenAiOptions(
        knobs.url,
        knobs.model,
        _secret(knobs.key),
        knobs.dialect,
        knobs.price,
        knobs.timeout.total_seconds(),
    )
    return OpenAi(options, gate)


def _automatic1111(knobs: Automatic1111Settings, gate: Gate) -> Automatic1111 | None:
    if knobs.url is None:
        return None
    options = Automatic1111Options(
        knobs.url,
        _secret(knobs.login),
        knobs.model,
        knobs.sampler,
        knobs.steps,
        knobs.guidance,
        knobs.strength,
        knobs.timeout.total_seconds(),
    )
    return Automatic1111(options, gate)


def _comfyui(knobs: ComfyUiSettings, gate: Gate) -> ComfyUi | None:
    if knobs.url is None:
        return None
    if knobs.workflow is None:
        raise Misconfigured("BOOKREADER_ILLUSTRATION__COMFYUI__URL is set; set its WORKFLOW, too")
    graph = workflow_of(knobs.workflow)
    return ComfyUi(ComfyUiOptions(knobs.url, graph, knobs.timeout.total_seconds()), gate)


def _fal(knobs: FalSettings, gate: Gate) -> Fal | None:
    if knobs.key is None:
        return None
    options = FalOptions(
        knobs.key.get_secret_value(),
        knobs.model,
        knobs.url,
        tuple(knobs.result_hosts),
        knobs.price,
        knobs.references,
        knobs.timeout.total_seconds(),
    )
    return Fal(options, gate)


def _secret(value: SecretStr | None) -> str | None:
    return None if value is None else value.get_secret_value()


def chat(knobs: LanguageSettings, gate: Gate) -> Chat | None:
    """None without an address: then nobody is asked."""
    if knobs.url is None:
        return None
    if knobs.model is None:
        raise Misconfigured("BOOKREADER_LANGUAGE__URL is set; set BOOKREADER_LANGUAGE__MODEL, too")
    key = None if knobs.key is None else knobs.key.get_secret_value()
    return Chat(gate, ChatOptions(knobs.url, knobs.model, key, knobs.timeout.total_seconds()))


def tagger_of(knobs: ExtractionSettings) -> Tagger:
    return Tagger(knobs.names, tuple(knobs.spacy_pipelines))


def _engine(knobs: LanguageSettings, gate: Gate) -> DescriptionEngine:
    model = chat(knobs, gate)
    if model is None:
        return Linear()
    return Llm(model, LlmOptions(knobs.batch, knobs.candidates, lanes=knobs.slots))

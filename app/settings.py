"""Every knob, grouped. The only module that reads the environment."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ByteSize, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.limits import LIMITS, Limits


class DatabaseSettings(BaseModel):
    url: str | None = Field(
        None, description="postgresql+asyncpg://... ; empty: `up` starts one of its own"
    )
    pool_size: int = Field(10, ge=2, description="connections each process keeps open")


class QueueSettings(BaseModel):
    url: str | None = Field(None, description="redis://... ; empty: `up` starts one of its own")
    network_slots: int = Field(4, ge=1, description="jobs of one worker that wait for providers")
    cpu_slots: int = Field(2, ge=1, description="jobs of one worker that parse, extract or sketch")
    lease: timedelta = Field(
        timedelta(seconds=10), description="a worker silent for this long has lost its jobs"
    )
    max_attempts: int = Field(5, ge=1, description="tries of a job that may succeed later")


class StorageSettings(BaseModel):
    url: str | None = Field(
        None, description="s3://bucket/prefix or a folder; empty: `files` in the data folder"
    )
    endpoint: str | None = Field(None, description="of an S3 that is not Amazon's")
    region: str | None = Field(None, description="of the S3 bucket")
    access_key_id: SecretStr | None = Field(None, description="for S3")
    secret_access_key: SecretStr | None = Field(None, description="for S3")


def _size(default: int, description: str) -> Any:
    return Field(ByteSize(default), gt=0, description=description)


def _count(default: int, description: str, *, most: int | None = None) -> Any:
    return Field(default, ge=1, le=most, description=description)


class LimitSettings(BaseModel):
    """Of strangers' files; `app.domain.limits` says what real books have."""

    upload: ByteSize = _size(100_000_000, "largest book file, in bytes")
    inflated: ByteSize = _size(LIMITS.inflated, "of all that is unpacked of a book, in bytes")
    member: ByteSize = _size(LIMITS.member, "of one file of a book, unpacked, in bytes")
    markup: ByteSize = _size(LIMITS.markup, "of one text document of an EPUB, in bytes")
    fb2: ByteSize = _size(LIMITS.fb2, "of an FB2, unpacked, pictures and all, in bytes")
    ratio: int = _count(LIMITS.ratio, "unpacked bytes for each packed one, from ratio_from on")
    ratio_from: ByteSize = _size(LIMITS.ratio_from, "unpacked bytes a file may have at any ratio")
    entries: int = _count(LIMITS.entries, "files in an archive")
    name: int = _count(LIMITS.name, "bytes of a file's name in an archive")
    depth: int = _count(
        LIMITS.depth, "elements inside each other; the XML library ends at 256", most=256
    )
    nesting: int = _count(LIMITS.nesting, "elements that are kept inside each other")
    elements: int = _count(LIMITS.elements, "elements in one document")
    text: int = _count(LIMITS.text, "characters of text in a book")
    sections: int = _count(LIMITS.sections, "sections of an FB2")
    spine: int = _count(LIMITS.spine, "documents in the reading order of an EPUB")
    contents: int = _count(LIMITS.contents, "entries in a table of contents")
    contents_depth: int = _count(
        LIMITS.contents_depth, "levels of a table of contents that are kept"
    )
    notes: int = _count(LIMITS.notes, "notes in a book")
    images: int = _count(LIMITS.images, "pictures of a book that are kept")
    image: ByteSize = _size(LIMITS.image, "of one picture, in bytes")
    pixels: int = _count(LIMITS.pixels, "of one picture")
    title: int = _count(LIMITS.title, "characters of a title or a name that are kept")
    people: int = _count(LIMITS.people, "authors, and translators, that are kept")
    genres: int = _count(LIMITS.genres, "genres that are kept")
    annotation: int = _count(LIMITS.annotation, "characters of a book's description that are kept")
    warnings: int = _count(LIMITS.warnings, "warnings of one kind that are kept")
    expansion: int = _count(LIMITS.expansion, "characters that a document's own entities may add")
    wall: timedelta = Field(LIMITS.wall, description="to read a book, on the clock on the wall")
    cpu: timedelta = Field(LIMITS.cpu, description="to read a book, of the processor")
    memory: ByteSize = _size(LIMITS.memory, "to read a book, beyond a bare process, in bytes")

    def of_books(self) -> Limits:
        """What the parsing engine takes."""
        return Limits(**self.model_dump(exclude={"upload"}))


class AccountSettings(BaseModel):
    registration: Literal["open", "invite", "closed"] = Field(
        "open", description="who may make an account"
    )
    invite_code: SecretStr | None = Field(None, description="what registration=invite asks for")
    access_lifetime: timedelta = Field(timedelta(minutes=15), description="of an access token")
    refresh_lifetime: timedelta = Field(
        timedelta(days=30), description="of a refresh token and of a session on the page"
    )


class ComputeSettings(BaseModel):
    timeout: timedelta = Field(
        timedelta(seconds=60), description="wall clock, and processor, of one extraction or sketch"
    )
    memory: ByteSize = Field(
        ByteSize(2_147_483_648), description="of one child beyond a bare process, in bytes"
    )


class PollinationsSettings(BaseModel):
    key: SecretStr | None = Field(None, description="sk_... from enter.pollinations.ai")
    url: str = Field("https://gen.pollinations.ai", description="base address")
    model: str = Field("flux", description="sent with every request")
    timeout: timedelta = Field(timedelta(seconds=150), description="one request")
    slots: int = Field(4, ge=1, description="requests at a time, of all processes together")
    per_minute: float = Field(300, gt=0, description="requests, of all processes together")
    legacy: bool = Field(
        default=False, description="use the old service that needs no key: slow, a small model"
    )
    legacy_url: str = Field("https://image.pollinations.ai", description="its base address")
    legacy_spacing: timedelta = Field(
        timedelta(seconds=45), description="between two of its requests"
    )


class OpenAiSettings(BaseModel):
    url: str | None = Field(
        None,
        description="https://api.openai.com/v1, or a server that speaks like it; empty: unused",
    )
    model: str | None = Field(None, description="its name there; needed with the address")
    key: SecretStr | None = Field(None, description="sent as a bearer token; empty: none is sent")
    dialect: Literal["openai", "localai"] = Field(
        "openai", description="localai takes seeds, negatives and any size as well"
    )
    price: Decimal | None = Field(None, ge=0, description="of a picture, in dollars, if known")
    timeout: timedelta = Field(timedelta(seconds=180), description="one request")
    slots: int = Field(2, ge=1, description="requests at a time, of all processes together")
    per_minute: float = Field(30, gt=0, description="requests, of all processes together")


class Automatic1111Settings(BaseModel):
    url: str | None = Field(
        None, description="http://127.0.0.1:7860 of AUTOMATIC1111, SD.Next or Forge; empty: unused"
    )
    login: SecretStr | None = Field(None, description="name:password, where it asks for them")
    model: str | None = Field(None, description="a checkpoint; empty: the one that is loaded")
    sampler: str | None = Field(None, description="by its name there; empty: its own choice")
    steps: int = Field(25, ge=1, le=150, description="of sampling")
    guidance: float = Field(7.0, ge=0, le=30, description="how closely it keeps to the words")
    strength: float = Field(
        0.6, ge=0, le=1, description="how far it may leave a picture that it starts from"
    )
    timeout: timedelta = Field(timedelta(seconds=300), description="one request")
    slots: int = Field(1, ge=1, description="requests at a time; it draws one after another")
    per_minute: float = Field(60, gt=0, description="requests, of all processes together")


class ComfyUiSettings(BaseModel):
    url: str | None = Field(None, description="http://127.0.0.1:8188; empty: unused")
    workflow: Path | None = Field(
        None, description="a graph saved with Export (API), with %prompt% and %seed% in its values"
    )
    timeout: timedelta = Field(timedelta(seconds=60), description="one request")
    slots: int = Field(2, ge=1, description="requests at a time, of all processes together")
    per_minute: float = Field(600, gt=0, description="requests, looks at the queue among them")


class FalSettings(BaseModel):
    key: SecretStr | None = Field(None, description="from fal.ai; empty: unused")
    url: str = Field("https://queue.fal.run", description="base address of the queue")
    model: str = Field("fal-ai/flux/schnell", description="its path there")
    result_hosts: list[str] = Field(
        default_factory=lambda: ["fal.media", "*.fal.media"],
        description="hosts that pictures are fetched from; JSON list",
    )
    references: int = Field(0, ge=0, le=1, description="pictures that the model looks at")
    price: Decimal | None = Field(None, ge=0, description="of a picture, in dollars, if known")
    timeout: timedelta = Field(timedelta(seconds=60), description="one request")
    slots: int = Field(4, ge=1, description="requests at a time, of all processes together")
    per_minute: float = Field(600, gt=0, description="requests, looks at the queue among them")


class IllustrationSettings(BaseModel):
    # A key under a name that nothing reads would be a sketch without a reason.
    model_config = ConfigDict(extra="forbid")

    provider: Literal[
        "auto", "pollinations", "openai", "automatic1111", "comfyui", "fal", "pollinations-legacy",
        "sketch",
    ] = Field("auto", description="auto: the first of `order` that is set up, else the sketch")  # fmt: skip
    order: list[str] = Field(
        default_factory=lambda: [
            "pollinations", "openai", "automatic1111", "comfyui", "fal", "pollinations-legacy",
        ],
        description="whom auto asks, the best first; JSON list",
    )  # fmt: skip
    fallback: Literal["next", "sketch", "never"] = Field(
        "next", description="who draws what the first could not: the next one, the sketch, nobody"
    )
    other_models: Literal["keep", "refuse"] = Field(
        "keep", description="a picture by another model than asked for is kept, and says so"
    )
    deadline: timedelta = Field(
        timedelta(minutes=15), description="of an order in a queue, from order to picture"
    )
    placeholders: list[str] = Field(
        default_factory=list, description="SHA-256 of notices that look like pictures; JSON list"
    )
    remote_consent: bool = Field(
        default=False, description="the operator's word that passages may leave this machine"
    )
    per_book: int = Field(4, ge=0, le=100, description="pictures drawn at upload without asking")
    per_batch: int = Field(200, ge=1, le=1000, description="pictures asked for at once, at most")
    keep: timedelta = Field(
        timedelta(days=180),
        description="pictures that another was preferred to, and failed ones; 0: for ever",
    )
    avif: bool = Field(
        default=False,
        description="keep pictures as AVIF as well: a third less to send at full size",
    )
    style: str | None = Field(
        None, description="where neither book nor reader has one, see GET /styles; empty: by genre"
    )
    pollinations: PollinationsSettings = PollinationsSettings()
    openai: OpenAiSettings = OpenAiSettings()
    automatic1111: Automatic1111Settings = Automatic1111Settings()
    comfyui: ComfyUiSettings = ComfyUiSettings()
    fal: FalSettings = FalSettings()


class ExtractionSettings(BaseModel):
    names: Literal["builtin", "natasha", "spacy"] = Field(
        "builtin", description="who helps to find names; the others need an extra to be installed"
    )
    spacy_pipelines: list[str] = Field(
        default_factory=lambda: ["en_core_web_sm", "ru_core_news_sm"],
        description="packages or folders, one for each language, for names=spacy; JSON list",
    )


class LanguageSettings(BaseModel):
    url: str | None = Field(
        None, description="https://.../v1 of an OpenAI-compatible service; empty: nobody is asked"
    )
    model: str | None = Field(None, description="its name there; needed with the address")
    key: SecretStr | None = Field(None, description="sent as a bearer token; empty: none is sent")
    timeout: timedelta = Field(timedelta(seconds=60), description="one answer")
    batch: int = Field(3, ge=1, le=20, description="passages in one question")
    candidates: int = Field(
        12, ge=1, le=200, description="passages of a chapter that are asked about, the best first"
    )
    slots: int = Field(2, ge=1, description="questions at a time, of all processes together")
    per_minute: float = Field(60, gt=0, description="questions, of all processes together")


class HttpSettings(BaseModel):
    origins: list[str] = Field(
        default_factory=list, description="origins of other front ends, for CORS; JSON list"
    )
    secure_cookies: bool = Field(default=False, description="true behind HTTPS")


class LogSettings(BaseModel):
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least severe")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="BOOKREADER_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data: Path = Field(Path("var"), description="folder of the files, and of embedded servers")
    secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="signs tokens, seals readers' keys; empty: `up` makes one in the data folder",
    )
    database: DatabaseSettings = DatabaseSettings()
    queue: QueueSettings = QueueSettings()
    storage: StorageSettings = StorageSettings()
    limits: LimitSettings = LimitSettings()
    accounts: AccountSettings = AccountSettings()
    compute: ComputeSettings = ComputeSettings()
    illustration: IllustrationSettings = IllustrationSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    language: LanguageSettings = LanguageSettings()
    http: HttpSettings = HttpSettings()
    log: LogSettings = LogSettings()

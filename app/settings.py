"""Every knob, grouped. The only module that reads the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ByteSize, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


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


class LimitSettings(BaseModel):
    upload: ByteSize = Field(ByteSize(100_000_000), description="largest book file, in bytes")


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
        timedelta(seconds=60), description="wall clock of one parse, extraction or sketch"
    )
    memory: ByteSize = Field(ByteSize(2_147_483_648), description="address space of one child")


class IllustrationSettings(BaseModel):
    provider: Literal["auto", "sketch", "pollinations"] = Field(
        "auto", description="auto: Pollinations with a key and consent, else the local sketch"
    )
    pollinations_key: SecretStr | None = Field(
        None, description="sk_... from enter.pollinations.ai"
    )
    pollinations_url: str = Field("https://gen.pollinations.ai", description="base address")
    pollinations_model: str = Field("flux", description="sent with every request")
    timeout: timedelta = Field(timedelta(seconds=150), description="one request to a provider")
    remote_consent: bool = Field(
        default=False, description="the operator's word that passages may leave this machine"
    )
    per_book: int = Field(4, ge=0, le=100, description="pictures drawn at upload without asking")
    style: str = Field("watercolour-ink", description="style of those pictures; see GET /styles")


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
        None, min_length=32, description="signs tokens; empty: `up` makes one in the data folder"
    )
    database: DatabaseSettings = DatabaseSettings()
    queue: QueueSettings = QueueSettings()
    storage: StorageSettings = StorageSettings()
    limits: LimitSettings = LimitSettings()
    accounts: AccountSettings = AccountSettings()
    compute: ComputeSettings = ComputeSettings()
    illustration: IllustrationSettings = IllustrationSettings()
    http: HttpSettings = HttpSettings()
    log: LogSettings = LogSettings()

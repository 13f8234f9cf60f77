"""What is generated from the program and committed: `python -m tests.house` writes it anew."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / ".env.example"
OPENAPI = ROOT / "docs" / "openapi.json"

_HEAD = """\
# Every setting, with its default. Copy to `.env` and uncomment what you change.
# Written by `python -m tests.house` from app/settings.py; a test compares them.
"""


def environment() -> str:
    return _HEAD + "\n" + "\n".join(_lines(Settings, "BOOKREADER_"))


def _lines(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield f"# -- {name}"
            yield ""
            yield from _lines(inner, f"{prefix}{name.upper()}__")
            continue
        yield f"# {field.description}"
        yield f"#{prefix}{name.upper()}={_shown(field)}"
        yield ""


def _shown(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    match value:
        case None:
            return ""
        case SecretStr():
            return value.get_secret_value()
        case timedelta():
            return f"PT{value.total_seconds():.0f}S"
        case bool() | list():
            return json.dumps(value)
        case _:
            return str(int(value)) if isinstance(value, int) else str(value)


def openapi() -> str:
    return (
        json.dumps(create_app(Settings(_env_file=None)).openapi(), indent=2, sort_keys=True) + "\n"
    )


if __name__ == "__main__":
    ENVIRONMENT.write_text(environment())
    OPENAPI.write_text(openapi())

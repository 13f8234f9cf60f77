"""One way to log: events with fields, coloured for people in a terminal and JSON for machines."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Whoever names a field like this did not mean to print it; words of readers and books stay out too.
_SECRET = re.compile(
    r"password|secret|token|authorization|cookie|api_?key|credential|signature", re.IGNORECASE
)
_HIDDEN = "[hidden]"

# Signed links, mailed tokens and passwords of databases stand in addresses, which servers and
# clients print as they are.
_IN_TEXT = (
    (
        re.compile(
            r"(?i)\b((?:access_|refresh_)?token|signature|secret|password|key|code)=[^&\s\"']+"
        ),
        rf"\1={_HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {_HIDDEN}"),
    (re.compile(r"(\w://[^\s:/@]*:)[^\s@/]+@"), rf"\1{_HIDDEN}@"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), _HIDDEN),
)

# These have handlers of their own unless told otherwise, and would print everything twice.
_FOLDED = (
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "arq",
    "arq.worker",
    "alembic",
    "py.warnings",
)

# Chatty below warnings: httpx prints every request, and a request to a provider holds a prompt;
# arq prints every ticket, and a ticket says nothing.
_QUIET = ("httpx", "httpcore", "asyncio", "multiprocessing", "arq.worker")

# Tracebacks without the values of local variables, which hold passwords and the text of books.
_CONSOLE = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def configure(*, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Call once in every process, before the first event; *stream* is standard error by default."""
    stream = stream or sys.stderr
    before = _before()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_rendering(is_terminal=stream.isatty()),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _FOLDED:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _before() -> list[Processor]:
    """What happens to every event, ours and that of a library."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        hide_secrets,
    ]


def _rendering(*, is_terminal: bool) -> list[Processor]:
    if is_terminal:
        return [_in_colour]
    return [
        structlog.processors.format_exc_info,
        hide_secrets,
        structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
    ]


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last resort: nobody should log a secret, and if one does it is not written down."""
    for name, value in event.items():
        event[name] = _hidden(name, value)
    return event


def _in_colour(logger: WrappedLogger, method: str, event: EventDict) -> str:
    return _without_secrets(_CONSOLE(logger, method, event))


def _hidden(name: str, value: object) -> object:
    if _SECRET.search(name) and not isinstance(value, bool | int | float | None):
        return _HIDDEN
    if isinstance(value, str):
        return _without_secrets(value)
    if isinstance(value, Mapping):
        return {inner: _hidden(str(inner), content) for inner, content in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(name, content) for content in value]
    return value


def _without_secrets(text: str) -> str:
    for pattern, replacement in _IN_TEXT:
        text = pattern.sub(replacement, text)
    return text

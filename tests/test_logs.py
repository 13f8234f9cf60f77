"""What the log says, to whom, and what it never says."""

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from app import logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    logs.configure(stream=stream)
    return stream


def last(stream: io.StringIO) -> dict[str, object]:
    return json.loads(stream.getvalue().splitlines()[-1])


def test_an_event_is_one_line_of_json_for_machines(written):
    structlog.get_logger("app.books").info("book_parsed", book_id=7, title="Му-му")

    event = last(written)

    assert event["event"] == "book_parsed"
    assert (event["book_id"], event["title"]) == (7, "Му-му")
    assert (event["level"], event["logger"]) == ("info", "app.books")
    assert str(event["timestamp"]).endswith("Z")


def test_a_terminal_gets_colours_instead():
    terminal = Terminal()
    logs.configure(stream=terminal)

    structlog.get_logger().info("book_parsed", chapters=12)

    assert "book_parsed" in terminal.getvalue()
    assert "\x1b[" in terminal.getvalue()


def test_the_request_and_the_job_are_in_every_line(written):
    with structlog.contextvars.bound_contextvars(request_id="r-1", job_id="j-1"):
        logging.getLogger("sqlalchemy.engine").warning("slow: %s", "select 1")

    event = last(written)

    assert (event["request_id"], event["job_id"]) == ("r-1", "j-1")
    assert event["event"] == "slow: select 1"


@pytest.mark.parametrize("name", ["uvicorn.error", "uvicorn.access", "alembic"])
def test_lines_of_the_servers_come_once_and_in_the_same_form(written, name):
    own = logging.StreamHandler(written)
    logging.getLogger(name).addHandler(own)
    logs.configure(stream=written)

    logging.getLogger(name).info("started %s", "well")

    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == [
        "started well"
    ]


def test_configuring_twice_does_not_double_the_lines(written):
    logs.configure(stream=written)

    structlog.get_logger().info("once")

    assert len(written.getvalue().splitlines()) == 1


def test_details_are_written_only_where_they_were_asked_for(written):
    structlog.get_logger().debug("detail")
    assert written.getvalue() == ""

    logs.configure(level="DEBUG", stream=written)
    structlog.get_logger().debug("detail")
    assert last(written)["event"] == "detail"


def test_an_exception_comes_with_its_traceback(written):
    try:
        int("broken")
    except ValueError:
        structlog.get_logger().exception("job_failed", job_id=1)

    assert "ValueError: invalid literal" in str(last(written)["exception"])


def test_warnings_of_libraries_are_events_too(written):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.warn("this goes away", DeprecationWarning, stacklevel=1)

    assert "this goes away" in str(last(written)["event"])


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "hunter22"},
        {"refresh_token": "hunter22"},
        {"headers": {"Authorization": "hunter22", "Cookie": "hunter22"}},
        {"provider": {"api_key": ["hunter22"]}},
        {"address": "/files/1?expires=1&signature=hunter22"},
        {"address": "postgresql://reader:hunter22@db/books"},
        {"header": "Bearer hunter22.hunter22.hunter22"},
        {"note": "eyJhbGciOi.eyJodW50ZXIy.hunter22"},
    ],
)
@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_secret_that_somebody_logs_is_not_written_down(stream, fields):
    written = stream()
    logs.configure(stream=written)

    structlog.get_logger().info("oops", **fields)

    assert "oops" in written.getvalue()
    assert "hunter22" not in written.getvalue()


def test_the_address_of_a_request_is_kept_but_not_its_signature(written):
    access = '%s - "%s %s HTTP/%s" %d'
    logging.getLogger("uvicorn.access").info(
        access, "127.0.0.1", "GET", "/file?reader=1&signature=hunter22", "1.1", 200
    )

    line = written.getvalue()

    assert "GET /file?reader=1" in line
    assert "hunter22" not in line


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_secret_inside_an_exception_is_not_written_down(stream):
    written = stream()
    logs.configure(stream=written)
    password = "hunter22"

    try:
        int("redis://:" + password + "@cache:6379/0")
    except ValueError:
        structlog.get_logger().exception("failed")

    assert "invalid literal" in written.getvalue()
    assert "hunter22" not in written.getvalue()


def test_counts_of_tokens_are_no_secret(written):
    structlog.get_logger().info("drawn", prompt_tokens=77)

    assert last(written)["prompt_tokens"] == 77

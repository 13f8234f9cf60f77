"""The house rules a linter does not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from app import errors
from app.domain.jobs import JobKind
from app.errors import BookReaderError
from app.settings import Settings
from app.workers.functions import JOBS
from tests import house

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))
SOURCES = {module: module.read_text() for module in MODULES}
SERVICES = sorted((APP / "services").glob("*.py"))
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "core", "lib", "manager"}
BANNED |= {"handler", "processor"}
BANNED_STARTS = ("do_", "process_", "handle_")


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_short_and_says_in_one_line_what_it_holds(module):
    source = module.read_text()

    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(source)), "say in one line what it holds"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_names_say_what_things_are(module):
    tree = ast.walk(ast.parse(module.read_text()))
    classes = [node.name for node in tree if isinstance(node, ast.ClassDef)]
    functions = [
        node.name
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert module.stem not in BANNED
    assert not [name for name in classes if name.lower().endswith(tuple(BANNED - {"lib"}))]
    assert not [name for name in functions if name.lstrip("_").startswith(BANNED_STARTS)]


def test_nobody_commits_by_hand():
    assert not [name_of(m) for m in MODULES if ".commit()" in m.read_text()]


def test_everything_is_caught_in_one_place_only():
    catching = {
        name_of(m) for m in MODULES if re.search(r"except (Base)?Exception\b", m.read_text())
    }

    assert catching <= {"app/workers/running.py"}


def test_the_environment_is_read_in_one_place_only():
    # PATH is no setting: a program that starts others needs it.
    pattern = r"os\.getenv|os\.environ\.get\((?!\"PATH\")"
    reading = {name_of(m) for m in MODULES if re.search(pattern, m.read_text())}

    assert reading == set()


def test_every_kind_of_job_has_something_that_does_it():
    assert set(JOBS) == set(JobKind)


def test_the_example_environment_is_the_settings():
    assert house.ENVIRONMENT.read_text() == house.environment(), "run `python -m tests.house`"


def test_the_committed_openapi_is_the_application():
    assert house.OPENAPI.read_text() == house.openapi(), "run `python -m tests.house`"


def test_the_tree_in_the_readme_is_the_tree():
    lines = [line for line in (ROOT / "README.md").read_text().splitlines() if line[:4] == "    "]
    drawn = {name for line in lines for name in re.findall(r"\bapp/(\w+)(?:\.py|/)", line)}
    real = {
        each.stem
        for each in APP.iterdir()
        if not each.name.startswith("__")
        and (each.suffix == ".py" or (each / "__init__.py").exists())
    }

    assert drawn == real


def test_migrations_do_not_import_the_program():
    for version in (ROOT / "migrations" / "versions").glob("*.py"):
        assert not re.search(r"^(from|import) app", version.read_text(), re.MULTILINE)


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine():
    # In halves, so that this file itself names none of them.
    halves = (("npm", "js"), ("pypi", r"\.org"), ("python", "hosted"), ("debian", r"\.org"))
    hosts = [first + second for first, second in halves]
    pattern = re.compile("|".join(hosts) + r"|(^|[^a-zA-Z.])/(wo" + r"rk|fa" + r"rm)/[a-z.]")
    found = [
        str(each.relative_to(ROOT))
        for folder in ("app", "tests", "docs", "bench", "migrations", ".ci")
        for each in (ROOT / folder).rglob("*")
        if each.suffix in {".py", ".md", ".txt", ".json", ".html", ".css", ""} and each.is_file()
        if each.name != "test_house.py" and pattern.search(each.read_text(errors="ignore"))
    ]

    assert found == []


def everything_but(*names: str) -> str:
    return "\n".join(text for module, text in SOURCES.items() if module.name not in names)


def leaves(model: type[BaseModel], group: str = "settings") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, name)
        else:
            yield group, name


def kinds(base: type[BookReaderError]) -> Iterator[type[BookReaderError]]:
    yield base
    for each in base.__subclasses__():
        if each.__module__ == errors.__name__:
            yield from kinds(each)


def public_functions(module: Path) -> list[str]:
    return [
        node.name
        for node in ast.parse(SOURCES[module]).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_"
    ]


@pytest.mark.parametrize(("group", "name"), list(leaves(Settings)), ids="-".join)
def test_every_setting_is_read(group, name):
    # The options of a store are handed over whole; the store names those it knows.
    as_option = rf'|"{name}"' if group == "storage" else ""

    assert re.search(rf"\b_?({group}|knobs)\.{name}\b{as_option}", everything_but("settings.py"))


@pytest.mark.parametrize("kind", list(kinds(BookReaderError)), ids=lambda kind: kind.__name__)
def test_every_error_is_raised_or_told_apart(kind):
    named = re.compile("|".join(rf"\b{each.__name__}\b" for each in kinds(kind)))

    assert named.search(everything_but("errors.py"))


@pytest.mark.parametrize("module", SERVICES, ids=lambda module: module.stem)
def test_every_use_case_has_a_user(module):
    own = {node.id for node in ast.walk(ast.parse(SOURCES[module])) if isinstance(node, ast.Name)}
    others = everything_but() + "\n".join(page.read_text() for page in APP.rglob("*.html"))
    imported = set(re.findall(rf"from app\.services\.{module.stem} import (.+)", others))
    by_name = {name.strip() for line in imported for name in line.split(",")}
    unused = [
        name
        for name in public_functions(module)
        if name not in own | by_name and not re.search(rf"\b{module.stem}\.{name}\b", others)
    ]

    assert unused == []

"""The data folder of an embedded Postgres: made once, and run by the major version that made it."""

import os
import pwd
import shutil
import signal
from pathlib import Path

from app.embedded import keeping
from app.embedded.claims import Claim
from app.embedded.keeping import Server
from app.errors import Refused

_OWNER = "bookreader"

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "on",
    # Plans of this app are small; compiling them costs more than it saves.
    "jit": "off",
    # One line per checkpoint tells nobody anything on one machine.
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


async def prepared(claim: Claim, installed: dict[int, Path]) -> Path:
    """The programs that fit the data folder, which is made first where there is none."""
    version = _data(claim) / "PG_VERSION"
    if not version.exists():
        programs = installed[max(installed)]
        await _create(claim, programs)
        return programs
    major = int(version.read_text())
    if major not in installed:
        raise Refused(
            f"{_data(claim)} was made by Postgres {major}; here are {sorted(installed)}. With "
            f"programs of Postgres {major}, start it and save it (`pg_ctl -D {_data(claim)} start` "
            f"and `pg_dumpall -U {_OWNER} > books.sql`), move the folder away, start BookReader "
            f"once, and read it back (`psql -U {_OWNER} -d postgres -f books.sql`)."
        )
    return installed[major]


def server(claim: Claim, programs: Path) -> Server:
    # The claim proves that no server of this folder lives. After the restart of a container another
    # process often has the old number, and Postgres would take it for a server.
    pid_file = _data(claim) / "postmaster.pid"
    pid_file.unlink(missing_ok=True)
    user = _user(_data(claim))
    sockets = _sockets(claim)
    sockets.mkdir(mode=0o700)
    _give(sockets, user)

    async def is_ready() -> bool:
        # What pg_ctl does: the eighth line of the file is the state.
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        return len(lines) > 7 and lines[7].strip() == "ready"  # noqa: PLR2004 - explained above

    settings = {**_SETTINGS, "unix_socket_directories": str(sockets)}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = (str(programs / "postgres"), "-D", str(_data(claim)), *words)
    return Server("Postgres", command, signal.SIGINT, is_ready, user)


def address(claim: Claim) -> str:
    return f"postgresql+asyncpg://{_OWNER}@/postgres?host={_sockets(claim)}"


async def _create(claim: Claim, programs: Path) -> None:
    """Under another name first: a folder half made by a process that was killed is never used."""
    unfinished = claim.folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    user = _user(unfinished)
    _give(unfinished, user)
    command = (
        *(str(programs / "initdb"), "--pgdata", str(unfinished), "--username", _OWNER),
        # Nobody but us can reach the socket, and there is no other door.
        *("--auth", "trust", "--encoding", "UTF8", "--no-locale"),
        # Postgres's own Unicode: the C locale alone cannot lower Cyrillic letters.
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    )
    await keeping.run(claim, "Postgres (initdb)", command, user)
    unfinished.rename(_data(claim))


def _data(claim: Claim) -> Path:
    return claim.folder / "data"


def _sockets(claim: Claim) -> Path:
    # One deeper than the private folder: only we and the server can pass through that.
    return claim.sockets / "pg"


def _user(folder: Path) -> int | None:
    """Postgres refuses root: then the folder's owner, or a user without rights; None for us."""
    if os.geteuid() != 0:
        return None
    if folder.stat().st_uid != 0:
        return folder.stat().st_uid
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise Refused("Postgres refuses to run as root, and there is no other user. Create one.")


def _give(folder: Path, user: int | None) -> None:
    if user is None:
        return
    try:
        os.chown(folder, user, pwd.getpwuid(user).pw_gid)
    except PermissionError as error:
        raise Refused(
            "Postgres refuses to run as root, and this root may not become another user, as in a "
            "container without capabilities. Start BookReader as an ordinary user."
        ) from error

"""A server of our own for a bench: `bookreader up` on a free port with an empty data folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_START_S = 60


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path

    def children(self, word: str) -> list[int]:
        """Process ids below `up` whose command line holds *word*."""
        found, queue = [], [self.process.pid]
        while queue:
            listing = Path(f"/proc/{queue.pop()}/task")
            for task in listing.glob("*/children"):
                for pid in map(int, task.read_text().split()):
                    queue.append(pid)
                    line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
                    if word in line.decode():
                        found.append(pid)
        return found

    def client(self) -> httpx.Client:
        """A client that has made itself an account."""
        client = httpx.Client(base_url=self.url, timeout=120)
        email = f"bench{time.time_ns()}@example.org"
        body = {"email": email, "password": "only for a bench"}
        tokens = client.post("/api/v1/auth/register", json=body).raise_for_status().json()
        # A bench outlives an access token; the session of a page would do as well.
        client.headers["Authorization"] = f"Bearer {tokens['tokens']['access_token']}"
        return client


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        log = Path(folder) / "up.log"
        command = [str(Path(sys.executable).parent / "bookreader"), "up", "--no-open"]
        command += ["--port", str(port), "--data", f"{folder}/data", *arguments]
        lasting = {"BOOKREADER_ACCOUNTS__ACCESS_LIFETIME": "PT4H"}
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                stdout=file,
                stderr=file,
                env={**os.environ, **lasting, **environment},
            )
        server = Server(f"http://127.0.0.1:{port}", Path(folder) / "data", process, log)
        try:
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait(server: Server) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        try:
            if httpx.get(f"{server.url}/health/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        if server.process.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit(re.sub(r"\x1b\[[0-9;]*m", "", server.log.read_text())[-3000:])

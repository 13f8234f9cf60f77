"""
How late the API's event loop is while large books are parsed: `python -m bench.loop_lag BOOK [COPIES]`.

The API runs in this process with a probe on its loop; workers are processes of their own, as always.
The idle figure of the same run is the control.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uvicorn

from app import embedded
from app.db import migrations
from app.main import create_app
from app.settings import Settings

_STEP_S = 0.005
_IDLE_S = 15

_UPLOADER = """
import sys, time, httpx, pathlib
url, path, copies = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
client = httpx.Client(base_url=url, timeout=60)
body = {"email": "lag@example.org", "password": "only for a bench"}
tokens = client.post("/api/v1/auth/register", json=body).json()["tokens"]
client.headers["Authorization"] = "Bearer " + tokens["access_token"]
print("GO", flush=True); sys.stdin.readline()
data = path.read_bytes()
urls = []
for copy in range(copies):
    mine = data[:-2] + len(str(copy)).to_bytes(2, "little") + str(copy).encode()
    answer = client.post("/api/v1/books/upload", files={"file": mine}, data={"illustrate": "none"})
    urls.append("/api/v1/books/" + answer.json()["book"]["id"])
while any(client.get(u).json()["status"] not in ("ready", "failed") for u in urls):
    time.sleep(0.2)
print([client.get(u).json()["status"] for u in urls], flush=True)
"""


async def lags(until: asyncio.Future | asyncio.Task) -> list[float]:
    """Milliseconds by which a sleep of 5 ms came back late, until *until* is done."""
    found = []
    while not until.done():
        started = time.perf_counter()
        await asyncio.sleep(_STEP_S)
        found.append((time.perf_counter() - started - _STEP_S) * 1000)
    return found


def shown(name: str, found: list[float]) -> float:
    found = sorted(found)
    p50, p99 = found[len(found) // 2], found[int(len(found) * 0.99)]
    print(f"{name:8} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  max {found[-1]:6.1f} ms  n {len(found)}")
    return p99


async def main(path: Path, copies: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        async with embedded.postgres(data) as postgres, embedded.redis(data) as redis:
            await migrations.upgrade(postgres)
            secret = "a secret for a bench, thirty-two bytes"
            os.environ |= {
                "BOOKREADER_DATA": folder,
                "BOOKREADER_SECRET": secret,
                "BOOKREADER_DATABASE__URL": postgres,
                "BOOKREADER_QUEUE__URL": redis,
                "BOOKREADER_LOG__LEVEL": "warning",
            }
            return await measure(path, copies)


async def measure(path: Path, copies: int) -> int:
    app = create_app(Settings())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    bin_ = Path(sys.executable).parent
    worker = subprocess.Popen([str(bin_ / "arq"), "app.workers.WorkerSettings"])
    uploader = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _UPLOADER, f"http://127.0.0.1:{port}", str(path), str(copies),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    await uploader.stdout.readline()
    await asyncio.sleep(2)
    idle = shown("idle", await lags(asyncio.create_task(asyncio.sleep(_IDLE_S))))
    uploader.stdin.write(b"\n")
    started = time.perf_counter()
    busy = shown("parsing", await lags(asyncio.create_task(uploader.stdout.readline())))
    print(f"{copies} books in {time.perf_counter() - started:.1f} s; p99 is {busy - idle:+.2f} ms")
    worker.terminate()
    worker.wait()
    server.should_exit = True
    await serving
    return busy - idle > 20


if __name__ == "__main__":
    copies_ = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    sys.exit(asyncio.run(main(Path(sys.argv[1]), copies_)))

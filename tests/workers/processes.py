"""Real `arq` processes, to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.resources import Resources

LEASE_S = 2


class Worker:
    """One `arq` process in a session of its own, so that its children can be found."""

    def __init__(self, resources: Resources, name: str, log: Path) -> None:
        settings = resources.settings
        environment = {
            **os.environ,
            "BOOKREADER_DATA": str(settings.data),
            "BOOKREADER_SECRET": resources.secret,
            "BOOKREADER_DATABASE__URL": str(settings.database.url),
            "BOOKREADER_QUEUE__URL": str(settings.queue.url),
            "BOOKREADER_QUEUE__LEASE": f"PT{LEASE_S}S",
        }
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).parent / "arq"), f"app.workers.{name}"],
                env=environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=15)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def workers(resources: Resources, log: Path, *names: str) -> Iterator[list[Worker]]:
    started = [Worker(resources, name, log) for name in names]
    try:
        yield started
    finally:
        for each in started:
            with suppress(ProcessLookupError):
                each.process.send_signal(signal.SIGCONT)
            each.kill()

"""The second door: background jobs, run by `arq app.workers.WorkerSettings` (or `SoloSettings`)."""

from app.domain.jobs import QUEUE, SOLO_QUEUE
from app.settings import Settings
from app.workers.settings import settings_of

_QUEUES = {"WorkerSettings": QUEUE, "SoloSettings": SOLO_QUEUE}


def __getattr__(name: str) -> type:
    """Made when asked for: only a process that runs a worker needs the addresses to be set."""
    try:
        queue = _QUEUES[name]
    except KeyError:
        raise AttributeError(name) from None
    return settings_of(Settings(), queue=queue, name=name)

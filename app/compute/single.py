"""One call in one child, for a command that has no pool."""

import multiprocessing
import pickle
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar, cast

from app.compute import child
from app.domain.compute import Bounds

P = ParamSpec("P")
T = TypeVar("T")


def run(bounds: Bounds, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Raises what *function* raises, `BookTooLarge` beyond a bound, `Defect` if its process dies."""
    # Fork, because a command has one thread and has loaded everything already.
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, bounds, function, args, kwargs))
    process.start()
    # The child has the only other end now, so its death is the end of the pipe.
    sender.close()
    try:
        if not receiver.poll(bounds.wall_s):
            raise child.too_long(bounds)
        result, error = receiver.recv()
    except (EOFError, OSError) as lost:
        process.join()
        raise child.meaning(process.exitcode or 0, bounds) from lost
    finally:
        process.kill()
        process.join()
        receiver.close()
    if error is not None:
        raise error
    return cast(T, pickle.loads(result))  # noqa: S301 - our own child's


def _work(
    sender: Connection,
    bounds: Bounds,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> None:
    child.bind()
    try:
        sender.send((child.call(bounds, function, args, kwargs), None))
    except Exception as error:  # noqa: BLE001 - it travels, and is raised by the caller
        sender.send((None, error))

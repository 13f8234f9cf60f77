"""One call in one child, for a command that has no pool."""

import multiprocessing
import pickle
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from app.compute import child
from app.domain.compute import Bounds

P = ParamSpec("P")
T = TypeVar("T")


def run(bounds: Bounds, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Raises what *function* raises, `BookTooLarge` beyond a bound, `Defect` if its process dies."""
    # Fork, because a command has one thread and has loaded everything already.
    context = multiprocessing.get_context("fork")
    task = (bounds, function, args, kwargs)
    with ProcessPool(max_workers=1, initializer=child.bind, context=context) as pool:
        try:
            result = pool.schedule(child.call, args=task, timeout=bounds.wall_s).result()
        except TimeoutError as error:
            raise child.too_long(bounds) from error
        except ProcessExpired as error:
            raise child.meaning(error.exitcode, bounds) from error
    return cast(T, pickle.loads(result))  # noqa: S301 - our own child's

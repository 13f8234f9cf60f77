"""CPU work in child processes that can be killed, so that no book can stop a worker."""

from app.compute.pool import Pool, open_pool

__all__ = ["Pool", "open_pool"]

"""How often a provider is asked, by how many at once, and when not at all; shared through Redis."""

from app.limits.gate import open_gate

__all__ = ["open_gate"]

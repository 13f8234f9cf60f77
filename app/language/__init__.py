"""A language model, optional: it looks again at the best passages, and never writes a word itself."""

from app.language.chat import Chat, ChatOptions
from app.language.engine import PATIENCE_S, Linear, Llm, LlmOptions

__all__ = ["PATIENCE_S", "Chat", "ChatOptions", "Linear", "Llm", "LlmOptions"]

"""Note marks: they stay in the text of a block, but are no words of the book."""

import re

# "кресле,[15] перед", "monsieur».52 А": in brackets anywhere, bare only after a mark that follows a
# letter or another mark, for "3.14" is a number.
MARK = re.compile(
    r"\[\d{1,3}\]|\{\d{1,3}\}"
    r"|(?<=[^\W\d_][.,!?…»”])\d{1,3}(?!\S)|(?<=[.,!?…»”][.,!?…»”])\d{1,3}(?!\S)"
)


def blank(text: str) -> str:
    """*text* with spaces for its note marks, so that every offset stays."""
    return MARK.sub(lambda mark: " " * len(mark.group()), text)

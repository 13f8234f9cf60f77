"""
The vocabularies, read when this module is loaded: for the server of child processes.

Its children share what it has read. Each would take 0.8 s for them before its first prompt, and is
replaced after a while.
"""

from app.illustration import lexicons

lexicons.english()
# The dictionary of word forms is read at the first question.
lexicons.lemma("дома", "ru")

"""Everything the pages say has its Russian."""

import re
from pathlib import Path
from string import Formatter

import app.api
from app.api.wording import ENGLISH
from app.api.wording_russian import RUSSIAN

TEMPLATES = Path(app.api.__file__).parent / "templates"
SAID = re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')\s*[,)]""")


def said():
    for template in TEMPLATES.glob("*.html"):
        for double, single in SAID.findall(template.read_text()):
            yield double or single


def test_every_sentence_of_the_templates_has_its_russian():
    sentences = set(said())

    assert len(sentences) > 50
    assert sentences <= set(RUSSIAN)
    assert set(ENGLISH) <= set(RUSSIAN)


def test_a_translation_keeps_the_places_for_values():
    for english, russian in RUSSIAN.items():
        assert places(ENGLISH.get(english, english)) == places(russian)


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}

"""The local painter: the same bytes for the same request, other pictures for other words."""

import hashlib
import io
import itertools
import subprocess
import sys

import pytest
from PIL import Image

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Quality
from app.illustration import quality
from app.illustration.framing import FRAMES
from app.illustration.sizes import size_for
from app.illustration.sketch import painter
from app.illustration.sketch.reading import read
from app.illustration.styles import STYLES

SCENES = [
    ("location", "A ruined castle above a mountain lake at night"),
    ("location", "A snowy village with a church at dusk"),
    ("atmosphere", "Fog over a pine forest at dawn"),
    ("location", "A sailing ship in a storm at sea, lightning"),
    ("location", "A study with a fireplace, books and a candle"),
    ("location", "A city street in rain"),
    ("character", "An old man with a long beard in a black cloak"),
    ("character", "A young woman in a red dress"),
    ("object", "A golden ring on the table"),
    ("action", "A rider gallops over the steppe at sunset"),
]  # fmt: skip


def prompt_of(kind, words, style=STYLES[0]):
    return f"{style.words}. {FRAMES[kind]}: {words}."


@pytest.mark.parametrize(("kind", "words"), SCENES)
def test_every_kind_of_scene_is_a_picture_and_is_painted_alike_twice(kind, words):
    width, height = size_for(DescriptionType(kind), Quality.DRAFT)

    first = painter.paint(prompt_of(kind, words), 7, width, height)
    second = painter.paint(prompt_of(kind, words), 7, width, height)

    assert first == second
    assert quality.verify(first, width=width, height=height).width == width


def test_another_process_paints_the_same_bytes():
    prompt = prompt_of(*SCENES[0])
    program = (
        "import sys, hashlib; from app.illustration.sketch import painter; "
        f"print(hashlib.sha256(painter.paint({prompt!r}, 11, 256, 192)).hexdigest())"
    )

    elsewhere = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    here = hashlib.sha256(painter.paint(prompt, 11, 256, 192)).hexdigest()
    assert elsewhere.stdout.strip() == here


def test_a_picture_of_full_size_takes_less_than_300_mb():
    program = (
        "from app.illustration.sketch import painter; "
        f"painter.paint({prompt_of(*SCENES[2], style=STYLES[3])!r}, 7, 1024, 768); "
        "status = open('/proc/self/status').read(); "
        "print(status.split('VmHWM:')[1].split()[0])"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert int(told.stdout) < 300_000


def test_different_prompts_give_clearly_different_pictures():
    hashes = [
        quality.dhash(Image.open(io.BytesIO(painter.paint(prompt_of(*scene), 7, 384, 384))))
        for scene in SCENES
    ]

    assert min((a ^ b).bit_count() for a, b in itertools.combinations(hashes, 2)) > 4


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
def test_every_style_has_a_hand_of_its_own_and_passes_the_checks(style):
    plain = painter.paint(prompt_of(*SCENES[0]), 7, 512, 384)
    styled = painter.paint(prompt_of(*SCENES[0], style=style), 7, 512, 384)

    assert quality.verify(styled, width=512, height=384)
    assert (styled == plain) is (style is STYLES[0])


def test_another_seed_moves_the_scene():
    prompt = prompt_of(*SCENES[0])

    assert painter.paint(prompt, 1, 256, 192) != painter.paint(prompt, 2, 256, 192)


def test_the_words_of_style_and_shot_are_not_taken_for_the_scene():
    scene = read(prompt_of("character", "A tall man"))

    assert scene.frame == "character"
    assert not scene.tags
    assert scene.time == "day"


@pytest.mark.parametrize(
    ("words", "tag"),
    [("hills and crags", "mountain"), ("the tall pines", "forest"), ("waves of the sea", "sea"),
    ("roofs of the town", "city"),
     ("a log cabin", "village"), ("a lighthouse", "lighthouse"), ("the horses", "horse")],
)  # fmt: skip
def test_words_are_known_in_all_their_forms(words, tag):
    assert tag in read(words).tags


def test_sizes_follow_the_type_and_stay_multiples_of_64():
    assert size_for(DescriptionType.LOCATION) == (1024, 768)
    assert size_for(DescriptionType.CHARACTER) == (768, 1024)
    assert size_for(DescriptionType.OBJECT) == (1024, 1024)
    assert all(
        side % 64 == 0 for kind in DescriptionType for q in Quality for side in size_for(kind, q)
    )

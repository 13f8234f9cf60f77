"""The label inside a picture: ours is kept in every form of it, everybody else's is dropped."""

import io

import pytest
from PIL import Image

from app.illustration import provenance, renditions
from app.illustration.sketch import painter


@pytest.fixture(scope="module")
def sketch():
    return painter.paint("A castle above a lake at night", 7, 512, 384)


def packet_of(data):
    return Image.open(io.BytesIO(data)).info.get("xmp", b"")


def test_a_sketch_says_what_made_it_and_that_it_is_algorithmic_media(sketch):
    packet = packet_of(sketch).decode()

    assert f'Software="BookReader AI {painter.VERSION}"' in packet
    assert f'DigitalSourceType="{provenance.ALGORITHM}"' in packet


def test_the_label_is_in_every_width_and_in_the_picture_for_book_files(sketch):
    files = renditions.make(sketch).files

    assert files[-1] == (512, sketch)
    assert {packet_of(data) for _, data in files} == {packet_of(sketch)}
    assert packet_of(renditions.jpeg(sketch, 400)[0]) == packet_of(sketch)


@pytest.mark.parametrize(
    "packet",
    [
        b"<x:xmpmeta>the whole prompt</x:xmpmeta>",
        provenance.label("sketch-2", provenance.ALGORITHM) + b"the whole prompt",
        provenance.label('x" prompt="y', provenance.ALGORITHM),
    ],
)
def test_what_others_hide_in_a_picture_goes(sketch, packet):
    stream = io.BytesIO()
    Image.open(io.BytesIO(sketch)).save(stream, "WEBP", quality=90, xmp=packet)

    files = renditions.make(stream.getvalue()).files

    assert {packet_of(data) for _, data in files} == {b""}

"""The label inside a picture: ours is in every form of it, everybody else's is dropped."""

import io

import pytest
from PIL import Image, PngImagePlugin

from app.illustration import provenance, renditions
from app.illustration.sketch import painter
from tests.standin import pictures

WISH = {"prompt": "a castle", "model": "flux", "size": "640x480", "seed": 7}
SECRET = "the whole prompt, word by word"
FOREIGN = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
EVERY_PART = {"exif", "xmp", "icc_profile", "comment", "parameters", "XML:com.adobe.xmp"}


@pytest.fixture(scope="module")
def sketch():
    return painter.paint("A castle above a lake at night", 7, 512, 384)


def opened(data):
    return Image.open(io.BytesIO(data))


def packet_of(data):
    return opened(data).info.get("xmp", b"")


def exif():
    told = Image.Exif()
    told[0x010E] = SECRET
    told[0x9286] = SECRET.encode("utf-16-le")
    return told


def text_chunks():
    told = PngImagePlugin.PngInfo()
    told.add_text("parameters", SECRET)
    told.add_itxt("XML:com.adobe.xmp", FOREIGN.decode())
    return told


def saved(form, **options):
    stream = io.BytesIO()
    drawn = opened(pictures.picture(WISH, "PNG")).convert("RGB")
    drawn.save(stream, form, **options)
    return stream.getvalue()


HIDDEN = {
    "EXIF in a JPEG": lambda: saved("JPEG", exif=exif()),
    "XMP in a JPEG": lambda: saved("JPEG", xmp=FOREIGN),
    "comment in a JPEG": lambda: saved("JPEG", comment=SECRET.encode()),
    "profile in a JPEG": lambda: saved("JPEG", icc_profile=SECRET.encode()),
    "text in a PNG": lambda: saved("PNG", pnginfo=text_chunks()),
    "EXIF in a PNG": lambda: saved("PNG", exif=exif()),
    "EXIF in a WebP": lambda: saved("WEBP", exif=exif()),
    "XMP in a WebP": lambda: saved("WEBP", xmp=FOREIGN),
    "profile in a WebP": lambda: saved("WEBP", icc_profile=SECRET.encode()),
    "a chunk nobody knows in a WebP": lambda: with_strange_chunk(saved("WEBP", lossless=True)),
    "bytes behind a WebP": lambda: saved("WEBP") + SECRET.encode(),
    "EXIF in an AVIF": lambda: saved("AVIF", exif=exif()),
    "XMP in an AVIF": lambda: saved("AVIF", xmp=FOREIGN),
}


def with_strange_chunk(data):
    body = SECRET.encode()
    grown = data[8:] + b"PROM" + len(body).to_bytes(4, "little") + body
    return b"RIFF" + len(grown).to_bytes(4, "little") + grown


def forms_of(data, source):
    kept = renditions.make(data, source=source, with_avif=True)
    return [*(data for _, data in kept.by_key()), renditions.jpeg(data, 400, source=source)[0]]


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("source", [provenance.TRAINED, None])
def test_what_others_hide_in_a_picture_is_in_no_form_of_it(name, source):
    data = HIDDEN[name]()
    assert SECRET.encode() in data or SECRET.encode("utf-16-le") in data

    forms = forms_of(data, source)

    assert len(forms) == 7
    label = provenance.label(provenance.STUDIO, source) if source else b""
    for form in forms:
        assert SECRET.encode() not in form
        assert SECRET.encode("utf-16-le") not in form
        assert packet_of(form) == label
        assert set(opened(form).info) & EVERY_PART == ({"xmp"} if label else set())
        assert not opened(form).getexif()


def test_a_sketch_says_what_made_it_and_that_it_is_algorithmic_media(sketch):
    packet = packet_of(sketch).decode()

    assert f'Software="BookReader AI {painter.VERSION}"' in packet
    assert f'DigitalSourceType="{provenance.ALGORITHM}"' in packet
    assert provenance.ALGORITHM.endswith("/algorithmicMedia")


def test_the_label_of_a_sketch_is_in_every_form_and_its_pixels_stay_as_they_were(sketch):
    kept = renditions.make(sketch, source=provenance.ALGORITHM)

    assert kept.files[-1] == (512, sketch)
    assert {packet_of(data) for data in forms_of(sketch, provenance.ALGORITHM)} == {
        packet_of(sketch)
    }


def test_a_picture_of_a_model_says_so_and_a_webp_of_it_keeps_its_pixels():
    data = saved("WEBP", quality=80, exif=exif())

    full = renditions.make(data, source=provenance.TRAINED).files[-1][1]

    assert b"digitalsourcetype/trainedAlgorithmicMedia" in packet_of(full)
    assert opened(full).tobytes() == opened(data).tobytes()


def test_a_picture_that_claims_to_be_drawn_by_rules_is_labelled_by_who_drew_it(sketch):
    full = renditions.make(sketch, source=provenance.TRAINED).files[-1][1]

    assert packet_of(full) == provenance.label(provenance.STUDIO, provenance.TRAINED)


def test_a_picture_of_ours_that_a_reader_brings_back_keeps_its_label(sketch):
    assert {packet_of(data) for data in forms_of(sketch, None)} == {packet_of(sketch)}


@pytest.mark.parametrize(
    "packet",
    [
        FOREIGN,
        provenance.label("sketch-2", provenance.ALGORITHM) + SECRET.encode(),
        provenance.label(f'x" prompt="{SECRET}', provenance.ALGORITHM),
    ],
)
def test_a_label_that_is_not_exactly_ours_goes(packet):
    assert {packet_of(data) for data in forms_of(saved("WEBP", xmp=packet), None)} == {b""}

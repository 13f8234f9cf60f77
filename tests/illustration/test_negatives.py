"""Wishes for what is not to be seen: a parameter where there is one, else said as what is there."""

import re
from dataclasses import replace

import pytest

from app.illustration import clauses, negatives
from app.illustration.adapting import adapt
from app.illustration.providers.provider import Capabilities, Seeds
from tests.illustration.conftest import request_for

DUMB = Capabilities(
    is_remote=True,
    is_preview=False,
    seeds=Seeds.EXACT,
    has_negative=False,
    languages=frozenset({"en"}),
    prompt_characters=4000,
    max_side=1024,
    summary="",
)
ABLE = replace(DUMB, has_negative=True)
AVOID = ("extra fingers", "Text", "watermark")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("people", "an empty scene"),
        ("no people", "an empty scene"),
        ("Without any PEOPLE.", "an empty scene"),
        ("без людей", "an empty scene"),
        ("никаких людей", "an empty scene"),
        ("текст", "clean surfaces"),
        ("без надписей", "clean surfaces"),
        ("водяной знак", "clean surfaces"),
        ("очки", "a bare face"),
        ("не рисуй очки", "a bare face"),
        ("glasses", "a bare face"),
        ("lettering", "clean surfaces"),
        ("extra fingers", "well-formed hands"),
        ("лишние пальцы", "well-formed hands"),
        ("bad anatomy", "natural anatomy"),
        ("cropped head", "whole head in view"),
        ("beard", "a clean-shaven face"),
        ("борода", "a clean-shaven face"),
        ("шляпа", "a bare head"),
        ("smiling", "a serious face"),
        ("улыбка", "a serious face"),
        ("blood", "clean clothes"),
        ("кровь", "clean clothes"),
        ("weapons", "empty hands"),
        ("оружие", "empty hands"),
        ("nudity", "fully clothed figures"),
        ("cars", "only carts and horses"),
        ("машины", "only carts and horses"),
        ("modern objects", "only things of the period"),
        ("power lines", "open unbroken sky"),
        ("clouds", "a clear sky"),
        ("облака", "a clear sky"),
        ("rain", "dry weather"),
        ("snow", "bare ground"),
        ("снега", "bare ground"),
        ("fog", "clear air"),
        ("тумана", "clear air"),
        ("night", "full daylight"),
        ("shadows", "soft even light"),
        ("trees", "an open view"),
        ("деревья", "an open view"),
        ("animals", "quiet ground"),
        ("собака", "quiet ground"),
        ("bright colors", "muted colours"),
        ("яркие цвета", "muted colours"),
        ("black and white", "full natural colour"),
        ("чёрно-белое", "full natural colour"),
        ("photo", "hand-made brushwork"),
        ("anime", "natural proportions"),
        ("low quality", "careful finish"),
        ("blurry", "sharp detail"),
        ("border", "the picture fills the sheet"),
        ("рамки", "the picture fills the sheet"),
        ("signature", "clean edges"),
        ("crowd", "empty paths"),
        ("толпа", "empty paths"),
        ("other people", "a single figure"),
        ("clutter", "a plain orderly scene"),
        ("smoke", "clean air"),
        ("wrinkles", "smooth young skin"),
    ],
)
def test_a_wish_is_said_as_what_is_there(wish, said):
    assert negatives.positively(wish) == ((said,), ())


def test_what_stands_for_nothing_is_named_and_nothing_is_said_twice():
    said, lost = negatives.positively("no text, elephants; без надписи, , letters\ngoblins")

    assert said == ("clean surfaces",)
    assert lost == ("elephants", "goblins")


def test_what_is_said_instead_denies_nothing_and_is_plain_english():
    for said in {said for wish in negatives._INSTEAD for said in negatives.positively(wish)[0]}:
        assert not clauses.is_denial(said)
        assert re.fullmatch(r"[a-z, -]+", said)


def test_a_readers_wish_and_ours_are_one_parameter_where_there_is_one():
    fitted, losses = adapt(request_for(negative="goblins, text", avoid=AVOID), ABLE)

    assert fitted.negative == "goblins, text, extra fingers, watermark"
    assert fitted.avoid == ()
    assert losses == ()
    assert adapt(fitted, ABLE) == (fitted, ())


def test_ours_alone_are_the_parameter_where_a_reader_has_no_wish():
    fitted, losses = adapt(request_for(avoid=AVOID), ABLE)

    assert (fitted.negative, losses) == ("extra fingers, Text, watermark", ())


def test_where_there_is_no_parameter_ours_are_neither_said_nor_missed():
    request = request_for(negative="no text, goblins", avoid=AVOID)

    fitted, losses = adapt(request, DUMB)

    assert fitted.prompt == f"{request.prompt} Clean surfaces."
    assert (fitted.negative, fitted.avoid) == (None, ())
    assert losses == ("negative: said as clean surfaces", "negative: goblins")
    assert adapt(request_for(avoid=AVOID), DUMB)[1] == ()


def test_a_provider_without_wishes_and_without_avoidance_is_sent_none():
    assert adapt(request_for(), ABLE) == (request_for(), ())

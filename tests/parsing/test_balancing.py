"""Broken markup: what a reader would have meant by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.parsing import parse
from app.parsing.balancing import balanced
from tests.parsing import browser
from tests.parsing.builders import fb2


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("<p>a<b>c</p>", "<p>a<b>c</b></p>"),
        ("<p>a</b>c</p>", "<p>ac</p>"),
        ("<s><p>a</s>", "<s><p>a</p></s>"),
        ("<s><p>a", "<s><p>a</p></s>"),
        ("<s><p>a<p>b</p></s>", "<s><p>a</p><p>b</p></s>"),
        ("<s><p>a<i>b<section>c</section></s>", "<s><p>a<i>b</i></p><section>c</section></s>"),
        ("<p id=a class='b'>x</p>", "<p id=\"a\" class='b'>x</p>"),
        ('<p id="a" id="b">x</p>', '<p id="a">x</p>'),
        ('<p t="a<b">x</p>', '<p t="a&lt;b">x</p>'),
        ("<p>a < b</p>", "<p>a &lt; b</p>"),
        ("<p>a<br>b<img src=i>c</p>", '<p>a<br/>b<img src="i"/>c</p>'),
        ("<p>a</p><!-- </p> --><![CDATA[</p>]]>", "<p>a</p><!-- </p> --><![CDATA[</p>]]>"),
        ("<p>a</p><sect", "<p>a</p>"),
    ],
)
def test_every_element_is_closed_once_and_where_it_was_meant(broken, whole):
    assert balanced(broken) == whole


@settings(max_examples=200, deadline=None)
@given(st.text("<>/pbs \"'=ai!-[]", max_size=60))
def test_what_is_balanced_stays_as_it_is(text):
    once = balanced(text)

    assert balanced(once) == once


def test_a_wrong_end_tag_costs_no_chapter():
    data = fb2([
        "<title><p>Один</title><p>Текст <emphasis>с <strong>ошибкой</p>",
        "<title><p>Два</p></title><p>Ещё</section><p>текст.</p>",
    ])  # fmt: skip

    book = parse(data)

    assert [(chapter.title, chapter.blocks) for chapter in book.chapters] == [
        ("Один", ("Один", "Текст с ошибкой")),
        ("Два", ("Два", "Ещё", "текст.")),
    ]
    assert "malformed" in {warning.code for warning in book.warnings}
    browser.check(book)


def test_attributes_without_quotes_are_read():
    book = parse(fb2(["<p id=a>Раз.</p><p><a l:href=#a>туда</a></p>"]))

    assert '<a href="address:1/0">туда</a>' in book.chapters[0].html

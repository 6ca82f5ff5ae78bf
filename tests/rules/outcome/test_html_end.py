"""A page that stops in mid-element is not whole, and nothing is read from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Capture
from crawler.rules.outcome.classification import judge
from crawler.rules.outcome.html_end import is_cut_html
from tests.pages.test_generic import AT, page

WHOLE = page(head="<meta name='x' content='y'><script>let a = '</div';</script><!-- a note -->").encode() + b"</html>"


@given(end=st.integers(0, len(WHOLE)))
def test_a_page_cut_within_a_tag_or_a_text_is_seen(end: int) -> None:
    """Wherever the bytes stop, unless that is between two elements outside the text, or after the body."""
    cut = WHOLE[:end]
    seen = is_cut_html(cut)
    in_tag = b"<html" in cut and re.search(rb"<[a-z/!][^>]*\Z", cut)
    in_text = b"<article" in cut and b"</article" not in cut
    if b"</body" in cut:
        assert not seen
    elif in_tag or in_text:
        assert seen


@pytest.mark.parametrize(
    "body",
    [
        WHOLE,
        b"<!DOCTYPE html><html><title>A visit</title><p>The minister met the envoy.",
        b"<html><body><div><p>The minister met the envoy.</p></div><p>That is all.",
        b"<html><body><h1>2 < 3</h1><div>The minister met the envoy.</div>",
        b"<div><p>A part of a page, as an application loads it",
        b"plain text, <not> a page",
        b"<html><body><!-- <div class='old'> --><script>x('<main>')</script><p>The minister met the envoy.</p>",
        b"<html><body><div><p>The minister met the envoy.</p></body></html><!-- 0.2 s",
        b"<html><body><div><p>The minister met the envoy.</p></body></html><script>count(1)",
        b"",
    ],
)
def test_pages_whose_end_tags_may_be_left_out_are_whole(body: bytes) -> None:
    """HTML lets an author leave out the end tags of paragraph, body and html."""
    assert not is_cut_html(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body><main><p>The minister met the en",
        b"<html><body><table><tr><td>10 to 1",
        "<html><body><article><h1>Заява</h1><p>Міністр сустр".encode(),
        b"<html><body><p>The minister met the envoy.</p><div cla",
        b"<html><body><p>The minister met the envoy.</p><script>var a = 1;",
        b"<html><body><p>The minister met the envoy.</p><!-- the foot",
        b"<html><body><section><p>The minister met the envoy.</p>",
        b"<html><body><div><p>The minister met the envoy.</p><br><b>Fatal error</b>: time exceeded in <b>a.php</b><br>",
        b"<html><script>write('</body></html>')</script><body><div><p>The minister met the envoy.</p><p>",
        b"<html><!-- </body> --><body><main><p>The minister met the envoy.</p>",
        "<html><body><main><p>Міністр сустрэў".encode("utf-16"),
    ],
)
def test_a_page_that_stops_in_mid_element_is_unreadable(body: bytes) -> None:
    """No edit and no removal follows from it."""
    capture = Capture(url="https://ministry.example/a/1", captured_at=AT, status=200, body=body)
    assert judge(capture) == ("unreadable", "cut-short")

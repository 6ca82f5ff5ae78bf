"""Paragraphs out of markup: every word once, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from crawler.pages.text import blocks
from crawler.rules.text.normalization import clean


def node(markup: str) -> etree._Element:
    return etree.fromstring(f"<html><body><div id='x'>{markup}</div></body></html>", etree.HTMLParser())


def read(markup: str, *, drop: str = "", stop: str = "", start: str = "") -> list[str]:
    root = node(markup)

    def found(path: str) -> list[etree._Element]:
        return list(root.xpath(path)) if path else []

    return [
        clean(paragraph)
        for paragraph in blocks.paragraphs(
            root.xpath("//div[@id='x']")[0], found(drop), next(iter(found(stop)), None), next(iter(found(start)), None)
        )
    ]


def test_blocks_are_paragraphs() -> None:
    """Paragraphs, items, headings, quotations and cells are each one."""
    assert read(
        "<h2>Head</h2><p>One</p><ul><li>Two</li><li>Three</li></ul><blockquote>Four</blockquote>"
        "<table><tr><td>Five</td><th>Six</th></tr></table>"
    ) == ["Head", "One", "Two", "Three", "Four", "Five", "Six"]


def test_inline_elements_add_no_space() -> None:
    """A word that is half bold stays one word."""
    assert read("<p>Бела<b>русь</b> and <i>in</i>line<sup>2</sup></p>") == ["Беларусь and inline2"]


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    """Old editors wrote paragraphs as double ``br``; white space between the two does not matter."""
    assert read("<p>One<br>still one<br/> \n <br>Two<br><br><br>Three</p>") == ["One still one", "Two", "Three"]


def test_nested_blocks_do_not_repeat_text() -> None:
    """A list in an item, a paragraph in a cell: each word comes once."""
    assert read("<ul><li>One<ul><li>Two</li></ul>and</li></ul><div><div><p>Three</p></div></div>") == [
        "One",
        "Two",
        "and",
        "Three",
    ]


def test_text_that_stands_directly_in_the_block_is_kept() -> None:
    """Text between elements is text all the same."""
    assert read("stray <b>words</b><p>One</p>more <a href='/x'>stray</a> words<p>Two</p>end") == [
        "stray words",
        "One",
        "more stray words",
        "Two",
        "end",
    ]


def test_what_no_reader_sees_is_no_text() -> None:
    """Scripts, styles, comments, form fields and fallbacks are passed over; what follows them is not."""
    assert read(
        "<p>One<script>var x = 'no'</script> and<!-- no --><style>p { color: no }</style> two</p>"
        "<noscript>no</noscript>three<select><option>no</option></select><textarea>no</textarea> four<?php no ?>"
    ) == ["One and two", "three four"]


def test_dropped_parts_are_left_out_and_what_follows_them_stays() -> None:
    """A dropped block parts paragraphs, a dropped inline element does not."""
    markup = "a<div class='ad'>no<p>no</p></div>b <span class='ad'>no</span>c"
    assert read(markup, drop="//*[@class='ad']") == ["a", "b c"]


def test_the_text_ends_before_the_stop() -> None:
    """Also where the stop is deep in another element."""
    assert read("<p>One</p><div><p>Two <a id='s'>no</a> no</p></div><p>no</p>", stop="//a[@id='s']") == ["One", "Two"]


def test_the_text_begins_after_the_start() -> None:
    """What stands above the title is no part of the text."""
    assert read("promotion<p>no</p><h1>Title</h1>One<p>Two</p>", start="//h1") == ["One", "Two"]


def test_a_start_that_is_not_in_the_block_leaves_nothing_out() -> None:
    """The title may stand outside of the block."""
    root = node("<p>One</p>")
    assert blocks.paragraphs(root.xpath("//div")[0], start=root.xpath("//body")[0]) == ["One"]


def test_the_text_after_the_block_is_not_in_it() -> None:
    """The tail of the block itself belongs to its parent."""
    root = html.fromstring("<div><section>in</section>out</div>")
    assert blocks.paragraphs(root[0]) == ["in"]


def test_blank_paragraphs_are_none() -> None:
    """Non-breaking spaces are white space."""
    assert read("<p>&nbsp;</p><p> </p><p><br></p><p>One</p>") == ["One"]


def test_links_and_images_are_found_in_reading_order() -> None:
    """Only those of the text: not the dropped ones, not those past the stop, no ``a`` without ``href``."""
    root = node(
        "<a href='/1'>one</a><p><img src='a.png'><a name='n'>no</a><a href='/2'><img src='b.png'></a></p>"
        "<div class='ad'><a href='/no'>no</a></div><hr><a href='/no'>no</a>"
    )
    block = blocks.read(root.xpath("//div[@id='x']")[0], root.xpath("//*[@class='ad']"), root.xpath("//hr")[0])
    assert [anchor.get("href") for anchor in block.anchors] == ["/1", "/2"]
    assert [image.get("src") for image in block.images] == ["a.png", "b.png"]


def test_deep_nesting_is_no_trouble() -> None:
    """Pages forget to close elements: 2,000 deep is nearly all that libxml2 gives, and more than a stack holds."""
    root = etree.fromstring("<div>" * 2000 + "deep" + "</div>" * 2000, etree.HTMLParser(huge_tree=True))
    assert blocks.paragraphs(root) == ["deep"]


words = st.text("абвгд xyz", min_size=1, max_size=8)
inline = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "span", "em", "a"]), words)
flow = st.lists(words | inline | st.just("<br>"), max_size=5).map("".join)
block = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "div", "h2", "section"]), flow)


@given(st.lists(flow | block, max_size=6).map("".join))
def test_no_letter_is_lost_or_repeated(markup: str) -> None:
    """Whatever the nesting: the letters of the block are those of its paragraphs, in order."""
    root = node(markup)
    whole = "".join(root.xpath("//div[@id='x']")[0].itertext())
    joined = "".join(blocks.paragraphs(root.xpath("//div[@id='x']")[0]))
    assert "".join(joined.split()) == "".join(whole.split())

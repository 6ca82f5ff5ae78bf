"""What a selector's match says: what a reader sees of it."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.pages.selectors import matches, text_of, word


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>A long visit</h1>",
        "<h1>A <b>long</b> visit</h1>",
        "<h1>A lo<!-- cached 17 -->ng visit</h1>",
        "<h1>A <script>var n = 17;</script>long visit</h1>",
        "<h1><style>h1 { color: red }</style>A <i>lo<template><p>17</p></template>ng</i> visit</h1>",
        "<h1>A long <noscript><img src='/17'> 17 visits</noscript>visit</h1>",
    ],
)
def test_scripts_and_comments_in_a_title_are_not_its_words(markup: str) -> None:
    """They may change with every visit; the words around them stay joined as they stand."""
    assert text_of(html.fragment_fromstring(markup)) == "A long visit"


def test_what_follows_an_element_is_not_its_text() -> None:
    """Nor is what stands before it."""
    root = html.fragment_fromstring("<div>Before <h1>A <script>1</script>visit</h1> behind</div>")
    assert word("h1", root) == "A visit"


def test_a_script_that_is_asked_for_is_given() -> None:
    """A page object may read data from one."""
    root = html.fragment_fromstring("<div><script>var date = '2026-11-24';</script></div>")
    assert [text_of(each) for each in matches("script", root)] == ["var date = '2026-11-24';"]
    assert text_of("an attribute") == "an attribute"

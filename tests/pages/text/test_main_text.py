"""The text of pages without selectors: nothing lost, nothing joined, in the order of the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.generic import GenericPage
from crawler.pages.text.host_template import HostTemplate, PlacedLine
from tests.pages.test_generic import SENTENCES, SITE, capture, read

PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:5])
TITLE = "<title>A visit</title>"
LEAD = "The minister of trade will travel to three countries in the north, his office said on Tuesday."


def within(inner: str, *, head: str = "") -> str:
    """A page of a headline and what is given."""
    return (
        f"<html><head><title>A visit</title>{head}</head><body><div id='x'><h1>A visit</h1>{inner}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (
            f"<table><tr><td>Mon</td><td><ul><li>open from 10 to 18</li></ul></td></tr></table>{PROSE}",
            "open from 10 to 18",
        ),
        (f"{PROSE}<table><tr><th>Дзень</th><td>з 10 да 18</td></tr></table>{PROSE}", "з 10 да 18"),
        (f"{PROSE}<dl><dt>Ouverture</dt><dd>de 10 à 18 heures</dd></dl>{PROSE}", "de 10 à 18 heures"),
        (f"{PROSE}<ol><li>第一，立即停火</li><li>第二，让援助进入</li></ol>{PROSE}", "第一，立即停火"),
        (f"<div class='teaser'><p>{LEAD}</p></div><div class='text'>{PROSE}</div>", LEAD),
        (f"<div class='intro-top'><strong>{LEAD}</strong></div><div><div>{PROSE}</div></div>", LEAD),
    ],
)
def test_lists_cells_and_leads_are_text(inner: str, line: str) -> None:
    """Wherever an editor puts them between the headline and the end of the text."""
    body = read(within(inner)).body
    assert line in body
    assert set(SENTENCES[:5]) <= set(body)


def test_a_list_that_is_a_child_of_the_body_is_text() -> None:
    """Between two paragraphs."""
    text = f"<html><head><title>A visit</title></head><body><h1>A visit</h1>{PROSE}<ul><li>first demand: stop</li></ul>"
    assert read(f"{text}<p>{SENTENCES[5]}</p></body></html>").body == (
        *SENTENCES[:5],
        "first demand: stop",
        SENTENCES[5],
    )


def test_what_the_description_quotes_is_text() -> None:
    """A lead stands outside the block that holds the text."""
    text = within(PROSE, head=f"<meta name='description' content='{LEAD}'>")
    text = text.replace("<div id='x'>", f"<div class='hero'><div class='caption'><p>{LEAD}</p></div></div><div id='x'>")
    assert read(text).body == (LEAD, *SENTENCES[:5])


@pytest.mark.parametrize(
    "markup",
    [
        "<p><span><h2>{0}</h2></span><span>{1}</span></p>",
        "<p><strong><h3>{0}</h3>{1}</strong></p>",
        "<span><h2><span>{0}</span></h2></span><div>{1}</div>",
        "<font><h4>{0}</h4><p>{1}</font>",
        "<div>{0}<br><br>{1}</div>",
        "<dir><b>{0}</b></dir><center>{1}</center>",
    ],
)
def test_a_heading_in_a_paragraph_is_not_joined_to_it(markup: str) -> None:
    """Editors' programs nest them against the rules of HTML."""
    body = read(
        within(PROSE + markup.format("This is what they agreed on.", SENTENCES[6]) + f"<p>{SENTENCES[7]}</p>")
    ).body
    assert body[5:] == ("This is what they agreed on.", SENTENCES[6], SENTENCES[7])


@pytest.mark.parametrize(
    "page",
    [
        f"<noscript>{within(PROSE)}</noscript>",
        f"<html><head>{TITLE}</head><body><noscript><h1>A visit</h1>{PROSE}</noscript><div id='app'></div>",
        f"<html><head>{TITLE}</head><body><div><noscript><img src='/p'><h1>A visit</h1>{PROSE}</div></body>",
    ],
)
def test_a_page_within_noscript_is_read(page: str) -> None:
    """An application's page for readers without scripts, or a pixel that is never closed."""
    assert read(page).body == tuple(SENTENCES[:5])


def test_a_notice_within_noscript_is_not_text() -> None:
    """The page has a text of its own."""
    notice = "<noscript><p>Please switch on JavaScript in your browser to see this page as it is meant.</p></noscript>"
    assert read(within(PROSE + notice + f"<p>{SENTENCES[6]}</p>")).body == (*SENTENCES[:5], SENTENCES[6])


@pytest.mark.parametrize(
    "media",
    [
        "<picture><source srcset='a.webp'><source srcset='b.webp'><img src='/c.jpg'></picture>",
        "<p><source srcset='a'>Text by the picture: the hall.</p>",
        "<video><source src='a.mp4'><track src='a.vtt'></video>",
        "<p>A word<wbr>break and <embed src='a.swf'>a film.</p>",
    ],
)
def test_void_elements_hold_nothing(media: str) -> None:
    """The parser takes them for containers: what follows them is read as it stands."""
    page = GenericPage(capture(within(PROSE + media + f"<p>{SENTENCES[6]}</p>")), SITE)
    assert not [
        each for tag in ("source", "track", "wbr", "embed") for each in page.root.iter(tag) if len(each) or each.text
    ]
    body = page.to_item().body
    assert (body[:5], body[-1]) == (tuple(SENTENCES[:5]), SENTENCES[6])


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href='/b/2'>Read also: the minister of foreign affairs on trade</a></p>",
        "<p>© 2026 Ministry of Examples. All rights reserved, also those of translation.</p>",
    ],
)
def test_links_and_rights_are_no_text(line: str) -> None:
    """A link that stands alone in the text leads to another text."""
    assert read(within(PROSE + line + f"<p>{SENTENCES[6]}</p>")).body == (*SENTENCES[:5], SENTENCES[6])


def test_what_a_host_shares_is_no_text_where_it_is_known() -> None:
    """A page alone cannot tell its newsletter's sentence from its own; the host's template can."""
    shared = "Subscribe to our newsletter and read every week what the ministry has done for you."
    text = capture(within(PROSE.replace("</p><p>", f"</p><p>{shared}</p><p>", 1)))
    assert shared in GenericPage(text, SITE).to_item().body
    known = GenericPage(text, SITE, template=HostTemplate(lines=frozenset({PlacedLine("body>div>p", shared)})))
    assert known.to_item().body == tuple(SENTENCES[:5])


def test_links_are_those_of_the_page_and_no_others() -> None:
    """A relative link is resolved against the page, whatever another library makes of it."""
    made = within(PROSE + "<p>See the <a href='12.html'>treaty of the two countries</a> that was signed today.</p>")
    page = GenericPage(capture(made), SITE)
    assert [link.url for link in page.to_item().links] == ["https://ministry.example/a/12.html"]


SHAPES = (
    "<p>{}</p>", "<div>{}</div>", "<ul><li>{}</li></ul>", "<p><span>{}</span></p>", "<h2>{}</h2>",
    "<section><p>{}</p></section>", "<blockquote>{}</blockquote>", "<p><b>{}</b></p>",
)  # fmt: skip
MARKUP = st.sampled_from(SHAPES)


@settings(max_examples=25)
@given(markup=st.lists(MARKUP, min_size=3, max_size=9), outer=st.sampled_from(["div", "article", "main", "section"]))
def test_paragraphs_stand_alone_and_in_the_order_of_the_page(markup: list[str], outer: str) -> None:
    """Whatever elements hold them: each paragraph that is read is one of the page, and they follow one another."""
    lines = [f"{number}: {SENTENCES[number]}" for number in range(len(markup))]
    inner = "".join(each.format(line) for each, line in zip(markup, lines, strict=True))
    body = read(f"<html><body><{outer}><h1>A visit</h1>{PROSE}{inner}</{outer}></body></html>").body
    places = [[*SENTENCES[:5], *lines].index(line) for line in body]
    assert places == sorted(set(places))
    assert set(SENTENCES[:5]) <= set(body)

"""Articles read by the selectors that a page object states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from crawler.errors import FieldMissing
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.pages.article import ArticlePage
from crawler.pages.site import Site

SITE = Site(
    name="example",
    hosts=("ministry.example",),
    languages={"ru": "/", "be": "/be/", "en": "/en/"},
    zone="Europe/Minsk",
)
URL = "https://ministry.example/en/press/news/1.html"


class News(ArticlePage):
    block = "section.content"
    title = ("section.content h1:not([class])", "section.content h1")
    published = "span.date"
    modified = "substring-after(id('foot'), 'Updated:')"
    drop = "nav, div.share"
    stop = "p.print"
    boilerplate = (r"Visit us visa-free\W*", r"Font size:.*")
    tags = "ul.tags a"
    images = "div.lead img"
    attachments = "aside a"
    switcher = "div.flags"
    flags: ClassVar[Mapping[str, str]] = {"bel": "be"}


def read(body: str, *, page: type[ArticlePage] = News, head: str = "", url: str = URL, site: Site = SITE) -> Article:
    markup = f"<!DOCTYPE html><html lang='EN-us'><head>{head}</head><body>{body}</body></html>"
    capture = Capture(url=url, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, body=markup.encode())
    return page(capture, site, "news").to_item()


PAGE = """
<div class="lead"><img src="/upload/lead.jpg"></div>
<div class="flags"><a href="/be/press/news/9.html"><img src="/i/flag_bel_dim.gif"></a></div>
<section class="content"><nav><a href="/en/">Home</a></nav>
<p>A line above the title</p><h1 class="h1">Missions</h1>
<h1>A  title</h1><span class="date">12 March 2024</span>
<ul class="tags"><li><a href="/en/tag/1">Trade</a></li><li><a href="/en/tag/2">Europe</a></li></ul>
<p>Visit us visa-free!</p>
<p>First <a href="../statements/2.html#top">link</a>, <a href="mailto:a@b.example">mail</a>,
<a href="javascript:void(0)">script</a>, <a href="#note">note</a>, <a href="http://[bad">bad</a>.</p>
<p>Second <img src="data:image/gif;base64,AA"><img data-src="/upload/b.jpg" src="no.gif"><img src="/upload/b.jpg"></p>
<p><a href="/files/Report.PDF">The report</a> <a href="/files/Report.PDF">again</a></p>
<div class="share">Share</div>
<p class="print"><a href="/print/1.html">Print</a></p><p>After</p></section>
<aside><a href="/files/table.xlsx?v=2">Table</a></aside><div id="foot">Updated: 13.03.2024</div>
"""


def test_a_page_reads_as_its_selectors_say() -> None:
    """Every field from its own place; nothing of the page around the text; what is no address is no link."""
    assert read(PAGE, head="<link rel='Canonical' href='/en/press/news/1'>") == Article(
        url=URL,
        title="A title",
        kind="news",
        language_claimed="en-US",
        published_raw="12 March 2024",
        date_source="element",
        modified_raw="13.03.2024",
        canonical_url="https://ministry.example/en/press/news/1",
        body=("First link, mail, script, note, bad.", "Second", "The report again"),
        links=(Link(url="https://ministry.example/en/press/statements/2.html", text="link"),),
        images=("https://ministry.example/upload/lead.jpg", "https://ministry.example/upload/b.jpg"),
        attachments=(
            Attachment(
                url="https://ministry.example/files/Report.PDF", title="The report", media_type="application/pdf"
            ),
            Attachment(
                url="https://ministry.example/files/table.xlsx?v=2",
                title="Table",
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        ),
        tags=("Trade", "Europe"),
        alternates=(Alternate(hreflang="be", url="https://ministry.example/be/press/news/9.html", evidence="flag"),),
    )


def test_other_headings_in_the_text_are_text() -> None:
    """Only the heading that is the title is left out of the body."""
    article = read("<section class='content'><h1>Title</h1><p>One</p><h1>Part two</h1><p>Two</p></section>")
    assert (article.title, article.body) == ("Title", ("One", "Part two", "Two"))


def test_a_page_without_a_title_is_missing_a_field() -> None:
    """The error says what was looked for."""
    with pytest.raises(FieldMissing, match=r"no title \(looked for section.content h1:not") as raised:
        read("<section class='content'><h1> &nbsp; </h1><p>Text</p></section>")
    assert raised.value.field == "title"


def test_a_page_without_its_block_is_missing_a_field() -> None:
    """A page of another kind at an article's address is not read as an article."""
    with pytest.raises(FieldMissing, match="no block"):
        read("<h1>Title</h1>", page=type("Bare", (News,), {"title": "h1"}))


def test_a_page_without_text_is_an_article_without_body() -> None:
    """Real archives hold pages that are a title and nothing else."""
    assert read("<section class='content'><h1>Title</h1> </section>").body == ()


class Parts(ArticlePage):
    title = "h1"
    body = (".absent", ".lead, .text")


def test_a_body_may_be_of_several_parts() -> None:
    """In the order of the page; a part within a part is read once."""
    article = read(
        "<main><h1>Title</h1>no<div class='lead'>One</div>no"
        "<div class='text'><p>Two</p><div class='text'>Three</div></div></main>",
        page=Parts,
    )
    assert article.body == ("One", "Two", "Three")


class Words(ArticlePage):
    block = "main"


@pytest.mark.parametrize(
    "closing",
    [
        "<p><a href='/1.html'>русская версия</a></p><p><a href='/be/2.html'>беларуская версія</a></p>",
        "<p><a href='/1.html'>русская версия</a> | <a href='/be/2.html'>беларуская версія</a></p>",
        "<p>[<a href='/1.html'>русская версия</a>, <a href='/be/2.html'>беларуская версія</a>]</p><p>&nbsp;</p>",
        "<a href='/1.html'>русская версия</a><br><a href='/be/2.html'><b>беларуская</b> версія</a>",
    ],
)
def test_a_switcher_in_words_at_the_end_is_no_text(closing: str) -> None:
    """It announces the other versions, and is taken out of text and links."""
    article = read(f"<main><h1>Title</h1><p>Text with a <a href='/x.html'>link</a>.</p>{closing}</main>", page=Words)
    assert article.body == ("Text with a link.",)
    assert article.links == (Link(url="https://ministry.example/x.html", text="link"),)
    assert article.alternates == (
        Alternate(hreflang="ru", url="https://ministry.example/1.html", evidence="words"),
        Alternate(hreflang="be", url="https://ministry.example/be/2.html", evidence="words"),
    )


def test_a_switcher_may_close_the_last_paragraph_after_a_line_break() -> None:
    """Old editors put it into the paragraph of the text."""
    article = read(
        "<main><h1>Title</h1><p>Text.<br><a href='/1.html'>русская версия</a></p></main>",
        page=Words,
    )
    assert article.body == ("Text.",)
    assert [alternate.hreflang for alternate in article.alternates] == ["ru"]


@pytest.mark.parametrize(
    "closing", ["<p>The text is available <a href='/1.html'>in English</a></p>", "<p>English</p>", "<p>—</p>"]
)
def test_what_only_looks_like_a_switcher_is_text(closing: str) -> None:
    """A link in a sentence, words that are no link, a line of dashes."""
    article = read(f"<main><h1>Title</h1><p>Text</p>{closing}</main>", page=Words)
    assert len(article.body) == 2
    assert article.alternates == ()


def test_a_switcher_in_the_middle_of_the_text_is_text() -> None:
    """Only the end of a body is furniture."""
    article = read("<main><h1>Title</h1><p><a href='/1.html'>русская версия</a></p><p>Text</p></main>", page=Words)
    assert article.body == ("русская версия", "Text")


def test_the_page_outranks_the_address_about_its_language() -> None:
    """Without a word of its own, the address claims."""
    markup = "<main><h1>Title</h1></main>"
    assert read(markup, page=Words, url="https://ministry.example/be/1.html").language_claimed == "en-US"
    silent = type("Silent", (Words,), {"language": ""})
    assert read(markup, page=silent, url="https://ministry.example/be/1.html").language_claimed == "be"


def test_a_base_element_moves_the_relative_addresses() -> None:
    """HTML's ``base``; a bad one is passed over."""
    markup = "<main><h1>Title</h1><a href='x.html'>x</a></main>"
    moved = read(markup, page=Words, head="<base href='/archive/'>")
    assert moved.links[0].url == "https://ministry.example/archive/x.html"
    kept = read(markup, page=Words, head="<base href='javascript:x'>")
    assert kept.links[0].url == "https://ministry.example/en/press/news/x.html"


def test_metadata_stand_in_for_a_date_only_where_the_page_object_says_so() -> None:
    """The source is named."""
    head = "<meta property='article:published_time' content='2024-03-12T10:00:00+03:00'>"
    markup = "<main><h1>Title</h1></main>"
    assert read(markup, page=Words, head=head).published_raw is None
    dated = read(markup, page=type("Dated", (Words,), {"published_metadata": True}), head=head)
    assert (dated.published_raw, dated.date_source) == ("2024-03-12T10:00:00+03:00", "meta")


@pytest.mark.parametrize("body", [b"", b"\x00", b"<", b"<!-- ", b"\xff\xfe", b"<?xml version='1.0'?>", b"plain"])
def test_what_is_no_page_has_no_title(body: bytes) -> None:
    """Broken input is a missing field, never another error."""
    capture = Capture(url=URL, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, body=body)
    with pytest.raises(FieldMissing):
        Words(capture, SITE).to_item()

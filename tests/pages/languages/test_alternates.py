"""Language versions that a page announces, by every means there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.items import Alternate, Capture
from crawler.pages.languages.alternates import announced, by_words
from crawler.pages.page import Page
from crawler.pages.selectors import elements
from crawler.pages.site import Site

SITE = Site(name="example", hosts=("ministry.example",))
URL = "https://ministry.example/en/news/1"


def page(body: str = "", *, head: str = "", link: str = "", url: str = URL) -> Page:
    headers = (("Link", link),) if link else ()
    capture = Capture(
        url=url,
        captured_at=datetime(2026, 11, 24, tzinfo=UTC),
        status=200,
        headers=headers,
        body=f"<html><head>{head}</head><body>{body}</body></html>".encode(),
    )
    return Page(capture, SITE)


def told(alternates: list[Alternate]) -> list[tuple[str, str, str]]:
    return [(each.hreflang, each.url.removeprefix("https://ministry.example"), each.evidence) for each in alternates]


def test_link_elements_are_kept_as_written() -> None:
    """``x-default`` too, and a tag in the site's own spelling; a feed and a stylesheet are no versions of the page."""
    head = """
    <link rel="alternate" hreflang="EN" href="/en/news/1">
    <link rel="alternate" hreflang="be-Latn" href="/be/news/1?utm_source=x">
    <link rel="ALTERNATE nofollow" hreflang="x-default" href="/news/1">
    <link rel="alternate" hreflang="ru" type="application/rss+xml" href="/rss">
    <link rel="stylesheet" hreflang="ru" href="/ru.css">
    <link rel="alternate" hreflang="" href="/none">
    <link rel="alternate" hreflang="de" href="mailto:a@b.example">
    """
    assert told(list(announced(page(head=head)))) == [
        ("EN", "/en/news/1", "link"),
        ("be-Latn", "/be/news/1", "link"),
        ("x-default", "/news/1", "link"),
    ]


def test_a_link_element_may_lead_to_another_host_and_an_anchor_may_not() -> None:
    """``a hreflang`` in a text says what language somebody else's page is in."""
    body = "<a hreflang='fr' href='https://other.example/fr'>fr</a><a hreflang='be' href='/be/news/1'>be</a>"
    head = "<link rel='alternate' hreflang='de' href='https://de.example/1'>"
    assert told(list(announced(page(body, head=head)))) == [
        ("de", "https://de.example/1", "link"),
        ("be", "/be/news/1", "a"),
    ]


def test_anchors_may_be_looked_for_in_one_place_only() -> None:
    """Where a site uses ``hreflang`` in its texts too."""
    body = "<nav><a hreflang='be' href='/be/1'>be</a></nav><p><a hreflang='ru' href='/ru/2'>elsewhere</a></p>"
    assert told(list(announced(page(body), hreflang="nav a[hreflang]"))) == [("be", "/be/1", "a")]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('</be/1>; rel="alternate"; hreflang="be"', [("be", "/be/1")]),
        ("</be/1>;rel=alternate;hreflang=be,</ru/1> ; hreflang=ru ; rel=alternate", [("be", "/be/1"), ("ru", "/ru/1")]),
        ('</a,b;c>; title="a, b; hreflang=\\"x\\""; rel="x alternate"; hreflang=be', [("be", "/a,b;c")]),
        ("</ch>; rel=alternate; hreflang=de; hreflang=fr", [("de", "/ch"), ("fr", "/ch")]),
        ("<2>; REL=Alternate; HrefLang=be", [("be", "/en/news/2")]),
        ("</s.css>; rel=preload; hreflang=be", []),
        ("</rss>; rel=alternate; type=application/rss+xml; hreflang=be", []),
        ("</x>; rel=alternate; hreflang", []),
        ("<javascript:x>; rel=alternate; hreflang=be", []),
        ("not a link header at all", []),
    ],
)
def test_the_link_header_announces(link: str, expected: list[tuple[str, str]]) -> None:
    """RFC 8288: commas and semicolons in targets and quoted values, parameters in any order and case."""
    assert told(list(announced(page(link=link)))) == [(name, url, "header") for name, url in expected]


def test_the_link_header_is_relative_to_the_page_and_not_to_its_base_element() -> None:
    """RFC 8288, 3.2."""
    only = page(link="<2>; rel=alternate; hreflang=be", head="<base href='/elsewhere/'>")
    assert told(list(announced(only))) == [("be", "/en/news/2", "header")]


def test_a_switcher_is_read_by_its_words_flags_and_options() -> None:
    """What names no language announces nothing."""
    body = """
    <div class="top"><a href="/be/1">па-беларуску</a> <a href="/ru/1" title="Русский">R</a>
    <a href="/sme/1"><img src="/img/flag-sme_small.gif"></a> <a href="/en/1"><img src="/x.png" alt="English"></a>
    <a href="/map">Site map</a> <a href="#top">Deutsch</a> <a href="https://other.example/fr">français</a>
    <select><option value="/de/1">Deutsch</option><option value="/el/1" lang="el">GR</option>
    <option value="">Choose</option></select></div>
    <a href="/fi/1">suomi</a>
    """
    assert told(list(announced(page(body), switcher="div.top", flags={"sme": "se"}))) == [
        ("be", "/be/1", "words"),
        ("ru", "/ru/1", "words"),
        ("se", "/sme/1", "flag"),
        ("en", "/en/1", "flag"),
        ("de", "/de/1", "words"),
        ("el", "/el/1", "words"),
    ]


def test_the_same_version_is_announced_once_with_the_first_evidence() -> None:
    """Two addresses for one language are both kept: that is for the judgement to see."""
    body = "<a hreflang='be' href='/be/1'>be</a><a hreflang='be' href='/be/2'>be</a>"
    head = "<link rel='alternate' hreflang='be' href='/be/1'>"
    assert told(list(announced(page(body, head=head)))) == [("be", "/be/1", "link"), ("be", "/be/2", "a")]


def test_a_page_may_announce_itself() -> None:
    """That says what language it is in."""
    assert told(list(announced(page(f"<a hreflang='en' href='{URL}'>en</a>")))) == [("en", "/en/news/1", "a")]


def test_words_may_be_given_as_elements() -> None:
    """For a switcher that is found by other means."""
    only = page("<a href='/be/1'>беларуская версія</a>")
    assert told(list(by_words(only, elements("a", only.root)))) == [("be", "/be/1", "words")]


@pytest.mark.parametrize(
    "body",
    [
        "<p>The decree (<a hreflang='ru' href='/ru/news/9'>на русском</a>) enters into force.</p>",
        "<li>Decree No 9 [<a hreflang='ru' href='/ru/news/9'>RU</a>] of the council</li>",
        "<p>The statement of the foreign ministry of the neighbouring country, which was published yesterday in the"
        " morning <a hreflang='ru' href='/ru/news/9'>in Russian</a>, was noted by the minister.</p>",
    ],
)
def test_the_language_of_another_document_is_no_version(body: str) -> None:
    """A remark in brackets, or in a paragraph on something else."""
    assert told(list(announced(page(body), find_switchers=True))) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>This release is also available in <a hreflang='ru' href='/ru/news/1'>Russian</a>.</p>",
        "<p>Чытаць таксама: <a hreflang='ru' href='/ru/news/1'>па-руску</a></p>",
        "<div><a hreflang='ru' href='/ru/news/1'>Русский</a></div>",
    ],
)
def test_a_sentence_that_offers_the_page_in_a_language_is_a_switcher(body: str) -> None:
    """It is short, and its words name the language."""
    assert told(list(announced(page(body), find_switchers=True)))[:1] == [("ru", "/ru/news/1", "a")]


@pytest.mark.parametrize(
    "items",
    [
        "<li><a lang='ru' hreflang='ru' href='/ru/9'>Принят закон о порядке выезда</a> (RU)</li>",
        "<li><a lang='ru' href='/ru/9'>Принят закон о выезде из страны</a></li>"
        "<li><a lang='be' href='/be/8'>Міністр прыняў пасла сёння раніцай</a></li>",
    ],
)
def test_the_title_of_another_text_is_no_name_of_its_language(items: str) -> None:
    """A link to other news says by ``lang`` how to pronounce its words."""
    assert told(list(announced(page(f"<h3>Read also</h3><ul>{items}</ul>"), find_switchers=True))) == []

"""Which of the dates on a page is the publication date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC, Site
from crawler.rules.dates.addresses import day_in_address
from crawler.rules.dates.labels import label_in

AT = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://ministry.example/a/1"
TEXT = "".join(
    f"<p>On day {number} of the visit the ministers spoke about trade, transport and science, and signed a plan.</p>"
    for number in range(1, 6)
)
PUBLISHED = "<meta property='article:published_time' content='{}'>"


def page(body: str, head: str = "", *, url: str = URL, lang: str = "en-GB", site: Site = GENERIC) -> GenericPage:
    source = f"<!DOCTYPE html><html lang='{lang}'><head><title>A visit</title>{head}</head><body>{body}</body></html>"
    return GenericPage(Capture(url=url, captured_at=AT, status=200, body=source.encode()), site)


def article(byline: str = "", *, after: str = "") -> str:
    return f"<main><article><h1>A visit</h1>{byline}{TEXT}</article>{after}</main>"


def linked(*nodes: str) -> str:
    return "".join(f"<script type='application/ld+json'>{node}</script>" for node in nodes)


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='date'>3 May 2026</p>",
        "<div>3 May 2026</div>",
        "<span>Published: 3 May 2026, 10:30</span>",
        "<p>By the press office | 3 May 2026</p>",
        "<time datetime='2026-05-03T08:00:00+02:00'>3 May</time>",
        "<dl><dt>Date</dt><dd>03.05.2026</dd></dl>",
        "<p><b>3 May 2026</b><br>The minister left for a visit to the capital.</p>",
        "<div>3<span> May </span>2026</div>",
    ],
)
def test_a_date_alone_near_the_headline_is_read_where_it_stands(byline: str) -> None:
    """In its own element or line, marked or not; it is no guess."""
    found = page(article(byline)).dated()
    assert found is not None
    assert found[1] == "element"
    assert "May" in found[0] or found[0].endswith("03.05.2026") or found[0].startswith("2026-05-03")


@pytest.mark.parametrize(
    ("before", "lang", "raw"),
    [
        ("<div class='news-date'>«3» мая 2026 г.</div>", "ru", "«3» мая 2026 г."),
        ("<p>2026 m. gegužės 3 d.</p>", "lt", "2026 m. gegužės 3 d."),
        ("<span class='fecha'>3 de mayo de 2026</span>", "es", "3 de mayo de 2026"),
        ("<div>令和8年5月3日</div>", "ja", "令和8年5月3日"),
        ("<div class='time'>۱۴۰۵/۰۲/۱۳ - ۱۸:۵۹</div>", "fa", "۱۴۰۵/۰۲/۱۳ - ۱۸:۵۹"),
    ],
)
def test_it_is_read_in_the_language_of_the_page(before: str, lang: str, raw: str) -> None:
    assert page(article(before), lang=lang).dated() == (raw, "element")


@pytest.mark.parametrize(
    "furniture",
    [
        "<aside><h3>Other news</h3><p class='date'>9 May 2026</p></aside>",
        "<ul class='related'><li><a href='/b'>A talk</a> <span class='date'>9 May 2026</span></li></ul>",
        "<article class='card'><h2><a href='/b'>A talk</a></h2><time datetime='2026-05-09'>9 May</time></article>",
        "<a href='/b'><span class='date'>9 May 2026</span> The minister will open a new school in the capital</a>",
        "<nav><span class='date'>9 May 2026</span></nav>",
        "<div class='latest-news'><p>9 May 2026</p></div>",
        "<div class='event-calendar'><time datetime='2026-05-09'>9 May 2026</time></div>",
        "<section class='comments'><p class='date'>9 May 2026</p></section>",
        "<div class='weather-widget'>9 May 2026</div>",
    ],
)
def test_dates_of_other_things_are_none(furniture: str) -> None:
    """Teasers, lists, widgets, comments, calendars: near the headline or not."""
    assert page(article(after=furniture)).date.published() is None
    assert page(article("<p class='date'>3 May 2026</p>", after=furniture)).dated() == ("3 May 2026", "element")
    assert page(furniture + article("<p class='date'>3 May 2026</p>")).dated() == ("3 May 2026", "element")


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 3 May 2026",
        "Updated 3 May 2026 10:44",
        "Modified on 3 May 2026",
        "<span>Last change</span> <span>3 May 2026</span>",
    ],
)
def test_the_day_of_a_change_is_no_publication(line: str) -> None:
    """It is ``modified``; and htmldate does not bring it back as a guess."""
    found = page(article(after=f"<p>{line}</p>"))
    assert found.dated() is None
    assert "3 May 2026" in (found.date.modified_shown() or "")


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Viimeksi päivitetty ( 28.06.2015 )", "fi"),
        ("Uppdaterad: 2015-06-28", "sv"),
        ("Обновлено: 28.06.2015", "ru"),
        ("Абноўлена: 28.06.2015", "be"),
        ("Zuletzt geändert: 28.06.2015", "de"),
        ("Dernière mise à jour : 28/06/2015", "fr"),
        ("更新日：2015年6月28日", "ja"),
        ("آخر تحديث: 28/06/2015", "ar"),
    ],
)
def test_a_change_is_said_in_many_languages(line: str, lang: str) -> None:
    found = page(article(after=f"<div>{line}</div>"), lang=lang)
    assert found.date.published() is None
    assert found.date.modified_shown() == line


@pytest.mark.parametrize("first", ["1970-01-01T00:00:00Z", "0001-01-01", "2026", "soon", "2026-13-40", "1969-12-31"])
def test_the_first_usable_claim_counts_not_the_first(first: str) -> None:
    """An epoch, a year alone, a day that does not exist are no dates."""
    head = PUBLISHED.format(first)
    assert page(article("<p class='date'>3 May 2026</p>"), head).dated() == ("3 May 2026", "element")
    second = "<meta name='pubdate' content='2026-05-03'>"
    assert page(article(), head + second).dated() == ("2026-05-03", "meta")
    assert page(article(), head).date.published() is None


@pytest.mark.parametrize(
    "other",
    [
        '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2026-05-30"}]}',
        '{"@type":"Organization","event":{"@type":"Event","datePublished":"2026-05-30"}}',
        '{"@type":"WebSite","datePublished":"2026-05-30"}',
        '{"@type":"NewsArticle","url":"https://ministry.example/b","headline":"A talk","datePublished":"2026-05-30"}',
        '[{"@type":"NewsArticle","datePublished":"2026-05-30"},{"@type":"NewsArticle","datePublished":"2026-05-29"}]',
        '{"@type":"WebPage","hasPart":[{"@type":"Article","datePublished":"2026-05-30"}]}',
        '{"@type":"VideoObject","datePublished":"2026-05-30"}',
        '{"@type":"Comment","datePublished":"2026-05-30"}',
    ],
)
def test_linked_data_of_other_things_give_no_date(other: str) -> None:
    """Alone, and beside the node of the page itself."""
    own = '{"@type":"NewsArticle","headline":"A visit","datePublished":"2026-05-03"}'
    assert page(article(), linked(other)).date.published() is None
    assert page(article(), linked(other, own)).dated() == ("2026-05-03", "json-ld")


@pytest.mark.parametrize(
    "own",
    [
        '{"@graph":[{"@type":"WebSite"},{"@type":"Article","datePublished":"2026-05-03"}]}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","datePublished":"2026-05-03"}}',
        '[{"@type":["Thing","BlogPosting"],"mainEntityOfPage":{"@id":"https://ministry.example/a/1"},'
        '"datePublished":"2026-05-03"},{"@type":"BlogPosting","url":"/b","headline":"Else","datePublished":"2026-05-30"}]',
        '{"@type":"PressRelease","datePublished":{"@value":"2026-05-03"}}',
    ],
)
def test_linked_data_of_the_page_itself_count(own: str) -> None:
    assert page(article(), linked(own)).dated() == ("2026-05-03", "json-ld")


def test_a_clock_in_the_head_of_the_page_is_no_date() -> None:
    """The day of the capture before the headline; beside the headline it is the news of today."""
    clock = "<div class='top-date'>Tuesday, 24 November 2026</div>"
    assert page(clock + article()).date.published() is None
    assert page(article("<p class='date'>24 November 2026</p>")).dated() == ("24 November 2026", "element")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://m.example/2026/05/03/a-visit/", "2026-05-03"),
        ("https://m.example/news/2026-05-03-a-visit", "2026-05-03"),
        ("https://m.example/news/20260503/", "2026-05-03"),
        ("https://m.example/2026/may/3/a-visit", "2026-05-03"),
        ("https://m.example/2026/05/a-visit", None),
        ("https://m.example/news/202605031", None),
        ("https://m.example/news/2026/13/03/", None),
        ("https://m.example/news?date=2026-05-03", None),
        ("https://m.example/web/20260503120000/http://m.example/a", None),
        ("https://m.example/2026/05/03/answer-to-2025-01-02/", "2026-05-03"),
        ("https://m.example/from-2026-05-03/to-2026-05-09", None),
    ],
)
def test_a_day_in_an_address(url: str, day: str | None) -> None:
    """Year, month and day in this order; two days are a period."""
    found = day_in_address(url)
    assert (found[0] if found else None) == day


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["/{:%Y/%m/%d}/x", "/x/{:%Y-%m-%d}", "/{:%Y%m%d}/x"]),
)
def test_a_day_that_an_address_holds_is_read(day: date, form: str) -> None:
    assert (day_in_address("https://m.example" + form.format(day)) or ("",))[0] == day.isoformat()


def test_the_address_counts_where_the_page_says_nothing() -> None:
    """Less than what the page claims, more than a date that only stands near."""
    url = "https://ministry.example/2026/05/03/a-visit/"
    assert page(article(), url=url).dated() == ("2026/05/03", "url")
    assert page(article(), PUBLISHED.format("2026-05-02"), url=url).dated() == ("2026-05-02", "meta")


def test_on_a_site_without_a_zone_the_day_is_the_sites() -> None:
    """A stamp in UTC is another day than the address or the line by the headline has; the same stamp with the site's
    offset is better still. A site with a zone needs neither."""
    late = PUBLISHED.format("2026-05-04T01:54:29+00:00")
    url = "https://ministry.example/2026/05/03/a-visit/"
    shown = "<p class='date'>3 May 2026</p>"
    assert page(article(), late, url=url).dated() == ("2026/05/03", "url")
    assert page(article(shown), late).dated() == ("3 May 2026", "element")
    own = linked('{"@type":"NewsArticle","headline":"A visit","datePublished":"2026-05-03T21:54:29-04:00"}')
    assert page(article(), late + own).dated() == ("2026-05-03T21:54:29-04:00", "json-ld")
    zoned = replace(GENERIC, zone="America/New_York")
    assert page(article(shown), late, site=zoned).dated() == ("2026-05-04T01:54:29+00:00", "meta")


def test_a_day_that_fits_no_zone_does_not_replace_a_stamp() -> None:
    """The line may say when the text was changed."""
    noon = PUBLISHED.format("2026-05-04T12:00:00Z")
    shown = "<p class='date'>3 May 2026</p>"
    assert page(article(shown), noon).dated() == ("2026-05-04T12:00:00Z", "meta")


def test_an_ambiguous_claim_gives_way_to_a_clear_one() -> None:
    """11/01 is January or November; the line by the headline says which. A site that says its order has no doubt."""
    head = PUBLISHED.format("11/01/2026 12:43:42")
    shown = "<p class='date'>1. November 2026</p>"
    assert page(article(shown), head, lang="de").dated() == ("1. November 2026", "element")
    assert page(article(), head, lang="de").dated() == ("11/01/2026 12:43:42", "meta")
    american = replace(GENERIC, day_first=False)
    assert page(article(shown), head, lang="de", site=american).dated() == ("11/01/2026 12:43:42", "meta")


@pytest.mark.parametrize(
    ("opening", "raw"),
    [
        (
            "Minsk, 3 May 2026 – The minister left for a visit to the capital and spoke to the press.",
            "3 May 2026",
        ),
        ("GENEVA (3 May 2026) – The envoy opened the session and spoke about peace in the region.", "3 May 2026"),
        ("(03.05.2026) The envoy opened the session and spoke about peace and trade in the region.", "03.05.2026"),
        ("On 3 May 2026 - a Sunday - the envoy opened the session and spoke about peace in the region.", None),
        ("The plan of 3 May 2026: peace and trade in the region, and a bridge between the capitals.", None),
    ],
)
def test_a_dateline_opens_the_text(opening: str, raw: str | None) -> None:
    """A place, a date, a dash; a sentence that names a day is none."""
    body = f"<article><h1>A visit</h1><p>{opening}</p>{TEXT}</article>"
    assert page(body).date.published() == ((raw, "dateline") if raw else None)


def test_a_date_in_the_headline_belongs_to_its_subject() -> None:
    assert page("<article><h1>Treaty of 5 May 2015</h1>" + TEXT + "</article>").date.published() is None


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Published 1 May 2024, updated 3 May 2024", "published"),
        ("Updated 3 May 2024, published 1 May 2024", "modified"),
        ("3 May 2024 updated", ""),
        ("Date: 3 May 2024", "dated"),
        ("Опубликовано 3 мая 2024", "published"),
        ("Дата публикации: 03.05.2024", "published"),
        ("Registered: 3 May 2024", "other"),
        ("Candidate 3 May 2024", ""),
    ],
)
def test_labels(words: str, label: str) -> None:
    """The first word about the date counts, before the first number."""
    assert label_in(words, "") == label


@given(st.integers(-400, 400), st.sampled_from(["2026-05-03T22:30:00Z", "2026-05-03T01:30:00Z"]))
def test_whatever_day_is_shown_a_stamp_moves_by_one_day_at_most(days: int, stamp: str) -> None:
    shown = (date(2026, 5, 3) + timedelta(days=days)).isoformat()
    found = page(article(f"<p class='date'>{shown}</p>"), PUBLISHED.format(stamp)).dated()
    assert found is not None
    assert abs((date.fromisoformat(found[0][:10]) - date(2026, 5, 3)).days) <= 1


@pytest.mark.parametrize("name", ["page-epoch-date.html", "page-jsonld-of-another.html"])
def test_the_pages_of_the_shared_cases_are_right(shared_cases: Path, name: str) -> None:
    """Both are of the third of May."""
    body = (shared_cases / name).read_bytes()
    found = GenericPage(Capture(url=URL, captured_at=AT, status=200, body=body), GENERIC).dated()
    assert found is not None
    assert found[0] in ("3 May 2026", "2026-05-03")


def test_a_page_of_very_many_days_is_read_in_time() -> None:
    """Those next to the headline are looked at."""
    cells = "".join(f"<tr><td>{number % 28 + 1}. maijs 2024</td><td>x</td></tr>" for number in range(3000))
    shown = page(f"<h1>A visit</h1><p class='date'>3. maijs 2026</p><table>{cells}</table>", lang="lv").date.shown
    assert shown[0].raw == "3. maijs 2026"
    assert len(shown) < 2000

"""The real pages of the first site: a listing and four statements saved in 2022, and the text of a briefing of 2018."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crawler.items import Alternate, Article, Capture, Listing
from crawler.pages.paging import PageNumber
from crawler.rules.text.digests import text_digest
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from crawler.spiders.by_mfa import ByMfaSpider

SITE = ByMfaSpider.site
STATEMENTS = "https://mfa.gov.by/en/press/statements/"
KAZAKHSTAN, SANCTIONS, SUMMIT, SUMMIT_AGAIN = (
    f"{STATEMENTS}{name}.html"
    for name in ("bf7e69d3fec2c5f0", "b7b71aff55bfca76", "cf70e7349e4f19db", "dad9272a52869cef")
)


@pytest.fixture(scope="module")
def pages(corpus: Path) -> dict[str, Capture]:
    """The five captures, read and normalized as an import would."""
    report = ReadReport()
    found = [
        replay(replace(capture, url=SITE.spell(capture.url)), SITE)
        for capture in records(corpus / "by_mfa" / "pages.warc.gz", report=report)
    ]
    assert not report.broken
    return {capture.url: capture for capture in found}


def article(pages: dict[str, Capture], url: str) -> Article:
    found = pages[url].article
    assert found is not None
    return found


class Plain(HTMLParser):
    """An extraction that shares nothing with ours: ``h1`` and every ``p`` of the content section."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.parts: dict[str, list[str]] = {"h1": [], "p": []}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.inside = dict(attrs).get("class") == "content-page"
        elif self.inside and tag in self.parts:
            self.open = tag
            self.parts[tag].append("")
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.inside = False
        elif tag == self.open:
            self.open = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.open:
            self.parts[self.open][-1] += data

    def words(self, tag: str) -> tuple[str, ...]:
        folded = (" ".join(part.split()) for part in self.parts[tag])
        return tuple(part for part in folded if part)


def plainly(capture: Capture) -> Plain:
    parser = Plain()
    parser.feed(capture.body.decode("windows-1251"))
    return parser


def test_every_record_is_read(pages: dict[str, Capture]) -> None:
    """Five records: the listing and four statements."""
    assert {url: capture.outcome for url, capture in pages.items()} == {
        STATEMENTS: "listing",
        KAZAKHSTAN: "article",
        SANCTIONS: "article",
        SUMMIT: "article",
        SUMMIT_AGAIN: "article",
    }


@pytest.mark.parametrize("url", [KAZAKHSTAN, SANCTIONS, SUMMIT, SUMMIT_AGAIN])
def test_a_statement_is_read_exactly(pages: dict[str, Capture], url: str) -> None:
    """Title with its line breaks folded; the paragraphs of the text in order, and nothing of the page around them."""
    read, plain = article(pages, url), plainly(pages[url])
    assert (read.title,) == plain.words("h1")
    assert read.body == plain.words("p")
    assert len(read.body) > 5
    assert (read.language, read.language_claimed, read.kind) == ("en", "en", "statement")


@pytest.mark.parametrize(
    ("url", "published", "raw", "source"),
    [
        # The page's own date is wrong (the events are of January 2022): what it says is kept, never mended.
        (KAZAKHSTAN, "2021-12-06", "December 6, 2021", "dateline"),
        (SANCTIONS, "2021-12-06", "December 6, 2021", "dateline"),
        (SUMMIT, "2020-05-15", "May 15, 2020", "title"),
        (SUMMIT_AGAIN, "2020-05-15", "May 15, 2020", "title"),
    ],
)
def test_a_date_is_read_only_where_the_text_gives_one(
    pages: dict[str, Capture], url: str, published: str, raw: str, source: str
) -> None:
    """With its raw form and its place; the stale year of the footer is nobody's date."""
    read = article(pages, url)
    assert (read.published, read.date_source) == (published, source)
    assert read.published_raw is not None
    assert raw in read.published_raw
    assert read.modified is None


def test_a_statement_under_another_address_has_the_same_text(pages: dict[str, Capture]) -> None:
    """Not an alias, for neither page says so: a duplicate, by the digest of its text."""
    first, second = article(pages, SUMMIT), article(pages, SUMMIT_AGAIN)
    assert text_digest(first.body) == text_digest(second.body) != ""
    assert text_digest(first.body) != text_digest(article(pages, SANCTIONS).body)
    assert pages[SUMMIT_AGAIN].alias_of is None


def test_the_header_switcher_is_announced_as_what_it_is(pages: dict[str, Capture]) -> None:
    """It leads to front pages only, which judging refuses; no statement announces a real version of itself."""
    for url in (KAZAKHSTAN, SANCTIONS, SUMMIT, SUMMIT_AGAIN):
        assert all(SITE.is_front(alternate.url) for alternate in article(pages, url).alternates)


def listing(pages: dict[str, Capture]) -> Listing:
    found = pages[STATEMENTS].listing
    assert found is not None
    return found


def test_the_listing_survives_its_damaged_bytes(pages: dict[str, Capture]) -> None:
    """Cyrillic saved as U+FFFD, in UTF-8 as the header says, under a meta that says windows-1251: titles stay whole."""
    assert pages[STATEMENTS].body.decode("utf-8").count("\ufffd") > 500
    titles = [found.title for found in listing(pages).found]
    assert len(titles) == 5
    assert all(title.isascii() and title.isprintable() and len(title) > 20 for title in titles)


def test_five_links_to_localhost_are_offsite(pages: dict[str, Capture]) -> None:
    """Whoever saved the page edited them: they are counted, and never asked for."""
    found = listing(pages).found
    assert [each.refused for each in found] == ["offsite"] * 5
    assert [each.url.rpartition("/")[2][:4] for each in found] == ["bf7e", "b7b7", "f179", "cf70", "dad9"]
    assert all(each.url.startswith("http://localhost/") and each.published_raw is None for each in found)


def test_fifteen_links_in_a_comment_are_not_on_the_page(pages: dict[str, Capture]) -> None:
    body = pages[STATEMENTS].body.decode("utf-8", "replace")
    commented = [href for part in re.findall(r"<!--(.*?)-->", body, re.DOTALL) for href in re.findall(ITEM, part)]
    assert len(commented) == 15
    assert not set(commented) & {found.url for found in listing(pages).found}


ITEM = r'<a href="([^"]+)" class="tabs-content__item"'


def test_a_pager_that_skips_pages_is_counted_upward(pages: dict[str, Capture]) -> None:
    """It links 2 to 5, 9 and 13: thirteen pages, of which following links alone would miss six."""
    assert listing(pages).last_page == 13
    (seed,) = [seed for seed in SITE.seeds if SITE.spell(seed.url) == STATEMENTS]
    paging, seed = seed.paging, replace(seed, url=SITE.spell(seed.url))
    assert isinstance(paging, PageNumber)
    page = replace(listing(pages), found=tuple(replace(found, refused="") for found in listing(pages).found))
    asked = [paging.next_address(seed, page, n) for n in range(2, 14)]
    assert [each[0] for each in asked if each] == [f"{STATEMENTS}{n}" for n in range(2, 14)]


@pytest.fixture(scope="module")
def briefing_text(corpus: Path) -> list[str]:
    """The lines of the 2018 page as a text extractor saw it: promotional line, title, paragraphs, switcher."""
    lines = (corpus / "by_mfa" / "briefing-2018-07-30.en.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


@pytest.fixture(scope="module", params=["2018-08-06", "2026-11-24"])
def briefing(request: pytest.FixtureRequest, briefing_text: list[str]) -> Capture:
    """The briefing in the markup of its skin, captured then, and captured today where the page was never converted."""
    promotion, title, *paragraphs, switcher = briefing_text
    words = re.split(r"\s{2,}", switcher)
    links = "&nbsp; ".join(
        f'<a href="{prefix}/press/news_mfa/c000000000002018.html">{html.escape(word)}</a>'
        for prefix, word in zip(("", "/be"), words, strict=True)
    )
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
        f"<title>{html.escape(title)}</title></head><body><div class='promo'><a href='/en/visa/'>{promotion}</a></div>"
        f"<h1>{html.escape(title)}</h1><div class='h-ugc'>{body}<p>{links}</p></div></body></html>"
    )
    captured_at = datetime.fromisoformat(f"{request.param}T09:00:00+00:00").astimezone(UTC)
    headers = (("Content-Type", "text/html; charset=windows-1251"),)
    url = "https://mfa.gov.by/en/press/news_mfa/b000000000002018.html"
    capture = Capture(
        url=url,
        captured_at=captured_at,
        status=200,
        headers=headers,
        body=page.encode("windows-1251", "xmlcharrefreplace"),
    )
    return replay(capture, SITE)


def test_the_briefing_gives_its_title_and_its_body_alone(briefing: Capture, briefing_text: list[str]) -> None:
    """Without the promotional line above the title and the switcher below the text."""
    promotion, title, *paragraphs, switcher = briefing_text
    read = briefing.article
    assert read is not None
    assert read.title == title
    assert read.body == tuple(" ".join(paragraph.split()) for paragraph in paragraphs)
    assert promotion not in " ".join(read.body)
    assert switcher not in " ".join(read.body)


def test_the_briefing_has_its_date_from_the_prose(briefing: Capture) -> None:
    read = briefing.article
    assert read is not None
    assert (read.published, read.published_raw, read.date_source) == ("2018-07-30", "July 30, 2018", "prose")


def test_the_briefing_announces_two_versions_in_words(briefing: Capture) -> None:
    """«русская версия» and «беларуская версія» are what the site said of the languages."""
    read = briefing.article
    assert read is not None
    assert read.alternates == (
        Alternate(hreflang="ru", url="https://mfa.gov.by/press/news_mfa/c000000000002018.html", evidence="words"),
        Alternate(hreflang="be", url="https://mfa.gov.by/be/press/news_mfa/c000000000002018.html", evidence="words"),
    )
    assert not [link for link in read.links if "c000000000002018" in link.url]

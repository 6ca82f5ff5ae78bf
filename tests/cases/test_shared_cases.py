"""Inputs that once came out wrong, each with the right answer: one row a case.

The files are not part of the project: the folder is named by ``COMMUNIQUE_CASES``, and where it is absent the tests
skip.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.archive import Archive
from crawler.crawl.robots_rules import read_rules
from crawler.crawl.spider import MinistrySpider
from crawler.items import Article, Capture, Found
from crawler.pages.article import ArticlePage
from crawler.pages.charset import as_utf8
from crawler.pages.feed import FeedPage
from crawler.pages.listing import ListingPage
from crawler.pages.paging import PageNumber
from crawler.pages.site import PageRule, Seed, Site, generic_site
from crawler.pages.sitemap import SitemapPage
from crawler.rules.dates.parsing import read_date
from crawler.sources.importing import ImportReport, import_files, read_saved
from tests.support.loopback import Server, crawl

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
URL = "https://ministry.example/en/news/1.html"
HTML = "text/html; charset=utf-8"
NEWS = "https://ministry.example/en/news/{}.html"


def saved(body: bytes, *, url: str = URL, content_type: str = HTML) -> Capture:
    """A page as a crawl would get it, read by the generic page and normalized."""
    headers = (("Content-Type", content_type),)
    capture = Capture(url=url, captured_at=AT, status=200, headers=headers, body=body)
    return read_saved(generic_site("ministry.example"), capture)


def article_of(case: Path) -> Article:
    """The article that a saved page is."""
    read = saved(case.read_bytes())
    assert (read.outcome, read.reason) == ("article", ""), (read.outcome, read.reason)
    assert read.article is not None
    return read.article


def has(line: str = "", **fields: str) -> Callable[[Path, Path], None]:
    """The page is an article with these fields; ``line`` is words of its text."""

    def check(case: Path, _: Path) -> None:
        found = article_of(case)
        assert line in "\n".join(found.body)
        assert {name: getattr(found, name) for name in fields} == fields

    return check


def is_text(encoding: str, content_type: str = "text/html") -> Callable[[Path, Path], None]:
    """The bytes are read in the character set that they are in."""

    def check(case: Path, _: Path) -> None:
        body = case.read_bytes()
        assert as_utf8(body, (("Content-Type", content_type),), None).decode() == body.decode(encoding)

    return check


class Entries(ListingPage):
    """A list of news."""

    item = "li"


PAGES: Mapping[str, tuple[type[Any], str, str]] = {
    "feed": (FeedPage, "feed", "application/xml"),
    "feed.json": (FeedPage, "feed", "application/feed+json"),
    "sitemap": (SitemapPage, "sitemap", "application/xml"),
    "sitemap.txt": (SitemapPage, "sitemap", "text/plain"),
    "listing": (Entries, "listing", HTML),
}


def entries(case: Path, page: str) -> list[Found]:
    """The entries of a listing, feed or sitemap that may be requested."""
    extractor, kind, content_type = PAGES[page]
    site = Site(name="ministry", hosts=("ministry.example",), rules=(PageRule("^/list", extractor, kind),))
    headers = (("Content-Type", content_type),)
    url = "https://ministry.example/list"
    read = read_saved(site, Capture(url=url, captured_at=AT, status=200, headers=headers, body=case.read_bytes()))
    assert read.listing is not None, (read.outcome, read.reason)
    return [found for found in read.listing.found if not found.refused]


def lists(page: str, *numbers: int, title: str = "", published: str = "") -> Callable[[Path, Path], None]:
    """The listing names these pieces of news; the first has this title and date, where they are given."""

    def check(case: Path, _: Path) -> None:
        found = entries(case, page)
        assert [each.url for each in found] == [NEWS.format(number) for number in numbers]
        assert not title or found[0].title == title
        assert not published or found[0].published_raw == published

    return check


@contextmanager
def imported(case: Path, folder: Path) -> Iterator[tuple[Archive, ImportReport]]:
    """An archive of what a WARC holds."""
    with Archive.open(folder / "archive.db") as archive:
        yield archive, import_files(archive, [case], lambda _: None)


def edits(case: Path, folder: Path) -> list[dict[str, Any]]:
    """The edits that the captures of a WARC show."""
    with imported(case, folder) as (archive, _):
        assert archive.articles.count() > 0
        return list(archive.changes(kind="edited"))


def has_no_edit(case: Path, folder: Path) -> None:
    """What differs between the captures is no text of the article."""
    assert edits(case, folder) == []


def has_typography_alone(case: Path, folder: Path) -> None:
    """Another apostrophe is no word."""
    assert [row for row in edits(case, folder) if row["summary"].get("added") or row["summary"].get("removed")] == []


def is_blocked_once(case: Path, folder: Path) -> None:
    """A waiting room stood in the place of the article for one capture."""
    assert edits(case, folder) == []
    with Archive.open(folder / "archive.db", readonly=True) as archive:
        outcomes = [row["outcome"] for row in archive.captures.timemap(URL)]
    assert outcomes.count("blocked") == 1, outcomes


def has_one_link(case: Path, folder: Path) -> None:
    """A relative link is resolved against the page, whatever the CMS writes."""
    assert edits(case, folder) == []
    with Archive.open(folder / "archive.db", readonly=True) as archive:
        shown = archive.articles.show(URL)
    assert shown["revisions"] == 1
    assert [link["url"] for link in shown["links"]] == ["https://ministry.example/en/treaties/12.html"]


def variants(case: Path, folder: Path, language: str) -> list[str]:
    """The states in which the English page has a language."""
    with imported(case, folder) as (archive, _):
        rows = archive.articles.variants("https://ministry.example/en/1")
    return [row["state"] for row in rows if row["language"] == language]


def is_no_version(case: Path, folder: Path) -> None:
    """A link in the prose to another story is no language version."""
    assert "archived" not in variants(case, folder, "ru")


def is_a_version(case: Path, folder: Path) -> None:
    """Text and mutual announcement outweigh ``html lang``."""
    assert variants(case, folder, "ru") == ["archived"]


def has_one_article(case: Path, folder: Path) -> None:
    """Whatever the file is wrapped in."""
    with imported(case, folder) as (archive, _):
        assert archive.articles.count() == 1


def is_not_silent(case: Path, folder: Path) -> None:
    """An article, or a line that says what was left out."""
    with imported(case, folder) as (archive, report):
        assert archive.articles.count() == 1 or report.broken


def refuses(case: Path, _: Path) -> None:
    """A product token ends at the "/"."""
    rules = read_rules(200, case.read_bytes())
    assert rules.refusal(NEWS.format(20)) == "robots"
    assert rules.refusal(NEWS.format(19)) == ""


def are_dates(case: Path, _: Path) -> None:
    """Every written date is read, or the wrong ones are listed."""
    with case.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows
    read = [(row, read_date(written(row["raw"]), language=row["language"], zone=row["zone"])) for row in rows]
    assert [(row["raw"], found, row["right"]) for row, found in read if found != row["right"]] == []


def written(raw: str) -> str:
    """A date without the remark in brackets behind it."""
    return raw.partition(" (page says")[0]


def soft_404(words: str, language: str, *, title: str = "", text: str = "") -> bytes:
    """An error page under status 200."""
    head = f'<html lang="{language}"><head><meta charset="utf-8"><title>{title or words}</title></head>'
    return f"{head}<body><main><h1>{title or words}</h1><p>{text}</p></main></body></html>".encode()


def is_missing(case: Path, _: Path) -> None:
    """The page says that it is not there."""
    read = saved(case.read_bytes())
    assert (read.outcome, read.reason) == ("missing", "soft-404")


def are_missing(case: Path, _: Path) -> None:
    """Each of the sentences, as a title or in the text."""
    lines = [line.split("\t") for line in case.read_text(encoding="utf-8").splitlines() if line]
    found = {}
    for language, words in lines:
        words, in_text, _rest = words.partition(" (in the text, title is ")
        page = soft_404("", language, title="Новости", text=words) if in_text else soft_404(words, language)
        found[words] = saved(page).outcome
    assert set(found.values()) == {"missing"}, found


class TailNode(ArticlePage):
    """A piece of news."""

    block, title = "article", "h1"


class TailList(ListingPage):
    """A list of news."""

    container, item = "ul", "ul li"


class TailSpider(MinistrySpider):
    """A listing whose last page is given for every number behind it, its entries in another order each time."""

    name = "tail"
    site = Site(
        name="tail",
        hosts=("tail.localhost",),
        languages={"en": "/en/"},
        seeds=(Seed("/en/news/", "listing", "en", PageNumber("{url}?p={n}")),),
        rules=(PageRule(r"^/en/news/\d+$", TailNode), PageRule(r"^/en/news/(?:\?p=\d+)?$", TailList, "listing")),
        private=True,
        https=False,
        delay=0.0,
        concurrency=8,
        first_days=None,
    )


def tail(request: web.Request) -> str:
    """Page 1 to 5, and page 5 for ever."""
    number = int(request.query.get("p", "1"))
    ids = [min(number, 5) * 10 + place for place in range(10)]
    if number >= 5:
        random.Random(number).shuffle(ids)
    return "".join(["<ul>", *(f'<li><a href="/en/news/{each}">Story {each}</a></li>' for each in ids), "</ul>"])


class TailServer(Server):
    """Serves the listing and fifty pieces of news."""

    def __init__(self) -> None:
        text = "<p>The two sides agreed to widen trade and to hold consultations in spring, said the minister.</p>"
        pages = {f"/en/news/{each}": f"<article><h1>Story {each}</h1>{text}</article>" for each in range(10, 60)}
        listing = {f"/en/news/?p={number}": tail for number in range(2, 60)}
        super().__init__({**pages, "/en/news/": tail, **listing})


def ends(_: Path, folder: Path) -> None:
    """A few pages without a new address end a listing."""
    with TailServer() as server:
        crawled = crawl(TailSpider, folder / "archive.db", base=server.url, full=True)
        listings = [path for path in server.asked if "?p=" in path]
    assert crawled.reason == "finished"
    assert len(crawled.articles) == 50
    assert len(listings) < 12, listings


CASES: Mapping[str, Callable[[Path, Path], None]] = {
    "sitemap-nested-urlset.xml": lists("sitemap", 901),
    "sitemap-plain.txt": lists("sitemap.txt", 1, 2),
    "sitemap-php-notice.xml": lists("sitemap", 1),
    "feed-unclosed-tag.xml": lists("feed", 801, 802),
    "feed-media-title-first.xml": lists("feed", 1, title="Minister meets envoy"),
    "feed-empty-pubdate.xml": lists("feed", 1, published="2024-01-02T10:00:00Z"),
    "feed-origlink.xml": lists("feed", 1),
    "feed.json": lists("feed.json", 1, title="A"),
    "listing-first-link-hash.html": lists("listing", 701),
    "listing-image-link-first.html": lists("listing", 1, title="Real title"),
    "listing-tail-shuffled.md": ends,
    "robots-product-with-version.txt": refuses,
    "dates.tsv": are_dates,
    "charset-gbk-undeclared.html": is_text("gbk"),
    "charset-1256-undeclared.html": is_text("windows-1256"),
    "charset-latin1-header-1251-meta.html": is_text("windows-1251", "text/html; charset=iso-8859-1"),
    "edit-last-updated-clock.warc.gz": has_no_edit,
    "edit-share-counts.warc.gz": has_no_edit,
    "edit-min-read.warc.gz": has_no_edit,
    "edit-texturize.warc.gz": has_typography_alone,
    "edit-waiting-room.warc.gz": is_blocked_once,
    "edit-relative-link.warc.gz": has_one_link,
    "page-zh-statement.html": has(title="外交部发言人就两国关系答记者问"),
    "page-short-condolence.html": has(title="Condolences", published="2026-05-03"),
    "page-title-site-first.html": has(title="Minister receives envoy"),
    "page-list-in-table.html": has(line="consular hours from 10 to 18"),
    "page-bare-list.html": has(line="second demand: let the aid in"),
    "page-jsonld-of-another.html": has(published="2026-05-03"),
    "page-epoch-date.html": has(published="2026-05-03"),
    "page-soft404-bitrix.html": is_missing,
    "page-soft404-others.tsv": are_missing,
    "variants-html-lang-always-en.warc.gz": is_a_version,
    "variants-a-hreflang-in-text.warc.gz": is_no_version,
    "warc-resource-record.warc": is_not_silent,
    "warc-103-early-hints.warc": has_one_article,
    "warc.warc.zst": has_one_article,
    "nested.wacz": has_one_article,
}
NO_CASES = {
    "INDEX.md",
    "listing-tail-shuffled-server.py",
    "listing-tail-shuffled-spider.py",
    "variants-html-lang-always-en.md",
}
"""Files that belong to a case, or to the folder."""


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_right(name: str, shared_cases: Path, tmp_path: Path) -> None:
    """The right answer, as the index of the folder gives it."""
    CASES[name](shared_cases / name, tmp_path)


def test_every_case_has_a_row(shared_cases: Path) -> None:
    """A new file in the folder is seen."""
    assert {path.name for path in shared_cases.iterdir()} - NO_CASES <= set(CASES)

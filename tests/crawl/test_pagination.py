"""What of a listing is asked for, and when a seed is at its end: without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.crawl.pagination import Bounds, SeedPagination, seconds_for_all
from crawler.crawl.seen_urls import SeenUrls
from crawler.items import Found, Listing
from crawler.pages.paging import PageNumber
from crawler.pages.site import Seed, Site

SITE = Site(name="tested", hosts=("a.example",), delay=2.0)
PAGES = st.lists(st.lists(st.sampled_from([f"https://a.example/{n}" for n in range(12)]), max_size=5), max_size=12)


class Shelf:
    """An archive that holds some addresses."""

    def __init__(self, *urls: str) -> None:
        self.urls = set(urls)

    def known(self, urls: Iterable[str]) -> set[str]:
        """As the archive says it."""
        return self.urls & set(urls)

    def worth_retrying(self, urls: Iterable[str], at: datetime, announcer: str | None = None) -> set[str]:
        """Every address that is held is an article."""
        return set()

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """All that is held."""
        return self.known(urls)

    def validators(self, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """None are kept."""
        return {}

    def agenda(self, site: str, at: datetime) -> dict[str, Any]:
        """Nothing is due."""
        return {"seeds": [], "articles": [], "rest_until": None, "rest_why": None}

    def recent(self, url: str, since: datetime) -> None:
        """Nothing is kept."""

    def standing(self, site: str) -> str | None:
        """Nothing stands."""
        return None

    def frontier(self, site: str) -> list[dict[str, str | None]]:
        """Three articles and a listing, known and not captured."""
        facts = (
            ("1", "article", None),
            ("2", "article", "2026-01-01"),
            ("3", "article", "2026-02-20"),
            ("4", "listing", None),
        )
        return [
            {
                "url": f"https://a.example/{name}",
                "kind": kind,
                "language": "en",
                "found_in": None,
                "published_raw": day,
                "due_at": None,
            }
            for name, kind, day in facts
        ]


def walked(pages: list[list[str]], known: set[str], bounds: Bounds) -> tuple[list[list[str]], str]:
    """What is asked for on each page until the walk ends, and why it does."""
    walk = SeedPagination(Seed("https://a.example/list", paging=PageNumber()))
    taken: list[list[str]] = []
    for number in range(len(pages) + 1):
        listing = Listing(found=tuple(Found(url=url) for url in (pages[number] if number < len(pages) else [])))
        taken.append([found.url for found in walk.take(listing, known & {f.url for f in listing.found}, bounds, SITE)])
        if walk.go_on(listing) is None:
            break
    return taken, walk.ended


@given(PAGES, st.sets(st.sampled_from([f"https://a.example/{n}" for n in range(12)])), st.booleans())
def test_every_walk_ends_and_says_why(pages: list[list[str]], known: set[str], full: bool) -> None:
    """Whatever the pages hold; and nothing is asked for that was not listed."""
    taken, ended = walked(pages, known, Bounds(full=full))
    assert ended
    assert len(taken) <= len(pages) + 1
    for asked, page in zip(taken, pages, strict=False):
        assert set(asked) <= set(page)


@given(PAGES, st.sets(st.sampled_from([f"https://a.example/{n}" for n in range(12)])))
def test_a_normal_walk_misses_nothing_new_before_two_known_pages(pages: list[list[str]], known: set[str]) -> None:
    """Every unknown entry of a page that was walked is asked for."""
    taken, ended = walked(pages, known, Bounds())
    for asked, page in zip(taken, pages, strict=False):
        if ended == "repeats" and asked == [] and page:
            continue
        assert set(page) - known <= set(asked)


def test_a_pinned_entry_at_the_end_of_a_page_does_not_end_a_run_of_what_is_due() -> None:
    """New entries may go on behind it: the last two of a page must be known."""
    urls = [f"https://a.example/{n}" for n in range(4)]
    for known, ended in (({urls[3]}, ""), ({urls[2], urls[3]}, "known")):
        walk = SeedPagination(Seed("https://a.example/list", paging=PageNumber()))
        taken = walk.take(Listing(found=tuple(Found(url=url) for url in urls)), known, Bounds(due=True), SITE)
        assert walk.ended == ended
        assert {found.url for found in taken} == set(urls) - known


def test_known_is_what_was_captured_before_the_run() -> None:
    """An article that another listing led to in this run does not make a page known."""
    account = SeenUrls()
    account.archive = Shelf("https://a.example/old", "https://a.example/fresh")
    assert account.add("https://a.example/fresh")
    assert not account.add("https://a.example/fresh")
    assert account.add("https://a.example/old", known=True)
    assert account.known(["https://a.example/old", "https://a.example/fresh"], datetime(2026, 3, 1, tzinfo=UTC)) == {
        "https://a.example/old"
    }


def test_what_a_first_run_left_out_for_its_age_stays_out() -> None:
    """Articles only, and undated ones too."""
    account = SeenUrls()
    account.archive = Shelf()
    left = account.left_over(SITE, datetime(2026, 3, 1, tzinfo=UTC))
    assert [found.url[-1] for found in left] == ["1", "3"]


def test_a_sitemap_is_not_asked_for_again() -> None:
    """It lists all there is; a listing's first pages are where edits are looked for."""
    listing = Listing(found=(Found(url="https://a.example/1"), Found(url="https://a.example/2")))
    known = {"https://a.example/1"}
    sitemap = SeedPagination(Seed("https://a.example/sitemap.xml", "sitemap"))
    assert [found.url[-1] for found in sitemap.take(listing, known, Bounds(), SITE)] == ["2"]
    news = SeedPagination(Seed("https://a.example/news"))
    assert [found.url[-1] for found in news.take(listing, known, Bounds(), SITE)] == ["1", "2"]


def test_how_long_a_whole_crawl_takes_at_least() -> None:
    """By the pager, the entries of the first page, and the delay: 13 pages of 20 at 2 seconds, and one of 3."""
    first = Listing(found=tuple(Found(url=f"https://a.example/{n}") for n in range(20)), last_page=13)
    second = Listing(found=tuple(Found(url=f"https://a.example/x{n}") for n in range(3)))
    seed = Seed("https://a.example/list")
    assert seconds_for_all([(first, seed), (second, seed)], SITE) == 2 * (13 * 21 + 4)


def pages_until_end(pages: Callable[[int], Iterable[int]], most: int = 100) -> tuple[int, str, set[str]]:
    """How many pages a run with ``full`` reads, why it ends, and what it requests."""
    pagination = SeedPagination(Seed("https://a.example/", paging=PageNumber("{url}?p={n}")))
    bounds, taken = Bounds(full=True), set()
    for number in range(1, most + 1):
        listing = Listing(found=tuple(Found(url=f"https://a.example/{entry}") for entry in pages(number)))
        taken |= {found.url for found in pagination.take(listing, (), bounds, SITE)}
        if pagination.go_on(listing) is None:
            return number, pagination.ended, taken
    return most, "", taken


@given(st.randoms(use_true_random=False), st.integers(1, 6), st.integers(2, 20), st.integers(0, 2))
def test_a_tail_that_repeats_itself_ends(random: Random, last: int, size: int, banners: int) -> None:
    """In another order, and with banners that are other entries each time: every entry is requested all the same."""

    def page(number: int) -> list[int]:
        entries = [min(number, last) * size + place for place in range(size)]
        random.shuffle(entries)
        return [*(random.randrange(1000, 10**9) for _ in range(min(banners, size // 8))), *entries]

    read, ended, taken = pages_until_end(page)
    assert (ended, read <= last + 8) == ("repeats", True)
    assert taken >= {f"https://a.example/{entry}" for entry in range(size, (last + 1) * size)}


@pytest.mark.parametrize(
    "page",
    [
        lambda number: range(number * 10, number * 10 + 10),
        lambda number: range(number, number + 10),  # a window that moves on by one entry
        lambda number: [*range(10_000, 10_060), *range(number * 3, number * 3 + 3)],  # a menu of sixty links
        lambda number: [number],
        lambda number: [1, 2, 3, number * 2 + 10, number * 2 + 11],  # pinned entries
    ],
)
def test_a_listing_that_brings_something_new_goes_on(page: Callable[[int], Iterable[int]]) -> None:
    assert pages_until_end(page)[:2] == (100, "")

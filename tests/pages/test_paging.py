"""The ways a listing goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Found, Listing
from crawler.pages.paging import LoadMore, NextLink, PageNumber, signature


@dataclass(frozen=True)
class ASeed:
    url: str = "https://ministry.example/en/press/statements/"
    language: str = "en"


def listing(*names: str, **facts: Any) -> Listing:
    found = tuple(Found(url=f"https://ministry.example/en/press/statements/{name}.html") for name in names)
    return replace(Listing(found=found), **facts)


def test_a_next_link_is_followed_while_there_is_one() -> None:
    """The page's own word is the address, and its silence the end."""
    onward = listing("a", next_url="https://ministry.example/en/press/statements/?from=20")
    assert NextLink().next_address(ASeed(), onward, 2) == ("https://ministry.example/en/press/statements/?from=20", {})
    assert NextLink().next_address(ASeed(), listing("a"), 3) is None


def test_numbers_are_counted_one_by_one_whatever_the_pager_shows() -> None:
    """A pager that links 2 to 5, 9 and 13 still has pages 6 to 8 and 10 to 12 (by_mfa, saved page of 2022)."""
    paging, page = PageNumber(), listing("a", last_page=13)
    addresses = [paging.next_address(ASeed(), page, n) for n in range(2, 15)]
    assert [asked[0].rpartition("/")[2] for asked in addresses if asked] == [str(n) for n in range(2, 15)]


def test_a_page_without_entries_ends_the_numbers() -> None:
    assert PageNumber().next_address(ASeed(), listing(last_page=13), 4) is None


def test_a_trusted_pager_ends_the_numbers() -> None:
    """Only where the site file says so: elsewhere a pager that shows a window of pages would cut the listing."""
    page = listing("a", last_page=3)
    assert PageNumber(trust_pager=True).next_address(ASeed(), page, 3) is not None
    assert PageNumber(trust_pager=True).next_address(ASeed(), page, 4) is None
    assert PageNumber(trust_pager=True).next_address(ASeed(), listing("a"), 4) is not None


@given(first=st.integers(0, 50), step=st.integers(1, 50), n=st.integers(2, 200))
def test_offsets_are_numbers_with_a_step(first: int, step: int, n: int) -> None:
    """Page 2 has the number ``first``; each page after it is ``step`` further on."""
    asked = PageNumber("{url}?start={n}", first=first, step=step).next_address(ASeed(), listing("a"), n)
    assert asked is not None
    assert asked[0] == f"{ASeed().url}?start={first + (n - 2) * step}"


MORE = LoadMore("{url}json/?get_more_news&lang={language}&tid={language}_news_mfa&page={n}&ggtoken={token}")


def test_load_more_sends_the_token_and_the_headers_a_browser_would() -> None:
    """The endpoint of by_mfa answers only with the listing's token, as Ajax, and with the listing as referrer."""
    seed = ASeed(url="https://ministry.example/en/press/news_mfa/")
    assert MORE.next_address(seed, listing("a", token="t0"), 2) == (
        "https://ministry.example/en/press/news_mfa/json/?get_more_news&lang=en&tid=en_news_mfa&page=2&ggtoken=t0",
        {"X-Requested-With": "XMLHttpRequest", "Referer": "https://ministry.example/en/press/news_mfa/"},
    )


def test_a_token_lasts_until_a_page_gives_another() -> None:
    """The JSON answers carry none, so the listing's goes on; where an answer brings one, that is used."""
    kept = MORE.next_address(ASeed(), listing("b"), 3, token="t0")
    changed = MORE.next_address(ASeed(), listing("b", token="t1"), 3, token="t0")
    assert kept is not None
    assert kept[0].endswith("page=3&ggtoken=t0")
    assert changed is not None
    assert changed[0].endswith("page=3&ggtoken=t1")


def test_load_more_without_the_token_it_needs_asks_for_nothing() -> None:
    assert MORE.next_address(ASeed(), listing("a"), 2) is None
    assert LoadMore("{url}more/{n}").next_address(ASeed(), listing("a"), 2) is not None


def test_an_end_that_repeats_itself_has_the_same_signature() -> None:
    """Titles, tokens and dates may differ: the addresses, in their order, are what a page is."""
    page = listing("a", "b", token="t0")
    again = replace(page, token="t1", found=tuple(replace(found, title="x") for found in page.found))
    assert signature(page) == signature(again)
    assert signature(page) != signature(listing("b", "a"))
    assert signature(listing()) == ""


@given(names=st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4).map(tuple), min_size=2, max_size=2))
def test_pages_with_other_entries_have_other_signatures(names: list[tuple[str, ...]]) -> None:
    one, other = (signature(listing(*each)) for each in names)
    assert (one == other) == (names[0] == names[1])

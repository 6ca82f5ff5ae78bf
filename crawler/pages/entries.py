"""The entries of listings, feeds and sitemaps: of what an entry shows, the first that is usable."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from crawler.errors import BadAddress
from crawler.pages.page import Page
from crawler.rules.dates.parsing import read_date

EPOCH = "1970-01-02"
"""The first day after the zero of computer clocks. A date before it stands for "no date"."""


class EntryAddress(NamedTuple):
    """The address of an entry, and why it may not be requested (``bad-address``); empty if it may be."""

    url: str
    refused: str = ""


def usable_address(
    page: Page, written: Iterable[tuple[str, str]], *, kind: str = "article", of_others: Collection[str] = ()
) -> EntryAddress | None:
    """The best of the addresses that an entry shows; None if it shows none.

    ``written`` has each address as written, with the base of relative ones. An address of the site whose rule reads
    this ``kind`` comes first, then one without a rule, then one that holds something else or that is among
    ``of_others`` (such as the channel's own), then an offsite one, last what is no http(s) address. Of equally good
    ones the first is taken. A link into the page itself (``#``) is no address of an entry.
    """
    best: tuple[int, EntryAddress] | None = None
    for raw, base in written:
        if not raw or raw.startswith("#"):
            continue
        try:
            found = EntryAddress(page.site.spell(with_scheme(page, raw), base=base))
        except BadAddress:
            found = EntryAddress(raw, "bad-address")
        if "#" in raw and found.url == page.capture.url:
            continue
        rank = _rank(page, found, kind, of_others)
        if best is None or rank < best[0]:
            best = (rank, found)
        if not rank:
            break
    return best[1] if best else None


def with_scheme(page: Page, raw: str) -> str:
    """The address as written; with the scheme of the page if it begins with a host of the site instead of one.

    ``ministry.example/news/1`` would be a folder of that name on the host.
    """
    first = raw.partition("/")[0].lower()
    if "." in first and "/" in raw and ":" not in first and page.site.owns(f"https://{first}/"):
        return f"{page.request_url.partition(':')[0]}://{raw}"
    return raw


def usable_date(page: Page, written: Iterable[str]) -> str | None:
    """The first date as written that can be read, else the first that is not empty; None if there is none."""
    kept = None
    for raw in filter(None, (each.strip() for each in written)):
        if (day := read_date(raw, zone=page.site.zone)) and day >= EPOCH:
            return raw
        kept = kept or raw
    return kept


def _rank(page: Page, found: EntryAddress, kind: str, of_others: Collection[str]) -> int:
    if found.refused:
        return 4
    if not page.site.owns(found.url):
        return 3
    holds = page.site.kind(found.url)
    if found.url in of_others or holds not in ("", kind):
        return 2
    return 0 if holds == kind else 1

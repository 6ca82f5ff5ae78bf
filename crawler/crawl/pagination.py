"""Pagination of listings: the limits of a run, the entries to request next, and where a seed ends."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from crawler.errors import CommuniqueError
from crawler.items import Found, Listing
from crawler.pages.paging import PageRequest, signature
from crawler.pages.site import Seed, Site
from crawler.rules.dates.parsing import read_date

STALE_PAGES = 3
"""Pagination stops after this many pages in a row that name no address which the pages before did not name."""
SAME_PAGES, SAME_SHARE, PASSING_ENTRIES = 6, 0.8, 2
"""Pagination also stops after ``SAME_PAGES`` pages in a row that are one page: at least this share of each page's
entries is the same on all of them, and each names at most ``PASSING_ENTRIES`` new addresses (a banner that changes)."""
KNOWN_PAGES = 2
"""A normal run stops after this many pages of known entries in a row. It requests the articles on so many again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The limits of a run."""

    full: bool = False
    """Read every listing to its end and request every listed article again."""
    whole: bool = False
    """Read every listing to its end, because no earlier run of the site finished."""
    due: bool = False
    """Request only what is due, and new articles."""
    since: date | None = None
    """The earliest date of publication (the site's local date); a run with it does not stop at known entries."""

    def of_first_run(self, site: Site, today: date, *, live: bool) -> Bounds:
        """Return these bounds for a first run; a live one goes back as many days as the site file states.

        A run is a first run while no earlier run of the site has finished. ``today`` is the current date.
        """
        since = self.since
        if live and since is None and not self.full and site.first_days is not None:
            since = today - timedelta(days=site.first_days)
        return replace(self, since=since, whole=True)


@dataclass(slots=True)
class SeedPagination:
    """One seed and how far its pages have been read."""

    seed: Seed
    page: int = 1
    """The number of the page that was requested last; the seed itself is page 1."""
    ended: str = ""
    """Why the pagination ended: ``end``, ``known``, ``repeats``, ``since``, ``limit``, ``one-page``; empty until then.
    Where a page could not be read, it is ``unread`` or ``absent`` for the first page and ``cut`` for a later one."""
    token: str | None = None
    known_pages: int = 0
    signatures: set[str] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    """Hashes of the addresses that the pages named so far."""
    stale_pages: int = 0
    same_pages: int = 0
    shared: frozenset[str] = frozenset()
    """The addresses that all of the last ``same_pages`` pages name."""
    old: int = 0
    young: int = 0
    """``old`` and ``young`` count the articles of the last page that were published before the bound and since."""

    def take(
        self,
        listing: Listing,
        known: Collection[str],
        bounds: Bounds,
        site: Site,
        anchored: Collection[str] | None = None,
    ) -> list[Found]:
        """Return the entries of a page to request, in their order; set ``ended`` where the seed ends with this page.

        ``known`` are the addresses on the page that were captured before this run. A normal run requests known
        addresses again only on the first pages of a listing, where edits are likely. It requests no known address of a
        sitemap again; neither does a run of what is due.
        ``anchored`` are the addresses below which no earlier run skipped an entry; pagination may stop only there.
        Without it, all known addresses count.
        """
        anchored = known if anchored is None else anchored
        here = signature(listing)
        if here and here in self.signatures:
            self.ended = "repeats"
            return []
        self.signatures.add(here)
        if self._brings_nothing(listing):
            self.ended = "repeats"
        self.token = listing.token or self.token
        owned = [found for found in listing.found if not found.refused]
        recent = [found for found in owned if not self._is_old(found, bounds, site)]
        if owned and all(found.url in anchored for found in owned):
            self.known_pages += 1
        else:
            self.known_pages = 0
        if bounds.since is not None:
            if self._is_all_old(owned, recent):
                self.ended = "since"
        elif not (bounds.full or bounds.whole) and self._is_at_known(owned, anchored, bounds):
            self.ended = "known"
        self.old = self.young = 0
        if bounds.full or (self.page <= KNOWN_PAGES and self.seed.kind != "sitemap" and not bounds.due):
            return recent
        return [found for found in recent if found.url not in known]

    def _brings_nothing(self, listing: Listing) -> bool:
        """Whether this page and those before it name nothing new: the site repeats its last page, in another order or
        with other banners."""
        addresses = frozenset(found.url for found in listing.found)
        new = {hash(url) for url in addresses} - self.named
        self.named |= new
        self.stale_pages = 0 if new or not addresses else self.stale_pages + 1
        self.shared &= addresses
        if len(self.shared) >= SAME_SHARE * len(addresses) > 0 and len(new) <= PASSING_ENTRIES:
            self.same_pages += 1
        else:
            self.same_pages, self.shared = 0, addresses
        return self.stale_pages >= STALE_PAGES or self.same_pages >= SAME_PAGES

    def _is_at_known(self, owned: list[Found], anchored: Collection[str], bounds: Bounds) -> bool:
        """Whether pagination has reached entries that are known.

        New entries stand above old ones, so a run of what is due checks the last two entries of a page. A single known
        entry could be a pinned one.
        """
        if bounds.due:
            return bool(owned) and all(found.url in anchored for found in owned[-2:])
        return self.known_pages >= KNOWN_PAGES

    def go_on(self, listing: Listing) -> PageRequest | None:
        """Return the request for the next page; None at the end, and then ``ended`` gives the reason."""
        if self.ended:
            return None
        if self.seed.paging is None:
            self.ended = "one-page"
            return None
        following = self.seed.paging.next_address(self.seed, listing, self.page + 1, self.token)
        if following is None:
            self.ended = "end"
            return None
        self.page += 1
        return following

    def note(self, published_raw: str | None, bounds: Bounds, site: Site, language: str) -> None:
        """Count an article of the page by its date: where listings show no dates, these dates decide when to stop.

        ``published_raw`` is the date as the article shows it, in ``language`` (a BCP 47 tag).
        """
        day = day_of(published_raw, site, language)
        if day and bounds.since is not None:
            if day < bounds.since.isoformat():
                self.old += 1
            else:
                self.young += 1

    def _is_old(self, found: Found, bounds: Bounds, site: Site) -> bool:
        """Whether an entry was last changed, and therefore published, before the bound; without a date it was not."""
        if bounds.since is None:
            return False
        day = day_of(found.published_raw or found.modified_raw, site, found.language)
        return bool(day) and day < bounds.since.isoformat()

    def _is_all_old(self, owned: list[Found], recent: list[Found]) -> bool:
        if owned and not recent:
            return True
        undated = all(not found.published_raw for found in owned)
        return undated and self.page > 1 and self.old > 0 and self.young == 0


def seconds_for_all(listings: Iterable[tuple[Listing, Seed]], site: Site) -> float:
    """Estimate the least duration of a whole crawl, in seconds, from the first page of each seed.

    A pager may show only the pages near the current one; the estimate is then too low.
    """
    requests = 0
    for listing, _ in listings:
        pages = listing.last_page or 1
        requests += pages + pages * sum(not found.refused for found in listing.found)
    return requests * site.delay / (1 if site.delay else max(site.concurrency, 1))


def read_since(written: str | date | None) -> date | None:
    """Read the argument ``since``, a date as YYYY-MM-DD; raises CommuniqueError."""
    if not written or isinstance(written, date):
        return written or None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommuniqueError(f"since={written} is not a date: use YYYY-MM-DD") from error


def read_limit(written: str | int | None) -> float:
    """Read the argument ``limit``, a number of articles; infinite where it is absent. Raises CommuniqueError."""
    if written is None or written == "":
        return math.inf
    if not str(written).isdecimal() or int(written) < 1:
        raise CommuniqueError(f"limit={written} is not a number of articles: use 1 or more")
    return int(written)


def read_flag(written: str | bool) -> bool:
    """Read an argument that is on (``1``, ``true``, ``yes``, ``on``) or off."""
    return written if isinstance(written, bool) else written.strip().lower() in ("1", "true", "yes", "on")


def read_base(written: str | None, site: Site) -> dict[str, str]:
    """Read the argument ``base``: return, for each host of a private site, the ``address:port`` where it answers.

    Raises CommuniqueError for any other site, because its archive would hold responses of a server that is not the
    ministry's.
    """
    if not written:
        return {}
    where = urlsplit(written).netloc
    if not site.private or not where:
        raise CommuniqueError(f"{site.name}: base={written} is only for a site whose file says private")
    return dict.fromkeys(site.hosts, where)


def day_of(raw: str | None, site: Site, language: str) -> str:
    """Return the site's local date of a written date, as YYYY-MM-DD; empty where the date cannot be read."""
    if not raw:
        return ""
    return (read_date(raw, language=language, zone=site.zone, day_first=site.day_first) or "")[:10]

"""How discovery goes on: what limits a run, what of a listing is next, when a seed is at its end."""

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

KNOWN_PAGES = 2
"""So many pages in a row on which everything is known end a normal run's paging; their articles are asked for again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What limits a run."""

    full: bool = False
    """To the end of every listing, known or not, and every listed article again."""
    whole: bool = False
    """To the end of every listing, known or not: no run of the site was finished yet."""
    due: bool = False
    """What is due and nothing else."""
    since: date | None = None
    """The site's local date before which nothing is wanted; a run with it does not stop at what is known."""

    def of_first_run(self, site: Site, today: date, *, live: bool) -> Bounds:
        """These bounds for a run before which none was finished: a live one goes back the days of the site file."""
        since = self.since
        if live and since is None and not self.full and site.first_days is not None:
            since = today - timedelta(days=site.first_days)
        return replace(self, since=since, whole=True)


@dataclass(slots=True)
class SeedPagination:
    """One seed, and how far it has been walked."""

    seed: Seed
    page: int = 1
    """The number of the page asked for last; the seed itself is 1."""
    ended: str = ""
    """Why it goes no further: ``end``, ``known``, ``repeats``, ``since``, ``limit``, ``one-page``; where a page could
    not be read, ``unread`` or ``absent`` (the first), ``cut`` (a later one)."""
    token: str | None = None
    known_pages: int = 0
    signatures: set[str] = field(default_factory=set)
    old: int = 0
    young: int = 0
    """Articles of the page read last that were published before, and not before, the bound."""

    def take(
        self,
        listing: Listing,
        known: Collection[str],
        bounds: Bounds,
        site: Site,
        anchored: Collection[str] | None = None,
    ) -> list[Found]:
        """What to ask for of a page just read, in its order, and in ``ended`` whether the seed ends with it.

        ``known`` are the addresses on it that were captured before this run. Of these a normal run asks again only for
        those on the first pages (there edits are found), of a sitemap for none, and a run of what is due for none.
        ``anchored`` are those below which nothing was left out (all that are known, where not given): only there
        paging may stop.
        """
        anchored = known if anchored is None else anchored
        here = signature(listing)
        if here and here in self.signatures:
            self.ended = "repeats"
            return []
        self.signatures.add(here)
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

    def _is_at_known(self, owned: list[Found], anchored: Collection[str], bounds: Bounds) -> bool:
        """Whether paging has come to what is known: new entries stand above old ones, so for a run of what is due the
        last two entries of a page tell (one alone may be pinned there)."""
        if bounds.due:
            return bool(owned) and all(found.url in anchored for found in owned[-2:])
        return self.known_pages >= KNOWN_PAGES

    def go_on(self, listing: Listing) -> PageRequest | None:
        """The page after the one just taken; None at the end, and ``ended`` says why."""
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
        """An article of the page was read: where listings show no dates, the articles' own tell when to stop."""
        day = day_of(published_raw, site, language)
        if day and bounds.since is not None:
            if day < bounds.since.isoformat():
                self.old += 1
            else:
                self.young += 1

    def _is_old(self, found: Found, bounds: Bounds, site: Site) -> bool:
        """Whether it was last touched, so certainly published, before the bound; what shows no date is not."""
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
    """How long a whole crawl takes at least, in seconds, by what the first page of each seed shows.

    A pager that shows only its neighbourhood shows less than there is.
    """
    requests = 0
    for listing, _ in listings:
        pages = listing.last_page or 1
        requests += pages + pages * sum(not found.refused for found in listing.found)
    return requests * site.delay / (1 if site.delay else max(site.concurrency, 1))


def read_since(written: str | date | None) -> date | None:
    """The argument ``since``; raises CommuniqueError."""
    if not written or isinstance(written, date):
        return written or None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommuniqueError(f"since={written} is no date: write YYYY-MM-DD") from error


def read_limit(written: str | int | None) -> float:
    """The argument ``limit``, infinite without one; raises CommuniqueError."""
    if written is None or written == "":
        return math.inf
    if not str(written).isdecimal() or int(written) < 1:
        raise CommuniqueError(f"limit={written} is no number of articles: write 1 or more")
    return int(written)


def read_flag(written: str | bool) -> bool:
    """An argument that is on or off."""
    return written if isinstance(written, bool) else written.strip().lower() in ("1", "true", "yes", "on")


def read_base(written: str | None, site: Site) -> dict[str, str]:
    """The argument ``base``: for each host of a private site, the ``address:port`` where it really answers.

    Raises CommuniqueError for any other site: its archive would tell of a server that is not the ministry's.
    """
    if not written:
        return {}
    where = urlsplit(written).netloc
    if not site.private or not where:
        raise CommuniqueError(f"{site.name}: base={written} is only for a site whose file says private")
    return dict.fromkeys(site.hosts, where)


def day_of(raw: str | None, site: Site, language: str) -> str:
    """The site's local date of a written one, as YYYY-MM-DD; empty where it is none."""
    if not raw:
        return ""
    return (read_date(raw, language=language, zone=site.zone, day_first=site.day_first) or "")[:10]

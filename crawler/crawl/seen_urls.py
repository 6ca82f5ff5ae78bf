"""The addresses that a run has requested, and those that the archive knew before it: captured, due, pending."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crawler.crawl.pagination import day_of
from crawler.crawl.protocols import ArchiveReader
from crawler.items import Capture, Found
from crawler.pages.site import Site
from crawler.rules.outcome.probes import is_probe


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """The requests that are due for a site."""

    seeds: Collection[str] = ()
    """Addresses of listings, feeds and sitemaps that are due."""
    articles: tuple[Found, ...] = ()
    """Articles to request again, the most urgent first, within the budget of the day."""
    rests: tuple[str, str] | None = None
    """The end of the site's cooldown (RFC 3339) and its reason; None where it is in no cooldown."""


class SeenUrls:
    """The addresses that a run has requested, and a reader of what was captured before the run.

    Addresses are kept as hashes: 20,000 pages take two megabytes instead of ten.
    """

    def __init__(self) -> None:
        self.archive: ArchiveReader | None = None
        """None where nothing was captured before this run."""
        self.site = ""
        self._requested: dict[int, bool] = {}
        """Whether a requested address was captured before this run, by the hash of the address."""

    def has(self, url: str) -> bool:
        """Whether the address was requested in this run."""
        return hash(url) in self._requested

    def is_revisit(self, url: str) -> bool:
        """Whether the address was requested in this run, and was captured before it."""
        return self._requested.get(hash(url), False)

    def add(self, url: str, *, known: bool = False) -> bool:
        """Add an address that is about to be requested; return False where it was requested already."""
        key = hash(url)
        if key in self._requested:
            return False
        self._requested[key] = known
        return True

    def known(self, urls: Iterable[str], at: datetime, announcer: str | None = None) -> set[str]:
        """Return the addresses that were captured before this run and that need no request now.

        An address that answered and was never read as an article is not among them where it is due at a time (aware),
        and where new evidence names it: ``announcer`` is the page that announces the addresses, None means a listing.
        """
        if self.archive is None:
            return set()
        captured = {url for url in self.archive.known(urls) if self._requested.get(hash(url), True)}
        return captured - self.archive.worth_retrying(captured, at, announcer) if captured else captured

    def anchored(self, urls: Collection[str]) -> set[str]:
        """Return the addresses at which pagination may stop, because no run skipped an entry below them."""
        return set() if self.archive is None else self.archive.anchored(urls)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the header fields that make a request conditional, from the validators of the newest capture."""
        if self.archive is None:
            return {}
        etag, modified = self.archive.validators((url,)).get(url, (None, None))
        fields = {"If-None-Match": etag, "If-Modified-Since": modified}
        return {name: value for name, value in fields.items() if value}

    def recent(self, url: str, since: datetime) -> Capture | None:
        """Return the capture of a robots.txt, or of its absence, since a time (aware); None where there is none."""
        return None if self.archive is None else self.archive.recent(url, since)

    def good(self) -> str | None:
        """Return the address of an article that its newest capture shows; None where the site has none."""
        return None if self.archive is None else self.archive.standing(self.site)

    def agenda(self, site: Site, at: datetime) -> Agenda:
        """Return what is due of the site at a time (aware); where nothing is archived yet, all its seeds."""
        if self.archive is None:
            return Agenda(seeds=[url for url, _, _ in site.seed_facts])
        due = self.archive.agenda(site.name, at)
        if until := due["rest_until"]:
            return Agenda(rests=(until, due["rest_why"] or "the site requested it"))
        articles = tuple(Found(url=row["url"], language=row["language"] or "") for row in due["articles"])
        return Agenda(seeds=frozenset(due["seeds"]), articles=articles)

    def left_over(self, site: Site, at: datetime) -> list[Found]:
        """Return the articles and their versions that earlier runs found and did not capture, newest first.

        Such a run died or had a limit. ``at`` is the current time (aware). An article is left out where its listed date
        is before the days of a first run, and where it gave no answer and is not due again.
        """
        if self.archive is None:
            return []
        today = at.date()
        oldest = "" if site.first_days is None else (today - timedelta(days=site.first_days)).isoformat()
        return [
            Found(url=row["url"], language=row["language"] or "")
            for row in self.archive.frontier(site.name)
            if self._is_article(row, site)
            and not (row["due_at"] and datetime.fromisoformat(row["due_at"]) > at)
            and (day_of(row["published_raw"], site, row["language"] or "") or oldest) >= oldest
        ]

    def _is_article(self, row: Mapping[str, Any], site: Site) -> bool:
        if row["kind"] == "article":
            return True
        url = row["url"]
        return not row["kind"] and site.owns(url) and site.kind(url) in ("article", "") and not is_probe(url)

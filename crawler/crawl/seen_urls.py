"""What a run has asked for, each address once, and what the archive knew before it: known, due, left over."""

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
    """What is due of a site."""

    seeds: Collection[str] = ()
    """Addresses of listings, feeds and sitemaps."""
    articles: tuple[Found, ...] = ()
    """Addresses to look at again, the most urgent first, within what a run may ask for."""
    rests: tuple[str, str] | None = None
    """Until when the site is not to be asked at all (RFC 3339), and why."""


class SeenUrls:
    """What a run has asked for, each address once, and what was captured before it.

    Addresses are kept as hashes: at 20,000 pages that is two megabytes, not ten.
    """

    def __init__(self) -> None:
        self.archive: ArchiveReader | None = None
        """None: nothing was captured before this run."""
        self.site = ""
        self._asked: dict[int, bool] = {}
        """By the hash of an address: whether it was captured before this run."""

    def has(self, url: str) -> bool:
        """Whether the address was asked for in this run."""
        return hash(url) in self._asked

    def add(self, url: str, *, known: bool = False) -> bool:
        """Enter an address that is about to be asked for; False where it was already."""
        key = hash(url)
        if key in self._asked:
            return False
        self._asked[key] = known
        return True

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that were captured before this run."""
        if self.archive is None:
            return set()
        return {url for url in self.archive.known(urls) if self._asked.get(hash(url), True)}

    def anchored(self, urls: Collection[str]) -> set[str]:
        """Those of the addresses at which paging may stop: below them nothing was left out."""
        return set() if self.archive is None else self.archive.anchored(urls)

    def conditions(self, url: str) -> dict[str, str]:
        """Header fields that ask for an address only if it differs from what was captured."""
        if self.archive is None:
            return {}
        etag, modified = self.archive.validators((url,)).get(url, (None, None))
        fields = {"If-None-Match": etag, "If-Modified-Since": modified}
        return {name: value for name, value in fields.items() if value}

    def recent(self, url: str, since: datetime) -> Capture | None:
        """The robots.txt at an address, or that there is none, as captured since then."""
        return None if self.archive is None else self.archive.recent(url, since)

    def good(self) -> str | None:
        """The address of an article that stood when it was last asked for."""
        return None if self.archive is None else self.archive.standing(self.site)

    def agenda(self, site: Site, at: datetime) -> Agenda:
        """What is due of the site; where nothing is archived yet, its seeds."""
        if self.archive is None:
            return Agenda(seeds=[url for url, _, _ in site.seed_facts])
        told = self.archive.agenda(site.name, at)
        if until := told["rest_until"]:
            return Agenda(rests=(until, told["rest_why"] or "it asked for it"))
        articles = tuple(Found(url=row["url"], language=row["language"] or "") for row in told["articles"])
        return Agenda(seeds=frozenset(told["seeds"]), articles=articles)

    def left_over(self, site: Site, at: datetime) -> list[Found]:
        """Articles, and versions of them, that earlier runs found and did not capture, because they died or had a
        limit, newest first. ``at`` is the time, aware.

        What was listed with a date that a first run leaves out stays out, and so does what gave no answer and is not
        due again.
        """
        if self.archive is None:
            return []
        today = at.date()
        oldest = "" if site.first_days is None else (today - timedelta(days=site.first_days)).isoformat()
        return [
            Found(url=row["url"], language=row["language"] or "")
            for row in self.archive.frontier(site.name)
            if self._is_wanted(row, site)
            and not (row["due_at"] and datetime.fromisoformat(row["due_at"]) > at)
            and (day_of(row["published_raw"], site, row["language"] or "") or oldest) >= oldest
        ]

    def _is_wanted(self, row: Mapping[str, Any], site: Site) -> bool:
        if row["kind"] == "article":
            return True
        url = row["url"]
        return not row["kind"] and site.owns(url) and site.kind(url) in ("article", "") and not is_probe(url)

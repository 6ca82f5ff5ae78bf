"""All answers of an archive read again, through the page objects as they are now, without the network.

What a page object reads is held field by field against what was read before. A reading is replaced only by one that
lacks nothing of it: where a field is gone, or the page cannot be read any more, the article keeps its old reading, and
the capture is counted as ``lost``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.archive import REPARSE_MODE, Archive, Reparsed, StoredReading, write_listing, write_storable
from crawler.items import Article, Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC, Site
from crawler.rules.outcome.shared_body import BLOCKED, MISSING
from crawler.rules.url.spelling import host_of
from crawler.sources.fixtures import replay
from crawler.sources.http_messages import CUT_SHORT, TOO_LARGE, UNDECODED
from crawler.sources.importing import CONTENT
from crawler.sources.reparse_report import ARTICLE, CHANGED, GAINED, LISTING, LOST, SAME, ReparseSiteReport
from crawler.sources.warc import UNRESOLVED

BATCH = 200
"""Captures that are read before they are written."""

READ = frozenset({"article", "listing", "feed", "sitemap", "file", "robots"})
_BROKEN = frozenset({CUT_SHORT, TOO_LARGE, UNDECODED, UNRESOLVED, "spider-error"})
"""Reasons that the source of a capture gave, or the spider: the payload alone does not tell."""
_COUNTED = frozenset({"titled", "dated"})
"""What listings that were read by an earlier version have no count of."""
_GENERIC_PAGE = f".{GenericPage.__name__}"
_WANTED = {"no-title": "title", "no-text": "body", "no-block": "body"}
"""The field whose absence a reason word tells of."""

NamedSiteFor = Callable[[str, str], Site | None]
"""The site as it is now, for the name that the archive has for it and an address; None where nobody wrote a spider."""
ReparseProgress = Callable[[str, int, int], None]
"""Told a site, the captures read, and how many there are, after each batch."""


def read_again(stored: StoredReading, site: Site) -> Capture:
    """The capture as the site's page objects read it now. Pure.

    What the payload alone does not tell stays as it was: that it was cut short when it was saved, that one body stood
    under many addresses.
    """
    read = replay(stored.capture, site)
    is_broken = stored.outcome == "unreadable" and stored.reason in _BROKEN
    if (is_broken or (stored.outcome, stored.reason) in (BLOCKED, MISSING)) and read.outcome in CONTENT:
        return replace(read, outcome=stored.outcome, reason=stored.reason, article=None, listing=None)
    return read


def compare(stored: StoredReading, read: Capture) -> dict[str, str]:
    """A verdict for each field that either reading could have.

    ``lost`` is what was there and is not; where a page is no longer read, that is its outcome, and the field whose
    absence is the reason. A guess of the generic page in place of what a page object read is no reading of it.
    """
    if stored.article is not None and (read.article is None or _is_guess(read) > _is_guess(stored)):
        missing = _WANTED.get(read.reason)
        return {"outcome": LOST, **({missing: LOST} if missing else {})}
    verdicts = {"outcome": _outcome(stored, read)}
    if stored.location or read.location:
        verdicts["location"] = _held(stored.location, read.location)
    if read.article is not None:
        was, now = stored.article or Article(url=read.url), write_storable(read.article)[1]
        pairs = {name: (getattr(was, name), getattr(now, name)) for name in ARTICLE}
        verdicts |= {name: _held(*pair) for name, pair in pairs.items() if any(pair)}
    elif stored.listing is not None:
        said = json.loads(write_listing(read.listing)) if read.listing is not None else {}
        known = {name: key for name, key in LISTING.items() if key in stored.listing or key not in _COUNTED}
        entries = {name: (stored.listing.get(key), said.get(key)) for name, key in known.items()}
        verdicts |= {name: _held(*pair) for name, pair in entries.items() if any(pair)}
    return verdicts


def _is_guess(one: StoredReading | Capture) -> bool:
    """Whether only the generic page could read what the site has a page object for."""
    return one.article is not None and one.reason.startswith("no-") and one.extractor.endswith(_GENERIC_PAGE)


def _outcome(stored: StoredReading, read: Capture) -> str:
    if _is_guess(stored) and read.article is not None and not _is_guess(read):
        return GAINED
    if stored.outcome == read.outcome:
        return SAME
    if read.outcome in READ and stored.outcome not in READ:
        return GAINED
    if read.article is not None:
        return GAINED
    return LOST if stored.outcome in READ and read.outcome not in READ else CHANGED


def _held(was: Any, now: Any) -> str:
    if was == now:
        return SAME
    if not now:
        return LOST
    return CHANGED if was else GAINED


def reread(
    archive: Archive,
    name: str,
    site_for: NamedSiteFor,
    *,
    dry_run: bool,
    accept: Collection[str] = (),
    progress: ReparseProgress | None = None,
) -> ReparseSiteReport:
    """Read all answers of a site again, hold what they say against what they said, and unless ``dry_run`` put the new
    readings in place of the old ones, a batch of whole articles at a time: killed between two of them the archive is
    whole, and reading again goes on from there.

    ``accept`` names fields (``FIELDS``) whose loss is meant: it keeps no old reading. Raises SiteHeld where another
    process holds the site (not in a dry run, which only reads), SiteUnknown, ArchiveError.
    """
    work = _Work(archive, name, site_for, frozenset(accept), progress)
    if dry_run:
        for _ in work.batches():
            pass
        return work.report
    run = archive.start_run(name, mode=REPARSE_MODE, at=datetime.now(UTC))
    try:
        # Where an extractor is in another state than it was, what it read before is another reader's: begin again.
        while not all(archive.reread(run, batch) for batch in work.batches()):
            pass
    except KeyboardInterrupt:
        work.end(run, "stopped")
        raise
    work.end(run, "finished")
    return work.report


class _Work:
    """One site's captures on their way from the archive through the page objects and back."""

    def __init__(
        self,
        archive: Archive,
        name: str,
        site_for: NamedSiteFor,
        accept: frozenset[str],
        progress: ReparseProgress | None,
    ) -> None:
        self._archive = archive
        self._name = name
        self._site_for = site_for
        self._accept = accept
        self._progress = progress
        self._sites: dict[str, Site] = {}
        self._told = bytearray()
        self.report = ReparseSiteReport(name)

    def batches(self) -> Iterator[list[Reparsed]]:
        """All answers, read again and counted; each is counted once, however often this is begun."""
        total, done = self._archive.count_answers(self._name), 0
        for batch in self._archive.answers(self._name, BATCH):
            done += len(batch)
            yield [again for stored in batch if (again := self._read(stored)) is not None]
            if self._progress is not None:
                self._progress(self._name, done, total)

    def end(self, run: int, how: str) -> None:
        """End the run, with what was found."""
        told = self.report
        counts = {
            "reread/captures": told.captures,
            "reread/rewritten": told.rewritten,
            "reread/kept": told.kept,
            "reread/left": told.left,
        }
        self._archive.end_reread(run, at=datetime.now(UTC), ended=how, counts=counts, findings=told.findings())

    def _read(self, stored: StoredReading) -> Reparsed | None:
        """The capture read again; None where no page object has read it."""
        is_told = self._is_told(stored.number)
        site = self._site(stored.capture.url)
        if not site.rules and stored.extractor and not stored.extractor.endswith(_GENERIC_PAGE):
            self.report.left += not is_told
            return None
        read = read_again(stored, site)
        verdicts = compare(stored, read)
        lost = {name for name, verdict in verdicts.items() if verdict == LOST}
        if verdicts["outcome"] == LOST:
            lost = {"outcome"}
        again = Reparsed(stored, read, not lost <= self._accept)
        if not is_told:
            self.report.add(again, verdicts, is_same=self._archive.is_same(stored, read))
        return again

    def _site(self, url: str) -> Site:
        """The site whose page objects read an address now."""
        host = host_of(url)
        site = self._sites.get(host)
        if site is None:
            made = replace(GENERIC, name=self._name, title=self._name, hosts=(host,))
            site = self._sites[host] = self._site_for(self._name, url) or made
        return site

    def _is_told(self, number: int) -> bool:
        """Whether a capture was asked for here before: a bit for each."""
        place, bit = divmod(number, 8)
        if place >= len(self._told):
            self._told.extend(bytes(place + 1 - len(self._told)))
        is_told = bool(self._told[place] & 1 << bit)
        self._told[place] |= 1 << bit
        return is_told

"""Reads all answers of an archive again with the current page objects, without the network.

Each field of a new reading is compared with the earlier reading. A new reading replaces the earlier one only where no
field is lost. Where a field is missing, or the page cannot be read any more, the article keeps its earlier reading, and
the capture counts as ``lost``. So it does where the code of a page object fails, which is a finding too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.archive import (
    REPARSE_MODE,
    Archive,
    Reparsed,
    StoredMonth,
    StoredReading,
    write_listing,
    write_storable,
)
from crawler.items import Article, Capture
from crawler.pages.generic import GenericPage
from crawler.pages.guarded_reading import read_guarded
from crawler.pages.site import Site, generic_site
from crawler.pages.text.host_template import NO_TEMPLATE, HostTemplate
from crawler.rules.outcome.shared_body import BLOCKED, MISSING
from crawler.rules.url.spelling import host_of
from crawler.sources.fixtures import CONTENT, replay
from crawler.sources.host_templates import learn, template_of
from crawler.sources.http_messages import CUT_SHORT, TOO_LARGE, UNDECODED
from crawler.sources.reparse_report import ARTICLE, CHANGED, GAINED, LISTING, LOST, SAME, ReparseSiteReport
from crawler.sources.warc import UNRESOLVED

BATCH = 200
"""Captures that are read before they are written."""

READ = frozenset({"article", "listing", "feed", "sitemap", "file", "robots"})
"""Outcomes of pages that were read."""
_BROKEN = frozenset({CUT_SHORT, TOO_LARGE, UNDECODED, UNRESOLVED})
"""Reason words that come from the source of a capture, not from the payload."""
_SPIDER_ERROR = "spider-error"
"""The reason word of a capture on which a spider's code failed. Page objects read it again; where a site has none, its
code lies in the spider."""
_COUNTED = frozenset({"titled", "dated"})
"""Counts that the stored listings of earlier versions lack."""
_GENERIC_PAGE = f".{GenericPage.__name__}"
_MISSING_FIELD = {"no-title": "title", "no-text": "body", "no-block": "body"}
"""The missing field that a reason word means."""

NamedSiteFor = Callable[[str, str], Site | None]
"""Returns the current site for its name in the archive and an address; None where no spider was written."""
ReparseProgress = Callable[[str, int, int], None]
"""Receives the name of a site, the captures read and the captures in total, after each batch."""


def read_again(stored: StoredReading, site: Site) -> Capture:
    """Read a stored capture with the site's current page objects. Pure.

    Outcomes that do not follow from the payload stay: a body that was cut short when it was saved, and a body that the
    site sent for many addresses.
    """
    read = replay(stored.capture, site)
    broken = _BROKEN if site.rules else _BROKEN | {_SPIDER_ERROR}
    is_broken = stored.outcome == "unreadable" and stored.reason in broken
    if (is_broken or (stored.outcome, stored.reason) in (BLOCKED, MISSING)) and read.outcome in CONTENT:
        return replace(read, outcome=stored.outcome, reason=stored.reason, article=None, listing=None)
    return read


def compare(stored: StoredReading, read: Capture) -> dict[str, str]:
    """Compare a new reading with the stored one; return a verdict for each field that either of them has.

    The verdict ``lost`` means that a field had a value and has none now. Where a page object cannot read the page any
    more, the field ``outcome`` is lost, and with it the field whose absence is the reason. A guess of the generic page
    does not replace the reading of a page object.
    """
    if stored.article is not None and (read.article is None or _is_guess(read) > _is_guess(stored)):
        missing = _MISSING_FIELD.get(read.reason)
        return {"outcome": LOST, **({missing: LOST} if missing else {})}
    verdicts = {"outcome": _outcome(stored, read)}
    if stored.location or read.location:
        verdicts["location"] = _verdict(stored.location, read.location)
    if read.article is not None:
        was, now = stored.article or Article(url=read.url), write_storable(read.article)[1]
        pairs = {name: (getattr(was, name), getattr(now, name)) for name in ARTICLE}
        verdicts |= {name: _verdict(*pair) for name, pair in pairs.items() if any(pair)}
    elif stored.listing is not None:
        entry = json.loads(write_listing(read.listing)) if read.listing is not None else {}
        known = {name: key for name, key in LISTING.items() if key in stored.listing or key not in _COUNTED}
        entries = {name: (stored.listing.get(key), entry.get(key)) for name, key in known.items()}
        verdicts |= {name: _verdict(*pair) for name, pair in entries.items() if any(pair)}
    return verdicts


def _is_guess(one: StoredReading | Capture) -> bool:
    """Whether the generic page read a page that the site's own page object could not read."""
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


def _verdict(was: Any, now: Any) -> str:
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
    months: Sequence[StoredMonth] | None = None,
) -> ReparseSiteReport:
    """Read all answers of a site again, compare the readings, and replace the stored ones unless ``dry_run`` is set.

    The readings are replaced in batches of whole articles. A process that is killed between two batches leaves a
    complete archive, and the next call continues from there. ``accept`` names fields (``FIELDS``) that may be lost:
    such a loss does not keep the earlier reading. ``months`` is what recurs on the pages of a host without a spider;
    None (the default): it is learned from the archive first. Raises SiteHeld where another process holds the site (not
    in a dry run, which only reads), SiteUnknown and ArchiveError.
    """
    if months is None:
        months = learn(archive, generic_site(name)) if site_for(name, f"https://{name}/") is None else []
    work = _Work(archive, name, site_for, frozenset(accept), progress, template_of(months))
    if dry_run:
        for _ in work.batches():
            pass
        return work.report
    run = archive.start_run(name, mode=REPARSE_MODE, at=datetime.now(UTC))
    try:
        # A page object that has changed counts as another extractor for its earlier readings; then all is read again.
        while not all(archive.reread(run, batch) for batch in work.batches()):
            pass
    except KeyboardInterrupt:
        work.end(run, "stopped")
        raise
    archive.templates.keep(name, months)
    work.end(run, "finished")
    return work.report


class _Work:
    """Reads the captures of one site from the archive, parses them again, and counts the results."""

    def __init__(
        self,
        archive: Archive,
        name: str,
        site_for: NamedSiteFor,
        accept: frozenset[str],
        progress: ReparseProgress | None,
        template: HostTemplate = NO_TEMPLATE,
    ) -> None:
        self._archive = archive
        self._template = template
        self._name = name
        self._site_for = site_for
        self._accept = accept
        self._progress = progress
        self._sites: dict[str, Site] = {}
        self._counted = bytearray()
        self.report = ReparseSiteReport(name)

    def batches(self) -> Iterator[list[Reparsed]]:
        """Yield all answers, read again. Each is counted once, even where this method is called several times."""
        total, done = self._archive.count_answers(self._name), 0
        for batch in self._archive.answers(self._name, BATCH):
            done += len(batch)
            yield [again for stored in batch if (again := self._read(stored)) is not None]
            if self._progress is not None:
                self._progress(self._name, done, total)

    def end(self, run: int, how: str) -> None:
        """End the run with its counts and findings; ``how`` says how it ended."""
        report = self.report
        counts = {
            "reread/captures": report.captures,
            "reread/rewritten": report.rewritten,
            "reread/kept": report.kept,
            "reread/left": report.left,
        }
        self._archive.end_reread(run, at=datetime.now(UTC), ended=how, counts=counts, findings=report.findings())

    def _read(self, stored: StoredReading) -> Reparsed | None:
        """Read one capture again; None where a spider's own code read it, not a page object."""
        is_counted = self._is_counted(stored.number)
        site = self._site(stored.capture.url)
        if not site.rules and stored.extractor and not stored.extractor.endswith(_GENERIC_PAGE):
            self.report.left += not is_counted
            return None
        read, failure = read_guarded(stored.capture, lambda _: read_again(stored, site))
        if failure is not None and not is_counted:
            self.report.failures.append(failure)
        verdicts = compare(stored, read)
        lost = {name for name, verdict in verdicts.items() if verdict == LOST}
        if verdicts["outcome"] == LOST:
            lost = {"outcome"}
        again = Reparsed(stored, read, failure is not None or not lost <= self._accept)
        if not is_counted:
            self.report.add(again, verdicts, is_same=self._archive.is_same(stored, read))
        return again

    def _site(self, url: str) -> Site:
        """Return the site whose page objects read an address now."""
        host = host_of(url)
        site = self._sites.get(host)
        if site is None:
            made = replace(generic_site(self._name, self._template), hosts=(host,))
            site = self._sites[host] = self._site_for(self._name, url) or made
        return site

    def _is_counted(self, number: int) -> bool:
        """Whether this was called for a capture before; one bit is kept for each capture."""
        place, bit = divmod(number, 8)
        if place >= len(self._counted):
            self._counted.extend(bytes(place + 1 - len(self._counted)))
        is_counted = bool(self._counted[place] & 1 << bit)
        self._counted[place] |= 1 << bit
        return is_counted

"""Imports saved captures into the archive: the page object of their host reads them, as in a crawl."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archive import Archive, StoredMonth
from crawler.crawl.edit_confirmation import confirm
from crawler.errors import NotInArchive
from crawler.items import Capture, PageFailure, RunOutcome
from crawler.pages.guarded_reading import PAGE_ERROR, read_guarded
from crawler.pages.site import Site, generic_site
from crawler.pages.text.host_template import HostTemplate
from crawler.rules.url.spelling import host_of
from crawler.sources.fixtures import CONTENT, replay
from crawler.sources.host_templates import FilePages, learn, template_of
from crawler.sources.reparse import reread
from crawler.sources.warc import Broken, ReadReport, WarcReader

DESCRIBING = ("warcinfo", "request", "metadata", "arc-header")
"""Types of records that describe the file or another record: an import loses nothing by leaving them out."""
BATCH = 200
"""Captures that are collected before they are stored."""

SiteFor = Callable[[str], Site | None]
"""Returns the site that owns an address; None where no spider was written for its host."""
ImportProgress = Callable[[int, int], None]
"""Receives the bytes read and the bytes in total, after each batch."""


@dataclass(slots=True)
class ImportSiteReport:
    """The counts of an import for one site."""

    site: str
    run: int
    captures: int = 0
    seen: int = 0
    """Captures that the archive had already."""
    stored: Counter[str] = field(default_factory=Counter)
    """Captures by the result of storing: ``new``, ``changed``, ``revisit``, ``stored``, ``seen``, ``noted``."""
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    """What of listings was not read: ``entries`` without an address, and ``cut`` documents (without their end)."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Entries of listings that may not be requested, by reason word (``offsite``, ``bad-address``)."""
    failures: list[PageFailure] = field(default_factory=list)
    """Pages on which a page object or the site file failed; they are stored as ``unreadable`` (``page-error``)."""

    def row(self) -> dict[str, Any]:
        """Return the counts for a table or JSON."""
        return {
            "site": self.site,
            "run": self.run,
            "captures": self.captures,
            "seen": self.seen,
            "new": self.stored["new"],
            "articles": self.outcomes["article"],
            "outcomes": dict(self.outcomes),
            "reasons": dict(self.reasons),
            "dropped": dict(self.dropped),
            "unread": dict(self.unread),
            "errors": len(self.failures),
        }


@dataclass(slots=True)
class ImportReport:
    """The result of an import: counts of the files read, and of each site."""

    read: ReadReport = field(default_factory=ReadReport)
    sites: dict[str, ImportSiteReport] = field(default_factory=dict)
    templates: dict[str, HostTemplate] = field(default_factory=dict)
    """What recurs on the pages of hosts without a spider, by the name of the site."""

    @property
    def broken(self) -> Sequence[Broken]:
        """The records that could not be read: file, offset and problem."""
        return self.read.broken

    @property
    def left_out(self) -> dict[str, int]:
        """Whole records that gave no capture, by reason word; without those that describe the files or other records,
        unless there was nothing else in them."""
        skipped = sorted(self.read.skipped.items())
        return {word: count for word, count in skipped if word not in DESCRIBING or not self.captures}

    @property
    def captures(self) -> int:
        """Captures of all sites."""
        return sum(site.captures for site in self.sites.values())

    @property
    def seen(self) -> int:
        """Captures that the archive had already."""
        return sum(site.seen for site in self.sites.values())

    def rows(self) -> list[dict[str, Any]]:
        """Return one row per site, by name."""
        return [self.sites[name].row() for name in sorted(self.sites)]


def import_files(
    archive: Archive,
    files: Iterable[Path],
    site_for: SiteFor,
    *,
    progress: ImportProgress | None = None,
    learning: ImportProgress | None = None,
) -> ImportReport:
    """Import the response and resource records of WARC and WACZ files into the archive: a run of mode ``import`` per
    site.

    ``site_for`` returns the site that owns an address; where it returns None, the host becomes a site, and the generic
    page reads it. What recurs on the pages of such a host is learned first, from the files and the archive. Where that
    is more or less than before, what the archive has of the host is read again before the import.

    A page on which a page object fails is stored as ``unreadable``, and its run has a finding and is not complete.
    A revisit whose original is in none of the files gets its payload from the archive. The captures keep the times of
    their records. A second import of the same files adds only the runs. ``learning`` receives the bytes of the first
    reading of the files, ``progress`` those of the second. Raises SourceUnreadable (before anything is written) for a
    file that is not a WARC, SiteHeld, and ArchiveError.
    """
    report = ImportReport()
    paths = tuple(files)
    importer = _Importer(archive, site_for, report)
    with closing(_reader(archive, paths, ReadReport())) as first:
        importer.learn(first, learning)
    reader = _reader(archive, paths, report.read)
    ended = "failed"
    try:
        for found in reader.read():
            importer.take(found.capture)
            if importer.waiting >= BATCH:
                importer.store()
                if progress is not None:
                    progress(reader.done, reader.size)
        importer.store()
        ended = "finished"
    except KeyboardInterrupt:
        ended = "stopped"
        raise
    finally:
        reader.close()
        importer.close(ended)
    if progress is not None:
        progress(reader.size, reader.size)
    return report


def _reader(archive: Archive, paths: Sequence[Path], report: ReadReport) -> WarcReader:
    return WarcReader(paths, report=report, resolve=lambda url, at: _payload_of(archive, url, at))


class _Importer:
    """Sorts captures by site, reads them, and stores them in batches."""

    def __init__(self, archive: Archive, site_for: SiteFor, report: ImportReport) -> None:
        self._archive = archive
        self._site_for = site_for
        self._report = report
        self._sites: dict[str, Site] = {}
        self._by_host: dict[str, Site] = {}
        self._batches: dict[str, list[Capture]] = {}
        self._learned: dict[str, list[StoredMonth]] = {}
        self._failures: dict[str, list[PageFailure]] = defaultdict(list)
        self.waiting = 0

    def learn(self, reader: WarcReader, progress: ImportProgress | None) -> None:
        """Learn what recurs on hosts without a spider, before any of their captures is read."""
        pages: dict[str, FilePages] = {}
        for number, found in enumerate(reader.read()):
            site = self._site(found.capture.url)
            if site.name == host_of(found.capture.url) and not site.rules:
                pages.setdefault(site.name, FilePages(site, reader)).add(found)
            if progress is not None and number % BATCH == 0:
                progress(reader.done, reader.size)
        for name, files in pages.items():
            known = self._archive.templates(name)
            months = learn(self._archive, self._sites[name], files)
            template = template_of(months)
            self._sites[name] = self._by_host[name] = generic_site(name, template)
            self._report.templates[name] = template
            if months != known:
                self._learned[name] = months
            if template.mark != template_of(known).mark and self._archive.sites.has(name):
                reread(self._archive, name, lambda _, url: self._site_for(url), dry_run=False, months=months)

    def take(self, capture: Capture) -> None:
        """Read one capture and add it to the batch of its site."""
        site = self._site(capture.url)
        read, failure = read_guarded(capture, lambda saved: spelled_by(site, saved))
        if failure is None:
            read, failure = read_guarded(read, lambda saved: _read_spelled(site, saved))
        if failure is not None:
            self._failures[site.name].append(failure)
        self._batches.setdefault(site.name, []).append(read)
        self.waiting += 1

    def store(self) -> None:
        """Store the batches: one transaction per site."""
        for name, batch in self._batches.items():
            tally = self._report.sites.get(name) or self._start(name)
            tally.failures += self._failures.pop(name, ())
            for capture, what in zip(batch, self._archive.store(tally.run, batch), strict=True):
                tally.captures += 1
                tally.stored[what] += 1
                tally.seen += what == "seen"
                tally.outcomes[capture.outcome] += 1
                if capture.reason:
                    tally.reasons[capture.reason] += 1
                if capture.listing is not None:
                    tally.unread += Counter(entries=capture.listing.unread, cut=int(capture.listing.is_cut))
                    tally.dropped.update(found.refused for found in capture.listing.found if found.refused)
        self._batches.clear()
        self.waiting = 0

    def close(self, ended: str) -> None:
        """End the runs; the archive then derives from their captures. ``ended`` says how they ended."""
        for tally in self._report.sites.values():
            counts = {f"outcome/{word}": count for word, count in tally.outcomes.items()}
            counts |= {f"unread/{word}": count for word, count in tally.unread.items()}
            counts |= {f"dropped/{word}": count for word, count in tally.dropped.items()}
            counts |= {f"captures/{PAGE_ERROR}": len(tally.failures)} if tally.failures else {}
            tally.failures += confirm(self._archive, tally.run, self._sites[tally.site])
            outcome = RunOutcome(ended=ended, counts=counts).with_failures(tally.failures)
            self._archive.runs.end(tally.run, outcome, at=datetime.now(UTC))

    def _start(self, name: str) -> ImportSiteReport:
        site = self._sites[name]
        self._archive.add_site(
            site.name,
            site.title,
            tuple(site.languages),
            fronts=site.front_pages,
            seeds=site.seed_facts,
            budget=site.daily_revisits,
        )
        if name in self._learned:
            self._archive.templates.keep(name, self._learned[name])
        run = self._archive.start_run(site.name, mode="import", at=datetime.now(UTC))
        tally = self._report.sites[name] = ImportSiteReport(name, run)
        return tally

    def _site(self, url: str) -> Site:
        host = host_of(url)
        site = self._by_host.get(host)
        if site is None:
            site = self._by_host[host] = self._site_for(url) or generic_site(host)
            self._sites[site.name] = site
        return site


def read_saved(site: Site, capture: Capture) -> Capture:
    """Read and normalize a saved capture as a crawl does, under its site's spelling of the address.

    A payload that is not whole gives the outcome ``unreadable``, because half a page would look like an edit.
    """
    return _read_spelled(site, spelled_by(site, capture))


def spelled_by(site: Site, capture: Capture) -> Capture:
    """The capture under its site's spelling of the address; raises BadAddress."""
    target = capture.asked or capture.url
    url = site.spell(target)
    return replace(capture, url=url, asked=target if target != url else None)


def _read_spelled(site: Site, capture: Capture) -> Capture:
    read = replay(capture, site)
    if capture.reason and read.outcome in CONTENT:
        return replace(read, outcome="unreadable", reason=capture.reason, article=None, listing=None)
    return read


def _payload_of(archive: Archive, url: str, at: datetime) -> bytes | None:
    """Return the archive's payload of an address at a time (aware, whole seconds); None where it has none."""
    try:
        return archive.captures.payload_in_second(url, at)
    except NotInArchive:
        return None

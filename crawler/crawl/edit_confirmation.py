"""Confirms the edits of a run before it ends: the current page objects read the earlier captures again.

A text may differ from that of another run because the site edited it, or because a page object changed (with a new
version number or without one). So the same code reads both captures before they are compared.
"""

from __future__ import annotations

from crawler.archive import Archive, Reparsed
from crawler.items import Capture, PageFailure
from crawler.pages.guarded_reading import read_guarded
from crawler.pages.normalization import normalize_capture
from crawler.pages.reading import read_capture
from crawler.pages.site import Site

BATCH = 100
"""Captures that are read before their readings are stored."""


def confirm(archive: Archive, run: int, site: Site) -> list[PageFailure]:
    """Read the captures again that the texts of a run differ from, and those read by an earlier version.

    A capture on which a page object fails keeps its earlier reading; the failures are returned. Call it after all
    captures of the run are stored and before the run is ended. Raises ArchiveError.
    """

    def read(capture: Capture) -> Capture:
        return normalize_capture(read_capture(site, capture), site)

    failures: list[PageFailure] = []
    for batch in archive.doubtful(run, BATCH):
        again: list[Reparsed] = []
        for one in batch:
            now, failure = read_guarded(one.capture, read)
            if failure is None:
                again.append(Reparsed(one, now, keep=True))
            else:
                failures.append(failure)
        archive.confirm(run, again)
    return failures

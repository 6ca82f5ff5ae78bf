"""Confirms the edits of a run before it ends: the current page objects read the earlier captures again.

A text may differ from that of another run because the site edited it, or because a page object changed (with a new
version number or without one). So the same code reads both captures before they are compared.
"""

from __future__ import annotations

from crawler.archive import Archive, Reparsed
from crawler.pages.normalization import normalize_capture
from crawler.pages.reading import read_capture
from crawler.pages.site import Site

BATCH = 100
"""Captures that are read before their readings are stored."""


def confirm(archive: Archive, run: int, site: Site) -> int:
    """Read the captures again that the texts of a run differ from, and those read by an earlier version.

    Returns the number of captures. Call it after all captures of the run are stored and before the run is ended.
    Raises ArchiveError.
    """
    count = 0
    for batch in archive.doubtful(run, BATCH):
        again = [Reparsed(one, normalize_capture(read_capture(site, one.capture), site), keep=True) for one in batch]
        archive.confirm(run, again)
        count += len(batch)
    return count

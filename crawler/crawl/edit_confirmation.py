"""Edits confirmed before a run ends: what other runs captured is read again by what reads the pages now.

A text that differs from the one of another run may be the site's doing or that of a page object which has changed,
with a new version or without one. So both captures are read by the same code before they are held against each other.
"""

from __future__ import annotations

from crawler.archive import Archive, Reparsed
from crawler.pages.normalization import normalize_capture
from crawler.pages.reading import read_capture
from crawler.pages.site import Site

BATCH = 100
"""Captures that are read before what they say is noted."""


def confirm(archive: Archive, run: int, site: Site) -> int:
    """Read again what the texts of a run differ from, or what was read by an earlier version; how many captures.

    To be called when all that the run captured is stored, before it is ended. Raises ArchiveError.
    """
    count = 0
    for batch in archive.doubtful(run, BATCH):
        again = [Reparsed(one, normalize_capture(read_capture(site, one.capture), site), keep=True) for one in batch]
        archive.confirm(run, again)
        count += len(batch)
    return count

"""Updating the search index, with a progress bar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.archive import Archive, IndexProgress
from crawler.cli.archive_location import ArchiveLocation
from crawler.cli.progress import progress_reports
from crawler.cli.tables import print_message


@contextmanager
def searchable(location: ArchiveLocation, site: str | None = None) -> Iterator[Archive]:
    """Yield the archive opened read only; its search index is updated first if it is out of date.

    Raises ArchiveError if the index must be updated and the archive cannot be written, HunspellMissing if the archive
    needs hunspell-be, and SiteUnknown if the archive does not have ``site``.
    """
    with location.read(site) as archive:
        if archive.is_searchable():
            yield archive
            return
    print_message("The search index is out of date and is updated first.")
    with location.write() as archive, index_progress() as report:
        archive.index(progress=report)
    with location.read(site) as archive:
        yield archive


@contextmanager
def index_progress() -> Iterator[IndexProgress]:
    """Yield the function that ``Archive.index`` reports its progress to."""
    with progress_reports("texts indexed") as report:
        yield lambda done, total: report("Search index", done, total)

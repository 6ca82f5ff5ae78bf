"""Bringing the search index up to date, with a bar to watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.archive import Archive, IndexProgress
from crawler.cli.archive_location import Place
from crawler.cli.progress import telling
from crawler.cli.tables import say


@contextmanager
def searchable(place: Place, site: str | None = None) -> Iterator[Archive]:
    """The archive for reading, its search index brought up to date first where it is not.

    Raises ArchiveError where the index had to be made and the archive cannot be written, HunspellMissing, SiteUnknown.
    """
    with place.read(site) as archive:
        if archive.is_searchable():
            yield archive
            return
    say("The search index is brought up to date first.")
    with place.write() as archive, indexing() as told:
        archive.index(progress=told)
    with place.read(site) as archive:
        yield archive


@contextmanager
def indexing() -> Iterator[IndexProgress]:
    """Yield what ``Archive.index`` tells."""
    with telling("texts indexed") as told:
        yield lambda done, total: told("Search index", done, total)

"""Bringing the search index up to date, with a bar to watch."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.archive import Archive
from crawler.archive.search_index import Told
from crawler.cli.output import people, say
from crawler.cli.place import Place

LINE_EVERY = 10
"""Seconds between two lines where there is no terminal."""


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
        archive.index(told=told)
    with place.read(site) as archive:
        yield archive


@contextmanager
def indexing() -> Iterator[Told]:
    """A bar on a terminal, a line now and then elsewhere; to stderr."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} texts"))
    with Progress(*columns, TimeElapsedColumn(), console=people(), transient=True) as bar:
        task = bar.add_task("Indexing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """Plain lines, not too many."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """How far it is, if the last line was a while ago."""
        if time.monotonic() - self._said >= LINE_EVERY:
            self._said = time.monotonic()
            say(f"{done} of {total} texts indexed")

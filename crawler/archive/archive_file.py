"""One open archive file: its connection, its caches of table rows, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from crawler.archive import run_lifecycle
from crawler.archive.connection import explained
from crawler.archive.facts.captures import CaptureReader
from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.ingest import Ingest
from crawler.archive.locks import Locks
from crawler.archive.readings.reparse import Reparser
from crawler.archive.sql import writing

T = TypeVar("T")


class ArchiveFile:
    """The state that the parts of an ``Archive`` share. It must not be used by several threads at once."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path
        self.payloads = Payloads(db)
        headers = HeaderBlocks(db)
        self.captures = CaptureReader(db, self.payloads, headers)
        self.ingest = Ingest(db, self.payloads, headers)
        self.reparser = Reparser(db)
        self.locks = Locks(db, path)
        self._sites: dict[int, int] = {}

    def close(self) -> None:
        """Close the connection, and release the locks on all sites. What was stored stays."""
        self.locks.release_all()
        self.db.conn.close()

    def site_of(self, run: int) -> int:
        """The id of the site that a run crawls; raises ValueError for an unknown run."""
        site = self._sites.get(run)
        if site is None:
            site = self._sites[run] = run_lifecycle.site_of_run(self.db, run)
        return site

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within the block, errors of the file are raised as ArchiveError."""
        with explained(self.path):
            yield

    def rows(self, rows: Iterator[T]) -> Iterator[T]:
        """The same rows; an error of the file while they are read is raised as ArchiveError."""
        while True:
            with self.reading():
                row = next(rows, None)
            if row is None:
                return
            yield row

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all of it is written, or nothing. If it fails, the caches of table rows are emptied."""
        try:
            with explained(self.path), writing(self.db):
                yield
        except BaseException:
            self.ingest.forget()
            self.reparser.forget()
            raise

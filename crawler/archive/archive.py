"""The archive: one SQLite file, opened here; its parts read it and write it in the field's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.connection import connect
from crawler.archive.delegates import Delegates
from crawler.archive.parts.articles import ArticlesPart
from crawler.archive.parts.captures import CapturesPart
from crawler.archive.parts.changes import ChangesPart
from crawler.archive.parts.coverage import CoveragePart
from crawler.archive.parts.frontier import FrontierPart
from crawler.archive.parts.readings import ReadingsPart
from crawler.archive.parts.runs import RunsPart
from crawler.archive.parts.search import SearchPart
from crawler.archive.parts.sites import SitesPart
from crawler.archive.parts.stories import StoriesPart
from crawler.archive.queries.runs import latest_numbers
from crawler.archive.sql import read_snapshot


class Archive(Delegates):
    """A record of what ministries published. Open it with ``Archive.open``; a ``with`` block closes it::

        with Archive.open("data/archive.db", readonly=True) as archive:
            for row in archive.articles(language="be"):
                print(row["published"], row["title"])

    It has parts, each with methods for one kind of thing; called, a part does what it is asked for most often:
    ``sites``, ``runs``, ``articles``, ``stories``, ``changes``, ``coverage``, ``search``, ``captures``, ``frontier``,
    ``readings``.

    ``ref`` is an address in any spelling, or its 12-letter id; every address of an article and every member of a story
    resolves. Times given are aware; times in rows are RFC 3339 in UTC, dates of publication as the site has them. Each
    method raises ArchiveError where the file fails it, and what it was writing is then not written at all.

    Read-only, it may be open in any number of processes while one writes. It is not for several threads at once.
    """

    def __init__(self, db: Database, path: Path) -> None:
        """For ``Archive.open``."""
        self._db = db
        self._file = file = ArchiveFile(db, path)
        self.sites = SitesPart(file)
        self.runs = RunsPart(file)
        self.articles = ArticlesPart(file)
        self.stories = StoriesPart(file)
        self.changes = ChangesPart(file)
        self.coverage = CoveragePart(file)
        self.search = SearchPart(file)
        self.captures = CapturesPart(file)
        self.frontier = FrontierPart(file)
        self.readings = ReadingsPart(file)

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open the archive at ``path``; it is made if it is not there, unless ``readonly``.

        Raises ArchiveMissing, ArchiveBroken, ArchiveTooNew or ArchiveUnwritable.
        """
        path = Path(path)
        return cls(connect(path, readonly=readonly), path)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    def close(self) -> None:
        """Close the file and release all sites; what was stored stays."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def read_snapshot(self) -> Iterator[None]:
        """Everything that is read within the block is of one moment, whoever writes meanwhile. For readers only."""
        with self._file.reading(), read_snapshot(self._db):
            yield

    snapshot = read_snapshot
    """The earlier name (see ``crawler.archive.delegates``)."""

    def state(self) -> tuple[int, ...]:
        """Numbers of which one changes whenever something is captured, derived or imported."""
        with self._file.reading():
            return latest_numbers(self._db)

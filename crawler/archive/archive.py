"""``Archive``, the public face of the package: it opens an SQLite file, and its parts read and write it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.connection import connect
from crawler.archive.earlier_names import Delegates
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
from crawler.archive.parts.templates import TemplatesPart
from crawler.archive.queries.runs import latest_numbers
from crawler.archive.sql import read_snapshot


class Archive(Delegates):
    """A record of what ministries published. Open it with ``Archive.open``; a ``with`` block closes it::

        with Archive.open("data/archive.db", readonly=True) as archive:
            for row in archive.articles(language="be"):
                print(row["published"], row["title"])

    It has parts, each with methods for one kind of data: ``sites``, ``runs``, ``articles``, ``stories``, ``changes``,
    ``coverage``, ``search``, ``captures``, ``frontier``, ``readings``, ``templates``. A part can be called, too: the
    call does what callers need most often, and lists the articles, for example.

    ``ref`` is an address in any spelling, or a 12-letter id. It may be any address of an article. Times in arguments
    are aware; times in rows are RFC 3339 in UTC. Dates of publication are in the site's own time. A method raises
    ArchiveError where the file cannot be read or written; nothing of its transaction is written then.

    Any number of processes may have an archive open read-only while one process writes to it. One ``Archive`` must not
    be used by several threads at once.
    """

    def __init__(self, db: Database, path: Path) -> None:
        """Called by ``Archive.open``."""
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
        self.templates = TemplatesPart(file)

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open the archive at ``path``. A missing file is created, unless ``readonly``.

        Raises ArchiveMissing, ArchiveBroken, ArchiveTooNew or ArchiveUnwritable.
        """
        path = Path(path)
        return cls(connect(path, readonly=readonly), path)

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self._file.path

    def close(self) -> None:
        """Close the file, and release the locks on all sites. What was stored stays."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def read_snapshot(self) -> Iterator[None]:
        """Within the block all reads see the archive at one moment, even if others write. For readers only."""
        with self._file.reading(), read_snapshot(self._db):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Same as ``archive.read_snapshot``."""
        with self.read_snapshot():
            yield

    def state(self) -> tuple[int, ...]:
        """A tuple of numbers that differs whenever something was captured, derived or imported in between."""
        with self._file.reading():
            return latest_numbers(self._db)

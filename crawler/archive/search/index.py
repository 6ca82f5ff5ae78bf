"""Writes the search index: the words and keys of each revision, never those of two analyzers at once.

Code that writes revisions updates the index in the same transaction; after a change of the analyzer it is made anew.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.connection import BUSY_MS
from crawler.archive.search.entries import Batch, entry, marks, prepare, read
from crawler.archive.search.worker import batches_beside
from crawler.archive.sql import writing
from crawler.errors import ArchiveBroken, HunspellMissing, SearchStale
from crawler.rules.search.analyzer import version_of

logger = logging.getLogger(__name__)

IndexProgress = Callable[[int, int], None]
"""Called with how many revisions are indexed, and how many there are."""

GROUP = 5
"""Batches in one transaction when all texts are indexed. More make fewer parts that must be merged; fewer let other
processes write sooner."""

KEPT_UP = 10_000
"""Where more texts than these await the index, code that writes revisions leaves them to ``communique index``."""

_INSERT = "INSERT INTO revision_fts (rowid, body, title) VALUES (?, ?, ?)"
_DELETE = "INSERT INTO revision_fts (revision_fts, rowid, body, title) VALUES ('delete', ?, ?, ?)"


class Analyzer(NamedTuple):
    """Which analyzer made the index of an archive, and up to which revision."""

    version: str
    belarusian: str
    upto: int
    languages: frozenset[str]


def analyzer(db: Database) -> Analyzer:
    """The analyzer of this archive; raises ArchiveBroken."""
    row = db.conn.execute("SELECT version, belarusian, upto, languages FROM analyzer").fetchone()
    if row is None:
        raise ArchiveBroken("the archive does not say which analyzer made its search index: restore a copy")
    return Analyzer(row[0], row[1], row[2], frozenset(json.loads(row[3])))


def is_current(db: Database) -> bool:
    """Whether every revision is in the index, by the analyzer that is installed. Raises HunspellMissing."""
    made = analyzer(db)
    return made.version == version_of(made.belarusian) and made.upto == _last(db)


def choose(db: Database, belarusian: str) -> None:
    """Choose how Belarusian is analysed from now on (``own``, ``hunspell``); the index must then be made anew."""
    version_of(belarusian)  # raises HunspellMissing before anything is changed
    with writing(db):
        db.conn.execute("UPDATE analyzer SET belarusian = ?", (belarusian,))


def make(db: Database, progress: IndexProgress | None = None, *, anew: bool = False) -> int:
    """Bring the index up to date, some batches in a transaction; gives how many revisions were indexed.

    Where another analyzer made it, or with ``anew``, it is emptied first. Ended in between, the next call goes on.
    Raises HunspellMissing.
    """
    made = analyzer(db)
    version = version_of(made.belarusian)
    if anew or made.version != version:
        with writing(db):
            _empty(db, version)
    count, alone = 0, _version(db)
    with _groups(db, made.belarusian, version) as groups:
        for group in groups:
            with writing(db):
                for batch in group:
                    now = analyzer(db)
                    if now[:2] != (version, made.belarusian):
                        raise SearchStale("another process chose another analyzer meanwhile: try again")
                    if _version(db) != alone and marks(rows := read(db, now.upto)) != batch.marks:
                        batch = prepare(rows, made.belarusian)  # another process deleted or indexed some of them
                    _write(db, batch)
                    count += len(batch.marks)
            if progress is not None:
                progress(analyzer(db).upto, _last(db))
    if count > KEPT_UP:
        _shorten_log(db)
    return count


@contextmanager
def _groups(db: Database, belarusian: str, version: str) -> Iterator[Iterator[list[Batch]]]:
    """The batches that are not in the index, by transaction; where they are many, another process makes them."""
    upto = analyzer(db).upto
    left = ([batch] for batch in _left(db, belarusian))
    if _last(db) - upto <= KEPT_UP:
        yield left
        return
    with batches_beside(_path(db), upto, belarusian, version) as beside:
        yield chain(iter(lambda: list(islice(beside, GROUP)), []), left)


def _left(db: Database, belarusian: str) -> Iterator[Batch]:
    """One batch at a time. Write each before taking the next, which begins where the index then ends."""
    while rows := read(db, analyzer(db).upto):
        yield prepare(rows, belarusian)


def keep_up(db: Database) -> None:
    """Index new revisions within the caller's transaction.

    Nothing is indexed where many texts await another analyzer, or where its dictionary is not installed.
    """
    made = analyzer(db)
    try:
        version = version_of(made.belarusian)
        if made.version != version and made.upto == 0 and _last(db) <= KEPT_UP:
            _empty(db, version)
        elif made.version != version or _last(db) - made.upto > KEPT_UP:
            return
        for batch in _left(db, made.belarusian):
            _write(db, batch)
    except HunspellMissing as error:
        logger.warning("new texts cannot be searched yet: %s", error)


def forget(db: Database, revision: int) -> None:
    """Remove a revision from the index, before its row is deleted."""
    made = analyzer(db)
    try:
        usable = made.version == version_of(made.belarusian)
    except HunspellMissing:
        usable = False
    if not usable:
        _empty(db, "")
    elif revision <= made.upto:
        row = db.conn.execute("SELECT id, title, body, language FROM revision WHERE id = ?", (revision,)).fetchone()
        db.conn.execute(_DELETE, entry(*row, belarusian=made.belarusian))
    db.conn.execute(
        "UPDATE analyzer SET upto = min(upto, (SELECT ifnull(max(id), 0) FROM revision WHERE id != ?))", (revision,)
    )  # SQLite gives the highest id again after its row is deleted


def _write(db: Database, batch: Batch) -> None:
    """Put a batch into the index."""
    if not batch.marks:
        return
    db.conn.executemany(_INSERT, batch.entries)
    db.conn.executemany("INSERT OR IGNORE INTO name_key (key, word) VALUES (?, ?)", batch.names)
    languages = sorted(analyzer(db).languages | set(batch.languages))
    db.conn.execute(
        "UPDATE analyzer SET upto = ?, languages = ?",
        (batch.marks[-1][0], json.dumps(languages, ensure_ascii=False)),
    )


def _empty(db: Database, version: str) -> None:
    db.conn.execute("INSERT INTO revision_fts (revision_fts) VALUES ('delete-all')")
    db.conn.execute("DELETE FROM name_key")
    db.conn.execute("UPDATE analyzer SET version = ?, upto = 0, languages = '[]'", (version,))


def _last(db: Database) -> int:
    (last,) = db.conn.execute("SELECT ifnull(max(id), 0) FROM revision").fetchone()
    return int(last)


def _shorten_log(db: Database) -> None:
    """Shorten the write-ahead log, which may have grown to gigabytes; not while another connection reads, since all
    writers would wait for it."""
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _version(db: Database) -> int:
    """A number that changes whenever another connection has written."""
    (version,) = db.conn.execute("PRAGMA data_version").fetchone()
    return int(version)


def _path(db: Database) -> Path:
    (path,) = db.conn.execute(
        "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'"
    ).fetchone()  # a file name may have bytes of any encoding
    return Path(os.fsdecode(path))

"""The search index, written: which words and keys of each revision stand in it, never those of two analyzers at once.

It is kept in step by whoever writes revisions, in the same transaction; after a change of the analyzer it is made anew.
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
"""Is told how many revisions are indexed, and of how many."""

GROUP = 5
"""Batches that are indexed in one transaction when all are: more make fewer parts to be merged, fewer let others write
sooner."""

KEPT_UP = 10_000
"""More that await the index are not for whoever writes revisions, but for a search or ``communique index``."""

_INSERT = "INSERT INTO revision_fts (rowid, body, title) VALUES (?, ?, ?)"
_DELETE = "INSERT INTO revision_fts (revision_fts, rowid, body, title) VALUES ('delete', ?, ?, ?)"


class Analyzer(NamedTuple):
    """What the index of an archive was made by, and how far it goes."""

    version: str
    belarusian: str
    upto: int
    languages: frozenset[str]


def analyzer(db: Database) -> Analyzer:
    """As the archive has it."""
    row = db.conn.execute("SELECT version, belarusian, upto, languages FROM analyzer").fetchone()
    if row is None:
        raise ArchiveBroken("the archive does not say what made its search index: restore a copy")
    return Analyzer(row[0], row[1], row[2], frozenset(json.loads(row[3])))


def is_current(db: Database) -> bool:
    """Whether every revision is in the index, by the analyzer that is installed. Raises HunspellMissing."""
    made = analyzer(db)
    return made.version == version_of(made.belarusian) and made.upto == _last(db)


def choose(db: Database, belarusian: str) -> None:
    """How Belarusian is analysed from now on (``own``, ``hunspell``); the index is then to be made anew."""
    version_of(belarusian)  # raises HunspellMissing before anything is changed
    with writing(db):
        db.conn.execute("UPDATE analyzer SET belarusian = ?", (belarusian,))


def make(db: Database, told: IndexProgress | None = None, *, anew: bool = False) -> int:
    """Bring the index up to date, some batches in a transaction; gives how many revisions it took.

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
                        batch = prepare(rows, made.belarusian)  # another process took some away, or was quicker
                    _write(db, batch)
                    count += len(batch.marks)
            if told is not None:
                told(analyzer(db).upto, _last(db))
    if count > KEPT_UP:
        _shorten_log(db)
    return count


@contextmanager
def _groups(db: Database, belarusian: str, version: str) -> Iterator[Iterator[list[Batch]]]:
    """What is not in the index, transaction by transaction; where that is much, made ready by another process."""
    upto = analyzer(db).upto
    left = ([batch] for batch in _left(db, belarusian))
    if _last(db) - upto <= KEPT_UP:
        yield left
        return
    with batches_beside(_path(db), upto, belarusian, version) as beside:
        yield chain(iter(lambda: list(islice(beside, GROUP)), []), left)


def _left(db: Database, belarusian: str) -> Iterator[Batch]:
    """One batch at a time, each to be written before the next is asked for: that begins where the index then ends."""
    while rows := read(db, analyzer(db).upto):
        yield prepare(rows, belarusian)


def keep_up(db: Database) -> None:
    """Index what was written since, within the caller's transaction; nothing where many texts await another analyzer,
    or where the dictionary that it is made with is not there."""
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
    """Take a revision out of the index, before its row is deleted."""
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
    )  # the id of the last one is given again


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
    """The log may be gigabytes by now: give them back, unless somebody reads, who would make all writers wait."""
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _version(db: Database) -> int:
    """Changes whenever another connection has written."""
    (version,) = db.conn.execute("PRAGMA data_version").fetchone()
    return int(version)


def _path(db: Database) -> Path:
    (path,) = db.conn.execute(
        "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'"
    ).fetchone()  # a name may be in no encoding
    return Path(os.fsdecode(path))

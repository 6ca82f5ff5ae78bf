"""The search index, written: which words and keys of each revision stand in it, never those of two analyzers at once.

Each revision is indexed as a pure function of its title, body and language, so that it can be taken out again. It is
kept in step by whoever writes revisions, in the same transaction; after a change of the analyzer it is made anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.connection import writing
from crawler.errors import ArchiveBroken, HunspellMissing, SearchStale
from crawler.rules.analysis import Key, key_of, version_of
from crawler.rules.romanization import sounds
from crawler.rules.words import capitalised, fold, spelled

logger = logging.getLogger(__name__)

Told = Callable[[int, int], None]
"""Is told how many revisions are indexed, and of how many."""

BATCH = 2_000
"""Revisions indexed in one transaction when all are: others may write in between."""

KEPT_UP = 10_000
"""More that await the index are not for whoever writes revisions, but for a search or ``communique index``."""

_INSERT = """INSERT INTO revision_fts (rowid, title, body, title_keys, body_keys)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)"""
_DELETE = """INSERT INTO revision_fts (revision_fts, rowid, title, body, title_keys, body_keys)
    VALUES ('delete', ?, ?, ?, ?, ?)"""
FORMS_KEPT = 600_000
"""Words of a language whose keys are remembered: about 100 MiB where an archive has so many."""


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


def make(db: Database, told: Told | None = None, *, anew: bool = False) -> int:
    """Bring the index up to date, batch by batch, each in its own transaction; gives how many revisions it took.

    Where another analyzer made it, or with ``anew``, it is emptied first. Ended in between, the next call goes on.
    Raises HunspellMissing.
    """
    made = analyzer(db)
    version = version_of(made.belarusian)
    if anew or made.version != version:
        with writing(db):
            _empty(db, version)
    count = 0
    with ThreadPoolExecutor(1) as beside:
        batch = _prepare(_read(db, analyzer(db).upto), made.belarusian)
        while batch.rows:
            ahead = beside.submit(_prepare, _read(db, batch.rows[-1][0]), made.belarusian)
            with writing(db):
                now = analyzer(db)
                if now[:2] != (version, made.belarusian):
                    raise SearchStale("another process chose another analyzer meanwhile: try again")
                if (rows := _read(db, now.upto)) != batch.rows:  # another process took some away, or was quicker
                    batch = _prepare(rows, made.belarusian)
                _write(db, batch)
            count += len(batch.rows)
            if told is not None:
                told(analyzer(db).upto, _last(db))
            batch = ahead.result()
    return count


def keep_up(db: Database) -> None:
    """Index what was written since, within the caller's transaction; nothing where many texts await another analyzer,
    or where the dictionary that it is made with is not there."""
    made = analyzer(db)
    try:
        version = version_of(made.belarusian)
        if made.version != version and made.upto == 0 and _last(db) <= BATCH:
            _empty(db, version)
        elif made.version != version or _last(db) - made.upto > KEPT_UP:
            return
        while (batch := _prepare(_read(db, analyzer(db).upto), made.belarusian)).rows:
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


def entry(
    number: int, title: str, body: str, language: str | None, *, belarusian: str
) -> tuple[int, str, str, str, str]:
    """What the index has of a revision: its words, and their keys, each once."""
    forms = _forms(language or "", belarusian)
    titled, bodied = ([forms[word] for word in spelled(text.lower())] for text in (title, body))
    return number, _plain(titled), _plain(bodied), _keys(titled), _keys(bodied)


class _Forms(dict[str, tuple[str, str]]):
    """From a word to its folded form and its key: a cache that is emptied when it is full, since a large archive goes
    through its words again and again, and the least recently used one would go just before it is needed."""

    def __init__(self, key: Key) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= FORMS_KEPT:
            self.clear()
        made = self[word] = (fold(word), self._key(word))
        return made


@cache
def _forms(language: str, belarusian: str) -> _Forms:
    return _Forms(key_of(language, belarusian))


def _plain(forms: list[tuple[str, str]]) -> str:
    return " ".join([plain for plain, _ in forms])


def _keys(forms: list[tuple[str, str]]) -> str:
    return " ".join(filter(None, dict.fromkeys([key for _, key in forms])))


_sounds = lru_cache(maxsize=100_000)(sounds)


class _Batch(NamedTuple):
    """Revisions made ready to be indexed."""

    rows: list[Any]
    """As they stand in the table: ``id title body language``."""
    entries: str
    """JSON: SQLite reads it without Python, which prepares the next batch meanwhile."""
    names: list[tuple[str, str]]
    """The words with a capital, by how they sound."""


def _read(db: Database, after: int) -> list[Any]:
    """The next revisions that are not in the index."""
    return db.conn.execute(
        "SELECT id, title, body, language FROM revision WHERE id > ? ORDER BY id LIMIT ?", (after, BATCH)
    ).fetchall()


def _prepare(rows: list[Any], belarusian: str) -> _Batch:
    entries = json.dumps([entry(*row, belarusian=belarusian) for row in rows], ensure_ascii=False)
    met = {word for row in rows for text in row[1:3] for word in capitalised(text)}
    return _Batch(rows, entries, sorted({(key, fold(word)) for word in met for key in _sounds(word)}))


def _write(db: Database, batch: _Batch) -> None:
    """Put a batch into the index."""
    if not batch.rows:
        return
    db.conn.execute(_INSERT, (batch.entries,))
    db.conn.executemany("INSERT OR IGNORE INTO name_key (key, word) VALUES (?, ?)", batch.names)
    languages = analyzer(db).languages | {row[3] or "" for row in batch.rows}
    db.conn.execute(
        "UPDATE analyzer SET upto = ?, languages = ?",
        (batch.rows[-1][0], json.dumps(sorted(languages), ensure_ascii=False)),
    )


def _empty(db: Database, version: str) -> None:
    db.conn.execute("INSERT INTO revision_fts (revision_fts) VALUES ('delete-all')")
    db.conn.execute("DELETE FROM name_key")
    db.conn.execute("UPDATE analyzer SET version = ?, upto = 0, languages = '[]'", (version,))


def _last(db: Database) -> int:
    (last,) = db.conn.execute("SELECT ifnull(max(id), 0) FROM revision").fetchone()
    return int(last)

"""The search index, written: which words and keys of each revision stand in it, never those of two analyzers at once.

Each revision is indexed as a pure function of its title, body and language, so that it can be taken out again. It is
kept in step by whoever writes revisions, in the same transaction; after a change of the analyzer it is made anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.connection import writing
from crawler.errors import HunspellMissing
from crawler.rules.analysis import key_of, version_of
from crawler.rules.romanization import sounds
from crawler.rules.words import fold, spelled

logger = logging.getLogger(__name__)

Told = Callable[[int, int], None]
"""Is told how many revisions are indexed, and of how many."""

BATCH = 2_000
"""Revisions indexed in one transaction when all are: others may write in between."""

_INSERT = "INSERT INTO revision_fts (rowid, title, body, title_keys, body_keys) VALUES (?, ?, ?, ?, ?)"
_DELETE = """INSERT INTO revision_fts (revision_fts, rowid, title, body, title_keys, body_keys)
    VALUES ('delete', ?, ?, ?, ?, ?)"""
_NAMES_KEPT = 200_000


class Analyzer(NamedTuple):
    """What the index of an archive was made by, and how far it goes."""

    version: str
    belarusian: str
    upto: int
    languages: frozenset[str]


def analyzer(db: Database) -> Analyzer:
    """As the archive has it."""
    row = db.conn.execute("SELECT version, belarusian, upto, languages FROM analyzer").fetchone()
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
    while True:
        with writing(db):
            taken = _take(db, BATCH)
        count += taken
        if told is not None and (taken or count):
            told(analyzer(db).upto, _last(db))
        if taken < BATCH:
            return count


def keep_up(db: Database) -> None:
    """Index what was written since, within the caller's transaction; nothing where many texts await another analyzer,
    or where the dictionary that it is made with is not there."""
    made = analyzer(db)
    try:
        version = version_of(made.belarusian)
        if made.version != version and made.upto == 0 and _last(db) <= BATCH:
            _empty(db, version)
        elif made.version != version:
            return
        _take(db, None)
    except HunspellMissing as error:
        logger.warning("new texts cannot be searched yet: %s", error)


def forget(db: Database, revision: int) -> None:
    """Take a revision out of the index, before its row is deleted."""
    made = analyzer(db)
    if revision > made.upto:
        return
    try:
        usable = made.version == version_of(made.belarusian)
    except HunspellMissing:
        usable = False
    if not usable:
        _empty(db, "")
        return
    row = db.conn.execute("SELECT id, title, body, language FROM revision WHERE id = ?", (revision,)).fetchone()
    db.conn.execute(_DELETE, entry(*row, belarusian=made.belarusian))
    db.conn.execute(
        "UPDATE analyzer SET upto = min(upto, (SELECT ifnull(max(id), 0) FROM revision WHERE id != ?))", (revision,)
    )  # the id of the last one is given again


def entry(
    number: int, title: str, body: str, language: str | None, *, belarusian: str
) -> tuple[int, str, str, str, str]:
    """What the index has of a revision: its words, and the keys that are none of its words, each once."""
    key = key_of(language or "", belarusian)
    columns: list[str] = []
    keys: list[str] = []
    for text in (title, body):
        raw = spelled(text)
        plain = [fold(word) for word in raw]
        columns.append(" ".join(plain))
        keys.append(" ".join(dict.fromkeys([key(word) for word in dict.fromkeys(raw)]).keys() - set(plain)))
    return number, *columns, *keys  # type: ignore[return-value]


def _take(db: Database, most: int | None) -> int:
    """Index the next revisions; gives how many."""
    made = analyzer(db)
    rows = db.conn.execute(
        "SELECT id, title, body, language FROM revision WHERE id > ? ORDER BY id LIMIT ?",
        (made.upto, -1 if most is None else most),
    ).fetchall()
    if not rows:
        return 0
    db.conn.executemany(_INSERT, (entry(*row, belarusian=made.belarusian) for row in rows))
    _note_names(db, (text for row in rows for text in row[1:3]))
    languages = made.languages | {row[3] or "" for row in rows}
    db.conn.execute(
        "UPDATE analyzer SET upto = ?, languages = ?", (rows[-1][0], json.dumps(sorted(languages), ensure_ascii=False))
    )
    return len(rows)


def _note_names(db: Database, texts: Iterable[str]) -> None:
    """Keep by their sound the words that stand in the texts with a capital."""
    met = {word for text in texts for word in spelled(text) if word[0].isupper()}
    rows = {(key, fold(word)) for word in met for key in sounds(word)}
    db.conn.executemany("INSERT OR IGNORE INTO name_key (key, word) VALUES (?, ?)", sorted(rows))


def _empty(db: Database, version: str) -> None:
    db.conn.execute("INSERT INTO revision_fts (revision_fts) VALUES ('delete-all')")
    db.conn.execute("DELETE FROM name_key")
    db.conn.execute("UPDATE analyzer SET version = ?, upto = 0, languages = '[]'", (version,))


def _last(db: Database) -> int:
    (last,) = db.conn.execute("SELECT ifnull(max(id), 0) FROM revision").fetchone()
    return int(last)

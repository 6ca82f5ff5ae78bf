"""Helpers for SQL: transactions, values, fragments of SQL, and rows of known addresses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlite_utils import Database

from crawler.rules.text.digests import MARK, address_id

Row = dict[str, Any]
"""A row as the command line prints it: JSON values by name. The keys are the same everywhere; more may be added."""

T = TypeVar("T", str, str | None)

AMONG = "IN (SELECT value FROM json_each(?))"
"""SQL that compares a column with the values of a JSON array, which is the parameter."""

READ = "('article', 'listing', 'feed', 'sitemap', 'file', 'robots')"
"""SQL for the outcomes of answers that were read; the same payload again is ``unchanged``."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_CHUNK = 5_000
"""Addresses that are looked up in one statement."""


# Transactions


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that has the write lock from its start. All of it is written, or nothing."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
    try:
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


@contextmanager
def read_snapshot(db: Database) -> Iterator[None]:
    """A read transaction: every query in the block sees the archive at one moment, even if another process writes.

    Within another transaction it has no effect: the queries belong to that transaction.
    """
    is_outermost = not db.conn.in_transaction
    if is_outermost:
        db.conn.execute("BEGIN")
    try:
        yield
    finally:
        if is_outermost:
            db.conn.execute("ROLLBACK")


def inserted(cursor: sqlite3.Cursor) -> int:
    """The id of the row that an INSERT made. (``RETURNING`` would make FTS5 flush its buffer every time.)"""
    if cursor.lastrowid is None:
        raise ValueError("the statement inserted no row")
    return cursor.lastrowid


# Values


def milliseconds(moment: datetime) -> int:
    """Milliseconds UTC of an aware time; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone: give an aware time")
    return round(moment.timestamp() * 1000)


def moment(at: int) -> datetime:
    """The aware time (UTC) of milliseconds UTC."""
    return _EPOCH + timedelta(milliseconds=at)


def iso_text(at: int) -> str:
    """Milliseconds UTC as the views write them: RFC 3339, to the millisecond."""
    return moment(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds_of_iso(text: str) -> int:
    """Milliseconds UTC of a time as the views write it."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


def storable(text: T) -> T:
    """The same text with half a surrogate pair replaced by ``?``: UTF-8 cannot encode one (cut JSON has them)."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


# Fragments


def iso(column: str) -> str:
    """SQL for a time kept in milliseconds, as RFC 3339 in UTC."""
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', {column} / 1000.0, 'unixepoch')"


def digest(column: str) -> str:
    """SQL for a digest kept in bytes, as ``sha256:<hex>``; empty where the column is NULL."""
    return f"iif({column} IS NULL, '', 'sha256:' || lower(hex({column})))"


def mark(column: str) -> str:
    """SQL for the first digits of a payload's digest: they distinguish captures of one address and one moment.

    The same digits as ``crawler.rules.text.digests.mark_of`` gives.
    """
    return f"lower(substr(hex({column}), 1, {MARK}))"


def slot(article: str) -> str:
    """SQL for the language that an article (a table or its alias) stands for.

    It is the language that the page claims, even if its text is in another; without a claim it is that of the text.
    """
    return f"ifnull(nullif({article}.language_claimed, ''), ifnull({article}.language, ''))"


SLOT = slot("article")


def same_language(one: str, other: str) -> str:
    """SQL: whether two expressions are BCP 47 tags of one language version: equal, or one of them has a region or a
    script and the other has none (``en`` and ``en-GB``), or both are Norwegian and one does not say which."""
    norwegian = "('no', 'nb', 'nn')"
    return f"""({one} = {other} COLLATE NOCASE OR {one} LIKE {other} || '-%' OR {other} LIKE {one} || '-_%'
        OR ({one} = 'no' AND {other} IN {norwegian}) OR ({other} = 'no' AND {one} IN {norwegian}))"""


# Addresses


def rows_of(db: Database, urls: Iterable[str], columns: str) -> Iterator[tuple[Any, ...]]:
    """These columns of ``resource`` for each address that is known; the first column must be ``uri_r``.

    Addresses are looked up by their public id, a digest of the address, since ``uri_r`` itself has no index.
    """
    sought = list(urls)
    for start in range(0, len(sought), _CHUNK):
        chunk = set(sought[start : start + _CHUNK])
        keys = json.dumps([address_id(url) for url in chunk])
        rows = db.conn.execute(f"SELECT {columns} FROM resource WHERE key {AMONG}", (keys,)).fetchall()
        found = {row[0] for row in rows}
        yield from (row for row in rows if row[0] in chunk)
        if len(found & chunk) < len(rows):
            yield from _by_another_key(db, chunk - found, columns)


def _by_another_key(db: Database, urls: Iterable[str], columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows of addresses whose id another address had first; they are rare, so they are looked up one by one."""
    for url in urls:
        key = address_id(url)
        while row := db.conn.execute(f"SELECT {columns} FROM resource WHERE key = ?", (key,)).fetchone():
            if row[0] == url:
                yield row
                break
            key = address_id(f"{key}#{url}")


def key_of(db: Database, url: str) -> str | None:
    """The public id of an address; None where the address is not known."""
    return next((row[1] for row in rows_of(db, (url,), "uri_r, key")), None)

"""The work queue of one derivation: which addresses, articles and stories are still to be derived from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from sqlite_utils import Database

CHUNK = 2_000
"""Rows derived from at a time: memory stays flat however large the run was."""

ADDRESSES = "temp.queued_address"
ARTICLES = "temp.queued_article"
SINGLE_CAPTURES = "temp.single_capture"
_STORIES = "temp.queued_story"

_TABLES = {
    # Filled by ``steps``: what the runs captured, what their sitemaps and feeds announce for, their sites' front pages.
    # ``single_captures`` takes its cases out; the rest is derived by ``articles``; ``announced_targets`` reads it.
    ADDRESSES: "id INTEGER PRIMARY KEY",
    # Filled by ``single_captures`` and drained there: addresses whose article is derived in one statement.
    SINGLE_CAPTURES: "resource INTEGER PRIMARY KEY, article INTEGER, state TEXT, language TEXT, claimed TEXT",
    # Filled by ``steps`` (articles that were stored and never derived from), ``articles`` (what changed) and
    # ``announced_targets`` (what announces a changed address); drained by ``stories``, then by ``duplicates``.
    ARTICLES: "id INTEGER PRIMARY KEY",
    # Filled by ``articles`` and ``stories`` with stories that lost an article; drained by ``delete_empty_stories``.
    _STORIES: "id INTEGER PRIMARY KEY",
}


class WorkQueue:
    """Sets of ids in temporary tables, from their making to their end: a context manager within one transaction.

    No other module names the tables: SQL elsewhere has their names from the constants above. Where a block fails, the
    tables go as the caller rolls its transaction back.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def __enter__(self) -> Self:
        for table, columns in _TABLES.items():
            self._db.execute(f"CREATE TABLE {table} ({columns})")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for table in _TABLES:
                self._db.execute(f"DROP TABLE {table}")

    def add_addresses(self, ids: Iterable[int]) -> None:
        """Queue addresses by their ids."""
        self._add(ADDRESSES, ids)

    def add_addresses_from(self, select: str, values: Sequence[object]) -> None:
        """Queue the addresses whose ids a SELECT gives."""
        self._db.execute(f"INSERT OR IGNORE INTO {ADDRESSES} {select}", values)

    def add_articles(self, ids: Iterable[int]) -> None:
        """Queue articles by their ids."""
        self._add(ARTICLES, ids)

    def add_articles_from(self, select: str, *rows: Sequence[object]) -> None:
        """Queue the articles whose ids a SELECT gives, run once with each row of values."""
        self._db.conn.executemany(f"INSERT OR IGNORE INTO {ARTICLES} {select}", rows)

    def add_stories(self, ids: Iterable[int]) -> None:
        """Queue stories, by their ids, that may have no article any more."""
        self._add(_STORIES, ids)

    def take_single_captures(self, select: str) -> None:
        """Move addresses out of the queue into ``SINGLE_CAPTURES``, whose columns a SELECT gives."""
        self._db.execute(f"INSERT INTO {SINGLE_CAPTURES} {select}")
        self._db.execute(f"DELETE FROM {ADDRESSES} WHERE id IN (SELECT resource FROM {SINGLE_CAPTURES})")

    def addresses(self) -> list[int]:
        """The queued addresses, by id."""
        return [row[0] for row in self._db.execute(f"SELECT id FROM {ADDRESSES} ORDER BY id").fetchall()]

    def sites(self) -> list[int]:
        """The sites of the queued addresses, by id."""
        rows = self._db.execute(f"SELECT DISTINCT r.site FROM {ADDRESSES} AS q JOIN resource r USING (id) ORDER BY 1")
        return [row[0] for row in rows.fetchall()]

    def articles(self) -> list[int]:
        """The queued articles that still exist, by id."""
        rows = self._db.execute(f"SELECT q.id FROM {ARTICLES} AS q JOIN article USING (id) ORDER BY q.id")
        return [row[0] for row in rows.fetchall()]

    def delete_empty_stories(self) -> None:
        """Delete the queued stories that have no article."""
        self._db.execute(
            f"""DELETE FROM story WHERE id IN (SELECT id FROM {_STORIES})
            AND NOT EXISTS (SELECT 1 FROM article WHERE article.story = story.id)"""
        )

    def _add(self, table: str, ids: Iterable[int]) -> None:
        self._db.execute(f"INSERT OR IGNORE INTO {table} SELECT value FROM json_each(?)", [json.dumps(list(ids))])


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The same ids, in lists of ``CHUNK``."""
    chunk: list[int] = []
    for one in ids:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

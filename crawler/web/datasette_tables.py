"""The archive as Datasette reads it for its own pages: read only, and anew where another file has taken its place."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.app import Datasette

from crawler.archive import connect
from crawler.errors import ArchiveError
from crawler.web.archive_pool import identity
from crawler.web.datasette_private import (
    Database,
    DatasetteError,
    forget_connection,
    in_query_thread,
    keep_connection,
    prepare_connection,
)

T = TypeVar("T")

LONGEST, MOST = 16_000_000, 64_000_000
"""Bytes of one value, and of all that one query gives."""


class Tables(Database):  # type: ignore[misc]
    """One archive. Datasette keeps a connection for each of its threads for ever; here it is kept while it is true."""

    def __init__(self, datasette: Datasette, path: Path) -> None:
        super().__init__(datasette, path=str(path), is_mutable=True)
        self._file = path
        self._held = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that only reads; raises DatasetteError with what is wrong with the file."""
        if write:
            raise DatasetteError("this archive is read only", status=400)
        try:
            opened: sqlite3.Connection = connect(self._file, readonly=True).conn
        except ArchiveError as error:
            raise DatasetteError(str(error), title="The archive cannot answer", status=503) from error
        keep_connection(self, opened)
        return opened

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """What the function gives, called with a connection in a thread of Datasette's."""
        return await in_query_thread(self, lambda: fn(self._connection()))

    def _connection(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._held, "connection", None)
        found = identity(self._file)
        if held is not None and found == self._held.file:
            return held
        fresh = self.connect()
        self._prepare(fresh)
        if held is not None:
            forget_connection(self, held)
        self._held.connection, self._held.file = fresh, found
        return fresh

    async def attached_databases(self) -> list[Any]:
        """None; to ask would tell where the file is."""
        return []

    def _prepare(self, connection: sqlite3.Connection) -> None:
        prepare_connection(self, connection)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        connection.set_authorizer(_may)
        connection.row_factory = _Weighed()


class _Weighed:
    """Makes the rows of one connection, until those of one query come to too much."""

    def __init__(self) -> None:
        self._cursor: sqlite3.Cursor | None = None
        self._size = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if cursor is not self._cursor:
            self._cursor, self._size = cursor, 0
        self._size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if self._size > MOST:
            raise sqlite3.OperationalError(f"more than {MOST // 1_000_000} MB: ask for fewer rows, or shorter values")
        return sqlite3.Row(cursor, row)


def _may(action: int, what: str | None, *rest: str | None) -> int:
    """What a query may do: all but tell where on the machine the file is. (It could not write: the file is opened to be
    read.)"""
    told = action == sqlite3.SQLITE_PRAGMA and (what or "").lower() == "database_list"
    return sqlite3.SQLITE_DENY if told else sqlite3.SQLITE_OK

"""The archive as a Datasette database: read only, and opened again if the file was replaced."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from crawler.archive import connect
from crawler.errors import ArchiveError
from crawler.web.archive_pool import identity
from crawler.web.datasette_private import (
    Database,
    Datasette,
    DatasetteError,
    forget_connection,
    in_query_thread,
    keep_connection,
    prepare_connection,
)

T = TypeVar("T")

MAX_VALUE, MAX_RESULT = 16_000_000, 64_000_000
"""Bytes of one value, and of the whole result of one query."""


class ArchiveDatabase(Database):  # type: ignore[misc]
    """One archive. Datasette keeps a connection for each of its threads; here it is replaced when the file is."""

    def __init__(self, datasette: Datasette, path: Path) -> None:
        super().__init__(datasette, path=str(path), is_mutable=True)
        self._file = path
        self._local = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A read-only connection; raises DatasetteError with the reason if the file cannot be read."""
        if write:
            raise DatasetteError("this archive is read only", status=400)
        try:
            opened: sqlite3.Connection = connect(self._file, readonly=True).conn
        except ArchiveError as error:
            raise DatasetteError(str(error), title="The archive cannot answer", status=503) from error
        keep_connection(self, opened)
        return opened

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """The result of a function that is called with a connection, in a thread of Datasette."""
        return await in_query_thread(self, lambda: fn(self._connection()))

    def _connection(self) -> sqlite3.Connection:
        current: sqlite3.Connection | None = getattr(self._local, "connection", None)
        found = identity(self._file)
        if current is not None and found == self._local.file:
            return current
        fresh = self.connect()
        self._prepare(fresh)
        if current is not None:
            forget_connection(self, current)
        self._local.connection, self._local.file = fresh, found
        return fresh

    async def attached_databases(self) -> list[Any]:
        """An empty list: the query behind it would reveal the path of the file."""
        return []

    def _prepare(self, connection: sqlite3.Connection) -> None:
        prepare_connection(self, connection)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.set_authorizer(_authorize)
        connection.row_factory = _LimitedRows()


class _LimitedRows:
    """Makes the rows of one connection, and stops a query whose result is larger than MAX_RESULT."""

    def __init__(self) -> None:
        self._cursor: sqlite3.Cursor | None = None
        self._size = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if cursor is not self._cursor:
            self._cursor, self._size = cursor, 0
        self._size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if self._size > MAX_RESULT:
            raise sqlite3.OperationalError(
                f"the result is larger than {MAX_RESULT // 1_000_000} MB: select fewer rows, or shorter values"
            )
        return sqlite3.Row(cursor, row)


def _authorize(action: int, name: str | None, *rest: str | None) -> int:
    """Deny the pragma that reveals the path of the file; writing is impossible, since the file is opened read only."""
    is_denied = action == sqlite3.SQLITE_PRAGMA and (name or "").lower() == "database_list"
    return sqlite3.SQLITE_DENY if is_denied else sqlite3.SQLITE_OK

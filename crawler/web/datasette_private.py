"""The parts of Datasette that the web page uses though its documentation promises nothing of them.

Each is named here once, and nowhere else. ``tests/web/test_datasette_private.py`` has a test for each, which says that
the part has moved. ``pyproject.toml`` has the upper bound of Datasette, which is raised when these tests pass with the
new version. What Datasette documents (plugin hooks, ``Response``, ``Request``, ``add_database``) is used where it is
needed.
"""

from __future__ import annotations

import asyncio
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

import datasette.utils
import datasette.utils.sqlite


def detect_json1(conn: sqlite3.Connection | None = None) -> bool:
    """Tell whether SQLite has the functions of JSON (``datasette.utils.detect_json1``).

    Datasette's own leaves the database that it opens for each page of a table to the garbage collector.
    """
    if conn is None:
        with closing(sqlite3.connect(":memory:")) as opened:
            return detect_json1(opened)
    try:
        conn.execute("select json('{}')")
    except sqlite3.OperationalError:
        return False
    return True


# These lines stand before the other imports: datasette.filters and datasette.facets import the function by name, and
# datasette.filters calls it at once. So other modules import Datasette's class from this module.
datasette.utils.detect_json1 = detect_json1
datasette.utils.sqlite._cached_sqlite_version = sqlite3.sqlite_version_info  # or a database is opened to read it

from datasette.app import Datasette  # noqa: E402
from datasette.database import Database  # noqa: E402
from datasette.plugins import pm  # noqa: E402
from datasette.utils.asgi import Base400, Forbidden  # noqa: E402
from datasette.views.base import DatasetteError  # noqa: E402

__all__ = [
    "ERROR_PAGES",
    "Base400",
    "ClosingDatasette",
    "Database",
    "Datasette",
    "DatasetteError",
    "Forbidden",
    "close_databases",
    "forget_connection",
    "in_query_thread",
    "keep_connection",
    "plugins",
    "prepare_connection",
    "without_error_pages",
]

T = TypeVar("T")

ERROR_PAGES = ("datasette.handle_exception",)
"""The plugins that make Datasette's error pages, which print the insides of the program for an absent address."""

plugins: Any = pm
"""The plugins of this process (``datasette.plugins.pm``, a pluggy PluginManager): a Datasette cannot have its own."""


def without_error_pages() -> None:
    """Unregister the plugins that make Datasette's error pages (the names it registers its own plugins by).

    Of all plugins that answer ``handle_exception`` the first has the word, but each is called.
    """
    for name in ERROR_PAGES:
        if pm.get_plugin(name) is not None:
            pm.unregister(name=name)


def prepare_connection(database: Database, connection: sqlite3.Connection) -> None:
    """Give a connection what Datasette's pages need of it (``Datasette._prepare_connection``)."""
    database.ds._prepare_connection(connection, database.name)


def keep_connection(database: Database, connection: sqlite3.Connection) -> None:
    """Have a connection closed with its database, or when nobody has that (``Database._all_file_connections``)."""
    kept = database._all_file_connections
    if not kept:
        weakref.finalize(database, _close_all, kept)
    kept.append(connection)


def _close_all(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def forget_connection(database: Database, connection: sqlite3.Connection) -> None:
    """Close a connection now (``Database._all_file_connections``)."""
    database._all_file_connections.remove(connection)
    connection.close()


class _Internal(Database):  # type: ignore[misc]
    """The database in memory that Datasette keeps for itself, with connections that can be closed."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that is kept, as those to files are."""
        connection: sqlite3.Connection = super().connect(write)
        keep_connection(self, connection)
        return connection


class ClosingDatasette(Datasette):  # type: ignore[misc]
    """A Datasette that leaves no connection open, which is a ResourceWarning from Python 3.13 on.

    ``Datasette.databases`` has two databases in memory of its own. The connections of ``_internal`` are kept here;
    nobody needs ``_memory``. ``Datasette._versions`` opens one more, and prepares it under the name ``_memory``.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        internal = _Internal(self, memory_name=self.databases["_internal"].memory_name)
        self.remove_database("_internal")
        self.add_database(internal, name="_internal")
        self.remove_database("_memory")
        self._opened_for_versions: list[sqlite3.Connection] = []

    def _versions(self) -> dict[str, Any]:
        try:
            versions: dict[str, Any] = super()._versions()
        finally:
            _close_all(self._opened_for_versions)
            self._opened_for_versions.clear()
        return versions

    def _prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        if database == "_memory":
            self._opened_for_versions.append(conn)
        super()._prepare_connection(conn, database)


def close_databases(datasette: Datasette) -> None:
    """End the threads that make queries, and close every connection (``Datasette.executor``, ``Database.close``)."""
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


async def in_query_thread(database: Database, call: Callable[[], T]) -> T:
    """What a function gives, called in one of the threads that Datasette makes queries in (``Datasette.executor``)."""
    return await asyncio.get_running_loop().run_in_executor(database.ds.executor, call)

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
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Forbidden
from datasette.views.base import DatasetteError

__all__ = [
    "ERROR_PAGES",
    "Base400",
    "Database",
    "DatasetteError",
    "Forbidden",
    "close_databases",
    "forget_connection",
    "in_query_thread",
    "keep_connection",
    "plugins",
    "prepare_connection",
    "without_error_pages",
    "without_lost_connections",
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


def without_lost_connections(datasette: Datasette) -> None:
    """Leave Datasette no database whose connections nobody closes (``Datasette.databases``: _internal and _memory).

    Such a connection is closed when its thread is gone, with a ResourceWarning from Python 3.13 on.
    """
    internal = _Internal(datasette, memory_name=datasette.databases["_internal"].memory_name)
    datasette.remove_database("_internal")
    datasette.add_database(internal, name="_internal")
    datasette.remove_database("_memory")


def close_databases(datasette: Datasette) -> None:
    """End the threads that make queries, and close every connection (``Datasette.executor``, ``Database.close``)."""
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


async def in_query_thread(database: Database, call: Callable[[], T]) -> T:
    """What a function gives, called in one of the threads that Datasette makes queries in (``Datasette.executor``)."""
    return await asyncio.get_running_loop().run_in_executor(database.ds.executor, call)

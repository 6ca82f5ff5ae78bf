"""Each undocumented part of Datasette that the web page uses is where it was and does what it did; one test a part."""

from __future__ import annotations

import asyncio
import gc
import importlib.metadata
import inspect
import pkgutil
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from datasette.app import Datasette

from tests.conftest import ROOT
from tests.support.imports import imported

NAMES = {
    "datasette.app.Datasette._prepare_connection": "connections of ours are prepared by it",
    "datasette.database.Database.attached_databases": "ours says nothing of where the file is",
    "datasette.database.Database.connect": "ours opens the archive to be read only",
    "datasette.database.Database.execute_fn": "ours opens the archive anew where another file has taken its place",
    "datasette.plugins.pm": "our pages are registered there",
    "datasette.utils.asgi.Base400": "an address that means nothing is known by it",
    "datasette.utils.asgi.Forbidden": "a page that is not for visitors is known by it",
    "datasette.views.base.DatasetteError": "a query that cannot be made is known by it",
}
ALLOWED = {"crawler/web/datasette_private.py"}
PRIVATE = ("datasette.database", "datasette.plugins", "datasette.views", "datasette.utils.asgi.")
DOCUMENTED = {"datasette.utils.asgi.Response"}


def moved(part: str, why: object) -> str:
    version = importlib.metadata.version("datasette")
    return (
        f"{part} is not what it was in Datasette {version} ({why}): "
        "mend crawler/web/datasette_private.py, or keep the upper bound in pyproject.toml"
    )


@pytest.fixture
def datasette() -> Iterator[Datasette]:
    """One of its own with a database to ask; its threads and connections end with the test."""
    from crawler.web.datasette_private import Database, close_databases, keep_connection, without_lost_connections

    class Kept(Database):  # type: ignore[misc]
        def connect(self, write: bool = False) -> sqlite3.Connection:
            connection: sqlite3.Connection = super().connect(write)
            keep_connection(self, connection)
            return connection

    made = Datasette(files=[])
    without_lost_connections(made)
    made.add_database(Kept(made, memory_name=secrets.token_hex()), name="asked")
    yield made
    close_databases(made)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_where_it_was(name: str) -> None:
    """Looked up here by itself, so that each that is gone has a failure of its own."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(moved(name, f"{NAMES[name]}; {error}"))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("connect", ["self", "write"]), ("execute_fn", ["self", "fn"]), ("attached_databases", ["self"])],
)
def test_a_method_that_ours_overrides_takes_what_it_took(name: str, arguments: list[str]) -> None:
    """Datasette calls ours as it would call its own."""
    from crawler.web.datasette_private import Database
    from crawler.web.datasette_tables import Tables

    for owner in (Database, Tables):
        method: Callable[..., object] = getattr(owner, name)
        found = list(inspect.signature(method).parameters)
        assert found == arguments, moved(f"Database.{name}", found)


def test_queries_go_through_the_method_that_ours_overrides(datasette: Datasette) -> None:
    """So that no connection of Datasette's own is opened to the archive."""
    from crawler.web.datasette_private import Database

    called: list[str] = []

    class Noting(Database):  # type: ignore[misc]
        async def execute_fn(self, fn: Callable[[sqlite3.Connection], object]) -> object:
            called.append("execute_fn")
            with closing(sqlite3.connect(":memory:")) as connection:
                return fn(connection)

    noting = datasette.add_database(Noting(datasette, memory_name="noting"), name="noting")
    asyncio.run(noting.execute("select 1"))
    assert called == ["execute_fn"], moved("Database.execute", called)


def test_no_connection_is_lost(datasette: Datasette) -> None:
    """Those of Datasette's own database in memory are closed with it; there is no other that we did not make."""
    from crawler.web.datasette_private import close_databases

    assert set(datasette.databases) == {"_internal", "asked"}, moved("Datasette.databases", datasette.databases)
    asyncio.run(datasette.refresh_schemas())
    opened = [each for database in datasette.databases.values() for each in database._all_file_connections]
    assert len(opened) >= 2, moved("Database.connect", opened)
    close_databases(datasette)
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError):
            connection.execute("select 1")


def test_a_connection_is_prepared(datasette: Datasette) -> None:
    """Its rows have names, and bytes that are no text do no harm."""
    from crawler.web.datasette_private import prepare_connection

    connection = sqlite3.connect(":memory:")
    prepare_connection(datasette.get_database("asked"), connection)
    row = connection.execute("select cast(x'ff' as text) as damaged").fetchone()
    connection.close()
    assert row["damaged"] == "\ufffd", moved("Datasette._prepare_connection", row)


def test_connections_are_closed_with_their_database(datasette: Datasette) -> None:
    """One that is forgotten is closed at once, and never again."""
    from crawler.web.datasette_private import forget_connection, keep_connection

    database = datasette.get_database("asked")
    kept, forgotten = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    for connection in (kept, forgotten):
        keep_connection(database, connection)
    forget_connection(database, forgotten)
    with pytest.raises(sqlite3.ProgrammingError):
        forgotten.execute("select 1")
    assert kept.execute("select 1").fetchone() == (1,)
    database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        kept.execute("select 1")


def test_connections_of_a_database_that_nobody_has_are_closed() -> None:
    """So it is with an application that is dropped without the end of its server."""
    from crawler.web.datasette_private import Database, keep_connection

    connection = sqlite3.connect(":memory:")
    keep_connection(Database(Datasette(files=[]), memory_name=secrets.token_hex()), connection)
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("select 1")


def test_queries_are_made_in_threads_of_datasettes_own(datasette: Datasette) -> None:
    """Not in the loop that answers."""
    from crawler.web.datasette_private import in_query_thread

    database = datasette.get_database("asked")
    found = asyncio.run(in_query_thread(database, threading.current_thread))
    assert found is not threading.current_thread(), moved("Datasette.executor", found)
    assert found in datasette.executor._threads, moved("Datasette.executor", found)


def test_its_error_pages_have_the_names_that_ours_unregister() -> None:
    """Under other names both would answer."""
    from datasette.plugins import DEFAULT_PLUGINS

    from crawler.web.datasette_private import ERROR_PAGES, plugins, without_error_pages

    for name in ERROR_PAGES:
        assert name in DEFAULT_PLUGINS, moved(name, DEFAULT_PLUGINS)
    removed = {name: plugins.get_plugin(name) for name in ERROR_PAGES}
    without_error_pages()
    assert not any(plugins.has_plugin(name) for name in ERROR_PAGES)
    for name, plugin in removed.items():
        if plugin is not None:
            plugins.register(plugin, name)


def test_what_answers_errors_is_known() -> None:
    """Of the plugins that Datasette brings, those that ours take the place of, and no other."""
    from datasette.plugins import DEFAULT_PLUGINS

    from crawler.web.datasette_private import ERROR_PAGES

    answering = {name for name in DEFAULT_PLUGINS if hasattr(pkgutil.resolve_name(name), "handle_exception")}
    assert answering == set(ERROR_PAGES), moved("datasette.plugins", answering)


def test_an_error_says_its_status_and_whether_it_is_html() -> None:
    """``crawler.web.datasette_errors`` makes a line of it."""
    from crawler.web.datasette_private import Base400, DatasetteError, Forbidden

    error = DatasetteError("<b>no</b>", status=418, message_is_html=True)
    assert (error.message, error.status, error.message_is_html) == ("<b>no</b>", 418, True)
    assert (Base400.status, Forbidden.status) == (400, 403)


def test_no_other_module_uses_such_parts() -> None:
    """A part that is named in two places moves in one of them only."""
    found = []
    for path in sorted((ROOT / "crawler").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name not in ALLOWED:
            found += [
                f"{name}: {module}"
                for module in imported(path)
                if module.startswith(PRIVATE) and module not in DOCUMENTED
            ]
    assert found == []

"""Each undocumented part of Datasette that the web pages use still exists and works; one test for each part."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import importlib
import importlib.metadata
import inspect
import pkgutil
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.conftest import ROOT
from tests.support.imports import imported

if TYPE_CHECKING:
    from crawler.web.datasette_private import Datasette

NAMES = {
    "datasette.app.Datasette._prepare_connection": "connections of ours are prepared by it",
    "datasette.app.Datasette._versions": "ours closes the database that it opens",
    "datasette.database.Database.attached_databases": "ours says nothing of where the file is",
    "datasette.database.Database.connect": "ours opens the archive to be read only",
    "datasette.database.Database.execute_fn": "ours opens the archive anew where another file has taken its place",
    "datasette.plugins.pm": "our pages are registered there",
    "datasette.utils.asgi.Base400": "an address that means nothing is known by it",
    "datasette.utils.asgi.Forbidden": "a page that is not for visitors is known by it",
    "datasette.views.base.DatasetteError": "a query that cannot be made is known by it",
}
ALLOWED = {"crawler/web/datasette_private.py"}
PRIVATE = ("datasette.app", "datasette.database", "datasette.plugins", "datasette.views", "datasette.utils.asgi.")
DOCUMENTED = {"datasette.utils.asgi.Response"}


def moved(part: str, why: object) -> str:
    version = importlib.metadata.version("datasette")
    return (
        f"{part} is not what it was in Datasette {version} ({why}): "
        "mend crawler/web/datasette_private.py, or keep the upper bound in pyproject.toml"
    )


@pytest.fixture(autouse=True)
def _ours_first() -> None:
    """As in the server, Datasette is imported by our module; where that fails, the tests below say why."""
    with contextlib.suppress(ImportError, AttributeError):
        importlib.import_module("crawler.web.datasette_private")


@pytest.fixture
def datasette() -> Iterator[Datasette]:
    """One of its own with a database to ask; its threads and connections end with the test."""
    from crawler.web.datasette_private import ClosingDatasette, Database, close_databases, keep_connection

    class Kept(Database):  # type: ignore[misc]
        def connect(self, write: bool = False) -> sqlite3.Connection:
            connection: sqlite3.Connection = super().connect(write)
            keep_connection(self, connection)
            return connection

    made = ClosingDatasette(files=[])
    made.add_database(Kept(made, memory_name=secrets.token_hex()), name="asked")
    yield made
    close_databases(made)


class Noted(sqlite3.Connection):
    """A connection that says whether it was closed."""

    opened: ClassVar[list[Noted]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.opened.append(self)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Noted]:
    """Every connection that ``sqlite3.connect`` makes during the test."""
    connect = sqlite3.connect
    monkeypatch.setattr(Noted, "opened", [])
    monkeypatch.setattr(sqlite3, "connect", functools.partial(connect, factory=Noted))
    return Noted.opened


def left_open(noted: list[Noted]) -> list[Noted]:
    """Those that can still be asked."""
    found = []
    for connection in noted:
        with contextlib.suppress(sqlite3.ProgrammingError):
            connection.execute("select 1")
            found.append(connection)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_where_it_was(name: str) -> None:
    """Each name is a case of its own, so that each missing one is a failure of its own."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(moved(name, f"{NAMES[name]}; {error}"))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("connect", ["self", "write"]), ("execute_fn", ["self", "fn"]), ("attached_databases", ["self"])],
)
def test_a_method_that_ours_overrides_takes_what_it_took(name: str, arguments: list[str]) -> None:
    """Datasette calls the override like its own method."""
    from crawler.web.datasette_private import Database
    from crawler.web.datasette_tables import ArchiveDatabase

    for owner in (Database, ArchiveDatabase):
        method: Callable[..., object] = getattr(owner, name)
        found = list(inspect.signature(method).parameters)
        assert found == arguments, moved(f"Database.{name}", found)


def test_queries_go_through_the_method_that_ours_overrides(datasette: Datasette) -> None:
    """Datasette opens no connection of its own to the archive."""
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


def test_the_functions_of_json_are_looked_for_by_a_function_of_ours(noted: list[Noted]) -> None:
    """Datasette's modules took ours when they were imported, and it closes what it opens."""
    from crawler.web.datasette_private import detect_json1

    for user in ("datasette.filters", "datasette.facets"):
        found = pkgutil.resolve_name(f"{user}.detect_json1")
        assert found is detect_json1, moved("datasette.utils.detect_json1", f"{user} has another")
    with closing(sqlite3.connect(":memory:")) as connection:
        assert detect_json1(connection) is detect_json1()
    assert (len(noted), left_open(noted)) == (2, []), moved("datasette.utils.detect_json1", noted)


def test_a_facet_of_a_table_leaves_no_connection_open(noted: list[Noted]) -> None:
    """They are looked for at each page of a table."""
    from crawler.web.datasette_private import plugins

    assert any(plugins.hook.register_facet_classes())
    assert left_open(noted) == [], moved("datasette.facets.register_facet_classes", noted)


def test_sqlites_version_is_read_where_ours_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it Datasette would open a database to ask for the version, and leave it open."""
    from datasette.utils import sqlite

    assert sqlite.sqlite_version() == sqlite3.sqlite_version_info, moved("datasette.utils.sqlite", "another version")
    monkeypatch.setattr(sqlite, "_cached_sqlite_version", (0, 1, 2))
    assert sqlite.sqlite_version() == (0, 1, 2), moved("datasette.utils.sqlite._cached_sqlite_version", "not read")


def test_the_page_of_versions_leaves_no_connection_open(datasette: Datasette, noted: list[Noted]) -> None:
    """It opens one in memory, for what SQLite was compiled with; ours closes it, each time."""
    for _ in range(2):
        versions = datasette._versions()
        assert versions["sqlite"]["version"] == sqlite3.sqlite_version, moved("Datasette._versions", versions)
    assert len(noted) == 2, moved("Datasette._versions", noted)
    assert left_open(noted) == [], moved("Datasette._versions", noted)


def test_a_connection_is_prepared(datasette: Datasette) -> None:
    """Its rows have names, and bytes that are not text do no harm."""
    from crawler.web.datasette_private import prepare_connection

    connection = sqlite3.connect(":memory:")
    prepare_connection(datasette.get_database("asked"), connection)
    row = connection.execute("select cast(x'ff' as text) as damaged").fetchone()
    connection.close()
    assert row["damaged"] == "\ufffd", moved("Datasette._prepare_connection", row)


def test_connections_are_closed_with_their_database(datasette: Datasette) -> None:
    """A forgotten connection is closed at once, and only once."""
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
    from crawler.web.datasette_private import Database, Datasette, keep_connection

    connection = sqlite3.connect(":memory:")
    keep_connection(Database(Datasette(files=[]), memory_name=secrets.token_hex()), connection)
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("select 1")


def test_queries_are_made_in_threads_of_datasettes_own(datasette: Datasette) -> None:
    """They do not run on the event loop."""
    from crawler.web.datasette_private import in_query_thread

    database = datasette.get_database("asked")
    found = asyncio.run(in_query_thread(database, threading.current_thread))
    assert found is not threading.current_thread(), moved("Datasette.executor", found)
    assert found in datasette.executor._threads, moved("Datasette.executor", found)


def test_its_error_pages_have_the_names_that_ours_unregister() -> None:
    """With other names, both error pages would be sent."""
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
    """Only the replaced plugins of Datasette handle errors."""
    from datasette.plugins import DEFAULT_PLUGINS

    from crawler.web.datasette_private import ERROR_PAGES

    answering = {name for name in DEFAULT_PLUGINS if hasattr(pkgutil.resolve_name(name), "handle_exception")}
    assert answering == set(ERROR_PAGES), moved("datasette.plugins", answering)


def test_an_error_says_its_status_and_whether_it_is_html() -> None:
    """``crawler.web.datasette_errors`` makes one line of it."""
    from crawler.web.datasette_private import Base400, DatasetteError, Forbidden

    error = DatasetteError("<b>no</b>", status=418, message_is_html=True)
    assert (error.message, error.status, error.message_is_html) == ("<b>no</b>", 418, True)
    assert (Base400.status, Forbidden.status) == (400, 403)


def test_no_other_module_uses_such_parts() -> None:
    """A part that is used in two modules would be repaired in one of them only."""
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

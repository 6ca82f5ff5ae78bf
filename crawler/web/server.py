"""The web server: Datasette over one archive, with this package's pages before its own."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

import uvicorn
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.archive import Archive
from crawler.web.archive_pool import ArchivePool
from crawler.web.datasette_private import ClosingDatasette, Datasette, close_databases, plugins, without_error_pages
from crawler.web.datasette_tables import ArchiveDatabase
from crawler.web.host_guard import HostGuard
from crawler.web.plugin import Plugin
from crawler.web.urls import TABLES

NAME = "communique"
"""What Datasette knows our plugin by."""
SETTINGS = {"allow_download": False, "allow_facet": True, "default_page_size": 50, "sql_time_limit_ms": 2_000}
GZIP_MIN_SIZE, GZIP_LEVEL = 1_000, 5
"""The smallest response that is compressed, in bytes; and the level of gzip (6 times smaller in one or two ms)."""


def application(path: Path, base: str | None = None, names: Collection[str] = ()) -> ASGIApp:
    """The ASGI application of an archive.

    ``base`` is as for ``Plugin`` and ``names`` as for ``HostGuard``; with a base, every host name is accepted. A
    process has one such application at a time, since Datasette's plugins belong to the process. Raises ArchiveError if
    the file cannot be read.
    """
    Archive.open(path, readonly=True).close()
    _end_plugin(plugins.get_plugin(NAME))
    plugin = Plugin(ArchivePool(path), base)
    plugins.register(plugin, name=NAME)
    without_error_pages()
    datasette = ClosingDatasette(files=[], settings=SETTINGS, metadata={"title": "Communiqué", "databases": {}})
    datasette.add_database(ArchiveDatabase(datasette, path), name=TABLES)
    guarded = HostGuard(Closing(datasette, plugin), None if base else names)
    return GZipMiddleware(guarded, minimum_size=GZIP_MIN_SIZE, compresslevel=GZIP_LEVEL)


class Closing:
    """Datasette's application, which closes every file when the server ends."""

    def __init__(self, datasette: Datasette, plugin: Plugin) -> None:
        self._datasette = datasette
        self._plugin = plugin
        self._app: ASGIApp = datasette.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on to Datasette; at the end of the server close what is open."""
        await self._app(scope, self._noting(receive) if scope["type"] == "lifespan" else receive, send)

    def _noting(self, receive: Receive) -> Receive:
        async def noted() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                _end_plugin(self._plugin)
                close_databases(self._datasette)
            return message

        return noted


def _end_plugin(plugin: Plugin | None) -> None:
    if plugin is not None and plugins.is_registered(plugin):
        plugins.unregister(plugin)
        plugin.close()


def serve(path: Path, host: str, port: int, base: str | None = None) -> None:
    """Serve an archive until Ctrl-C; without a ``base``, under the names of this machine."""
    names = {host, socket.gethostname(), socket.getfqdn()}
    app = application(path, base, names)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, lifespan="on")

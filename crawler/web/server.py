"""The web page served: Datasette over one archive, with our pages before its own."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.archive import Archive
from crawler.web.archive_pool import Reader
from crawler.web.datasette_private import close_databases, plugins, without_error_pages, without_lost_connections
from crawler.web.datasette_tables import Tables
from crawler.web.host_guard import Guard
from crawler.web.plugin import Plugin
from crawler.web.urls import TABLES

NAME = "communique"
"""What Datasette knows our plugin by."""
SETTINGS = {"allow_download": False, "allow_facet": True, "default_page_size": 50, "sql_time_limit_ms": 2_000}
SMALL, LEVEL = 1_000, 5
"""Answers of fewer bytes are not compressed; and how hard the others are: 6 times smaller in a millisecond or two."""


def application(path: Path, base: str | None = None, names: Collection[str] = ()) -> ASGIApp:
    """The ASGI application of an archive; ``base`` as for ``Plugin``, ``names`` as for ``Guard``: with a base, it
    answers whatever it is asked as. Raises ArchiveError where the file cannot be read.

    One at a time in a process: Datasette's plugins are the process's.
    """
    Archive.open(path, readonly=True).close()
    _end_plugin(plugins.get_plugin(NAME))
    plugin = Plugin(Reader(path), base)
    plugins.register(plugin, name=NAME)
    without_error_pages()
    datasette = Datasette(files=[], settings=SETTINGS, metadata={"title": "Communiqué", "databases": {}})
    without_lost_connections(datasette)
    datasette.add_database(Tables(datasette, path), name=TABLES)
    guarded = Guard(Closing(datasette, plugin), None if base else names)
    return GZipMiddleware(guarded, minimum_size=SMALL, compresslevel=LEVEL)


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
    """Serve an archive until Ctrl-C; without a ``base`` under any name of this machine."""
    names = {host, socket.gethostname(), socket.getfqdn()}
    app = application(path, base, names)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, lifespan="on")

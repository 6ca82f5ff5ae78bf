"""The web page served: Datasette over one archive, with our pages before its own."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from crawler.archive import Archive
from crawler.web.archive_pool import ArchivePool
from crawler.web.datasette_private import plugins, without_error_pages
from crawler.web.datasette_tables import ArchiveDatabase
from crawler.web.host_guard import HostGuard
from crawler.web.plugin import Plugin
from crawler.web.urls import TABLES

SETTINGS = {"allow_download": False, "allow_facet": True, "default_page_size": 50, "sql_time_limit_ms": 2_000}
SMALL, LEVEL = 1_000, 5
"""Answers of fewer bytes are not compressed; and how hard the others are: 6 times smaller in a millisecond or two."""


def application(path: Path, base: str | None = None, names: Collection[str] = ()) -> ASGIApp:
    """The ASGI application of an archive; ``base`` as for ``Plugin``, ``names`` as for ``HostGuard``: with a base, it
    answers whatever it is asked as. Raises ArchiveError where the file cannot be read.

    One at a time in a process: Datasette's plugins are the process's.
    """
    Archive.open(path, readonly=True).close()
    held = plugins.get_plugin("communique")
    if held is not None:
        plugins.unregister(held)
        held.close()
    plugins.register(Plugin(ArchivePool(path), base), name="communique")
    without_error_pages()
    datasette = Datasette(files=[], settings=SETTINGS, metadata={"title": "Communiqué", "databases": {}})
    datasette.add_database(ArchiveDatabase(datasette, path), name=TABLES)
    guarded = HostGuard(datasette.app(), None if base else names)
    return GZipMiddleware(guarded, minimum_size=SMALL, compresslevel=LEVEL)


def serve(path: Path, host: str, port: int, base: str | None = None) -> None:
    """Serve an archive until Ctrl-C; without a ``base`` under any name of this machine."""
    names = {host, socket.gethostname(), socket.getfqdn()}
    app = application(path, base, names)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, lifespan="on")

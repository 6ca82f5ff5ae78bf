"""The web page served: Datasette over one archive, with our pages before its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from crawler.archive import Archive
from crawler.web.addresses import TABLES
from crawler.web.plugin import Plugin
from crawler.web.reading import Reader

SETTINGS = {"allow_download": False, "allow_facet": True, "default_page_size": 50, "sql_time_limit_ms": 2_000}


def application(path: Path, base: str | None = None) -> Any:
    """The ASGI application of an archive; ``base`` as for ``Plugin``. Raises ArchiveError where it cannot be read.

    One at a time in a process: Datasette's plugins are the process's.
    """
    Archive.open(path, readonly=True).close()
    held = pm.get_plugin("communique")
    if held is not None:
        pm.unregister(held)
        held.close()
    pm.register(Plugin(Reader(path), base), name="communique")
    datasette = Datasette(files=[], settings=SETTINGS, metadata={"title": "Communiqué", "databases": {}})
    datasette.add_database(Database(datasette, path=str(path), is_mutable=True), name=TABLES)
    return datasette.app()


def serve(path: Path, host: str, port: int, base: str | None = None) -> None:
    """Serve an archive until Ctrl-C."""
    uvicorn.run(application(path, base), host=host, port=port, log_level="warning", server_header=False, lifespan="on")

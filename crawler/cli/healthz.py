"""``/healthz`` of a watch: whether its loop runs, and the status of each site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import click
from aiohttp import web

from crawler.cli.watch_loop import Watch, WatchedSite

LOCAL = "127.0.0.1"
LAST_RUN = ("id", "started", "ended", "how", "captures", "new", "edited", "removed", "healthy", "findings")


def check_address(written: str) -> tuple[str, int]:
    """The host and the port of ``[HOST:]PORT``; without a host, only this machine (127.0.0.1) can connect.

    Raises BadParameter (exit status 2) if it is not written so.
    """
    host, _, port = written.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise click.BadParameter(f"{written!r} is not a port: use 8080 or HOST:8080", param_hint="--healthz")
    return host.removeprefix("[").removesuffix("]") or LOCAL, int(port)


@asynccontextmanager
async def serve_healthz(watch: Watch, address: tuple[str, int] | None) -> AsyncIterator[str]:
    """Serve ``/healthz`` on the running event loop until the context ends; yield its URL.

    ``address`` is a host and a port; with None nothing is served, and the URL is empty. Raises OSError if the port is
    in use.
    """
    if address is None:
        yield ""
        return

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(state(watch), headers={"Cache-Control": "no-store"})

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}/healthz"
    finally:
        await runner.cleanup()


def state(watch: Watch) -> dict[str, Any]:
    """The content of ``/healthz``: ``status`` (``ok`` or ``stopping``), ``since``, and ``sites`` by name.

    The event loop that crawls also answers, so status 200 means that the watch runs. The health of the sites does not
    change that status: an unhealthy site is no reason to restart the watch.
    """
    return {
        "status": "stopping" if watch.stopping else "ok",
        "since": watch.since.isoformat(),
        "sites": {name: _site(site) for name, site in sorted(watch.sites.items())},
    }


def _site(site: WatchedSite) -> Mapping[str, Any]:
    run = site.status.run
    return {
        "running": site.crawl is not None,
        "last_run": {name: run[name] for name in LAST_RUN} if run is not None else None,
        "healthy": run["healthy"] if run is not None else None,
        "failures": site.failures,
        "error": site.error,
        "next": site.next.isoformat() if site.next is not None else None,
    }

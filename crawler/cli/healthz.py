"""``/healthz`` of a watch: whether its loop lives, and how each site is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import click
from aiohttp import web

from crawler.cli.watch_loop import Watch, Watched

LOCAL = "127.0.0.1"
LAST_RUN = ("id", "started", "ended", "how", "captures", "new", "edited", "removed", "healthy", "findings")


def check_address(written: str) -> tuple[str, int]:
    """Host and port of ``[HOST:]PORT``; this machine alone is answered where no host is named.

    Raises BadParameter (exit status 2).
    """
    host, _, port = written.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise click.BadParameter(f"{written!r} is no port: write 8080, or HOST:8080", param_hint="--healthz")
    return host.removeprefix("[").removesuffix("]") or LOCAL, int(port)


@asynccontextmanager
async def healthz(watch: Watch, address: tuple[str, int] | None) -> AsyncIterator[str]:
    """Answer ``/healthz`` on the loop that runs, for as long as the context lasts; gives the address asked there.

    Without an address nothing listens. Raises OSError where the port is taken.
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
    """What ``/healthz`` says: ``status`` (``ok``, ``stopping``), ``since``, and ``sites`` by name.

    It is answered by the loop that crawls: an answer at all, with status 200, says that it lives. Whether sites are
    healthy stands beside, for a site that is ill is no reason to start the watch again.
    """
    return {
        "status": "stopping" if watch.stopping else "ok",
        "since": watch.since.isoformat(),
        "sites": {name: _site(site) for name, site in sorted(watch.sites.items())},
    }


def _site(site: Watched) -> Mapping[str, Any]:
    run = site.sight.run
    return {
        "running": site.crawl is not None,
        "last_run": {name: run[name] for name in LAST_RUN} if run is not None else None,
        "healthy": run["healthy"] if run is not None else None,
        "failures": site.failures,
        "error": site.error,
        "next": site.next.isoformat() if site.next is not None else None,
    }

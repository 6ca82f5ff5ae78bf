"""``communique serve``: the archive as a web page."""

from __future__ import annotations

import re
import socket

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import say
from crawler.errors import CommuniqueError


@click.command(
    "serve",
    short_help="the archive as a web page",
    epilog="Examples: communique serve; communique serve --host 0.0.0.0 --port 80 --base-url https://archive.example",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Which address to listen at; 0.0.0.0: all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any free one.")
@click.option(
    "--base-url", metavar="URL", help="What permanent addresses begin with, where others reach this by another name."
)
@pass_place
def command(place: Place, host: str, port: int, base_url: str | None) -> None:
    """Open the archive as a web page, read only: stories side by side, what changed, search, coverage, runs, SQL.

    A crawl may write to the archive meanwhile. Ctrl-C ends it.
    """
    try:
        from crawler.web.server import serve
    except ImportError as error:
        raise CommuniqueError(
            f"the web page needs more packages ({error.name}): pip install 'communique[web]'"
        ) from error
    if base_url is not None and not _BASE.fullmatch(base_url):
        raise click.UsageError(f"--base-url {base_url} is no address of a host: https://archive.example")
    if not host.strip():
        raise click.UsageError("--host is empty: 127.0.0.1 for this machine alone, 0.0.0.0 for all who reach it")
    place.existing()
    place.read().close()
    port = _free(host, port)
    say(f"{place.path}: {_address(host, port)} (Ctrl-C ends it)")
    serve(place.path, host, port, base_url.rstrip("/") if base_url else None)


_BASE = re.compile(r"https?://(?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/?", re.ASCII)


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _free(host: str, port: int) -> int:
    """The port, or any free one for 0; raises CommuniqueError where it cannot be had."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            what = f"cannot listen at {host}:{port} ({error.strerror})"
            raise CommuniqueError(f"{what}: name another --port or --host") from error
        return int(probe.getsockname()[1])

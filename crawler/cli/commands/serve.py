"""``communique serve``: the archive as a web site."""

from __future__ import annotations

import re
import socket

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import print_message
from crawler.errors import CommuniqueError


@click.command(
    "serve",
    short_help="serve the archive as a web site",
    epilog="Examples: communique serve; communique serve --host 0.0.0.0 --port 80 --base-url https://archive.example",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The IP address to listen on; 0.0.0.0 for all of this machine.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--base-url", metavar="URL", help="The public URL of this server, which permanent addresses begin with.")
@pass_location
def command(location: ArchiveLocation, host: str, port: int, base_url: str | None) -> None:
    """Serve the archive as a web site, read only, until Ctrl-C.

    It has stories with two languages side by side, edits, search, coverage, runs and SQL. A crawl may write to the
    archive meanwhile.
    """
    try:
        from crawler.web.server import serve
    except ImportError as error:
        raise CommuniqueError(
            f"the web site needs more packages ({error.name} is missing): pip install 'communique[web]'"
        ) from error
    if base_url is not None and not _BASE.fullmatch(base_url):
        raise click.UsageError(f"--base-url {base_url} is not the URL of a host: use https://archive.example")
    if not host.strip():
        raise click.UsageError("--host is empty: use 127.0.0.1 for this machine alone, 0.0.0.0 for every network")
    location.require()
    location.read().close()
    port = _free(host, port)
    print_message(f"{location.path}: {_address(host, port)} (Ctrl-C ends the server)")
    serve(location.path, host, port, base_url.rstrip("/") if base_url else None)


_BASE = re.compile(r"https?://(?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/?", re.ASCII)


def _address(host: str, port: int) -> str:
    """The URL for a browser on this machine."""
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _free(host: str, port: int) -> int:
    """The port, or a free one for 0; raises CommuniqueError if it cannot be used."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            what = f"cannot listen at {host}:{port} ({error.strerror})"
            raise CommuniqueError(f"{what}: choose another --port or --host") from error
        return int(probe.getsockname()[1])

"""``make screenshots``: a picture of each page of the demo, on a desk in the light and on a phone in the dark."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tests.conftest import ROOT
from tests.support.browser import DESK, PHONE, chromium, driver, lacking, opened
from tests.support.webserver import WebServer, crawl_demo, pages

KEPT, KEPT_SIZE = {"front": "front", "side-by-side": "side-by-side", "diff": "edit"}, (1120, 700)
"""The pages whose pictures the documentation shows, by the names of the pictures; and their size."""


@click.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "docs" / "screenshots",
    help="The folder that the pictures go to; docs/screenshots by default.",
)
def main(output: Path) -> None:
    """Crawl the demo for some days, serve its archive, and make a picture of each kind of page, twice."""
    if reason := lacking():
        raise click.ClickException(reason)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "demo.db"
        crawl_demo(archive)
        with WebServer(archive) as server, driver() as playwright, chromium(playwright) as browser:
            found = pages(server)
            for size, dark, ending in ((DESK, False, ""), (PHONE, True, "-phone")):
                with opened(browser, server.url, size, dark=dark) as page:
                    for name, address in found.items():
                        page.goto(address)
                        width, height = KEPT_SIZE if name in KEPT and not ending else size
                        page.set_viewport_size({"width": width, "height": height})
                        picture = output / f"{KEPT.get(name, name)}{ending}.png"
                        page.screenshot(path=picture)
                        click.echo(f"{picture}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

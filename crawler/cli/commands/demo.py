"""``communique demo``: the demo ministry, served on localhost."""

from __future__ import annotations

import json

import click

from crawler.cli.tables import print_message
from crawler.demo.damage import KINDS
from crawler.demo.ministry import Ministry
from crawler.demo.server import serve
from crawler.demo.truth import truth_on


@click.command(
    "demo",
    short_help="serve the demo ministry on this machine",
    epilog="Example: communique demo --day 5 --port 8642, then open http://127.0.0.1:8642/ in a browser.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8642,
    show_default=True,
    help="The port on 127.0.0.1; 0 takes a free one.",
)
@click.option(
    "--day",
    type=click.FloatRange(min=1),
    default=1,
    show_default=True,
    help="The day of its history to serve; 1.5 is noon of the first day.",
)
@click.option(
    "--stories", type=click.IntRange(min=1), default=60, show_default=True, help="The number of stories on day 1."
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="The seed of its texts: the same seed makes the same ministry.",
)
@click.option("--damage", type=click.Choice(sorted(KINDS)), help="Damage its responses in this manner.")
@click.option("--truth", is_flag=True, help="Print what is true on that day as JSON, and serve nothing.")
def command(port: int, day: float, stories: int, seed: int, damage: str | None, truth: bool) -> None:
    """Serve a small fictional foreign ministry in three languages until Ctrl-C.

    Its pages are built like those of a real ministry, and it has a scripted history of edits, removals and outages.
    To crawl it: communique crawl demo, or communique crawl demo --base URL while this command runs.
    """
    ministry = Ministry(stories=stories, seed=seed)
    if truth:
        click.echo(json.dumps(truth_on(ministry, day), ensure_ascii=False, indent=1))
        return
    print_message("Ctrl-C stops it.")
    serve(ministry, port=port, day=day, damage=damage or "")

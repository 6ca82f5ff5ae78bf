"""``communique demo``: the demo ministry, served on localhost to look at or to crawl."""

from __future__ import annotations

import json

import click

from crawler.cli.tables import say
from crawler.demo.damage import KINDS
from crawler.demo.ministry import Ministry
from crawler.demo.server import serve


@click.command(
    "demo",
    short_help="serve the demo ministry to look at",
    epilog="Example: communique demo --day 5 --port 8642, then open http://127.0.0.1:8642/ in a browser.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8642, show_default=True, help="0 takes a free port.")
@click.option("--day", type=click.FloatRange(min=1), default=1, show_default=True, help="The day of its history.")
@click.option(
    "--stories", type=click.IntRange(min=1), default=60, show_default=True, help="How many stories day 1 has."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same ministry.")
@click.option("--damage", type=click.Choice(sorted(KINDS)), help="What is wrong with its answers.")
@click.option("--truth", is_flag=True, help="Print what is true of that day as JSON, and serve nothing.")
def command(port: int, day: float, stories: int, seed: int, damage: str | None, truth: bool) -> None:
    """Serve a small fictional foreign ministry in three languages, until Ctrl-C.

    It is built the way the first real site is, traps included, and has a scripted history: edits, removals, outages.
    """
    ministry = Ministry(stories=stories, seed=seed)
    if truth:
        click.echo(json.dumps(ministry.truth(day), ensure_ascii=False, indent=1))
        return
    say("Ctrl-C stops it.")
    serve(ministry, port=port, day=day, damage=damage or "")

"""``python -m crawler.demo`` serves the demo ministry, and prints its address once it listens."""

from __future__ import annotations

import os

import click

from crawler.demo.ministry import Ministry
from crawler.demo.server import end_with_parent, serve


@click.command("python -m crawler.demo")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port to listen on; 0 takes a free one."
)
@click.option(
    "--day",
    type=click.FloatRange(min=1),
    default=1,
    show_default=True,
    help="Day of its history; 2.25 is six hours after 2.",
)
@click.option(
    "--stories", type=click.IntRange(min=1), default=60, show_default=True, help="Number of stories on day 1."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same ministry.")
@click.option("--delay-ms", type=click.FloatRange(min=0), default=0, show_default=True, help="Delay of each answer.")
@click.option("--crawl-delay", type=click.FloatRange(min=0), help="Crawl-delay in robots.txt, in seconds.")
@click.option("--cpu", type=click.IntRange(min=0), help="Run on this core only, if the system supports it.")
@click.option("--tied", is_flag=True, help="End when standard input closes.")
def main(
    port: int,
    day: float,
    stories: int,
    seed: int,
    delay_ms: float,
    crawl_delay: float | None,
    cpu: int | None,
    tied: bool,
) -> None:
    """Serve a small fictional foreign ministry on 127.0.0.1, until Ctrl-C or SIGTERM."""
    if cpu is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cpu})
    if tied:
        end_with_parent()
    ministry = Ministry(stories=stories, seed=seed)
    serve(ministry, port=port, day=day, delay=delay_ms / 1000, crawl_delay=crawl_delay)


if __name__ == "__main__":
    main()

"""One measured run in a process of its own: ``python -m tests.benchmarks.measuring WHAT`` prints one JSON object."""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import Any

import click
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.archive import Archive
from crawler.cli.site_lookup import project_settings, site_for, spider
from crawler.rules.language.tags import detect
from crawler.sources.importing import import_files
from tests.benchmarks.bare import BareSpider

SAME = {
    "CONCURRENT_ITEMS": 1,  # as ours; of its default, 100, Scrapy 2.19 starts as many tasks for each response
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR",
}
"""What both crawls share; the reactor and its loop are the defaults of both."""


def peak_mb() -> float:
    """The most memory this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(pages: int, seconds: float, **more: Any) -> None:
    """Print what was measured."""
    click.echo(json.dumps({"pages": pages, "seconds": seconds, "peak_mb": peak_mb(), **more}))


@click.group()
@click.option("--cpu", type=int, help="Stay on this core.")
def main(cpu: int | None) -> None:
    """Measure one thing."""
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})


@main.command()
@click.option("--base", required=True)
@click.option("--items", default=SAME["CONCURRENT_ITEMS"], help="CONCURRENT_ITEMS.")
def bare(base: str, items: int) -> None:
    """Crawl with a spider that only downloads and follows."""
    settings = Settings({**SAME, "CONCURRENT_ITEMS": items, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False})
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    begun = time.perf_counter()
    process.crawl(crawler, base=base)
    process.start()
    seconds = time.perf_counter() - begun
    found = crawler.spider
    if not isinstance(found, BareSpider):
        raise click.ClickException("the bare spider did not run")
    say(found.pages, seconds, articles=found.articles)


@main.command()
@click.option("--base", required=True)
@click.option("--archive", type=click.Path(path_type=Path), required=True)
@click.option("--with-model", is_flag=True, help="Load the language model before the crawl.")
def full(base: str, archive: Path, with_model: bool) -> None:
    """Crawl the way ``communique crawl demo --full`` does, settling included."""
    if with_model:
        detect(" ".join(["word"] * 100))
    process = AsyncCrawlerProcess(project_settings(**SAME, ARCHIVE=str(archive), PROGRESS_ENABLED=False))
    crawler = process.create_crawler(spider("demo"))
    begun = time.perf_counter()
    process.crawl(crawler, base=base, full=True)
    process.start()
    seconds = time.perf_counter() - begun
    with Archive.open(archive, readonly=True) as opened:
        run = next(iter(opened.runs(site="demo", limit=1)))
        articles = opened.count(site="demo")
    say(run["captures"], seconds, articles=articles)


@main.command("import")
@click.option("--archive", type=click.Path(path_type=Path), required=True)
@click.argument("file", type=click.Path(path_type=Path))
def import_(archive: Path, file: Path) -> None:
    """Import a WARC file, settling included."""
    begun = time.perf_counter()
    with Archive.open(archive) as opened:
        import_files(opened, [file], site_for)
        seconds = time.perf_counter() - begun
        run = next(iter(opened.runs(limit=1)))
    say(run["captures"], seconds)


if __name__ == "__main__":
    main()

"""``communique crawl``: crawl ministries, live or from saved responses, into the archive."""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.archive import Archive
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.crawl_process import crawl_settings
from crawler.cli.health_report import report_health
from crawler.cli.site_hooks import simulated, site_session
from crawler.cli.site_lookup import spider
from crawler.cli.tables import check_day, json_option, print_json, print_message, short_time, table
from crawler.crawl.run_outcome import run_log
from crawler.crawl.spider import MinistrySpider
from crawler.errors import CommuniqueError
from crawler.sources.replay_handler import check_saved

HELD = 4
"""The exit status if another run holds a site."""
UNANSWERED = ("outcome/excluded", "outcome/unreachable", "ministry/dropped/offsite", "ministry/dropped/bad-address")
"""Stats of addresses that were not requested or did not answer."""


@dataclass(frozen=True, kw_only=True)
class CrawlPlan:
    """The options of one call, which hold for every site."""

    since: str | None
    limit: int | None
    full: bool
    due: bool
    replay: Path | None
    verbose: bool

    def arguments(self) -> dict[str, Any]:
        """The arguments of the spiders."""
        return {"since": self.since, "limit": self.limit, "full": self.full, "due": self.due}

    def settings(self, location: ArchiveLocation) -> Settings:
        """The Scrapy settings of the crawls."""
        replay = {} if self.replay is None else {"REPLAY": str(self.replay)}
        return crawl_settings(location, verbose=self.verbose, PROGRESS_ENABLED=True, **replay)


@click.command(
    "crawl",
    short_help="crawl ministries and the language variants of their pages",
    epilog="Examples: communique crawl demo; communique crawl by_mfa --due; "
    "communique crawl by_mfa --since 2026-11-01; communique crawl by_mfa --replay saved.warc.gz",
)
@click.argument("sites", nargs=-1, required=True, metavar="SITE...")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take every response from this WARC, WACZ or archive; nothing is requested from the network.",
)
@click.option("--full", is_flag=True, help="Go to the end of every listing, also past pages that are known.")
@click.option("--due", is_flag=True, help="Crawl only what is due and what is new: for scheduled crawls.")
@click.option("--since", metavar="YYYY-MM-DD", help="Leave a listing where its entries are older than this day.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Request this many articles of each site at most."
)
@click.option("--base", metavar="URL", help="The URL at which a simulated site is running: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Log the crawl in detail on stderr.")
@json_option
@pass_location
def command(
    location: ArchiveLocation,
    sites: tuple[str, ...],
    replay: Path | None,
    full: bool,
    due: bool,
    since: str | None,
    limit: int | None,
    base: str | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Crawl each SITE and every language variant that its pages announce.

    A normal run leaves a listing after two pages in a row without anything new. Pages that were captured before are
    requested with their validators (ETag, Last-Modified), so that the site sends only what changed. The first run of a
    live site takes the newest 30 days; --full takes everything.

    --due is for schedulers: it revisits what is due, within the daily budget of requests, and takes what is new.

    A simulated site, such as the demo, is started on localhost, has an archive of its own, and is one day older at each
    crawl. Ctrl-C ends a crawl cleanly.
    """
    if since is not None:
        check_day(since, "--since")
    if due and (full or since or replay):
        raise click.UsageError("--due crawls only what is due: leave out --full, --since and --replay")
    chosen = [spider(name) for name in dict.fromkeys(sites)]
    plan = CrawlPlan(since=since, limit=limit, full=full, due=due, replay=replay, verbose=verbose)
    simulation = simulated(chosen, base)
    if simulation is not None and simulation.simulator is not None:
        location = location.or_own(simulation.simulator.archive)
    if replay is not None:
        check_saved(replay)
    location.write().close()  # a broken or unwritable archive is an error before the first request
    with site_session(simulation if replay is None else None, location, base) as session:
        if session.message:
            print_message(session.message)
        crawlers = _run(chosen, plan, location, session.arguments)
    _report(location, crawlers, as_json)


def _run(
    chosen: Sequence[type[MinistrySpider]], plan: CrawlPlan, location: ArchiveLocation, extra: Mapping[str, Any]
) -> list[Crawler]:
    process = AsyncCrawlerProcess(plan.settings(location))
    crawls = {
        (crawler := process.create_crawler(found)): process.crawl(crawler, **plan.arguments(), **extra)
        for found in chosen
    }
    process.start()
    for crawl in crawls.values():
        if crawl.done() and isinstance(error := crawl.exception(), CommuniqueError):
            raise error  # the spider refused an argument, and the crawl never began
    return list(crawls)


def _report(location: ArchiveLocation, crawlers: Sequence[Crawler], as_json: bool) -> None:
    logs = [run_log(crawler) for crawler in crawlers]
    held = [log.held for log in logs if log.held]
    failed = [log.failed for log in logs if log.failed and not log.held]
    if failed:
        raise CommuniqueError(failed[0])
    done = [crawler for crawler, log in zip(crawlers, logs, strict=True) if not log.held]
    with location.read() as archive:
        for crawler in done:
            run = run_log(crawler).run
            if run is None:
                raise CommuniqueError(f"{crawler.spidercls.name}: the crawl did not start; --verbose says why")
            rows = archive.summary(crawler.spidercls.name, run=run)
            if as_json:
                print_json(rows)
                continue
            _show(location, archive, crawler, rows)
        status = report_health(archive, [crawler.spidercls.name for crawler in done])
    for line in held:
        print_message(f"Error: {line}")
    if held or status:
        sys.exit(HELD if held else status)


def _show(location: ArchiveLocation, archive: Archive, crawler: Crawler, rows: Sequence[Mapping[str, Any]]) -> None:
    name = crawler.spidercls.name
    columns = ("language", "listed", "archived", "variants missing", "new", "edited")
    title = f"{name}: {spider(name).site.title}"
    shown = [{**row, "variants missing": row["variants_known"]} for row in rows]
    Console(highlight=False).print(table(title, columns, shown))
    print_message(_outcomes(archive, name))
    estimate = run_log(crawler).full_estimate_seconds
    if estimate:
        print_message(
            f"This first run took the newest days only. With --full it would take about {_duration(estimate)}."
        )
    if archive.runs(site=name, limit=1)[0]["what"] == "due":
        print_message(_next_due(location, archive, name))
    else:
        _next_commands(location, archive, name)


def _next_due(location: ArchiveLocation, archive: Archive, name: str) -> str:
    """When the next address is due, and the command that lists what is due."""
    at = archive.next_due(name)
    due = "Nothing more is due" if at is None else f"The next address is due at {short_time(at.isoformat())}"
    return f"{due}. To list what is due: {_program()} --archive {location.path} frontier {name}"


def _outcomes(archive: Archive, name: str) -> str:
    newest = archive.runs(site=name, limit=1)[0]
    exchanged = ", ".join(f"{count} {word}" for word, count in sorted(newest["outcomes"].items()))
    left = ", ".join(
        f"{count} {key.rpartition('/')[2]}" for key, count in sorted(newest["counts"].items()) if key in UNANSWERED
    )
    return f"Exchanges in this run: {exchanged or 'none'}." + (
        f" Not requested or no response: {left}." if left else ""
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"


def _next_commands(location: ArchiveLocation, archive: Archive, name: str) -> None:
    call = f"{_program()} --archive {location.path}"
    article = _example(archive, name)
    if article is None:
        print_message(f"No article yet. To see every exchange of this run: {call} runs --json")
        return
    word = max(re.findall(r"\w+", article["title"]), key=len, default="news")
    print_message("Three things to try next:")
    print_message(f"  {call} articles --limit 10")
    print_message(f"  {call} variants {article['id']}")
    print_message(f"  {call} search {word}")


def _program() -> str:
    """The name of this program if it is on the PATH; otherwise its path."""
    if shutil.which("communique"):
        return "communique"
    called = Path(sys.argv[0])
    try:
        return str(called.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(called)


def _example(archive: Archive, name: str) -> Mapping[str, Any] | None:
    """One of the newest articles, from the story with the most languages; None if there is no article."""
    newest = list(archive.articles(site=name, limit=100))
    stories = Counter(row["story"] for row in newest)
    return max(newest, key=lambda row: stories[row["story"]], default=None)

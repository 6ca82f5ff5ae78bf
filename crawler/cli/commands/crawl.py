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
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.crawl_process import crawl_settings
from crawler.cli.health_report import report_health
from crawler.cli.site_hooks import simulated, site_session
from crawler.cli.site_lookup import spider
from crawler.cli.tables import check_day, json_option, print_json, say, short_time, table
from crawler.crawl.run_outcome import run_log
from crawler.crawl.spider import MinistrySpider
from crawler.errors import CommuniqueError
from crawler.sources.replay import check_saved

HELD = 4
"""Exit status where another run holds a site."""
UNANSWERED = ("outcome/excluded", "outcome/unreachable", "ministry/dropped/offsite", "ministry/dropped/bad-address")
"""Counts of a run that are no exchanges."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one call asks of every site."""

    since: str | None
    limit: int | None
    full: bool
    due: bool
    replay: Path | None
    verbose: bool

    def arguments(self) -> dict[str, Any]:
        """The spider arguments."""
        return {"since": self.since, "limit": self.limit, "full": self.full, "due": self.due}

    def settings(self, place: Place) -> Settings:
        """The Scrapy settings."""
        replay = {} if self.replay is None else {"REPLAY": str(self.replay)}
        return crawl_settings(place, verbose=self.verbose, PROGRESS_ENABLED=True, **replay)


@click.command(
    "crawl",
    short_help="crawl ministries and their language variants",
    epilog="Examples: communique crawl demo; communique crawl by_mfa --due; "
    "communique crawl by_mfa --since 2026-11-01; communique crawl by_mfa --replay saved.warc.gz",
)
@click.argument("sites", nargs=-1, required=True, metavar="SITE...")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take every response from this WARC, WACZ or archive; no socket is opened.",
)
@click.option("--full", is_flag=True, help="Go to the end of every listing, known pages or not.")
@click.option("--due", is_flag=True, help="Do what is due and what is new, nothing else: for scheduled crawls.")
@click.option("--since", metavar="YYYY-MM-DD", help="Stop where listings get older than this day.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most so many articles.")
@click.option("--base", metavar="URL", help="Where a simulated site runs already: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Show what the crawler says while it works.")
@json_option
@pass_place
def command(
    place: Place,
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
    """Crawl each SITE and every language variant its pages announce.

    A normal run stops paging when a whole page of a listing is known and the next one too; what was captured before
    is asked for with its validators, so that only what changed is sent again. The first run of a live site takes the
    newest 30 days. --due is for a scheduler: it looks again at what is due, within the day's budget of requests, and
    takes what is new. The site "demo" is started on localhost, goes into data/demo.db, and is one day older at each
    crawl. Ctrl-C ends a crawl cleanly.
    """
    if since is not None:
        check_day(since, "--since")
    if due and (full or since or replay):
        raise click.UsageError("--due does what is due and nothing else: leave out --full, --since and --replay")
    chosen = [spider(name) for name in dict.fromkeys(sites)]
    plan = Plan(since=since, limit=limit, full=full, due=due, replay=replay, verbose=verbose)
    simulation = simulated(chosen, base)
    if simulation is not None and simulation.simulator is not None:
        place = place.or_own(simulation.simulator.archive)
    if replay is not None:
        check_saved(replay)
    place.write().close()  # a broken or unwritable archive is said before anything is asked of a site
    with site_session(simulation if replay is None else None, place, base) as session:
        if session.message:
            say(session.message)
        crawlers = _run(chosen, plan, place, session.arguments)
    _report(place, crawlers, as_json)


def _run(chosen: Sequence[type[MinistrySpider]], plan: Plan, place: Place, extra: Mapping[str, Any]) -> list[Crawler]:
    process = AsyncCrawlerProcess(plan.settings(place))
    crawls = {
        (crawler := process.create_crawler(found)): process.crawl(crawler, **plan.arguments(), **extra)
        for found in chosen
    }
    process.start()
    for crawl in crawls.values():
        if crawl.done() and isinstance(error := crawl.exception(), CommuniqueError):
            raise error  # an argument that a spider refuses: it never began
    return list(crawls)


def _report(place: Place, crawlers: Sequence[Crawler], as_json: bool) -> None:
    logs = [run_log(crawler) for crawler in crawlers]
    held = [log.held for log in logs if log.held]
    failed = [log.failed for log in logs if log.failed and not log.held]
    if failed:
        raise CommuniqueError(failed[0])
    done = [crawler for crawler, log in zip(crawlers, logs, strict=True) if not log.held]
    with place.read() as archive:
        for crawler in done:
            run = run_log(crawler).run
            if run is None:
                raise CommuniqueError(f"{crawler.spidercls.name}: the crawl did not start; --verbose says why")
            rows = archive.summary(crawler.spidercls.name, run=run)
            if as_json:
                print_json(rows)
                continue
            _show(place, archive, crawler, rows)
        status = report_health(archive, [crawler.spidercls.name for crawler in done])
    for line in held:
        say(f"Error: {line}")
    if held or status:
        sys.exit(HELD if held else status)


def _show(place: Place, archive: Archive, crawler: Crawler, rows: Sequence[Mapping[str, Any]]) -> None:
    name = crawler.spidercls.name
    columns = ("language", "listed", "archived", "variants missing", "new", "edited")
    title = f"{name}: {spider(name).site.title}"
    shown = [{**row, "variants missing": row["variants_known"]} for row in rows]
    Console(highlight=False).print(table(title, columns, shown))
    say(_outcomes(archive, name))
    estimate = run_log(crawler).full_estimate_seconds
    if estimate:
        say(f"This first run took the newest days only; --full would take about {_duration(estimate)}.")
    if archive.runs(site=name, limit=1)[0]["what"] == "due":
        say(_what_is_next(place, archive, name))
    else:
        _next_commands(place, archive, name)


def _what_is_next(place: Place, archive: Archive, name: str) -> str:
    """When the next scheduled crawl finds something to do."""
    at = archive.next_due(name)
    due = "Nothing more is due" if at is None else f"The next address is due at {short_time(at.isoformat())}"
    return f"{due}: {_program()} --archive {place.path} frontier {name}"


def _outcomes(archive: Archive, name: str) -> str:
    newest = archive.runs(site=name, limit=1)[0]
    exchanged = ", ".join(f"{count} {word}" for word, count in sorted(newest["outcomes"].items()))
    left = ", ".join(
        f"{count} {key.rpartition('/')[2]}" for key, count in sorted(newest["counts"].items()) if key in UNANSWERED
    )
    return f"Exchanges in this run: {exchanged or 'none'}." + (f" Not asked or not answered: {left}." if left else "")


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"


def _next_commands(place: Place, archive: Archive, name: str) -> None:
    call = f"{_program()} --archive {place.path}"
    telling = _telling(archive, name)
    if telling is None:
        say(f"No article yet. To see every exchange of this run: {call} runs --json")
        return
    word = max(re.findall(r"\w+", telling["title"]), key=len, default="news")
    say("Three things to try next:")
    say(f"  {call} articles --limit 10")
    say(f"  {call} variants {telling['id']}")
    say(f"  {call} search {word}")


def _program() -> str:
    """How this program is called from here: by its name where it is on the PATH, else by where it is."""
    if shutil.which("communique"):
        return "communique"
    called = Path(sys.argv[0])
    try:
        return str(called.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(called)


def _telling(archive: Archive, name: str) -> Mapping[str, Any] | None:
    """Of the newest articles one with several languages, if there is such a one: its variants are worth a look."""
    newest = list(archive.articles(site=name, limit=100))
    stories = Counter(row["story"] for row in newest)
    return max(newest, key=lambda row: stories[row["story"]], default=None)

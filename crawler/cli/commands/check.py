"""``communique check``: request a few pages of a site, and report whether its spider still fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from crawler.checking.doubts import FAILS, VERDICTS
from crawler.checking.report import CheckFinding, findings
from crawler.checking.spider import check
from crawler.cli.site_hooks import site_session
from crawler.cli.site_lookup import project_settings, spider
from crawler.cli.tables import json_option, print_json, print_message, table
from crawler.errors import CommuniqueError
from crawler.pages.site import Site
from crawler.sources.replay_handler import check_saved

UNHEALTHY = 3
"""The exit status if a check fails."""
SAVED_OUTCOMES = ("article", "listing", "feed", "sitemap", "unreadable")
"""Outcomes of pages that are worth saving as fixtures."""


@click.command(
    "check",
    short_help="test whether the spider of a site still fits",
    epilog="Examples: communique check by_mfa; communique check demo; communique check by_mfa --replay saved.warc.gz",
)
@click.argument("name", metavar="SITE")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take every response from this WARC, WACZ or archive; nothing is requested from the network.",
)
@click.option("--base", metavar="URL", help="The URL at which a simulated site is running: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Log the crawl in detail on stderr.")
@json_option
def command(name: str, replay: Path | None, base: str | None, verbose: bool, as_json: bool) -> None:
    """Request a few pages of SITE, as politely as a crawl, and report for each whether the spider still fits.

    The pages are: robots.txt, the front pages, the first page of every seed, a second page for each kind of
    pagination, and the newest one or two articles of every listing. Nothing is archived.

    Each line begins with a verdict: holds; partly (worth a look); does not hold; not asked (not requested, with the
    reason). The exit status is 3 if a page does not hold, 1 if the site cannot be reached or its robots.txt forbids
    every page, and 0 otherwise.
    """
    found = spider(name)
    if replay is not None:
        check_saved(replay)
    settings = project_settings(
        LOG_LEVEL="INFO" if verbose else "CRITICAL",
        PROGRESS_ENABLED=True,
        REPLAY="" if replay is None else str(replay),
    )
    with site_session(found if replay is None else None, None, base) as session:
        if session.message:
            print_message(session.message)
        checked = check(found, settings, base=session.arguments.get("base", base))
    rows = findings(checked.requests, checked.answers)
    if as_json:
        print_json(each.row() for each in rows)
    if reason := checked.answers.nothing():
        raise CommuniqueError(reason)
    if not as_json:
        _show(found.site, rows)
    if checked.closed_with != "finished":
        raise CommuniqueError(f"{name}: the check was stopped before its end")
    if any(each.verdict == FAILS for each in rows):
        click.get_current_context().exit(UNHEALTHY)


def _show(site: Site, rows: Sequence[CheckFinding]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 200
    columns = ("verdict", "what", "language", "address", "detail")
    shown = [
        {**each.row(), "language": each.language_claimed, "address": each.url.removeprefix(site.origin)}
        for each in rows
    ]
    console.print(table(f"{site.name}: {site.title}", columns, shown, fold=("address", "detail")))
    counted = Counter(each.verdict for each in rows)
    print_message(f"{site.name}: " + ", ".join(f"{word} {counted[word]}" for word in VERDICTS if counted[word]) + ".")
    for line in _failures(site, rows):
        print_message(line)


def _failures(site: Site, rows: Sequence[CheckFinding]) -> Iterator[str]:
    """Lines with the full address of each page that does not hold, and the command that saves one as a fixture."""
    failing = [each for each in rows if each.verdict == FAILS]
    yield from (f"  {each.what} {each.url}: {'; '.join(each.reasons)}" for each in failing)
    if pages := [each for each in failing if each.outcome in SAVED_OUTCOMES]:
        yield f"To save one as a test fixture: communique savepage {site.name} {pages[0].url}"

"""``communique check``: ask a site for a few pages, and say what of its site file still holds."""

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
from crawler.cli.tables import json_option, print_json, say, table
from crawler.errors import CommuniqueError
from crawler.pages.site import Site
from crawler.sources.replay import check_saved

UNHEALTHY = 3
"""The exit status where something does not hold."""
READ = ("article", "listing", "feed", "sitemap", "unreadable")
"""Outcomes of pages that are worth keeping as fixtures: the site's own."""


@click.command(
    "check",
    short_help="ask a site for a few pages: does its spider still fit?",
    epilog="Examples: communique check by_mfa; communique check demo; communique check by_mfa --replay saved.warc.gz",
)
@click.argument("name", metavar="SITE")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take every response from this WARC, WACZ or archive; no socket is opened.",
)
@click.option("--base", metavar="URL", help="Where a simulated site runs already: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Show what the crawler says while it works.")
@json_option
def command(name: str, replay: Path | None, base: str | None, verbose: bool, as_json: bool) -> None:
    """Ask SITE for a few pages, as politely as a crawl does, and say for each whether its spider still fits.

    That is: robots.txt, the front pages, the first page of every seed, a second page for each way of paging, and the
    newest one or two articles of every listing. Nothing is archived. Each line begins with a word: holds; partly (look
    at it); does not hold; not asked, with the reason. Exit status: 3 where something does not hold; 1 where the site
    cannot be reached, or forbids everything; else 0.
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
            say(session.message)
        checked = check(found, settings, base=session.arguments.get("base", base))
    rows = findings(checked.requests, checked.answers)
    if as_json:
        print_json(each.row() for each in rows)
    if nothing := checked.answers.nothing():
        raise CommuniqueError(nothing)
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
    say(f"{site.name}: " + ", ".join(f"{word} {counted[word]}" for word in VERDICTS if counted[word]) + ".")
    for line in _worth_a_look(site, rows):
        say(line)


def _worth_a_look(site: Site, rows: Sequence[CheckFinding]) -> Iterator[str]:
    """The whole address of what does not hold, and how to keep such a page for a test."""
    failing = [each for each in rows if each.verdict == FAILS]
    yield from (f"  {each.what} {each.url}: {'; '.join(each.reasons)}" for each in failing)
    if pages := [each for each in failing if each.outcome in READ]:
        yield f"To keep one for a test: communique savepage {site.name} {pages[0].url}"

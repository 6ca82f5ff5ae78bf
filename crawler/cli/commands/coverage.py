"""``communique coverage``: how much of what is known to exist is archived, and what is missing."""

from __future__ import annotations

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import json_option, limit_option, print_message, print_rows


@click.command(
    "coverage",
    short_help="count what is archived and missing, by month and language",
    epilog="Examples: communique coverage --site by_mfa --since 2026-01-01; communique coverage --language be --gaps",
)
@filter_options
@click.option("--gaps", is_flag=True, help="List what is missing, one line each, instead of the counts.")
@click.option("--unknown", is_flag=True, help="List the stories whose versions are unknown, instead of the counts.")
@limit_option
@json_option
@pass_location
def command(
    location: ArchiveLocation, filters: ArticleFilterArguments, gaps: bool, unknown: bool, limit: int, as_json: bool
) -> None:
    """Count what is archived of what is known to exist, by site, month and language, newest month first.

    The columns are: listed, addresses found in listings, feeds or sitemaps; archived, articles; missing, addresses
    that were listed or announced by another language version and are not archived; without, stories that announce
    their versions and none in that language; unknown, stories that announce no versions and are tied to none, so that
    nobody can say. With --gaps the missing addresses and the stories without a version are listed, each with the
    reason; with --unknown the stories whose versions are unknown.
    """
    with location.read(filters["site"]) as archive:
        rows = archive.coverage(**filters)
    named = [gap for row in rows for gap in row["gaps"]]
    open_questions = [gap for row in rows for gap in row["unknowns"]]
    if gaps or unknown:
        listed = [*(named if gaps else ()), *(open_questions if unknown else ())]
        print_rows(
            listed[:limit],
            as_json=as_json,
            title=f"{'Missing' if gaps else 'Unknown'} in {location.path}",
            columns=("site", "month", "language", "why", "title", "url"),
            fold=("title", "url"),
            empty="Nothing is missing." if gaps else "The versions of all stories are known.",
        )
        _print_more(len(listed), limit)
        return
    print_rows(
        rows[:limit],
        as_json=as_json,
        title=f"Coverage of {location.path}",
        columns=("site", "month", "language", "listed", "archived", "missing", "without", "unknown"),
        empty="No article matches. To see what is archived: communique sites",
    )
    _print_more(len(rows), limit)
    if not as_json and named:
        print_message("To list what is missing, and the stories without a version: communique coverage --gaps")
    if not as_json and open_questions:
        print_message("To list the stories whose versions are unknown: communique coverage --unknown")


def _print_more(count: int, limit: int) -> None:
    if count > limit:
        print_message(f"{count - limit} more rows: --limit {count} shows all.")

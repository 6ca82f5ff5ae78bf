"""``communique coverage``: what is archived of what is known to exist, and what is missing, by name."""

from __future__ import annotations

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import answer, json_option, limit_option, say


@click.command(
    "coverage",
    short_help="what is archived of what exists, by month and language",
    epilog="Examples: communique coverage --site by_mfa --since 2026-01-01; communique coverage --language be --gaps",
)
@filter_options
@click.option("--gaps", is_flag=True, help="Name what is missing, one line each, instead of counting it.")
@limit_option
@json_option
@pass_place
def command(place: Place, narrowed: ArticleFilterArguments, gaps: bool, limit: int, as_json: bool) -> None:
    """Show, by site, month and language, what is archived of what is known to exist, newest month first.

    listed: addresses that listings, feeds or sitemaps had; archived: articles; missing: addresses that were listed, or
    announced by another language version, and are not archived; without: stories that have no text in that language,
    and announce none (never translated, as far as anything tells). --gaps names the last two, with what became of each
    address.
    """
    with place.read(narrowed["site"]) as archive:
        rows = archive.coverage(**narrowed)
    named = [gap for row in rows for gap in row["gaps"]]
    if gaps:
        answer(
            named[:limit],
            as_json=as_json,
            title=f"Not archived, by {place.path}",
            columns=("site", "month", "language", "why", "title", "url"),
            fold=("title", "url"),
            empty="Nothing is missing.",
        )
        _say_more(len(named), limit)
        return
    answer(
        rows[:limit],
        as_json=as_json,
        title=f"Coverage of {place.path}",
        columns=("site", "month", "language", "listed", "archived", "missing", "without"),
        empty="No article matches. communique sites shows what is archived.",
    )
    _say_more(len(rows), limit)
    if not as_json and named:
        say("communique coverage --gaps names what is missing, and which stories are without a version.")


def _say_more(count: int, limit: int) -> None:
    if count > limit:
        say(f"{count - limit} more: --limit {count} shows all.")

"""``communique runs``: what was crawled and imported, and how it ended."""

from __future__ import annotations

import click

from crawler.cli.output import Row, answer, json_option, limit_option, short_time
from crawler.cli.place import Place, pass_place


@click.command(
    "runs", short_help="crawls and imports, newest first", epilog="Example: communique runs --site by_mfa --json"
)
@click.option("--site", help="Only runs of this site.")
@limit_option
@json_option
@pass_place
def command(place: Place, site: str | None, limit: int, as_json: bool) -> None:
    """List crawls and imports, newest first, with their counts and how they ended."""
    with place.read() as archive:
        answer(
            archive.runs(site=site, limit=limit),
            as_json=as_json,
            title=f"Runs in {place.path}",
            columns=("id", "site", "mode", "started", "ended", "captures", "new", "edited", "removed", "outcomes"),
            fold=("outcomes",),
            empty="No runs yet. Start with: communique crawl demo",
            shape=_shape,
        )


def _shape(row: Row) -> Row:
    return {**row, "started": short_time(row["started"]), "ended": short_time(row["ended"]) or "died or running"}

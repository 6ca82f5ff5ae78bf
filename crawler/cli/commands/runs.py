"""``communique runs``: what was crawled and imported, and how it ended."""

from __future__ import annotations

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import Row, answer, json_option, limit_option, short_time

COLUMNS = (
    "id", "site", "mode", "what", "started", "ended", "how", "captures", "new", "edited", "removed", "health",
    "outcomes",
)  # fmt: skip


@click.command(
    "runs", short_help="crawls and imports, newest first", epilog="Example: communique runs --site by_mfa --json"
)
@click.option("--site", help="Only runs of this site.")
@limit_option
@json_option
@pass_place
def command(place: Place, site: str | None, limit: int, as_json: bool) -> None:
    """List crawls and imports, newest first, with their counts, how they ended, and how healthy the site was.

    A normal run has no word under "what"; "due" asked for what was due and nothing else, "full" went to the end of
    every listing. --json has each finding, with an example and the capture to look at, and what was measured.
    """
    with place.read(site) as archive:
        answer(
            archive.runs(site=site, limit=limit),
            as_json=as_json,
            title=f"Runs in {place.path}",
            columns=COLUMNS,
            fold=("health", "outcomes"),
            empty="No runs yet. Start with: communique crawl demo",
            shape=_shape,
        )


def _shape(row: Row) -> Row:
    return {
        **row,
        "started": short_time(row["started"]),
        "ended": short_time(row["ended"]) or "died or running",
        "health": health(row),
    }


def health(row: Row) -> str | None:
    """How well a run was, in words; None where nobody judged it."""
    if row["healthy"] is None:
        return None
    count = len(row["findings"])
    return "healthy" if row["healthy"] else f"unhealthy: {count} finding{'' if count == 1 else 's'}"

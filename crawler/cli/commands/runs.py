"""``communique runs``: crawls and imports, and how they ended."""

from __future__ import annotations

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import TableRow, json_option, limit_option, print_rows, short_time

COLUMNS = (
    "id", "site", "mode", "what", "started", "ended", "how", "captures", "new", "edited", "removed", "health",
    "outcomes",
)  # fmt: skip


@click.command("runs", short_help="list crawls and imports", epilog="Example: communique runs --site by_mfa --json")
@click.option("--site", metavar="SITE", help="Only runs of this site.")
@limit_option
@json_option
@pass_location
def command(location: ArchiveLocation, site: str | None, limit: int, as_json: bool) -> None:
    """List crawls and imports, newest first, with their counts, how they ended, and the health of the site.

    The column "what" is empty for a normal run, "due" for a run of what was due, and "full" for a run to the end of
    every listing. With --json each run has its findings, with an example, a capture and the measured values.
    """
    with location.read(site) as archive:
        print_rows(
            archive.runs(site=site, limit=limit),
            as_json=as_json,
            title=f"Runs in {location.path}",
            columns=COLUMNS,
            fold=("health", "outcomes"),
            empty="No runs yet. Start with: communique crawl demo",
            shape=_shape,
        )


def _shape(row: TableRow) -> TableRow:
    return {
        **row,
        "started": short_time(row["started"]),
        "ended": short_time(row["ended"]) or "died or running",
        "health": health(row),
    }


def health(row: TableRow) -> str | None:
    """The health of a run in words; None if it was not assessed."""
    if row["healthy"] is None:
        return None
    count = len(row["findings"])
    return "healthy" if row["healthy"] else f"unhealthy: {count} finding{'' if count == 1 else 's'}"

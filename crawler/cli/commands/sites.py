"""``communique sites``: the sites with a spider, and what is archived of each."""

from __future__ import annotations

from datetime import datetime

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.site_lookup import spiders
from crawler.cli.tables import TableRow, json_option, print_rows, short_time
from crawler.crawl.clock import now
from crawler.errors import ArchiveMissing

RUN = ("last_run", "healthy", "next_due", "rest_until", "rest_why")
"""The keys about a site's runs; None for a site that was never crawled."""
HEALTH = {None: None, True: "healthy", False: "unhealthy"}


@click.command(
    "sites", short_help="list the sites, and what is archived of each", epilog="Example: communique sites --json"
)
@json_option
@pass_location
def command(location: ArchiveLocation, as_json: bool) -> None:
    """List every site that can be crawled, with the number of its archived articles.

    The table has the health that the newest run found, and the time when the next address is due. A site in cooldown
    is not requested before the cooldown ends.
    """
    archived: dict[str, TableRow] = {}
    try:
        with location.read() as archive:
            archived = {row["name"]: row for row in archive.sites()}
    except ArchiveMissing:
        pass  # nothing was crawled yet; the spiders are listed all the same
    rows: list[TableRow] = [
        {
            "name": name,
            "title": found.site.title,
            "languages": list(found.site.languages),
            "articles": archived.get(name, {}).get("articles", 0),
            **{key: archived.get(name, {}).get(key) for key in RUN},
        }
        for name, found in spiders().items()
    ]
    rows += [row for name, row in archived.items() if name not in spiders()]
    print_rows(
        rows,
        as_json=as_json,
        title="Sites",
        columns=("name", "languages", "articles", "last_run", "health", "next_due", "title"),
        fold=("languages", "next_due", "title"),
        empty="No spider was found: run this in the folder of the project",
        shape=_shape,
    )


def _shape(row: TableRow) -> TableRow:
    due = short_time(row["next_due"])
    if row["rest_until"] and datetime.fromisoformat(row["rest_until"]) > now():
        due = f"cooldown until {short_time(row['rest_until'])}" + (f": {row['rest_why']}" if row["rest_why"] else "")
    return {**row, "last_run": short_time(row["last_run"]), "health": HEALTH[row["healthy"]], "next_due": due}

"""``communique sites``: the ministries there is a spider for, and what is archived of each."""

from __future__ import annotations

from datetime import datetime

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.site_lookup import spiders
from crawler.cli.tables import Row, answer, json_option, short_time
from crawler.crawl.context import now
from crawler.errors import ArchiveMissing

RUN = ("last_run", "healthy", "next_due", "rest_until", "rest_why")
"""What the archive tells of a site's runs; None of one that was never crawled."""
HEALTH = {None: None, True: "healthy", False: "unhealthy"}


@click.command(
    "sites", short_help="the sites there are, and what is archived", epilog="Example: communique sites --json"
)
@json_option
@pass_place
def command(place: Place, as_json: bool) -> None:
    """List every site that can be crawled, and how much of it the archive holds.

    With how healthy the newest run found it, and when the next of its addresses is due. A site that rests is not asked
    before that time.
    """
    archived: dict[str, Row] = {}
    try:
        with place.read() as archive:
            archived = {row["name"]: row for row in archive.sites()}
    except ArchiveMissing:
        pass  # nothing crawled yet: the spiders can be listed all the same
    rows: list[Row] = [
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
    answer(
        rows,
        as_json=as_json,
        title="Sites",
        columns=("name", "languages", "articles", "last_run", "health", "next_due", "title"),
        fold=("languages", "next_due", "title"),
        empty="No spider was found: is this the project's own folder?",
        shape=_shape,
    )


def _shape(row: Row) -> Row:
    due = short_time(row["next_due"])
    if row["rest_until"] and datetime.fromisoformat(row["rest_until"]) > now():
        due = f"rests until {short_time(row['rest_until'])}" + (f": {row['rest_why']}" if row["rest_why"] else "")
    return {**row, "last_run": short_time(row["last_run"]), "health": HEALTH[row["healthy"]], "next_due": due}

"""``communique sites``: the ministries there is a spider for, and what is archived of each."""

from __future__ import annotations

import click

from crawler.cli.finding import spiders
from crawler.cli.output import Row, answer, json_option, short_time
from crawler.cli.place import Place, pass_place
from crawler.errors import ArchiveMissing


@click.command(
    "sites", short_help="the sites there are, and what is archived", epilog="Example: communique sites --json"
)
@json_option
@pass_place
def command(place: Place, as_json: bool) -> None:
    """List every site that can be crawled, and how much of it the archive holds."""
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
            "last_run": archived.get(name, {}).get("last_run"),
        }
        for name, found in spiders().items()
    ]
    rows += [row for name, row in archived.items() if name not in spiders()]
    answer(
        rows,
        as_json=as_json,
        title="Sites",
        columns=("name", "languages", "articles", "last_run", "title"),
        fold=("title",),
        empty="No spider was found: is this the project's own folder?",
        shape=lambda row: {**row, "last_run": short_time(row.get("last_run"))},
    )

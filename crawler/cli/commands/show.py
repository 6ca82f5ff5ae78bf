"""``communique show``: one article in full."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import TableRow, cell, check_revision, json_option, print_json, print_message, short_time
from crawler.rules.history.event_words import changed
from crawler.rules.text.normalization import clean

FACTS = (
    "url", "id", "story", "site", "language", "language_claimed", "published", "published_raw", "date_source",
    "modified", "canonical_url", "state", "first_seen", "number", "captured_at", "since", "last_seen", "revisions",
    "tags",
)  # fmt: skip


@click.command(
    "show",
    short_help="show one article in full",
    epilog="Example: communique show https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html",
)
@click.argument("address")
@click.option(
    "--revision",
    metavar="WHICH",
    help="An older text: its number, or the text at a time: YYYY-MM-DD (its end in UTC) or RFC 3339.",
)
@json_option
@pass_location
def command(location: ArchiveLocation, address: str, revision: str | None, as_json: bool) -> None:
    """Show the newest text of the article at ADDRESS (an address, or a 12-letter id), with all its facts.

    With --revision an older text is shown. Then since and last_seen are the times when that text was first and last
    seen, and captured_at is the capture that it was read from; for a day or a time, the last capture until then.
    """
    check_revision(revision, "--revision")
    with location.read() as archive:
        row = archive.show(address)
        if revision is not None:
            row |= {**archive.as_captured(address, revision), "url": row["url"]}
        newest = next(archive.changes(ref=row["id"], limit=1), None)
    if newest is not None and newest["kind"] == "vanished" and revision is None:
        print_message(_gone(newest, row))
    if as_json:
        print_json([row])
        return
    console = Console(highlight=False)
    console.print(Text(clean(row["title"]), style="bold"))
    console.print()
    for paragraph in row["body"]:
        console.print(Text(clean(paragraph)))
        console.print()
    _facts(console, row)


def _gone(event: TableRow, article: TableRow) -> str:
    """A line that says since when the article is gone, and that its last good text is shown."""
    since = short_time(event["at"])
    gone = f"may have been gone since {since}" if event["confirmed"] is None else f"has been gone since {since}"
    return f"This article {gone} ({changed(event)}). Its last good text, seen {short_time(article['last_seen'])}:"


def _facts(console: Console, row: TableRow) -> None:
    for name in FACTS:
        if row.get(name) not in (None, "", [], ()):
            console.print(Text(f"{name.replace('_', ' '):<17}", style="dim") + cell(row[name]), soft_wrap=True)
    for name in ("links", "images", "attachments"):
        for item in row.get(name) or ():
            address = item if isinstance(item, str) else item["url"]
            console.print(Text(f"{name.rstrip('s'):<17}", style="dim") + cell(address), soft_wrap=True)

"""``communique show``: one article, whole."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from crawler.cli.output import Row, cell, json_option, print_json
from crawler.cli.place import Place, pass_place
from crawler.rules.text import clean

FACTS = (
    "url", "id", "story", "site", "language", "language_claimed", "published", "published_raw", "date_source",
    "modified", "canonical_url", "state", "first_seen", "last_seen", "revisions", "tags",
)  # fmt: skip


@click.command(
    "show",
    short_help="one article, whole",
    epilog="Example: communique show https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html",
)
@click.argument("address")
@json_option
@pass_place
def command(place: Place, address: str, as_json: bool) -> None:
    """Show the newest text of the article at ADDRESS (an address, or a 12-letter id), with all that is known of it."""
    with place.read() as archive:
        row = archive.show(address)
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


def _facts(console: Console, row: Row) -> None:
    for name in FACTS:
        if row.get(name) not in (None, "", [], ()):
            console.print(Text(f"{name.replace('_', ' '):<17}", style="dim") + cell(row[name]), soft_wrap=True)
    for name in ("links", "images", "attachments"):
        for item in row.get(name) or ():
            address = item if isinstance(item, str) else item["url"]
            console.print(Text(f"{name.rstrip('s'):<17}", style="dim") + cell(address), soft_wrap=True)

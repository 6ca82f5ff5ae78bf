"""``communique variants``: the language variants of a story."""

from __future__ import annotations

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import json_option, print_rows


@click.command(
    "variants",
    short_help="list the languages of a story, and the evidence",
    epilog="Example: communique variants https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html",
)
@click.argument("address")
@json_option
@pass_location
def command(location: ArchiveLocation, address: str, as_json: bool) -> None:
    """List the language variants of the story of ADDRESS (an address, or a 12-letter id), with the evidence for each.

    The states are: archived; known (announced, and not captured yet); untranslated (the text is in another language
    than the page claims); empty (the page has a title and no text); refused (the language link is wrong, with the
    reason); missing (the page is gone); withdrawn (the page is no longer announced).
    """
    with location.read() as archive:
        print_rows(
            archive.variants(address),
            as_json=as_json,
            title=f"Variants of {address}",
            columns=("language", "state", "evidence", "reason", "url"),
            fold=("url",),
            empty="This article announces no other language.",
        )

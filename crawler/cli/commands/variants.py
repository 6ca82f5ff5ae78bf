"""``communique variants``: the languages of one story."""

from __future__ import annotations

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import answer, json_option


@click.command(
    "variants",
    short_help="the languages of a story, and the evidence",
    epilog="Example: communique variants https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html",
)
@click.argument("address")
@json_option
@pass_place
def command(place: Place, address: str, as_json: bool) -> None:
    """Show in which languages the story of ADDRESS (an address, or a 12-letter id) exists, and on what evidence.

    States: archived; known (announced, not captured yet); untranslated (the text is in another language than the page
    claims); empty (a title without a text); refused (a switcher that lies, with the reason); missing; withdrawn.
    """
    with place.read() as archive:
        answer(
            archive.variants(address),
            as_json=as_json,
            title=f"Variants of {address}",
            columns=("language", "state", "evidence", "reason", "url"),
            fold=("url",),
            empty="This article announces no other language.",
        )

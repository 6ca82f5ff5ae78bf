"""``communique timemap``: every capture of one address."""

from __future__ import annotations

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import Row, answer, json_option, short_time


@click.command(
    "timemap",
    short_help="every capture of one address",
    epilog="Example: communique timemap https://mfa.gov.by/en/press/statements/",
)
@click.argument("address")
@json_option
@pass_place
def command(place: Place, address: str, as_json: bool) -> None:
    """List the captures of ADDRESS (an address, or a 12-letter id) in time order."""
    with place.read() as archive:
        answer(
            archive.timemap(address),
            as_json=as_json,
            title=f"Captures of {address}",
            columns=("captured_at", "status", "outcome", "reason", "bytes", "run", "revision", "payload_digest"),
            empty="Known, but not captured yet.",
            shape=_shape,
        )


def _shape(row: Row) -> Row:
    digest = row["payload_digest"]
    return {**row, "captured_at": short_time(row["captured_at"]), "payload_digest": digest and digest[:19] + "…"}

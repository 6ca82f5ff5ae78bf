"""``communique timemap``: every capture of an address."""

from __future__ import annotations

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import TableRow, json_option, print_rows, short_time


@click.command(
    "timemap",
    short_help="list every capture of an address",
    epilog="Example: communique timemap https://mfa.gov.by/en/press/statements/",
)
@click.argument("address")
@json_option
@pass_location
def command(location: ArchiveLocation, address: str, as_json: bool) -> None:
    """List the captures of ADDRESS (an address, or a 12-letter id) in time order (a Memento TimeMap)."""
    with location.read() as archive:
        print_rows(
            archive.timemap(address),
            as_json=as_json,
            title=f"Captures of {address}",
            columns=("captured_at", "status", "outcome", "reason", "bytes", "run", "revision", "payload_digest"),
            empty="The address is known, but was not captured yet.",
            shape=_shape,
        )


def _shape(row: TableRow) -> TableRow:
    digest = row["payload_digest"]
    return {**row, "captured_at": short_time(row["captured_at"]), "payload_digest": digest and digest[:19] + "…"}

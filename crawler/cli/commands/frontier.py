"""``communique frontier``: the addresses that are to be requested, when, and why."""

from __future__ import annotations

from datetime import datetime

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import TableRow, json_option, limit_option, print_message, print_rows, short_time
from crawler.crawl.clock import now


@click.command(
    "frontier",
    short_help="list what will be requested, when and why",
    epilog="Examples: communique frontier by_mfa; communique frontier by_mfa --due --json",
)
@click.argument("site", required=False)
@click.option("--due", is_flag=True, help="Only addresses that are due now.")
@limit_option
@json_option
@pass_location
def command(location: ArchiveLocation, site: str | None, due: bool, limit: int, as_json: bool) -> None:
    """List the addresses that will be requested, of SITE or of all sites: first what is due now, then what is later.

    An address with the reason "new" was found and never captured; it is due at once. For other addresses the reason
    says what their time depends on: young; unchanged (the interval doubles each time); edited; suspected or vanished (a
    removal); listing; no answer.
    """
    at = now()
    with location.read(site) as archive:
        loads = archive.workload(at, site=site)
        print_rows(
            archive.schedule(site, due_before=at if due else None, limit=limit),
            as_json=as_json,
            title=f"Frontier of {location.path}",
            columns=("due", "why", "site", "kind", "language", "title", "address", "found_in"),
            fold=("why", "title", "address", "found_in"),
            empty="Nothing is due." if due else "No address is known. Start with: communique crawl SITE",
            shape=lambda row: _shape(row, at),
        )
    if not as_json:
        for load in loads:
            print_message(_load(load, at))


def _shape(row: TableRow, at: datetime) -> TableRow:
    is_due = row["due_at"] is None or datetime.fromisoformat(row["due_at"]) <= at
    return {
        **row,
        "due": "now" if is_due else short_time(row["due_at"]),
        "address": row["url"],
        "found_in": row["found_in"] if row["why"] == "new" else None,
    }


def _load(row: TableRow, at: datetime) -> str:
    """A line about a site: how many addresses are due, the budget of requests, and its cooldown."""
    line = f"{row['site']}: {row['due']} due now, {row['new']} new, {row['later']} later"
    if row["later"] and not row["due"]:
        line += f" (the next at {short_time(row['next_due'])})"
    line += f"; {row['asked']} of {row['budget']} revisits used in the last 24 hours."
    if row["rest_until"] and datetime.fromisoformat(row["rest_until"]) > at:
        line += f" The site is in cooldown until {short_time(row['rest_until'])}" + (
            f": {row['rest_why']}." if row["rest_why"] else "."
        )
    return line

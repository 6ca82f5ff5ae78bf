"""``communique frontier``: what is to be asked for next, when, and why."""

from __future__ import annotations

from datetime import datetime

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import Row, answer, json_option, limit_option, say, short_time
from crawler.crawl.context import now


@click.command(
    "frontier",
    short_help="what is due when, and why",
    epilog="Examples: communique frontier by_mfa; communique frontier by_mfa --due --json",
)
@click.argument("site", required=False)
@click.option("--due", is_flag=True, help="Only what is due now.")
@limit_option
@json_option
@pass_place
def command(place: Place, site: str | None, due: bool, limit: int, as_json: bool) -> None:
    """List the addresses that are to be asked for, of SITE or of all sites: what is due now first, then what is later.

    "new" was found and never captured, and is due at once. For the others the reason says what their time was learned
    from: young, unchanged (each time the wait doubles), edited, suspected or vanished (a removal), listing, no answer.
    """
    at = now()
    with place.read(site) as archive:
        loads = archive.workload(at, site=site)
        answer(
            archive.schedule(site, due_before=at if due else None, limit=limit),
            as_json=as_json,
            title=f"To be asked for, by {place.path}",
            columns=("due", "why", "site", "kind", "language", "title", "address", "found_in"),
            fold=("why", "title", "address", "found_in"),
            empty="Nothing is due." if due else "Nothing is known to be asked for. Start with: communique crawl SITE",
            shape=lambda row: _shape(row, at),
        )
    if not as_json:
        for load in loads:
            say(_load(load, at))


def _shape(row: Row, at: datetime) -> Row:
    is_due = row["due_at"] is None or datetime.fromisoformat(row["due_at"]) <= at
    return {
        **row,
        "due": "now" if is_due else short_time(row["due_at"]),
        "address": row["url"],
        "found_in": row["found_in"] if row["why"] == "new" else None,
    }


def _load(row: Row, at: datetime) -> str:
    """How much a site has waiting, and how much may be asked of it."""
    line = f"{row['site']}: {row['due']} due now, {row['new']} new, {row['later']} later"
    if row["later"] and not row["due"]:
        line += f" (the next at {short_time(row['next_due'])})"
    line += f"; {row['asked']} of {row['budget']} revisits used in the last 24 hours."
    if row["rest_until"] and datetime.fromisoformat(row["rest_until"]) > at:
        line += f" It rests until {short_time(row['rest_until'])}" + (
            f": {row['rest_why']}." if row["rest_why"] else "."
        )
    return line

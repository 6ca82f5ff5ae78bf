"""``communique changes``: the ledger of events of articles, newest first."""

from __future__ import annotations

import click

from crawler.archive import EVENT_KINDS
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import TableRow, check_time, json_option, limit_option, print_rows, short_time
from crawler.rules.history import event_words


@click.command(
    "changes",
    short_help="list what was edited, moved, removed, restored",
    epilog="Examples: communique changes --since 2026-11-01 --kind vanished; communique changes --site by_mfa --json",
)
@click.argument("address", required=False)
@click.option("--site", metavar="SITE", help="Only events of this site.")
@click.option("--kind", type=click.Choice(EVENT_KINDS), help="Only events of this kind.")
@click.option(
    "--since", metavar="TIME", help="Seen at this time or later: YYYY-MM-DD in UTC, or RFC 3339 (2026-11-24T10:00:00Z)."
)
@click.option("--until", metavar="TIME", help="Seen at this time or earlier, written in the same way.")
@limit_option
@json_option
@pass_location
def command(
    location: ArchiveLocation,
    address: str | None,
    site: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List the events of articles, newest first, with the captures that show each.

    ADDRESS (an address, or a 12-letter id) limits the list to one article.

    The kinds are: appeared; edited; moved (to another address); vanished; restored; redated (another publication
    date); pictured (other pictures). Three kinds record what is no edit: typography; withdrawn; furniture (of the
    site: many articles gained a line, or it only counts). A removal is suspected at first
    (shown as "vanished?"), and confirmed by at least three captures over two days while the rest of the site answers.
    Blocked and unreachable pages are not evidence of a change. To see an edit word by word: communique diff
    """
    check_time(since, "--since")
    check_time(until, "--until")
    with location.read(site) as archive:
        print_rows(
            archive.changes(site=site, kind=kind, since=since, until=until, ref=address, limit=limit),
            as_json=as_json,
            title=f"Changes in {location.path}",
            columns=("when", "what", "language", "title", "changed", "address", "evidence"),
            fold=("title", "changed", "address", "evidence"),
            empty="No change matches. Changes are found when a site is crawled again: communique crawl SITE",
            shape=_shape,
        )


def _shape(row: TableRow) -> TableRow:
    return {
        **row,
        "when": short_time(row["at"]),
        "what": event_words.what(row),
        "changed": event_words.changed(row),
        "address": row["url"],
        "evidence": event_words.evidence(row),
    }

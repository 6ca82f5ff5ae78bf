"""``communique changes``: the ledger of what happened to articles, newest first."""

from __future__ import annotations

import click

from crawler.archive import EVENT_KINDS
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import Row, answer, check_span, json_option, limit_option, short_time
from crawler.rules.history import event_words


@click.command(
    "changes",
    short_help="what was edited, moved, removed, restored",
    epilog="Examples: communique changes --since 2026-11-01 --kind vanished; communique changes --site by_mfa --json",
)
@click.argument("address", required=False)
@click.option("--site", help="Only this site.")
@click.option("--kind", type=click.Choice(EVENT_KINDS), help="Only events of this kind.")
@click.option("--since", metavar="TIME", help="Seen at this time or later: YYYY-MM-DD (in UTC), or RFC 3339.")
@click.option("--until", metavar="TIME", help="Seen at this time or earlier.")
@limit_option
@json_option
@pass_place
def command(
    place: Place,
    address: str | None,
    site: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List what happened to articles, newest first, with the captures that show it; of one article with ADDRESS.

    Kinds: appeared; edited; moved (to another address); vanished; restored. A removal is first suspected, told as
    "vanished?", and confirmed by at least three captures over two days while the site is otherwise well. Blocked and
    unreachable pages count for nothing. Communique diff shows an edit word by word.
    """
    check_span(since, "--since")
    check_span(until, "--until")
    with place.read(site) as archive:
        answer(
            archive.changes(site=site, kind=kind, since=since, until=until, ref=address, limit=limit),
            as_json=as_json,
            title=f"Changes in {place.path}",
            columns=("when", "what", "language", "title", "changed", "address", "evidence"),
            fold=("title", "changed", "address", "evidence"),
            empty="No change matches. Changes show when a site is crawled again: communique crawl SITE",
            shape=_shape,
        )


def _shape(row: Row) -> Row:
    return {
        **row,
        "when": short_time(row["at"]),
        "what": event_words.what(row),
        "changed": event_words.changed(row),
        "address": row["url"],
        "evidence": event_words.evidence(row),
    }

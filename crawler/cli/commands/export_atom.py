"""``communique export atom``: changes as a feed that readers subscribe to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.archive import EVENT_KINDS, Archive
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.atomic_write import write_whole
from crawler.cli.tables import Row, check_span, output_option, say
from crawler.interchange.atom import feed


@click.command(
    "atom",
    short_help="changes, as an Atom feed",
    epilog="Example: communique export atom --site by_mfa --kind vanished --output vanished.xml",
)
@output_option
@click.option("--site", help="Only changes of this site.")
@click.option("--kind", type=click.Choice(EVENT_KINDS), help="Only events of this kind.")
@click.option("--since", metavar="TIME", help="Seen at this time or later: YYYY-MM-DD (in UTC), or RFC 3339.")
@click.option("--until", metavar="TIME", help="Seen at this time or earlier.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many entries, the newest."
)
@click.option("--url", metavar="URL", help="Where the feed will be served from: its link to itself.")
@pass_place
def command(
    place: Place,
    output: Path | None,
    site: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    url: str | None,
) -> None:
    """Write changes, newest first, as an Atom feed: what happened, the evidence, and the last good text of the article.

    An event keeps its id from feed to feed; a suspected removal that is confirmed later is the same entry, updated.
    """
    place.guard(output)
    check_span(since, "--since")
    check_span(until, "--until")
    about = " ".join(word for word in (kind or "changes", site and f"of {site}") if word)
    with place.read(site) as archive:
        rows = list(archive.changes(site=site, kind=kind, since=since, until=until, limit=limit))
        text = feed(
            _with_texts(archive, rows), title=f"Communiqué: {about}", about=about, now=datetime.now(UTC), address=url
        )
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_whole(output, lambda file: file.write(text))
    say(f"{len(rows)} changes written to {output}" + ("" if rows else ": none matches"))


def _with_texts(archive: Archive, rows: Sequence[Row]) -> Iterator[tuple[Row, Sequence[str]]]:
    """Each event with the last good text of its article."""
    for row in rows:
        yield row, archive.show(row["id"])["body"]

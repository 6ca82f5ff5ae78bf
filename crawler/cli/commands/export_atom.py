"""``communique export atom``: changes as an Atom feed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.archive import EVENT_KINDS, Archive
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.atomic_write import write_text_atomically
from crawler.cli.tables import TableRow, check_time, output_option, print_message
from crawler.interchange.atom import feed


@click.command(
    "atom",
    short_help="changes, as an Atom feed",
    epilog="Example: communique export atom --site by_mfa --kind vanished --output vanished.xml",
)
@output_option
@click.option("--site", metavar="SITE", help="Only changes of this site.")
@click.option("--kind", type=click.Choice(EVENT_KINDS), help="Only events of this kind.")
@click.option(
    "--since", metavar="TIME", help="Seen at this time or later: YYYY-MM-DD in UTC, or RFC 3339 (2026-11-24T10:00:00Z)."
)
@click.option("--until", metavar="TIME", help="Seen at this time or earlier, written in the same way.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Write this many entries at most, the newest.",
)
@click.option(
    "--url", metavar="URL", help="The URL at which the feed will be served; it becomes the link of the feed to itself."
)
@pass_location
def command(
    location: ArchiveLocation,
    output: Path | None,
    site: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    url: str | None,
) -> None:
    """Write changes, newest first, as an Atom feed (RFC 4287).

    An entry says what happened and on what evidence, and has the last good text of the article. An event has the same
    id in every feed; a suspected removal that is confirmed later is the same entry, updated.
    """
    location.check_output(output)
    check_time(since, "--since")
    check_time(until, "--until")
    about = " ".join(word for word in (kind or "changes", site and f"of {site}") if word)
    with location.read(site) as archive:
        rows = list(archive.changes(site=site, kind=kind, since=since, until=until, limit=limit))
        text = feed(
            _with_texts(archive, rows), title=f"Communiqué: {about}", about=about, now=datetime.now(UTC), address=url
        )
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_text_atomically(output, lambda file: file.write(text))
    print_message(f"{len(rows)} changes written to {output}" + ("" if rows else ": no change matches"))


def _with_texts(archive: Archive, rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, Sequence[str]]]:
    """Each event with the last good text of its article."""
    for row in rows:
        yield row, archive.show(row["id"])["body"]

"""``communique export``: the archive as files that other tools read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click
from rich.progress import track

from crawler.cli.export_atom import command as atom
from crawler.cli.output import Row, check_day, output_option, people, say
from crawler.cli.place import Place, pass_place
from crawler.cli.whole import write_whole


@click.group(
    "export",
    short_help="write articles or changes for other tools",
    epilog="Examples: communique export jsonl --language be --output belarusian.jsonl; "
    "communique export atom --site by_mfa --output changes.xml",
)
def command() -> None:
    """Write what the archive holds in a format of other tools. A file is written whole or not at all."""


@command.command(
    "jsonl",
    short_help="articles, one JSON object a line",
    epilog="Example: communique export jsonl --language be --output belarusian.jsonl",
)
@output_option
@click.option("--site", help="Only articles of this site.")
@click.option("--language", help="Only texts in this language (BCP 47).")
@click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later.")
@click.option("--until", metavar="YYYY-MM-DD", help="Published on this day or earlier.")
@pass_place
def jsonl(
    place: Place,
    output: Path | None,
    site: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """Write every matching article, whole, as one JSON object a line, with the keys of show."""
    check_day(since, "--since")
    check_day(until, "--until")
    with place.read(site) as archive:
        total = archive.count(site=site, language=language, since=since, until=until)
        rows = archive.export(site=site, language=language, since=since, until=until)
        if output is None:
            _write(rows, sys.stdout)
            sys.stdout.flush()
            return
        shown = track(rows, total=total, description="Exporting", console=people(), disable=not sys.stderr.isatty())
        written = write_whole(output, lambda file: _write(shown, file))
    say(f"{written} articles written to {output}")


def _write(rows: Iterable[Row], file: IO[str]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
        count += 1
    return count


command.add_command(atom)

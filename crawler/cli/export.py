"""``communique export``: the archive as files that other tools read."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click
from rich.progress import track

from crawler.cli.output import Row, check_day, people, say
from crawler.cli.place import Place, pass_place
from crawler.errors import ArchiveUnwritable


@click.command(
    "export",
    short_help="write articles for other tools",
    epilog="Example: communique export jsonl --language be --output belarusian.jsonl",
)
@click.argument("format_", metavar="FORMAT", type=click.Choice(["jsonl"]))
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; else stdout.")
@click.option("--site", help="Only articles of this site.")
@click.option("--language", help="Only texts in this language (BCP 47).")
@click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later.")
@click.option("--until", metavar="YYYY-MM-DD", help="Published on this day or earlier.")
@pass_place
def command(
    place: Place,
    format_: str,
    output: Path | None,
    site: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """Write every matching article, whole, as FORMAT (jsonl: one JSON object a line, with the keys of show).

    A file is written whole or not at all.
    """
    check_day(since, "--since")
    check_day(until, "--until")
    with place.read() as archive:
        total = archive.count(site=site, language=language, since=since, until=until)
        rows = archive.export(site=site, language=language, since=since, until=until)
        if output is None:
            _write(rows, sys.stdout)
            sys.stdout.flush()
            return
        shown = track(rows, total=total, description="Exporting", console=people(), disable=not sys.stderr.isatty())
        written = _write_whole(shown, output)
    say(f"{written} articles written to {output}")


def _write(rows: Iterable[Row], file: IO[str]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_whole(rows: Iterable[Row], output: Path) -> int:
    """Write beside the target, then rename: a reader never sees half a file."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise ArchiveUnwritable(f"cannot write {output}: {error.strerror}; choose another --output") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            count = _write(rows, file)
        part.replace(output)
    except OSError as error:
        raise ArchiveUnwritable(
            f"cannot write {output}: {error.strerror}; free some space or choose another"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return count

"""``communique export``: the archive as files that other tools read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import click
from rich.progress import track

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.atomic_write import write_whole, write_whole_bytes
from crawler.cli.commands.export_atom import command as atom
from crawler.cli.export_columns import write_csv, write_parquet
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import Row, output_option, people, say

Writer = Callable[[Iterable[Row], IO[str]], int]


@click.group(
    "export",
    short_help="write articles or changes for other tools",
    epilog="Examples: communique export csv --language be --output belarusian.csv; "
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
@filter_options
@pass_place
def jsonl(place: Place, output: Path | None, narrowed: ArticleFilterArguments) -> None:
    """Write every matching article, whole, as one JSON object a line, with the keys of show."""
    _export(place, output, narrowed, _write_jsonl)


@command.command(
    "csv",
    short_help="articles, one row each, for spreadsheets",
    epilog="Example: communique export csv --site by_mfa --since 2026-01-01 --excel --output news.csv",
)
@output_option
@click.option("--excel", is_flag=True, help="Begin the file with a byte order mark: Excel reads Cyrillic only so.")
@filter_options
@pass_place
def as_csv(place: Place, output: Path | None, excel: bool, narrowed: ArticleFilterArguments) -> None:
    """Write every matching article, whole, as a row of CSV (RFC 4180, UTF-8), with the keys of show as columns.

    Paragraphs are parted by an empty line, lists are JSON. A cell that a spreadsheet would take for a formula begins
    with an apostrophe.
    """

    def write(rows: Iterable[Row], file: IO[str]) -> int:
        file.write("\ufeff" if excel else "")
        return write_csv(rows, file)

    _export(place, output, narrowed, write)


@command.command(
    "parquet",
    short_help="articles, for pandas, DuckDB, R (extra: parquet)",
    epilog="Example: communique export parquet --output news.parquet",
)
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@filter_options
@pass_place
def parquet(place: Place, output: Path, narrowed: ArticleFilterArguments) -> None:
    """Write every matching article, whole, as a row of Parquet, with the keys of show as columns; lists stay lists."""
    place.guard(output)
    with place.read(narrowed["site"]) as archive:
        shown = _track(archive.export(**narrowed), archive.count(**narrowed))
        written = write_whole_bytes(output, lambda file: write_parquet(shown, file))
    _say_written(written, output)


def _export(place: Place, output: Path | None, narrowed: ArticleFilterArguments, write: Writer) -> None:
    """Write articles as text, to a file or stdout."""
    place.guard(output)
    with place.read(narrowed["site"]) as archive:
        rows = archive.export(**narrowed)
        if output is None:
            write(rows, sys.stdout)
            sys.stdout.flush()
            return
        shown = _track(rows, archive.count(**narrowed))
        written = write_whole(output, lambda file: write(shown, file))
    _say_written(written, output)


def _track(rows: Iterable[Row], total: int) -> Iterable[Row]:
    return track(rows, total=total, description="Exporting", console=people(), disable=not sys.stderr.isatty())


def _say_written(count: int, output: Path) -> None:
    say(f"{count} article{'' if count == 1 else 's'} written to {output}")


def _write_jsonl(rows: Iterable[Row], file: IO[str]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
        count += 1
    return count


command.add_command(atom)

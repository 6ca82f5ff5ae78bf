"""``communique export``: the archive as files for other tools."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import click
from rich.progress import track

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.atomic_write import write_bytes_atomically, write_text_atomically
from crawler.cli.commands.export_atom import command as atom
from crawler.cli.export_columns import write_csv, write_parquet
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import TableRow, output_option, print_message, stderr_console

RowWriter = Callable[[Iterable[TableRow], IO[str]], int]


@click.group(
    "export",
    short_help="write articles or changes as files for other tools",
    epilog="Examples: communique export csv --language be --output belarusian.csv; "
    "communique export atom --site by_mfa --output changes.xml",
)
def command() -> None:
    """Write articles or changes in a format for other tools. The writing of a file is atomic: all of it, or nothing."""


@command.command(
    "jsonl",
    short_help="articles, one JSON object a line",
    epilog="Example: communique export jsonl --language be --output belarusian.jsonl",
)
@output_option
@filter_options
@pass_location
def jsonl(location: ArchiveLocation, output: Path | None, filters: ArticleFilterArguments) -> None:
    """Write every matching article in full as one JSON object a line, with the keys of communique show --json."""
    _export(location, output, filters, _write_jsonl)


@command.command(
    "csv",
    short_help="articles, one row each, for spreadsheets",
    epilog="Example: communique export csv --site by_mfa --since 2026-01-01 --excel --output news.csv",
)
@output_option
@click.option(
    "--excel", is_flag=True, help="Begin the file with a byte order mark, which Excel needs to read Cyrillic."
)
@filter_options
@pass_location
def as_csv(location: ArchiveLocation, output: Path | None, excel: bool, filters: ArticleFilterArguments) -> None:
    """Write every matching article in full as a row of CSV (RFC 4180, UTF-8).

    The columns are the keys of communique show --json. An empty line separates paragraphs; lists are JSON. A cell that
    a spreadsheet would take for a formula begins with an apostrophe.
    """

    def write(rows: Iterable[TableRow], file: IO[str]) -> int:
        file.write("\ufeff" if excel else "")
        return write_csv(rows, file)

    _export(location, output, filters, write)


@command.command(
    "parquet",
    short_help="articles, for pandas, DuckDB, R (extra: parquet)",
    epilog="Example: communique export parquet --output news.parquet",
)
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@filter_options
@pass_location
def parquet(location: ArchiveLocation, output: Path, filters: ArticleFilterArguments) -> None:
    """Write every matching article in full as a row of Parquet.

    The columns are the keys of communique show --json; lists stay lists.
    """
    location.check_output(output)
    with location.read(filters["site"]) as archive:
        tracked = _track(archive.export(**filters), archive.count(**filters))
        written = write_bytes_atomically(output, lambda file: write_parquet(tracked, file))
    _print_count(written, output)


def _export(location: ArchiveLocation, output: Path | None, filters: ArticleFilterArguments, write: RowWriter) -> None:
    """Write articles as text to a file, or to stdout without ``output``."""
    location.check_output(output)
    with location.read(filters["site"]) as archive:
        rows = archive.export(**filters)
        if output is None:
            write(rows, sys.stdout)
            sys.stdout.flush()
            return
        tracked = _track(rows, archive.count(**filters))
        written = write_text_atomically(output, lambda file: write(tracked, file))
    _print_count(written, output)


def _track(rows: Iterable[TableRow], total: int) -> Iterable[TableRow]:
    return track(rows, total=total, description="Exporting", console=stderr_console(), disable=not sys.stderr.isatty())


def _print_count(count: int, output: Path) -> None:
    print_message(f"{count} article{'' if count == 1 else 's'} written to {output}")


def _write_jsonl(rows: Iterable[TableRow], file: IO[str]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
        count += 1
    return count


command.add_command(atom)

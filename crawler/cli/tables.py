"""How results are printed: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.rules.dates.intervals import first_moment
from crawler.rules.text.normalization import clean

TableRow = Mapping[str, Any]
"""A row to print: values by column name."""

MAX_CELL = 500
"""Characters of a value in a table; the rest is cut off."""
MAX_ROWS = 1_000_000_000
"""The largest ``--limit``."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line on stdout.")

limit_option = click.option(
    "--limit",
    type=click.IntRange(1, MAX_ROWS),
    metavar="N",
    default=50,
    show_default=True,
    help="Print this many rows at most.",
)

output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file to write. Without it, stdout."
)


def check_day(written: str | None, option: str) -> None:
    """Raise BadParameter (exit status 2) if a day is not written as YYYY-MM-DD, or does not exist; None passes."""
    if written is None:
        return
    try:
        date.fromisoformat(written)
    except ValueError as error:
        raise click.BadParameter(f"{written!r} is not a date: use YYYY-MM-DD", param_hint=option) from error


def check_time(written: str | None, option: str) -> None:
    """Raise BadParameter (exit status 2) if the text is neither a day nor a time with its offset; None passes."""
    if written is None:
        return
    try:
        first_moment(written)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def check_revision(written: str | None, name: str) -> None:
    """Raise BadParameter (exit status 2) if the text is not a revision number, a day or a time; None passes."""
    if written is None or written.isdecimal():
        return
    try:
        first_moment(written)
    except ValueError as error:
        message = f"{written!r} is not a revision number, a date or a time: use 2, 2026-11-24 or 2026-11-24T10:00:00Z"
        raise click.BadParameter(message, param_hint=name) from error


def stderr_console() -> Console:
    """A console on stderr: messages for people go there, so that stdout holds data only."""
    return Console(stderr=True, highlight=False)


def print_message(line: str) -> None:
    """Print one line for people on stderr."""
    click.echo(line, err=True)


def print_json(rows: Iterable[TableRow]) -> int:
    """Print one JSON object a line on stdout; return the number of rows."""
    count = 0
    for row in rows:
        click.echo(json.dumps(dict(row), ensure_ascii=False))
        count += 1
    return count


def cell(value: Any, limit: int | None = None) -> Text:
    """A value as printed text: without markup and control characters; a dash for an empty value.

    ``limit`` is the largest number of characters; None prints all of them.
    """
    if value is None or value == "" or value == [] or value == {}:
        return Text("-", style="dim")
    if isinstance(value, Mapping):
        value = " ".join(f"{key}={item}" for key, item in value.items())
    elif isinstance(value, (list, tuple)):
        value = " ".join(str(item) for item in value)
    words = clean(str(value))
    return Text(words if limit is None or len(words) <= limit else words[:limit] + "…")


def table(title: str, columns: Sequence[str], rows: Iterable[TableRow], *, fold: Sequence[str] = ()) -> Table:
    """A table of the rows; the columns named in ``fold`` wrap, the others stay on one line if there is room."""
    made = Table(
        title=Text(title), title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False
    )
    kept = list(rows)
    for name in columns:
        is_number = bool(kept) and all(isinstance(row.get(name), int) for row in kept)
        made.add_column(
            name.replace("_", " "),
            overflow="fold",
            no_wrap=name not in fold,
            justify="right" if is_number else "left",
        )
    for row in kept:
        made.add_row(*(cell(row.get(name), MAX_CELL) for name in columns))
    return made


def print_rows(
    rows: Iterable[TableRow],
    *,
    as_json: bool,
    title: str,
    columns: Sequence[str],
    fold: Sequence[str] = (),
    empty: str,
    shape: Callable[[TableRow], TableRow] = dict,
) -> None:
    """Print rows as JSON lines or as a table; ``shape`` makes the row of the table from each row.

    Without any row, ``empty`` is printed on stderr instead of a table; it says what to do.
    """
    if as_json:
        print_json(rows)
        return
    kept = [shape(row) for row in rows]
    if not kept:
        print_message(empty)
        return
    width = None if sys.stdout.isatty() else 160
    Console(width=width, highlight=False).print(table(title, columns, kept, fold=fold))


def short_time(value: Any) -> str | None:
    """An ISO 8601 time in UTC without its seconds, for a table: ``2026-11-24 10:00Z``; None for no time."""
    if not value:
        return None
    return str(value)[:16].replace("T", " ") + "Z"

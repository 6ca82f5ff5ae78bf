"""How answers look: tables for people, one JSON object a line for programs."""

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

Row = Mapping[str, Any]

MOST = 500
"""Characters of a value that a table shows."""

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")
MOST = 1_000_000_000
"""Rows that can be asked for."""

limit_option = click.option(
    "--limit", type=click.IntRange(1, MOST), default=50, show_default=True, help="At most so many rows."
)

output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; else stdout."
)


def check_day(written: str | None, option: str) -> None:
    """Raises BadParameter (exit status 2) where a day is not written as YYYY-MM-DD, or does not exist."""
    if written is None:
        return
    try:
        date.fromisoformat(written)
    except ValueError as error:
        raise click.BadParameter(f"{written!r} is no day: write YYYY-MM-DD", param_hint=option) from error


def check_span(written: str | None, option: str) -> None:
    """Raises BadParameter (exit status 2) where it is neither a day nor a time with its offset."""
    if written is None:
        return
    try:
        first_moment(written)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def check_which(written: str | None, name: str) -> None:
    """Raises BadParameter (exit status 2) where it is neither a revision's number nor a day nor a time."""
    if written is None or written.isdecimal():
        return
    try:
        first_moment(written)
    except ValueError as error:
        told = f"{written!r} is no number of a revision, no day, no time: write 2, 2026-11-24 or 2026-11-24T10:00:00Z"
        raise click.BadParameter(told, param_hint=name) from error


def people() -> Console:
    """Where words for people go: stderr, so that stdout stays data."""
    return Console(stderr=True, highlight=False)


def say(line: str) -> None:
    """One line for people, on stderr."""
    click.echo(line, err=True)


def print_json(rows: Iterable[Row]) -> int:
    """Write one JSON object a line on stdout; returns how many."""
    count = 0
    for row in rows:
        click.echo(json.dumps(dict(row), ensure_ascii=False))
        count += 1
    return count


def cell(value: Any) -> Text:
    """A value as a table shows it: no markup read, no control characters, nothing for None."""
    if value is None or value == "" or value == [] or value == {}:
        return Text("-", style="dim")
    if isinstance(value, Mapping):
        value = " ".join(f"{key}={item}" for key, item in value.items())
    elif isinstance(value, (list, tuple)):
        value = " ".join(str(item) for item in value)
    words = clean(str(value))
    return Text(words if len(words) <= MOST else words[:MOST] + "…")


def table(title: str, columns: Sequence[str], rows: Iterable[Row], *, fold: Sequence[str] = ()) -> Table:
    """Rows as a table; the columns in ``fold`` wrap, the others are kept whole where there is room."""
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
        made.add_row(*(cell(row.get(name)) for name in columns))
    return made


def answer(
    rows: Iterable[Row],
    *,
    as_json: bool,
    title: str,
    columns: Sequence[str],
    fold: Sequence[str] = (),
    empty: str,
    shape: Callable[[Row], Row] = dict,
) -> None:
    """Print rows either way; where there are none, ``empty`` says what to do."""
    if as_json:
        print_json(rows)
        return
    kept = [shape(row) for row in rows]
    if not kept:
        say(empty)
        return
    width = None if sys.stdout.isatty() else 160
    Console(width=width, highlight=False).print(table(title, columns, kept, fold=fold))


def short_time(value: Any) -> str | None:
    """An ISO time without seconds, for a table: ``2026-11-24 10:00Z``."""
    if not value:
        return None
    return str(value)[:16].replace("T", " ") + "Z"

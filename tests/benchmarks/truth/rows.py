"""The shape in which each part of ``make bench-truth`` hands over its figures: tables of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import click


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure that is to be reached, and whether it was."""

    claim: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of several readers over one corpus.

    A part of the report is a module with one function, ``tables(corpus: Path) -> Iterator[Table]``. ``corpus`` is the
    folder that holds all corpora. A peer that is not installed has no row, and a line in ``skipped`` says so.
    """

    title: str
    """The corpus, what is counted, and of how many pages."""
    columns: Sequence[str]
    """The names of the figures, without that of the reader."""
    rows: Sequence[tuple[str, Sequence[str]]] = ()
    """The reader's name, and its figures as they are printed, one a column."""
    marks: Sequence[Mark] = ()
    skipped: Sequence[str] = ()
    """One line for each reader or page that was left out, with the reason."""
    notes: Sequence[str] = field(default=())
    """Further lines below the table, for example the names of pages that are read wrongly."""


def lines(table: Table) -> Iterator[str]:
    """The table as lines of text, its columns in line."""
    yield table.title
    wide = max([24, *(len(name) for name, _ in table.rows)])
    widths = [max(len(name), *(len(values[place]) for _, values in table.rows)) if table.rows else len(name)
              for place, name in enumerate(table.columns)]  # fmt: skip
    yield "  ".join([" " * wide, *(name.rjust(width) for name, width in zip(table.columns, widths, strict=True))])
    for name, values in table.rows:
        yield "  ".join([name.ljust(wide), *(v.rjust(width) for v, width in zip(values, widths, strict=True))])
    yield from (f"skipped: {line}" for line in table.skipped)
    yield from (f"  {line}" for line in table.notes)
    yield from (f"{'reached' if mark.reached else 'MISSED '}  {mark.claim}" for mark in table.marks)


def show(table: Table) -> None:
    """Print a table, and an empty line after it."""
    for line in lines(table):
        click.echo(line.rstrip())
    click.echo()

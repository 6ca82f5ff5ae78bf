"""``make bench-truth``: what is read from real pages with labels, beside what other readers make of the same pages."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click

from tests.benchmarks.truth.rows import Table, show

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("bodies", "sites", "dates", "languages")
"""The modules of the report beside this one, each with ``tables(corpus)``."""


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
def main(parts: tuple[str, ...]) -> None:
    """Print the figures of the corpora; ends with status 1 where a mark is missed."""
    corpus = Path(os.environ.get("COMMUNIQUE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not corpus.is_dir():
        raise click.ClickException("the corpus of real pages is not here: set COMMUNIQUE_CORPUS")
    warnings.simplefilter("ignore")  # peers warn of their own dependencies
    missed = 0
    for part in parts or PARTS:
        tables: Callable[[Path], Iterator[Table]] = import_module(f"tests.benchmarks.truth.{part}").tables
        for table in tables(corpus):
            show(table)
            missed += sum(not mark.reached for mark in table.marks)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""``communique import``: take saved captures (WARC, WACZ) into the archive."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.site_lookup import site_for
from crawler.cli.tables import json_option, people, print_json, say, table
from crawler.errors import SourceUnreadable
from crawler.sources.importing import ImportReport, import_files


@click.command(
    "import",
    short_help="take saved captures (WARC, WACZ)",
    epilog="Example: communique import pages.warc.gz crawl.wacz",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@pass_place
def command(place: Place, files: tuple[Path, ...], as_json: bool) -> None:
    """Take every response record of WARC files, and of the WARCs in WACZ files, into the archive.

    Each goes to the page object of its host, or to the generic one. Importing the same file twice changes nothing.
    Broken records are reported and skipped.
    """
    with place.write() as archive, _progress() as progress:
        task = progress.add_task("Reading", total=None)
        report = import_files(
            archive, files, site_for, progress=lambda done, total: progress.update(task, completed=done, total=total)
        )
    for line in report.broken:
        say(f"skipped: {line}")
    if report.broken and not report.read.records:
        raise SourceUnreadable(f"{', '.join(map(str, files))}: not one record could be read")
    if as_json:
        print_json(report.rows())
        return
    _show(report)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=people(),
        disable=not people().is_terminal,
        transient=True,
    )


def _show(report: ImportReport) -> None:
    columns = ("site", "captures", "seen", "new", "articles", "outcomes", "reasons", "dropped")
    Console(highlight=False).print(table("Imported", columns, report.rows(), fold=("outcomes", "reasons", "dropped")))

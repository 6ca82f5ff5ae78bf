"""``communique import``: import saved captures (WARC, WACZ) into the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.health_report import UNHEALTHY
from crawler.cli.site_lookup import site_for
from crawler.cli.tables import json_option, print_json, print_message, stderr_console, table
from crawler.errors import SourceUnreadable
from crawler.rules.health.failures import failure_findings
from crawler.sources.importing import ImportReport, import_files

UNREAD = {
    "entries": "entries of listings, feeds or sitemaps show no address that can be read",
    "cut": "listings, feeds or sitemaps are cut short or damaged, so that they were not read to their end",
}
"""What may be left unread of listings, in words."""


@click.command(
    "import",
    short_help="import saved captures (WARC, WACZ)",
    epilog="Example: communique import pages.warc.gz crawl.wacz",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@pass_location
@click.pass_context
def command(ctx: click.Context, location: ArchiveLocation, files: tuple[Path, ...], as_json: bool) -> None:
    """Import every response and resource record of WARC files, and of the WARCs in WACZ files, into the archive.

    The page objects of the record's site read it; for an unknown host the generic page object does. Importing a file a
    second time changes nothing. Broken records are skipped and reported. A page on which the code of a page object
    fails is stored and not read; its run has a finding, and the exit status is 3.
    """
    with location.write() as archive, _progress() as progress:
        first, second = progress.add_task("Learning what recurs", total=None), progress.add_task("Reading", total=None)
        report = import_files(
            archive,
            files,
            site_for,
            progress=lambda done, total: progress.update(second, completed=done, total=total),
            learning=lambda done, total: progress.update(first, completed=done, total=total),
        )
    for line in _messages(report):
        print_message(line)
    if report.broken and not report.read.records:
        raise SourceUnreadable(f"{', '.join(map(str, files))}: no record could be read")
    if as_json:
        print_json(report.rows())
    else:
        _show(report)
    if any(site.failures for site in report.sites.values()):
        ctx.exit(UNHEALTHY)


def _messages(report: ImportReport) -> Iterator[str]:
    """What was not read, and what was learned: a line each."""
    yield from (f"skipped: {line}" for line in report.broken)
    if report.left_out:
        left_out = ", ".join(f"{count} {word}" for word, count in report.left_out.items())
        yield f"left out, because they hold no page: {left_out}"
    for name, template in report.templates.items():
        if template.lines:
            yield f"{name}: {len(template.lines)} paragraphs recur on its pages and are no text of its articles"
    for site in report.sites.values():
        yield from (f"{site.site}: {count} {what}" for word, what in UNREAD.items() if (count := site.unread[word]))
    for site in report.sites.values():
        for finding in failure_findings(site.failures):
            pages = f"{finding.count} page{'' if finding.count == 1 else 's'}"
            yield f"{site.site}: {pages} stored, but not read. {finding.what}: {finding.url}"


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=stderr_console(),
        disable=not stderr_console().is_terminal,
        transient=True,
    )


def _show(report: ImportReport) -> None:
    columns = ("site", "captures", "seen", "new", "articles", "outcomes", "reasons", "dropped", "unread")
    Console(highlight=False).print(table("Imported", columns, report.rows(), fold=columns[5:]))

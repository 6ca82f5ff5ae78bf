"""``communique replay``: read all stored captures again with the current page objects."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click
from rich.console import Console

from crawler.archive import Archive
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.progress import progress_reports
from crawler.cli.site_lookup import site_for, spiders
from crawler.cli.tables import json_option, print_json, print_message, table
from crawler.errors import SiteHeld, SiteUnknown
from crawler.pages.site import Site
from crawler.rules.health.failures import failure_findings
from crawler.sources.reparse import reread
from crawler.sources.reparse_report import FIELDS, VERDICTS, ReparseSiteReport

UNHEALTHY, HELD = 3, 4
"""The exit statuses if a field would be lost or a page object fails, and if another run holds a site."""


@click.command(
    "replay",
    short_help="read stored captures again with the current page objects",
    epilog="Example: communique replay --site by_mfa --dry-run",
)
@click.option("--site", metavar="SITE", help="Only captures of this site.")
@click.option("--dry-run", is_flag=True, help="Change nothing; the exit status is 3 if a field would be lost.")
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(FIELDS),
    metavar="FIELD",
    help="Accept the loss of this field, and replace the old reading all the same. May be given several times.",
)
@click.option("--examples", is_flag=True, help="List example captures with a changed, lost or gained field.")
@json_option
@pass_location
@click.pass_context
def command(
    ctx: click.Context,
    location: ArchiveLocation,
    site: str | None,
    dry_run: bool,
    accept: tuple[str, ...],
    examples: bool,
    as_json: bool,
) -> None:
    """Read all stored captures again, without the network, and derive the articles and events again.

    The report counts, for each site and field, the captures in which the field is the same, changed, lost or gained. A
    new reading without a field that the old one has does not replace it: the article keeps its old reading, and the
    capture counts as lost. A text that is read differently now replaces the old one with the reason parser-changed; it
    is not recorded as an edit. A capture on which the code of a page object fails keeps its old reading; the exit
    status is 3.
    """
    reports, is_held = [], False
    location.require()
    with location.read() if dry_run else location.write() as archive, progress_reports("captures read again") as report:
        for name in _chosen(archive, site):
            try:
                reports.append(reread(archive, name, _site_of, dry_run=dry_run, accept=accept, progress=report))
            except SiteHeld as error:
                is_held = True
                print_message(str(error))
    if as_json:
        print_json(row for report in reports for row in report.rows())
    else:
        _show(reports, dry_run=dry_run, examples=examples)
    for each in reports:
        for finding in failure_findings(each.failures):
            print_message(f"{each.site}: {finding.count} kept as they were. {finding.what}: {finding.url}")
    if is_held:
        ctx.exit(HELD)
    if any(each.failures or (dry_run and each.kept) for each in reports):
        ctx.exit(UNHEALTHY)


def _chosen(archive: Archive, site: str | None) -> list[str]:
    names = [str(row["name"]) for row in archive.sites()]
    if site is None:
        return names
    if site not in names:
        raise SiteUnknown(f"the archive has no site {site!r}: communique sites lists them")
    return [site]


def _site_of(name: str, url: str) -> Site | None:
    """The site whose page objects read an address: the site of that name, or the one that the address belongs to."""
    found = spiders().get(name)
    return found.site if found is not None else site_for(url)


def _show(reports: Iterable[ReparseSiteReport], *, dry_run: bool, examples: bool) -> None:
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    for report in reports:
        rows = report.rows()
        console.print(_line(report, dry_run=dry_run), style="bold", soft_wrap=True)
        if rows:
            console.print(table("", ("field", *VERDICTS), rows))
        if examples:
            shown = [{"field": row["field"], **each} for row in rows for each in row["examples"]]
            console.print(table("Examples", ("field", "verdict", "url", "captured_at"), shown, fold=("url",)))


def _line(report: ReparseSiteReport, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    parts = [
        f"{report.site}: {report.captures} captures read again",
        f"{report.rewritten} {would}rewritten by the current page objects",
    ]
    if report.kept:
        parts.append(f"{report.kept} {'would ' if dry_run else ''}keep the old reading")
    if report.left:
        parts.append(f"{report.left} unchanged (read by a spider of their own)")
    return ", ".join(parts)

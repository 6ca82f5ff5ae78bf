"""``communique replay``: read all stored captures again, through the page objects as they are now."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click
from rich.console import Console

from crawler.archive import Archive
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.progress import telling
from crawler.cli.site_lookup import site_for, spiders
from crawler.cli.tables import json_option, print_json, say, table
from crawler.errors import SiteHeld, SiteUnknown
from crawler.pages.site import Site
from crawler.sources.reparse import reread
from crawler.sources.reparse_report import FIELDS, VERDICTS, ReparseSiteReport

UNHEALTHY, HELD = 3, 4
"""Exit statuses: something would be lost; another run holds a site."""


@click.command(
    "replay",
    short_help="read stored captures again, with the page objects as they are now",
    epilog="Example: communique replay --site by_mfa --dry-run",
)
@click.option("--site", help="Only captures of this site.")
@click.option("--dry-run", is_flag=True, help="Change nothing; exit status 3 if any field would be lost.")
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(FIELDS),
    metavar="FIELD",
    help="This field may be lost (several times for several fields): such a loss is meant, and keeps no old reading.",
)
@click.option("--examples", is_flag=True, help="Name captures that were changed, lost or gained.")
@json_option
@pass_place
@click.pass_context
def command(
    ctx: click.Context,
    place: Place,
    site: str | None,
    dry_run: bool,
    accept: tuple[str, ...],
    examples: bool,
    as_json: bool,
) -> None:
    """Read all stored captures again, without the network, and rebuild what follows from them.

    Says per site and field how many captures are the same, changed, lost or gained. A reading that lacks a field which
    the old one has replaces nothing: the article keeps its old reading, and the capture counts as lost. Texts that the
    page objects read otherwise now replace the old ones with the reason parser-changed: no edit is recorded.
    """
    reports, is_held = [], False
    place.existing()
    with place.read() if dry_run else place.write() as archive, telling("captures read again") as told:
        for name in _chosen(archive, site):
            try:
                reports.append(reread(archive, name, _site_of, dry_run=dry_run, accept=accept, progress=told))
            except SiteHeld as error:
                is_held = True
                say(str(error))
    if as_json:
        print_json(row for report in reports for row in report.rows())
    else:
        _show(reports, dry_run=dry_run, examples=examples)
    if is_held:
        ctx.exit(HELD)
    if dry_run and any(report.kept for report in reports):
        ctx.exit(UNHEALTHY)


def _chosen(archive: Archive, site: str | None) -> list[str]:
    names = [str(row["name"]) for row in archive.sites()]
    if site is None:
        return names
    if site not in names:
        raise SiteUnknown(f"the archive has no site {site!r}: communique sites lists them")
    return [site]


def _site_of(name: str, url: str) -> Site | None:
    """The site that reads an address now: that of the name, else the one that owns the address."""
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
        f"{report.rewritten} {would}rewritten as read by the page objects of now",
    ]
    if report.kept:
        parts.append(f"{report.kept} {'would ' if dry_run else ''}keep the old reading")
    if report.left:
        parts.append(f"{report.left} left alone (read by a spider of their own)")
    return ", ".join(parts)

"""``communique cite``: a text as a citation."""

from __future__ import annotations

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.tables import check_revision
from crawler.rules.text.citations import FORMATS, cite


@click.command(
    "cite",
    short_help="cite a text of an article",
    epilog="Example: communique cite https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html --format bibtex",
)
@click.argument("address")
@click.option(
    "--revision",
    metavar="WHICH",
    help="An older text: its number, or the text at a time: YYYY-MM-DD (its end in UTC) or RFC 3339.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="The format; csl is CSL-JSON, which Zotero reads.",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="The URL at which this archive is served; the citation then has a permanent address.",
)
@pass_location
def command(location: ArchiveLocation, address: str, revision: str | None, form: str, base_url: str | None) -> None:
    """Cite the newest text of the article at ADDRESS (an address, or a 12-letter id).

    The citation says when the text was captured, and has the digest of the bytes that the site sent, as communique
    timemap shows it. With --base-url it also has the permanent address at which communique serve shows that text.
    """
    check_revision(revision, "--revision")
    with location.read() as archive:
        citation = archive.cited(address, revision)
    path = citation.pop("path")
    click.echo(cite(citation | {"permanent": base_url and base_url.rstrip("/") + path}, form))

"""``communique cite``: one text, as a citation."""

from __future__ import annotations

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.tables import check_which
from crawler.rules.text.citations import FORMATS, cite


@click.command(
    "cite",
    short_help="one text, as a citation",
    epilog="Example: communique cite https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html --format bibtex",
)
@click.argument("address")
@click.option(
    "--revision", metavar="WHICH", help="Another text of it: its number, or a day (to its end in UTC) or RFC 3339 time."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="csl is CSL-JSON (Zotero)."
)
@click.option("--base-url", metavar="URL", help="Where this archive is served: the citation has its permanent address.")
@pass_place
def command(place: Place, address: str, revision: str | None, form: str, base_url: str | None) -> None:
    """Cite the newest text of the article at ADDRESS (an address, or a 12-letter id).

    With when it was captured, the digest of what the site sent (communique timemap shows the same), and with --base-url
    the permanent address under which communique serve shows that text.
    """
    check_which(revision, "--revision")
    with place.read() as archive:
        told = archive.cited(address, revision)
    path = told.pop("path")
    click.echo(cite(told | {"permanent": base_url and base_url.rstrip("/") + path}, form))

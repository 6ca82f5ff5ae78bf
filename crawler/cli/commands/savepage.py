"""``communique savepage``: save a page as a fixture for tests."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.archive_location import ArchiveLocation
from crawler.cli.site_lookup import project_settings, spider
from crawler.cli.tables import print_message
from crawler.sources.save_page import fetch, from_archive, save_page


@click.command(
    "savepage",
    short_help="save a page as a test fixture",
    epilog="Example: communique savepage by_mfa https://mfa.gov.by/en/press/statements/",
)
@click.argument("site")
@click.argument("url")
@click.option(
    "--from",
    "archive",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the page from a capture in this archive instead of the network.",
)
@click.option("--name", help="The name of the fixture's folder: what the page shows, for example article-no-date.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tests/fixtures"),
    show_default=True,
    help="The folder of all fixtures.",
)
def command(site: str, url: str, archive: Path | None, name: str | None, to: Path) -> None:
    """Save the page of SITE at URL as page.html, page.json and expected.json, which a test replays.

    Check expected.json by eye before you commit it: it holds what the page objects read today, right or wrong.
    """
    facts = spider(site).site
    if archive is None:
        capture = fetch(facts, url, project_settings(LOG_LEVEL="WARNING"))
    else:
        with ArchiveLocation(archive).read() as opened:
            capture = from_archive(opened, url)
    folder = save_page(to, facts, capture, name=name)
    print_message(f"Saved in {folder}. Check expected.json by eye before you commit it.")

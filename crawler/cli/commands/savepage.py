"""``communique savepage``: keep one page as a fixture that tests replay."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.archive_location import Place
from crawler.cli.site_lookup import project_settings, spider
from crawler.cli.tables import say
from crawler.sources.save_page import fetch, from_archive, save_page


@click.command(
    "savepage",
    short_help="keep a page as a fixture for tests",
    epilog="Example: communique savepage by_mfa https://mfa.gov.by/en/press/statements/",
)
@click.argument("site")
@click.argument("url")
@click.option(
    "--from",
    "archive",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take it from a capture in this archive, not from the network.",
)
@click.option("--name", help="The folder's name: what the page shows, for example article-no-date.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tests/fixtures"),
    show_default=True,
    help="The fixtures' folder.",
)
def command(site: str, url: str, archive: Path | None, name: str | None, to: Path) -> None:
    """Save the page of SITE at URL as page.html, page.json and expected.json, for a test to replay.

    Check expected.json by eye before you commit it: it says what is read today, right or wrong.
    """
    facts = spider(site).site
    if archive is None:
        capture = fetch(facts, url, project_settings(LOG_LEVEL="WARNING"))
    else:
        with Place(archive).read() as opened:
            capture = from_archive(opened, url)
    folder = save_page(to, facts, capture, name=name)
    say(f"Saved in {folder}: now check expected.json by eye.")

"""``communique index``: update the search index, or rebuild it."""

from __future__ import annotations

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.indexing import index_progress
from crawler.cli.tables import print_message
from crawler.rules.search.analyzer import BELARUSIAN, HUNSPELL


@click.command(
    "index",
    short_help="update the tables and the search index",
    epilog="Example: communique index --belarusian hunspell",
)
@click.option(
    "--belarusian",
    type=click.Choice(BELARUSIAN),
    help="The analyzer of Belarusian texts in this archive from now on: the built-in stemmer, or Debian's hunspell-be.",
)
@click.option("--anew", is_flag=True, help="Rebuild the whole index, even if it is up to date.")
@pass_location
def command(location: ArchiveLocation, belarusian: str | None, anew: bool) -> None:
    """Update the tables and the search index of the archive.

    A crawl keeps the index up to date. It is rebuilt when the analyzer changes: with another version of this program
    or of its dictionaries, or with --belarusian. A search rebuilds it by itself. An archive with the tables of an
    earlier version needs this command once. If the command is interrupted, the next call continues.
    """
    location.require()
    with location.write() as archive, index_progress() as report:
        count = archive.index(anew=anew, belarusian=belarusian, progress=report)
        analyzer = archive.belarusian_by()
    name = "hunspell-be" if analyzer == HUNSPELL else "the built-in stemmer"
    print_message(f"{count} text{'' if count == 1 else 's'} indexed; Belarusian is analyzed by {name}")

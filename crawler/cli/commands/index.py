"""``communique index``: the search index, brought up to date or made anew."""

from __future__ import annotations

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.indexing import indexing
from crawler.cli.tables import say
from crawler.rules.search.analyzer import BELARUSIAN, HUNSPELL


@click.command(
    "index",
    short_help="bring the search index up to date",
    epilog="Example: communique index --belarusian hunspell",
)
@click.option(
    "--belarusian",
    type=click.Choice(BELARUSIAN),
    help="How this archive analyses Belarusian from now on: our own stemmer, or Debian's hunspell-be.",
)
@click.option("--anew", is_flag=True, help="Make the whole index anew, even where nothing asks for it.")
@pass_place
def command(place: Place, belarusian: str | None, anew: bool) -> None:
    """Bring the archive's tables and search index up to date.

    A crawl keeps the index in step; it is to be made anew when the analyzer changes: another version of this program or
    of its dictionaries, or --belarusian. A search does that by itself; an archive whose tables are an earlier version's
    asks for this command. Ended in between, the next call goes on.
    """
    place.existing()
    with place.write() as archive, indexing() as told:
        count = archive.index(anew=anew, belarusian=belarusian, progress=told)
        by = archive.belarusian_by()
    way = "hunspell-be" if by == HUNSPELL else "our own stemmer"
    say(f"{count} text{'' if count == 1 else 's'} indexed; Belarusian by {way}")

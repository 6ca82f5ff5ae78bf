"""``communique search``: find stories by their words."""

from __future__ import annotations

import click

from crawler.cli.output import answer, json_option, limit_option
from crawler.cli.place import Place, pass_place


@click.command(
    "search",
    short_help="find stories by their words",
    epilog='Example: communique search "права чалавека" --language be',
)
@click.argument("words", nargs=-1, required=True)
@click.option("--site", help="Only this site.")
@click.option("--language", help="Only texts in this language (BCP 47).")
@limit_option
@json_option
@pass_place
def command(
    place: Place, words: tuple[str, ...], site: str | None, language: str | None, limit: int, as_json: bool
) -> None:
    """Find the articles whose title or text has all the WORDS, best first."""
    with place.read(site) as archive:
        answer(
            archive.search(" ".join(words), site=site, language=language, limit=limit),
            as_json=as_json,
            title=f"Found in {place.path}",
            columns=("story", "language", "published", "title", "snippet", "languages"),
            fold=("title", "snippet"),
            empty="Nothing found.",
        )

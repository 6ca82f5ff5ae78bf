"""``communique articles``: the archived articles, newest first."""

from __future__ import annotations

import click

from crawler.cli.output import answer, check_day, json_option, limit_option
from crawler.cli.place import Place, pass_place

STATES = ("archived", "untranslated", "empty", "vanished")


@click.command(
    "articles",
    short_help="archived articles, newest first",
    epilog="Example: communique articles --language be --since 2026-01-01",
)
@click.option("--site", help="Only articles of this site.")
@click.option("--language", help="Only texts in this language (BCP 47: ru, be, en, ...).")
@click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later (the site's own day).")
@click.option("--until", metavar="YYYY-MM-DD", help="Published on this day or earlier.")
@click.option("--state", type=click.Choice(STATES), help="Only articles in this state.")
@limit_option
@json_option
@pass_place
def command(
    place: Place,
    site: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
    state: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List archived articles, newest first.

    States: archived; untranslated (the text is in another language than the page claims); empty (a title without a
    text); vanished (a confirmed removal stands: the last good text is kept).
    """
    check_day(since, "--since")
    check_day(until, "--until")
    with place.read(site) as archive:
        answer(
            archive.articles(site=site, language=language, since=since, until=until, state=state, limit=limit),
            as_json=as_json,
            title=f"Articles in {place.path}",
            columns=("id", "published", "site", "language", "state", "title"),
            fold=("title",),
            empty="No article matches. communique sites shows what is archived.",
        )

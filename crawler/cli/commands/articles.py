"""``communique articles``: the archived articles, newest first."""

from __future__ import annotations

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import answer, json_option, limit_option


@click.command(
    "articles",
    short_help="archived articles, newest first",
    epilog="Examples: communique articles --language be --since 2026-01-01; communique articles --missing be",
)
@filter_options
@limit_option
@json_option
@pass_place
def command(place: Place, narrowed: ArticleFilterArguments, limit: int, as_json: bool) -> None:
    """List archived articles, newest first.

    States: archived; untranslated (the text is in another language than the page claims); empty (a title without a
    text); vanished (a confirmed removal stands: the last good text is kept); edited (it has an edit in the ledger).
    """
    with place.read(narrowed["site"]) as archive:
        answer(
            archive.articles(limit=limit, **narrowed),
            as_json=as_json,
            title=f"Articles in {place.path}",
            columns=("id", "published", "site", "language", "state", "title"),
            fold=("title",),
            empty="No article matches. communique sites shows what is archived.",
        )

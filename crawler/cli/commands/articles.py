"""``communique articles``: the archived articles, newest first."""

from __future__ import annotations

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.filter_options import filter_options
from crawler.cli.tables import json_option, limit_option, print_rows


@click.command(
    "articles",
    short_help="list archived articles",
    epilog="Examples: communique articles --language be --since 2026-01-01; communique articles --missing be",
)
@filter_options
@limit_option
@json_option
@pass_location
def command(location: ArchiveLocation, filters: ArticleFilterArguments, limit: int, as_json: bool) -> None:
    """List archived articles, newest first.

    The states are: archived; untranslated (the text is in another language than the page claims); empty (the page has
    a title and no text); vanished (the article was removed, and its last good text is kept); edited (the article was
    edited at least once).
    """
    with location.read(filters["site"]) as archive:
        print_rows(
            archive.articles(limit=limit, **filters),
            as_json=as_json,
            title=f"Articles in {location.path}",
            columns=("id", "published", "site", "language", "state", "title"),
            fold=("title",),
            empty="No article matches. To see what is archived: communique sites",
        )

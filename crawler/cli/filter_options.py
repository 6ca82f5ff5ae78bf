"""The filter options, which are the same for articles, search, coverage and every export."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from crawler.archive import ARTICLE_STATES, ArticleFilterArguments
from crawler.cli.tables import check_day

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--site", metavar="SITE", help="Only articles of this site."),
    click.option("--language", metavar="TAG", help="Only texts in this language (BCP 47 tag: ru, be, en, ...)."),
    click.option(
        "--kind", metavar="KIND", help="Only articles of this kind, as the site file names it: news, statement, ..."
    ),
    click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later, in the time zone of the site."),
    click.option(
        "--until", metavar="YYYY-MM-DD", help="Published on this day or earlier, in the time zone of the site."
    ),
    click.option("--state", type=click.Choice(ARTICLE_STATES), help="Only articles in this state."),
    click.option(
        "--missing", metavar="LANGUAGE", help="Only stories that are not archived in this language of their site."
    ),
)


def filter_options(command: F) -> F:
    """Add the filter options to a command, which gets their values as ``filters``: keywords of ``Archive.articles``.

    A date that is not valid is wrong usage (exit status 2).
    """

    @wraps(command)
    def with_filters(*args: Any, **options: Any) -> Any:
        given = ArticleFilterArguments(**{name: options.pop(name) for name in ArticleFilterArguments.__annotations__})  # type: ignore[typeddict-item]
        check_day(given["since"], "--since")
        check_day(given["until"], "--until")
        return command(*args, filters=given, **options)

    made: Any = with_filters
    for option in reversed(_OPTIONS):
        made = option(made)
    return made  # type: ignore[no-any-return]

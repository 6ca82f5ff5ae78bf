"""The options that narrow what a command answers with: the same for articles, search, coverage and every export."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from crawler.archive import ARTICLE_STATES, ArticleFilterArguments
from crawler.cli.tables import check_day

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--site", help="Only this site."),
    click.option("--language", help="Only texts in this language (BCP 47: ru, be, en, ...)."),
    click.option("--kind", help="Only articles of this kind, as the site file calls it: news, statement, ..."),
    click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later (the site's own day)."),
    click.option("--until", metavar="YYYY-MM-DD", help="Published on this day or earlier."),
    click.option("--state", type=click.Choice(ARTICLE_STATES), help="Only articles in this state."),
    click.option(
        "--missing", metavar="LANGUAGE", help="Only stories that are not archived in this language of their site."
    ),
)


def filter_options(command: F) -> F:
    """A command with these options: it is given ``narrowed``, the keywords of ``Archive.articles``.

    A day that is none is wrong usage (exit status 2).
    """

    @wraps(command)
    def narrowed(*args: Any, **options: Any) -> Any:
        names = ArticleFilterArguments.__annotations__
        given = ArticleFilterArguments(**{name: options.pop(name) for name in names})  # type: ignore[typeddict-item]
        check_day(given["since"], "--since")
        check_day(given["until"], "--until")
        return command(*args, narrowed=given, **options)

    made: Any = narrowed
    for option in reversed(_OPTIONS):
        made = option(made)
    return made  # type: ignore[no-any-return]

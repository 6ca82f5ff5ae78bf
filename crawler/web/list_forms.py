"""Lists with filter forms: the choices of their fields, the chosen values, and the pages of the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crawler.archive import ARTICLE_STATES, Archive, ArticleFilterArguments, Row
from crawler.errors import BadAddress
from crawler.web import urls
from crawler.web.responses import WebRequest

PAGE_SIZE = 30
"""Rows of a page."""
MAX_PAGES = 40
"""Pages of a list; a filter or the command line leads to the rest."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def filters(request: WebRequest) -> ArticleFilterArguments:
    """The filters in the query string; raises BadAddress for an invalid one."""
    state = request.word("state")
    if state is not None and state not in ARTICLE_STATES:
        raise BadAddress(f"state={state} is not one of {', '.join(ARTICLE_STATES)}")
    return {
        "site": request.word("site"),
        "language": request.word("language"),
        "kind": request.word("kind"),
        "state": state,
        "missing": request.word("missing"),
        "since": day(request, "since"),
        "until": day(request, "until"),
    }


def day(request: WebRequest, name: str) -> str | None:
    """A date in the query string, or None; raises BadAddress if it is not written as YYYY-MM-DD."""
    written = request.word(name)
    if written is None:
        return None
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat()
    except ValueError:
        pass  # such as the 31st of February
    raise BadAddress(f"{name}={written} is not a date: use YYYY-MM-DD")


def choices(archive: Archive) -> Row:
    """The choices of the fields of a form: ``sites``, ``languages``, ``states``."""
    sites = archive.names()
    languages = dict.fromkeys(tag for site in sites for tag in site["languages"])
    return {"sites": [site["name"] for site in sites], "languages": list(languages), "states": list(ARTICLE_STATES)}


def pages(request: WebRequest, number: int, has_more: bool) -> dict[str, str | None]:
    """``before`` and ``after``: the addresses of the previous and the next page, or None."""

    def address(to: int) -> str:
        return urls.page(request.path, **{**request.query, "page": to if to > 1 else None})

    return {
        "before": address(number - 1) if number > 1 else None,
        "after": address(number + 1) if has_more and number < MAX_PAGES else None,
    }


def page_of(rows: Sequence[Any], number: int) -> tuple[list[Any], bool]:
    """The rows of page ``number`` (from 1), and whether there are more; ``rows`` are the first ``needed(number)``."""
    start = (number - 1) * PAGE_SIZE
    return list(rows[start : start + PAGE_SIZE]), len(rows) > start + PAGE_SIZE


def needed(number: int) -> int:
    """The number of rows to query for page ``number``: one more than its last."""
    return number * PAGE_SIZE + 1


def chosen(given: Mapping[str, Any]) -> Row:
    """The values that a form shows as chosen; an empty text for None."""
    return {name: value or "" for name, value in given.items()}

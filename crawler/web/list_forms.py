"""Lists that are narrowed by forms: what their fields offer, and what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crawler.archive import ARTICLE_STATES, Archive, ArticleFilterArguments, Row
from crawler.errors import BadAddress
from crawler.web import urls
from crawler.web.responses import Asked

SHOWN = 30
"""Rows of a page."""
DEEPEST = 40
"""Pages that can be turned: who wants more narrows the list, or takes it from the command line."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def narrowed(asked: Asked) -> ArticleFilterArguments:
    """The filters that the query has; raises BadAddress for what cannot be meant."""
    state = asked.word("state")
    if state is not None and state not in ARTICLE_STATES:
        raise BadAddress(f"state={state} is none of {', '.join(ARTICLE_STATES)}")
    return {
        "site": asked.word("site"),
        "language": asked.word("language"),
        "kind": asked.word("kind"),
        "state": state,
        "missing": asked.word("missing"),
        "since": day(asked, "since"),
        "until": day(asked, "until"),
    }


def day(asked: Asked, name: str) -> str | None:
    """A day of the query; raises BadAddress."""
    written = asked.word(name)
    if written is None:
        return None
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat()
    except ValueError:
        pass  # the 31st of February
    raise BadAddress(f"{name}={written} is no day: YYYY-MM-DD")


def offered(archive: Archive) -> Row:
    """What the fields of a form offer: ``sites languages states``."""
    sites = archive.names()
    languages = dict.fromkeys(tag for site in sites for tag in site["languages"])
    return {"sites": [site["name"] for site in sites], "languages": list(languages), "states": list(ARTICLE_STATES)}


def pages(asked: Asked, number: int, has_more: bool) -> dict[str, str | None]:
    """``before`` and ``after``: the addresses of the pages around one."""

    def turned(to: int) -> str:
        return urls.page(asked.path, **{**asked.query, "page": to if to > 1 else None})

    return {
        "before": turned(number - 1) if number > 1 else None,
        "after": turned(number + 1) if has_more and number < DEEPEST else None,
    }


def turn(rows: Sequence[Any], number: int) -> tuple[list[Any], bool]:
    """The rows of one page, of all up to one more than it needs; and whether there are more."""
    start = (number - 1) * SHOWN
    return list(rows[start : start + SHOWN]), len(rows) > start + SHOWN


def needed(number: int) -> int:
    """How many rows are to be asked for."""
    return number * SHOWN + 1


def chosen(given: Mapping[str, Any]) -> Row:
    """What a form shows as chosen."""
    return {name: value or "" for name, value in given.items()}

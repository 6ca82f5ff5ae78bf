"""Publication dates that only the text of an article gives: in a dateline at its end, in the title, or in the prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crawler.rules.dates.parsing import find_date

MOST_WORDS = 3
"""The most words of a dateline besides its date: a place, an abbreviation for "year"."""

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")

Find = Callable[[str], str | None]
"""A function from a text to the first full date in it, as written."""


def dated_by_text(
    title: str, body: Sequence[str], *, where: Sequence[str], language: str, zone: str
) -> tuple[str, str] | None:
    """The date as written and its ``date_source``, from the first place in ``where`` that has one; None if none has.

    The places are ``dateline`` (the last paragraph is a date and a few words), ``title`` (in brackets; another date in
    a title belongs to its subject) and ``prose`` (the first full date of the text). ``language`` is the BCP 47 tag that
    the page claims; ``zone`` is the site's IANA time zone.
    """

    def find(text: str) -> str | None:
        found = find_date(text, language=language, zone=zone)
        return found[1] if found else None

    for place in where:
        if raw := _PLACES[place](title, body, find):
            return raw, place
    return None


def _in_dateline(title: str, body: Sequence[str], find: Find) -> str | None:
    line = body[-1] if body else ""
    raw = find(line) if len(line) < 100 else None
    return raw if raw and len(_WORD.findall(line.replace(raw, " "))) <= MOST_WORDS else None


def _in_title(title: str, body: Sequence[str], find: Find) -> str | None:
    return next((raw for part in reversed(_BRACKETS.findall(title)) if (raw := find(part))), None)


def _in_prose(title: str, body: Sequence[str], find: Find) -> str | None:
    return next((raw for paragraph in body if (raw := find(paragraph))), None)


_PLACES = {"dateline": _in_dateline, "title": _in_title, "prose": _in_prose}

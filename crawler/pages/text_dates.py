"""Dates that only the text of an article gives: in a line of its own at the end, in the title, in the prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crawler.rules.dates.parsing import find_date

MOST_WORDS = 3
"""What a dateline may hold besides its date: a place, an abbreviation for "year"."""

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")

Find = Callable[[str], str | None]
"""From a text to the first full date in it, as written."""


def dated_by_text(
    title: str, body: Sequence[str], *, where: Sequence[str], language: str, zone: str
) -> tuple[str, str] | None:
    """The date as written and its ``date_source``, from the first of the places in ``where`` that has one; else None.

    Places: ``dateline`` (the last paragraph is a date and hardly more), ``title`` (in brackets: a date elsewhere in a
    title is what the text is about), ``prose`` (the first full date of the text). ``language`` is the BCP 47 tag that
    the page claims, ``zone`` the site's.
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

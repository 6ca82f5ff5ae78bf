"""A written date, with its language and zone, as ``YYYY-MM-DD`` or RFC 3339."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.rules.clock import Time, stamp, time_after, time_before
from crawler.rules.months import MONTHS, month_number

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""No ministry's news is older than its first web site; what lies outside is a number, not a year."""

_MOST = 300
"""Characters of a raw date that are looked at: a longer one is a paragraph that a selector took by mistake."""
_BACK, _AHEAD = 48, 24
"""Characters before and after a year that can belong to its date."""

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_WORD = r"(?P<word>[^\W\d_]{2,16})"
_ORDINAL = r"(?:st|nd|rd|th|er|re|do|ro|º|°|ª|:a|:e|-го|-га|-е|-ае|\.)?"
_LINK = r"(?:\s+(?:of|de|del|do|den|di)\b|\s*d[e’']\s?)?"
_YEAR = re.compile(r"(?<![\d.,])(?<![\d][-/])(?:19|20|21)\d\d(?!\d)|(?<=[./-])(?:19|20|21)\d\d(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:]){_DAY}{_ORDINAL}{_LINK}[\s\-/.]*(?<![^\W\d_]){_WORD}\.?,?{_LINK}[\s\-/,]*\Z", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_]){_WORD}\.?[\s\-/]+{_DAY}(?:{_ORDINAL}|\s?\.?\s?b(?:\.|eaivvi|eaivi|eaive)?),?[\s\-/]*\Z", re.IGNORECASE
)
_UNIX = re.compile(
    rf"(?<![^\W_]){_WORD}\s+{_DAY}\s+(?P<time>\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{{2,5}}|\s+[+-]\d{{4}})?)\s+\Z"
)
_NUMBERS_BEFORE = re.compile(r"(?<![\d.,/-])(?P<one>\d{1,2})\s?(?P<mark>[./-])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?\Z")
_NUMBERS_AFTER = re.compile(r"(?P<mark>[-/.])(?P<one>\d{1,2})(?P=mark)(?P<two>\d{1,2})(?!\d|(?P=mark)\d)")
_EAST_ASIAN = re.compile(r"\s?[年년]\s?(?P<one>\d{1,2})\s?[月월]\s?(?P<two>\d{1,2})\s?[日号일]")
_SHORT = re.compile(
    r"(?<![\d.,/:-])(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d\d)(?![\d]|(?P=mark)\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?P<one>\d\d)(?P<two>\d\d)(?:T(?P<time>\d{6})(?P<zone>Z|[+-]\d{4})?)?(?!\d)")


class _Written(NamedTuple):
    """A date found in a text: where it stands, what it says."""

    start: int
    end: int
    year: int
    month: int
    day: int
    time: Time | None = None


def read_date(raw: str, *, language: str = "", zone: str = "UTC", day_first: bool = True) -> str | None:
    """The date that a page, a header or a feed wrote: ``YYYY-MM-DD``, or RFC 3339 with the offset of ``zone`` at that time.

    ``raw`` may have other words around the date ("Uppdaterad: 2009-09-02"); its first full date counts, with the time beside
    it. ``language`` is a BCP 47 tag, ``zone`` an IANA name, ``day_first`` says what 03/04/2024 means where nothing else does.
    A stamp with an offset of its own keeps its instant. None where day, month or year is missing, where the date does not
    exist, and for years before 1990 or after 2100: nothing is guessed.
    """
    return _read(raw, language, zone, day_first)


@lru_cache(maxsize=8192)
def _read(raw: str, language: str, zone: str, day_first: bool) -> str | None:
    text = raw[:_MOST]
    if not text.isascii():
        text = _ascii_digits(text)
    for written in _dates(text, language, day_first):
        time = written.time or time_after(text[written.end : written.end + 60]) or time_before(text[: written.start])
        return _stamped(written, time, zone)
    for pattern in (_COMPACT, _SHORT):
        if found := pattern.search(text):
            return _without_words(found, text, zone, day_first)
    return None

"""Parsing of written dates: from a text, its language and its zone to ``YYYY-MM-DD`` or RFC 3339.

A new form of date is a pattern and a branch here; names of months are in ``months``, clocks and zones in ``times``, and
parts of dates (a day, a month, a year alone) in ``prose``.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.rules.dates.months import month_number
from crawler.rules.dates.other_languages import read_elsewhere
from crawler.rules.dates.times import Time, stamp, time_after, time_before

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years of news. No ministry had a web site before them; other numbers are not years."""

_MOST = 300
"""The number of characters of a raw date that are parsed. A longer one is a paragraph that a selector took by
mistake."""
_BACK, _AHEAD = 48, 24
"""The number of characters before and after a year that can belong to its date."""

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_WORD = r"(?P<word>[^\W\d_]{2,16})"
_ORDINAL = r"(?:st|nd|rd|th|er|re|do|ro|º|°|ª|:a|:e|-го|-га|-е|-ае|\.)?"
_LINK = r"(?:\s+(?:of|de|del|do|den|di)\b|\s*d[e’']\s?)?"
_YEAR = re.compile(r"(?:19|2[01])\d\d(?!\d)(?<!\d{5})")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:]){_DAY}{_ORDINAL}{_LINK}[\s\-/.]*(?<![^\W\d_]){_WORD}\.?,?{_LINK}[\s\-/,]*\Z", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_]){_WORD}\.?[\s\-/]+{_DAY}(?:{_ORDINAL}|\s?\.?\s?b(?:\.|eaivvi|eaivi|eaive)?),?[\s\-/]*\Z",
    re.IGNORECASE,
)
_UNIX = re.compile(
    rf"(?<![^\W_]){_WORD}\s+{_DAY}\s+(?P<time>\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{{2,5}}|\s+[+-]\d{{4}})?)\s+\Z"
)
_NUMBERS_BEFORE = re.compile(
    r"(?<!\d)(?<!\d[.,/-])(?P<one>\d{1,2})\s?(?P<mark>[./-])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?\Z"
)
_NUMBERS_AFTER = re.compile(r"(?P<mark>[-/.])(?P<one>\d{1,2})(?P=mark)(?P<two>\d{1,2})(?!\d|(?P=mark)\d)")
_EAST_ASIAN = re.compile(r"\s?[年년]\s?(?P<one>\d{1,2})\s?[月월]\s?(?P<two>\d{1,2})\s?[日号일]")
_SHORT = re.compile(
    r"(?<!\d)(?<!\d[.,/:-])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>\d\d)(?!\d|(?P=mark)\d)"
)
_COMPACT = re.compile(r"\s*((?:19|20|21)\d\d)(\d\d)(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d))?(Z|[+-]\d\d:?\d\d)?)?\s*")
_OTHER_DIGIT = re.compile(
    "[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u1040-\u1049\u17e0-\u17e9\uff10-\uff19]"
)
"""Arabic, Persian, Devanagari, Bengali, Thai, Burmese, Khmer and full-width digits."""
_SHORT_MOST = 60
"""The most characters of a raw date in which a two-digit year is read."""


class _Written(NamedTuple):
    """A date in a text: its place and its parts."""

    start: int
    end: int
    year: int
    month: int
    day: int
    time: Time | None = None


def read_date(raw: str, *, language: str = "", zone: str = "UTC", day_first: bool = True) -> str | None:
    """The date that a page, a header or a feed wrote: ``YYYY-MM-DD``, or RFC 3339 with the offset that ``zone`` has
    then.

    ``raw`` may have other words around the date ("Uppdaterad: 2009-09-02"). Its first full date counts, with the time
    beside it. ``language`` is a BCP 47 tag. ``zone`` is an IANA name (ValueError for an unknown one). ``day_first``
    says how 03/04/2024 is read if nothing else decides. A time stamp with an offset of its own keeps its instant;
    midnight is a date without a time. None if the day, the month or the year is missing, if the date does not exist,
    and for years before 1990 or after 2100: nothing is guessed.
    """
    return _read(raw, language, zone, day_first)


def find_date(text: str, *, language: str, zone: str) -> tuple[str, str] | None:
    """The first full date in prose, as (ISO date, as written); None if there is none.

    The year has four digits; the month is a word or a number. A date in prose has no time, unless it is a stamp
    ("…T14:05Z").
    """
    readable = text if text.isascii() else _ascii_digits(text)
    for written in _dates(readable, language, day_first=True):
        rest = readable[written.end : written.end + 40]
        time = time_after(rest) if rest.startswith("T") else None
        return _stamped(written, time, zone), text[written.start : written.end]
    return None


def every_date(text: str, *, language: str) -> Iterator[tuple[str, int, int]]:
    """The full dates in prose as (``YYYY-MM-DD``, start, end), in order. Each is parsed as ``find_date`` parses the
    first."""
    for written in _dates(text if text.isascii() else _ascii_digits(text), language, day_first=True):
        yield f"{written.year}-{written.month:02}-{written.day:02}", written.start, written.end


@lru_cache(maxsize=8192)
def _read(raw: str, language: str, zone: str, day_first: bool) -> str | None:
    text = raw[:_MOST]
    if not text.isascii():
        text = _ascii_digits(text)
    for written in _dates(text, language, day_first):
        time = written.time or time_after(text[written.end : written.end + 60]) or time_before(text[: written.start])
        return _stamped(written, time, zone)
    return _without_year_words(text, zone, day_first) or read_elsewhere(text, language, zone)


def _without_year_words(text: str, zone: str, day_first: bool) -> str | None:
    """Dates in the forms without a separate year of four digits: 20240312T140500Z, and 12.03.24."""
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        if not _exists(int(year), int(month), int(day)):
            return None
        clock = time_after(f"T{hour}:{minute}:{second or '00'}{offset or ''}") if hour else None
        return stamp(int(year), int(month), int(day), clock, zone)
    found = _SHORT.search(text) if len(text) <= _SHORT_MOST else None
    if not found or 50 <= int(found["year"]) < 90:
        return None
    year = int(found["year"]) + (2000 if int(found["year"]) < 50 else 1900)
    pair = _month_and_day(year, int(found["one"]), int(found["two"]), found["mark"], day_first)
    if not pair:
        return None
    time = time_after(text[found.end() : found.end() + 60]) or time_before(text[: found.start()])
    return stamp(year, *pair, time, zone)


def _dates(text: str, language: str, day_first: bool) -> Iterator[_Written]:
    """The full dates in a text, in the order of their years. Dates that do not exist are left out."""
    for found in _YEAR.finditer(text):
        year = int(found[0])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        start, end = found.span()
        before, after = text[max(0, start - _BACK) : start], text[end : end + _AHEAD]
        written = (
            _numbers_after(year, start, end, after)
            or _numbers_before(year, start, end, before, day_first)
            or _words_before(year, start, end, before, language)
        )
        if written and _exists(written.year, written.month, written.day):
            yield written


def _numbers_after(year: int, start: int, end: int, after: str) -> _Written | None:
    """2024-03-12, 2024/3/12, 2024年3月12日."""
    found = _NUMBERS_AFTER.match(after) or _EAST_ASIAN.match(after)
    return _Written(start, end + found.end(), year, int(found["one"]), int(found["two"])) if found else None


def _numbers_before(year: int, start: int, end: int, before: str, day_first: bool) -> _Written | None:
    """12.03.2024, 12/03/2024, 12-03-2024."""
    if before[-1:] not in ("", ".", "/", "-", " ") or not (found := _NUMBERS_BEFORE.search(before)):
        return None
    pair = _month_and_day(year, int(found["one"]), int(found["two"]), found["mark"], day_first)
    return _Written(start - len(before) + found.start(), end, year, *pair) if pair else None


def _words_before(year: int, start: int, end: int, before: str, language: str) -> _Written | None:
    """12 марта 2024, March 12, 2024, guovvamánu 6. b. 2009, Tue Mar 12 14:05:00 2024."""
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _UNIX):
        found = pattern.search(before)
        if found and (month := month_number(found["word"], language)):
            time = time_before(found["time"]) if pattern is _UNIX else None
            return _Written(start - len(before) + found.start(), end, year, month, int(found["day"]), time)
    return None


def _month_and_day(year: int, one: int, two: int, mark: str, day_first: bool) -> tuple[int, int] | None:
    """The month and the day from two numbers. With slashes and hyphens the other order is used if only that date
    exists."""
    day, month = (one, two) if day_first else (two, one)
    if _exists(year, month, day):
        return month, day
    return (day, month) if mark in "/-" and _exists(year, day, month) else None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _stamped(written: _Written, time: Time | None, zone: str) -> str:
    return stamp(written.year, written.month, written.day, time, zone)


def _ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as 0 to 9. Its length stays the same."""
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)

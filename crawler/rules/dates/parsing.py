"""Parsing of written dates: from a text, its language and its zone to ``YYYY-MM-DD`` or RFC 3339.

A new form of date is a pattern and a branch here; names of months are in ``months``, clocks and zones in ``times``, and
parts of dates (a day, a month, a year alone) in ``prose``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from crawler.rules.dates.cldr import has_slashes, is_month_first, is_year_first
from crawler.rules.dates.folding import folded
from crawler.rules.dates.months import MONTHS, month_number
from crawler.rules.dates.other_calendars import calendar_dates
from crawler.rules.dates.other_languages import read_elsewhere
from crawler.rules.dates.spoken_forms import spoken_dates
from crawler.rules.dates.times import Time, stamp, time_after, time_before
from crawler.rules.dates.written import FIRST_YEAR, LAST_YEAR, WrittenDate, exists

_MOST = 300
"""The number of characters of a raw date that are parsed. A longer one is a paragraph that a selector took by
mistake."""
_BACK, _AHEAD = 48, 24
"""The number of characters before and after a year that can belong to its date."""

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_WORD = r"(?P<word>[^\W\d_]{2,16})"
_ORDINAL = r"(?:st|nd|rd|th|er|re|do|ro|º|°|ª|:a|:e|-го|-га|-е|-ае|\.)?"
_LINK = r"(?:\s+(?:of|de|del|do|den|di)\b|\s*d[e’']\s?)?"
_QUOTE = r"(?:\s?[\"'«»„“”])?"
_YEAR = re.compile(r"(?:19|2[01])\d\d(?!\d)(?<!\d{5})")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:]){_DAY}{_QUOTE}{_ORDINAL}{_LINK}[\s\-/.]*(?<![^\W\d_]){_WORD}\.?,?{_LINK}[\s\-/,]*\Z", re.IGNORECASE
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
_DOTTED_AFTER = re.compile(r"\.\s(?P<one>\d{1,2})\.\s?(?P<two>\d{1,2})(?!\d|\.\d)")
_EAST_ASIAN = re.compile(
    r"\s?(?:[(（][^()（）]{1,12})?[)）]?\s?[年년](?:\s?[(（][^()（）]{1,12}[)）])?\s?(?P<one>\d{1,2})\s?[月월]\s?(?P<two>\d{1,2})\s?[日号號일]"
)
_SHORT = re.compile(
    r"(?<!\d)(?<!\d[.,/:-])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>\d\d?)(?!\d|(?P=mark)\d)"
)
_COMPACT = re.compile(r"\s*((?:19|20|21)\d\d)(\d\d)(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d))?(Z|[+-]\d\d:?\d\d)?)?\s*")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
"""Digits of other scripts: Arabic, Persian, Devanagari, Bengali, Thai, full-width ones and all others of Unicode."""
_NUMBER = re.compile(r"\d{2}|年|\d[./-]\d")
_INVISIBLE = re.compile("[\u200e\u200f\u061c]")
_GOES_ON = re.compile(r"[.-]\d{1,3}(?![\d:.\-/h])")
_SINCE = r"(?<![\d:.,/-])\d{1,2}(?:\.|st|nd|rd|th|er|º)?"
_TO = "|".join(
    """
    to until through bis au al a à ao ad do до по да tot til till och og und and et y e и і i en ir un ja ve
    """.split()  # noqa: SIM905
)
_RANGE = re.compile(
    rf"(?:(?<![^\W\d_]\s)(?<![^\W\d_]){_SINCE}(?:\s[^\W\d_]{{3,12}}\.?)?\s?[\u2012-\u2015-]\s?"
    rf"|{_SINCE}[\u2012-\u2015-]|{_SINCE}\s(?:[^\W\d_]{{3,12}}\s)?(?:{_TO})\s)\Z",
    re.IGNORECASE,
)
"""What stands before the last day of several: "4-6 March", "28 February – 3 March", "4 bis 6 March"."""
_LAST_NEPALI = 2050
"""Later years on a page in Nepali are those of Bikram Sambat, which is 56 years ahead and has months of its own."""
_NUMBER_PAIR = re.compile(r"(?<!\d)(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?:19|20)?\d\d(?!\d)")
_SHORT_MOST = 60
"""The most characters of a raw date in which a two-digit year is read."""


def read_date(raw: str, *, language: str = "", zone: str = "UTC", day_first: bool | None = None) -> str | None:
    """The date that a page, a header or a feed wrote: ``YYYY-MM-DD``, or RFC 3339 with the offset that ``zone`` has
    then.

    ``raw`` may have other words around the date ("Uppdaterad: 2009-09-02"). Its first full date counts, with the time
    beside it; a date of another calendar counts if there is none of the Gregorian one. ``language`` is a BCP 47 tag.
    ``zone`` is an IANA name (ValueError for an unknown one); if it is empty, a written offset stays. ``day_first`` says
    how 03/04/2024 is read if nothing else decides; None: the day comes first, unless the language has a region where
    the month does (``en-US``). A time stamp with an offset of its own keeps its instant; midnight is a date without a
    time. None if the day, the month or the year is missing, if the date does not exist, and for years before 1990 or
    after 2100: nothing is guessed.
    """
    return _read(raw, language, zone, day_first)


def find_date(text: str, *, language: str, zone: str) -> tuple[str, str] | None:
    """The first full date in prose, as (ISO date, as written); None if there is none.

    The year has four digits; the month is a word or a number. A date in prose has no time, unless it is a stamp
    ("…T14:05Z").
    """
    readable = text if text.isascii() else _ascii_digits(text)
    for written in _in_prose(readable, text, language, zone):
        rest = readable[written.end : written.end + 40]
        time = time_after(rest) if rest.startswith("T") else None
        return _stamped(written, time, zone), text[written.start : written.end]
    return None


def every_date(text: str, *, language: str) -> Iterator[tuple[str, int, int]]:
    """The full dates in prose as (``YYYY-MM-DD``, start, end), in order. Each is parsed as ``find_date`` parses the
    first."""
    readable = text if text.isascii() else _ascii_digits(text)
    for written in _in_prose(readable, text, language, ""):
        yield f"{written.year}-{written.month:02}-{written.day:02}", written.start, written.end


def is_ambiguous(raw: str, language: str) -> bool:
    """Whether a numeric date can be read in two ways, and the language does not say which: 03/04/2024 in ``de``."""
    found = _NUMBER_PAIR.search(raw)
    if not found or found["one"] == found["two"] or max(int(found["one"]), int(found["two"])) > 12:
        return False
    return not (is_month_first(language) or (has_slashes(language) and language != "en"))


@lru_cache(maxsize=8192)
def _read(raw: str, language: str, zone: str, day_first: bool | None) -> str | None:
    written_as = _INVISIBLE.sub("", raw[:_MOST])
    text = written_as if written_as.isascii() else _ascii_digits(written_as)
    every = (
        each
        for dates in (_dates(text, language, day_first), _elsewhere(text, written_as, language, zone))
        for each in dates
    )
    ranged = False
    for found in every:
        if _ends_a_range(found, text):
            ranged = True
            continue
        time = found.time or time_after(text[found.end : found.end + 60], language)
        return _stamped(found, time or time_before(text[: found.start], language), zone)
    if ranged:
        return None
    return _without_year_words(text, language, zone, day_first) or read_elsewhere(text, language, zone)


def _ends_a_range(written: WrittenDate, text: str) -> bool:
    """Whether a date is the last day of several: an event has such dates, no publication."""
    return text[written.start].isdigit() and _RANGE.search(text[max(0, written.start - 30) : written.start]) is not None


def _in_prose(readable: str, text: str, language: str, zone: str) -> Iterator[WrittenDate]:
    """The full dates in prose, in order: those in the usual forms, and those that only its language has."""
    usual = _dates(readable, language, day_first=True)
    primary = language.partition("-")[0].lower()
    if (primary in MONTHS or not primary) and "年" not in text:
        yield from usual
        return
    end = 0
    found = [*usual, *_elsewhere(readable, text, language, zone)]
    for written in sorted(found, key=lambda each: (each.start, -each.end)):
        if written.start >= end:
            yield written
            end = written.end


def _elsewhere(readable: str, text: str, language: str, zone: str) -> Iterator[WrittenDate]:
    """The dates in words of the language itself, then those of other calendars. Their places are those in the text."""
    if not _NUMBER.search(readable):
        return
    short = folded(text)
    for written in (
        *spoken_dates(short.text, language=language),
        *calendar_dates(short.text, language=language, zone=zone),
    ):
        if written.is_news:
            start, end = short.span(written.start, written.end)
            yield written._replace(start=start, end=end)


def _without_year_words(text: str, language: str, zone: str, day_first: bool | None) -> str | None:
    """Dates in the forms without a separate year of four digits: 20240312T140500Z, and 12.03.24."""
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        if not exists(int(year), int(month), int(day)):
            return None
        clock = time_after(f"T{hour}:{minute}:{second or '00'}{offset or ''}") if hour else None
        return stamp(int(year), int(month), int(day), clock, zone)
    found = _SHORT.search(text) if len(text) <= _SHORT_MOST else None
    if not found:
        return None
    one, two, three = int(found["one"]), int(found["two"]), int(found["year"])
    parts = found["one"], found["year"]
    if is_year_first(language):
        one, three, parts = three, one, parts[::-1]
    if len(parts[1]) < 2:
        return None
    if 50 <= three < 90:
        return None
    year = three + (2000 if three < 50 else 1900)
    pair = _month_and_day(year, one, two, found["mark"], _leads(found["mark"], language, day_first))
    if not pair:
        return None
    time = time_after(text[found.end() : found.end() + 60], language) or time_before(text[: found.start()], language)
    return stamp(year, *pair, time, zone)


def _dates(text: str, language: str, day_first: bool | None) -> Iterator[WrittenDate]:
    """The full dates in a text, in the order of their years. Dates that do not exist are left out."""
    last = _LAST_NEPALI if language.partition("-")[0] == "ne" else LAST_YEAR
    for found in _YEAR.finditer(text):
        year = int(found[0])
        if not FIRST_YEAR <= year <= last:
            continue
        start, end = found.span()
        before, after = text[max(0, start - _BACK) : start], text[end : end + _AHEAD]
        written = (
            _numbers_after(year, start, end, after)
            or _numbers_before(year, start, end, before, after, language, day_first)
            or _words_before(year, start, end, before, language)
        )
        if written and exists(written.year, written.month, written.day):
            yield written


def _numbers_after(year: int, start: int, end: int, after: str) -> WrittenDate | None:
    """2024-03-12, 2024/3/12, 2024. 03. 12., 2024年3月12日."""
    found = _NUMBERS_AFTER.match(after) or _DOTTED_AFTER.match(after) or _EAST_ASIAN.match(after)
    return WrittenDate(start, end + found.end(), year, int(found["one"]), int(found["two"])) if found else None


def _numbers_before(
    year: int, start: int, end: int, before: str, after: str, language: str, day_first: bool | None
) -> WrittenDate | None:
    """12.03.2024, 12/03/2024, 12-03-2024. What goes on is the number of a version or of a document."""
    if before[-1:] not in ("", ".", "/", "-", " ") or not (found := _NUMBERS_BEFORE.search(before)):
        return None
    if _GOES_ON.match(after):
        return None
    order = _leads(found["mark"], language, day_first)
    pair = _month_and_day(year, int(found["one"]), int(found["two"]), found["mark"], order)
    return WrittenDate(start - len(before) + found.start(), end, year, *pair) if pair else None


def _words_before(year: int, start: int, end: int, before: str, language: str) -> WrittenDate | None:
    """12 марта 2024, March 12, 2024, guovvamánu 6. b. 2009, Tue Mar 12 14:05:00 2024."""
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _UNIX):
        found = pattern.search(before)
        if found and (month := month_number(found["word"], language)):
            time = time_before(found["time"]) if pattern is _UNIX else None
            return WrittenDate(start - len(before) + found.start(), end, year, month, int(found["day"]), time)
    return None


def _month_and_day(year: int, one: int, two: int, mark: str, day_first: bool) -> tuple[int, int] | None:
    """The month and the day from two numbers. With slashes and hyphens the other order is used if only that date
    exists."""
    day, month = (one, two) if day_first else (two, one)
    if exists(year, month, day):
        return month, day
    return (day, month) if mark in "/-" and exists(year, day, month) else None


def _leads(mark: str, language: str, day_first: bool | None) -> bool:
    """Whether the day comes before the month: by the site's word, else by the region of the language, which decides
    only for slashes and hyphens."""
    return (mark not in "/-" or not is_month_first(language)) if day_first is None else day_first


def _stamped(written: WrittenDate, time: Time | None, zone: str) -> str:
    return stamp(written.year, written.month, written.day, time, zone)


def _ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as 0 to 9. Its length stays the same."""
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)

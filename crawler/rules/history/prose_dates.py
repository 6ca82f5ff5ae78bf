"""Dates in prose: full dates, and dates of a day, a month or a year alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.rules.dates.months import months_of
from crawler.rules.dates.number_words import WEEKDAYS
from crawler.rules.dates.parsing import every_date
from crawler.rules.text.words import MIDDLE, Word

_RANGE = re.compile(r"(?<!\d)(\d{1,2})(?:\s?[–—-]\s?|\s(?:and|to|и|по|і|да|та)\s)\Z")
_DAY_BEFORE = re.compile(r"(?<![\d.,:])(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-го|-га|-е)?\.?\s(?:of\s)?\Z")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"19\d\d|20\d\d|2100")
_YEAR_AFTER = ("in", "since", "of", "until", "before", "after", "by", "during", "early", "late", "mid")
_YEAR_BEFORE = (
    *("год", "года", "году", "годом", "годы", "годов", "годах", "г", "гг"),
    *("годзе", "гадоў", "гады", "рік", "року", "році", "роки"),
)
_COUNTED = re.compile(r"people|(?!(?:was|is|as|has|its|this|does)\b)[a-z]{2,}s")
"""Words after a number that is not a year: "of 2000 soldiers"."""
_ALSO_SURROUNDINGS = ("среда", "среды", "среде", "среду", "средой")
"""Words that mean Wednesday and also surroundings. They are a day only after a short word."""
_WHEN = ("в", "во", "до", "на", "со")
_CAPITAL = frozenset(word for word in WEEKDAYS if word.endswith(("day", "tag")) or word in ("mittwoch", "sonnabend"))
"""English and German days of the week, which begin with a capital. "mandag" and similar words do not."""
_NO_WORD = Word("", 0, 0, MIDDLE)

ProseDate = tuple[str, int, int]


def prose_dates(text: str, found: Sequence[Word], *, language: str) -> list[ProseDate]:
    """The dates in prose as (value, start, end), in order. Equal dates have equal values. ``found`` are the words of
    the text.

    The values are: ``YYYY-MM-DD`` for a full date, ``--MM-DD`` for a day and a month, ``YYYY-MM`` for a month and a
    year, ``YYYY`` for a year that is named as one, ``-W-D`` for a day of the week (Monday is 1), ``--MM`` for a month
    alone. The first day of a range ("3 to 5 May") belongs to the date. ``language`` is a BCP 47 tag.
    """
    whole = [_with_first_day(text, each) for each in every_date(text, language=language)]
    left = outside(found, whole)
    return sorted([*whole, *_parts(text, left, language.partition("-")[0].lower())], key=lambda date: date[1])


def outside(found: Sequence[Word], taken: Sequence[ProseDate]) -> list[Word]:
    """The words outside all of the dates, which are in order."""
    left, at = [], 0
    for word in found:
        while at < len(taken) and taken[at][2] <= word.start:
            at += 1
        if at == len(taken) or word.end <= taken[at][1]:
            left.append(word)
    return left


def _with_first_day(text: str, date: ProseDate) -> ProseDate:
    value, start, end = date
    since = _RANGE.search(text, max(0, start - 12), start) if text[start : start + 1].isdigit() else None
    return (f"{since[1]} to {value}", since.start(), end) if since else date


def _parts(text: str, found: Sequence[Word], spoken: str) -> Iterator[ProseDate]:
    months = months_of(spoken)
    taken = 0
    for before, word, after in zip((_NO_WORD, *found), found, (*found[1:], _NO_WORD), strict=False):
        if word.start < taken:
            continue
        written = word.text.lower()
        linked = after.opens == MIDDLE and text[word.end : after.start] in (" ", ", ", ". ", ".")
        date: ProseDate | None = None
        if written in months:
            date = _of_month(text, word, after if linked else _NO_WORD, months[written])
        elif written in WEEKDAYS:
            date = _weekday(before, word, WEEKDAYS[written])
        elif _YEAR.fullmatch(written) and _is_year(text, before, word, after if linked else _NO_WORD, spoken):
            date = (written, word.start, word.end)
        if date:
            taken = date[2]
            yield date


def _of_month(text: str, word: Word, after: Word, month: int) -> ProseDate | None:
    """A month with the day or year that belongs to it. ``after`` is ``_NO_WORD`` if the next word is separate."""
    if day := _DAY_BEFORE.search(text, max(0, word.start - 12), word.start):
        return _with_first_day(text, (f"--{month:02}-{int(day[1]):02}", day.start(), word.end))
    if after and (day := _DAY.fullmatch(after.text)):
        return f"--{month:02}-{int(day[1]):02}", word.start, after.end
    if after and _YEAR.fullmatch(after.text):
        return f"{after.text}-{month:02}", word.start, after.end
    alone = len(word.text) > 3 or word.text == "May"
    return (f"--{month:02}", word.start, word.end) if alone and word.opens == MIDDLE else None


def _weekday(before: Word, word: Word, day: int) -> ProseDate | None:
    written = word.text.lower()
    if written in _ALSO_SURROUNDINGS and before.text.lower() not in _WHEN:
        return None
    if written in _CAPITAL and word.text.islower():
        return None
    return f"-W-{day}", word.start, word.end


def _is_year(text: str, before: Word, word: Word, after: Word, spoken: str) -> bool:
    if after.text.lower() in _YEAR_BEFORE:
        return True
    introduced = before.text.lower() in _YEAR_AFTER and text[before.end : word.start] == " "
    return spoken in ("en", "") and introduced and not _COUNTED.fullmatch(after.text)

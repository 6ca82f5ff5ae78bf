"""Dates as prose tells them: whole ones, and days, months and years that are less than one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.rules.dates.months import months_of
from crawler.rules.dates.number_words import WEEKDAYS
from crawler.rules.dates.parsing import every_date
from crawler.rules.text.word_diff import MIDDLE, Word

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
"""What follows a number that is no year: "of 2000 soldiers"."""
_ALSO_SURROUNDINGS = ("среда", "среды", "среде", "среду", "средой")
"""Wednesday, and what is around us: the day stands after a short word only."""
_WHEN = ("в", "во", "до", "на", "со")
_CAPITAL = frozenset(word for word in WEEKDAYS if word.endswith(("day", "tag")) or word in ("mittwoch", "sonnabend"))
"""English and German days have a capital; "mandag" and its like have none."""
_NOBODY = Word("", 0, 0, MIDDLE)

Told = tuple[str, int, int]


def told_dates(text: str, found: Sequence[Word], *, language: str) -> list[Told]:
    """The dates in prose, as (one spelling for one date, start, end), in order; ``found`` are the words of the text.

    Whole dates are ``YYYY-MM-DD``; a day and a month ``--MM-DD``, a month and a year ``YYYY-MM``, a year that is named
    as one ``YYYY``, a day of the week ``-W-D`` (Monday is 1), a month alone ``--MM``. Of a stretch ("3 to 5 May") the
    first day belongs to it. ``language`` is a BCP 47 tag.
    """
    whole = [_with_first_day(text, each) for each in every_date(text, language=language)]
    left = outside(found, whole)
    return sorted([*whole, *_parts(text, left, language.partition("-")[0].lower())], key=lambda told: told[1])


def outside(found: Sequence[Word], taken: Sequence[Told]) -> list[Word]:
    """The words that stand in none of the stretches, which are in order."""
    left, at = [], 0
    for word in found:
        while at < len(taken) and taken[at][2] <= word.start:
            at += 1
        if at == len(taken) or word.end <= taken[at][1]:
            left.append(word)
    return left


def _with_first_day(text: str, told: Told) -> Told:
    value, start, end = told
    since = _RANGE.search(text, max(0, start - 12), start) if text[start : start + 1].isdigit() else None
    return (f"{since[1]} to {value}", since.start(), end) if since else told


def _parts(text: str, found: Sequence[Word], spoken: str) -> Iterator[Told]:
    months = months_of(spoken)
    taken = 0
    for before, word, after in zip((_NOBODY, *found), found, (*found[1:], _NOBODY), strict=False):
        if word.start < taken:
            continue
        written = word.text.lower()
        linked = after.opens == MIDDLE and text[word.end : after.start] in (" ", ", ", ". ", ".")
        told: Told | None = None
        if written in months:
            told = _of_month(text, word, after if linked else _NOBODY, months[written])
        elif written in WEEKDAYS:
            told = _weekday(before, word, WEEKDAYS[written])
        elif _YEAR.fullmatch(written) and _is_year(text, before, word, after if linked else _NOBODY, spoken):
            told = (written, word.start, word.end)
        if told:
            taken = told[2]
            yield told


def _of_month(text: str, word: Word, after: Word, month: int) -> Told | None:
    """A month with what belongs to it; ``after`` is nobody where it stands apart."""
    if day := _DAY_BEFORE.search(text, max(0, word.start - 12), word.start):
        return _with_first_day(text, (f"--{month:02}-{int(day[1]):02}", day.start(), word.end))
    if after and (day := _DAY.fullmatch(after.text)):
        return f"--{month:02}-{int(day[1]):02}", word.start, after.end
    if after and _YEAR.fullmatch(after.text):
        return f"{after.text}-{month:02}", word.start, after.end
    alone = len(word.text) > 3 or word.text == "May"
    return (f"--{month:02}", word.start, word.end) if alone and word.opens == MIDDLE else None


def _weekday(before: Word, word: Word, day: int) -> Told | None:
    written = word.text.lower()
    if written in _ALSO_SURROUNDINGS and before.text.lower() not in _WHEN:
        return None
    if written in _CAPITAL and word.text.islower():
        return None
    return f"-W-{day}", word.start, word.end


def _is_year(text: str, before: Word, word: Word, after: Word, spoken: str) -> bool:
    if after.text.lower() in _YEAR_BEFORE:
        return True
    asked = before.text.lower() in _YEAR_AFTER and text[before.end : word.start] == " "
    return spoken in ("en", "") and asked and not _COUNTED.fullmatch(after.text)

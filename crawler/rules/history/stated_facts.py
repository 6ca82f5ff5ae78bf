"""Stated facts: the numbers, dates and names in a text, and their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.rules.dates.number_words import NUMBERS, POWERS
from crawler.rules.history.prose_dates import outside, prose_dates
from crawler.rules.text.proper_names import Usage, names
from crawler.rules.text.words import Word

NUMBER, DATE, NAME = "number", "date", "name"
KINDS = (NUMBER, DATE, NAME)

_DIGITS = re.compile(
    r"(?<!\d)\d{1,3}(?P<mark>[ \u00a0\u202f,'’])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?(?!\d)|\d+(?:[.,:]\d+)*"
)
"""A number in digits. Thousands may be separated by a space, a comma or an apostrophe."""


class Fact(NamedTuple):
    """A number, a date or a name in a text."""

    kind: str
    """``number``, ``date`` or ``name``."""
    value: str
    """The fact in one spelling: a date as ``prose_dates`` gives it, a number without thousands separators, a name as
    written."""
    start: int
    """The place of its first character in the text."""
    end: int
    """The place after its last character."""


def facts(text: str, found: Sequence[Word], *, language: str, usage: Usage, title: bool = False) -> list[Fact]:
    """The facts in paragraphs (or in a title), in order. ``found`` are the words of the text, ``language`` is its BCP
    47 tag.

    Numbers are written in digits or, in English, Russian and Belarusian, in words. "3 million" is one number. The
    digits in a name (F-16, G20) belong to the name.
    """
    dates = prose_dates(text, found, language=language)
    left = set(outside(found, dates))
    named = [word for word in names(found, language=language, usage=usage, title=title) if word in left]
    stated = [Fact(DATE, *date) for date in dates]
    stated += [Fact(NAME, word.text, word.start, word.end) for word in named]
    left.difference_update(named)
    stated += _numbers(text, [word for word in found if word in left], language.partition("-")[0].lower())
    return sorted(stated, key=lambda fact: fact.start)


def _numbers(text: str, found: Sequence[Word], spoken: str) -> Iterator[Fact]:
    counted = NUMBERS.get(spoken, {})
    fact: Fact | None = None
    taken = 0
    for word in found:
        if word.start < taken:
            continue
        power = POWERS.get(word.text.lower())
        if fact and power and text[fact.end : word.start] in (" ", ". ", "-"):
            fact = fact._replace(value=f"{fact.value}e{power}", end=word.end)
            continue
        if fact:
            yield fact
        fact = None
        if digits := _DIGITS.match(text, word.start) or _DIGITS.search(text, word.start, word.end):
            fact = Fact(NUMBER, _value(digits), digits.start(), digits.end())
            taken = digits.end()
        elif word.text.lower() in counted:
            fact = Fact(NUMBER, str(counted[word.text.lower()]), word.start, word.end)
    if fact:
        yield fact


def _value(digits: re.Match[str]) -> str:
    written = digits[0].replace(digits["mark"], "") if digits["mark"] else digits[0]
    if written.isascii():
        return written
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in written)

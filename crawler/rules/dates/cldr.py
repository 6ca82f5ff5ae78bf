"""What the Unicode locale data (CLDR, by the library Babel) say of a language: months, halves of the day, the order of
day and month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.rules.dates.folding import fold
from crawler.rules.dates.more_words import MORE_HALVES

if TYPE_CHECKING:
    from babel import Locale

_WIDTHS = ("wide", "abbreviated")
_CONTEXTS = ("format", "stand-alone")
_SAME = {"no": "nb", "sh": "sr", "cnr": "sr", "prs": "fa", "tl": "fil", "iw": "he", "in": "id", "mo": "ro"}
_HALVES = {"am": (0, 12), "pm": (12, 24)}
_NOON, _DAY = 12, 24


class Period(NamedTuple):
    """A part of the day that a language has a word for: from an hour to an hour, perhaps over midnight."""

    since: int
    until: int

    def hour(self, written: int) -> int:
        """The hour of 24 that an hour of 12 means with this word. An hour of 13 and more stays."""
        if not 1 <= written <= _NOON:
            return written
        return min((written % _NOON, written % _NOON + _NOON), key=self._distance)

    def _distance(self, hour: int) -> int:
        """How far an hour is from the period: 0 inside. People begin the evening earlier than CLDR."""
        length = (self.until - self.since) % _DAY or _DAY
        since = (hour - self.since) % _DAY
        return 0 if since < length else min(since - length + 1, _DAY - since)


_HALF = (Period(0, 12), Period(12, 24))


@lru_cache(maxsize=128)
def month_words(language: str) -> Mapping[str, int]:
    """The words for months of a language, folded → the number of the month, in the forms of all its regions.

    A word that means two months in two regions is left out, unless the language's own tag has it: the region of the
    tag decides. Empty for a language that CLDR does not have.
    """
    own = _locale(language)
    if own is None:
        return {}
    meant: dict[str, set[int]] = {}
    for locale in _regions(own):
        for word, number in _months_of(locale):
            meant.setdefault(word, set()).add(number)
    words = {word: numbers.pop() for word, numbers in meant.items() if len(numbers) == 1}
    return words | dict(_months_of(own))


def _months_of(locale: Locale) -> Iterator[tuple[str, int]]:
    for context in _CONTEXTS:
        for width in _WIDTHS:
            for number, word in locale.months[context][width].items():
                folded = re.sub(r"\A(?:de |d['’])", "", fold(word))
                if len(folded) > 1 and not folded.isdigit():
                    yield folded, number


@lru_cache(maxsize=128)
def day_periods(language: str) -> Mapping[str, Period]:
    """The words for the parts of the day, folded → the hours. Words for noon and midnight alone are left out.

    "AM" and "PM" come with the words of each language. Without a language there are also those of scripts that no
    other language shares the words of: Chinese, Japanese, Korean, Arabic, Greek.
    """
    found = {"am": _HALF[0], "pm": _HALF[1], "a.m": _HALF[0], "p.m": _HALF[1]}
    own = _locale(language)
    if own is None:
        signs = [day_periods(tag) for tag in ("zh", "ja", "ko", "ar", "el")] if not language else []
        return {word: period for each in signs for word, period in each.items()} | found
    rules = dict(own.day_period_rules.get(None) or {})
    named: dict[str, Period] = {}
    tables = [own.day_periods.get(context, {}).get(width, {}) for context in _CONTEXTS for width in _PERIOD_WIDTHS]
    words = [(name, word) for table in tables for name, word in table.items()]
    for name, word in sorted(words, key=lambda each: each[0] not in _HALVES):
        if period := _period(name, rules):
            named.setdefault(fold(word), period)
    more = {word: _HALF[number - 1] for word, number in MORE_HALVES.get(own.language, {}).items()}
    return {word: period for word, period in named.items() if len(word) > 1 or not word.isascii()} | more | found


@lru_cache(maxsize=64)
def weekday_words(language: str) -> frozenset[str]:
    """The words for days of the week of a language, folded."""
    own = _locale(language)
    if own is None:
        return frozenset()
    tables = [own.days[context][width] for context in _CONTEXTS for width in _WIDTHS]
    return frozenset(fold(word) for table in tables for word in table.values())


_PERIOD_WIDTHS = ("abbreviated", "wide", "narrow")


def _period(name: str, rules: Mapping[str, Any]) -> Period | None:
    if half := _HALVES.get(name):
        return Period(*half)
    spans = [rule for rule in rules.get(name, ()) if "from" in rule and "before" in rule]
    return Period(spans[0]["from"] // 3600, -(-spans[0]["before"] // 3600)) if len(spans) == 1 else None


@lru_cache(maxsize=128)
def is_month_first(language: str) -> bool:
    """Whether the region of a tag writes the month before the day in numbers: ``en-US``, ``fil-PH``. False for a tag
    without a region."""
    return _has_region(language) and _short(language).startswith("m")


@lru_cache(maxsize=128)
def is_year_first(language: str) -> bool:
    """Whether a language writes the year first in numbers: Hungarian, Korean, Lithuanian, Mongolian."""
    return _short(language).startswith("y")


@lru_cache(maxsize=128)
def has_slashes(language: str) -> bool:
    """Whether a language writes dates with slashes and the day first, so that 03/04/2024 is no question there."""
    return _short(language).startswith("d") and "/" in _short(language)


def _short(language: str) -> str:
    locale = _locale(language)
    return "" if locale is None else str(locale.date_formats["short"].pattern).lower().replace("\u200f", "")


def _has_region(language: str) -> bool:
    return any(len(part) == 2 and part.isalpha() for part in language.split("-")[1:])


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale | None:
    """The locale of a BCP 47 tag, without the parts that CLDR does not have; None if it has none of them."""
    from babel import Locale, UnknownLocaleError  # a tenth of a second, which most sites do not need

    parts = language.split("-")
    parts = [_SAME.get(parts[0].lower(), parts[0].lower()), *parts[1:]]
    while parts and parts[0]:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts = parts[:-1]
    return None


def _regions(own: Locale) -> Iterator[Locale]:
    """The locales of the same language, in all regions and scripts."""
    for name in _names().get(own.language, ()):
        yield own.parse(name)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, ...]]:
    from babel.localedata import locale_identifiers

    names: dict[str, list[str]] = {}
    for name in locale_identifiers():
        names.setdefault(name.partition("_")[0], []).append(name)
    return {language: tuple(found) for language, found in names.items()}

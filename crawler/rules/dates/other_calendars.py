"""Dates in other calendars as texts have them: 令和6年5月17日, ۲۸ اردیبهشت ۱۴۰۳, 17 พฤษภาคม 2567, 民國113年5月17日."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from crawler.rules.dates.calendars import (
    BUDDHIST,
    HIJRI_MONTHS,
    JALALI_MONTHS,
    MINGUO,
    from_era,
    from_hijri,
    from_jalali,
    gregorian_day,
)
from crawler.rules.dates.cldr import month_words
from crawler.rules.dates.written import WrittenDate

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_END = r"(?!\d|[./-]\d)"
_START = r"(?<!\d)(?<!\d[./-])"
_NOTE = r"(?:\s?[(（][^()（）]{1,12}[)）])?"
_ERA = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和)\s?(?P<year>元|\d{{1,2}}){_NOTE}\s?年{_NOTE}\s?{_MONTH}\s?月\s?{_DAY}\s?日"
)
_ERA_SHORT = re.compile(
    rf"(?<![a-z\d])(?P<era>[shr令平昭]|昭和|平成|令和)(?P<year>\d{{1,2}})[./-]{_MONTH}[./-]{_DAY}{_END}"
)
_MINGUO = re.compile(
    rf"(?P<name>(?:中[華华])?民[國国]\s?)?(?<!\d)(?P<year>元|\d{{2,3}})\s?年{_NOTE}\s?{_MONTH}\s?月\s?{_DAY}\s?日"
)
_MINGUO_SHORT = re.compile(rf"{_START}(?P<year>1\d\d|[89]\d)(?P<mark>[./-]){_MONTH}(?P=mark){_DAY}{_END}")
_HAN_DIGITS = "〇零○一二三四五六七八九"
_HAN_NUMBER = "[一二三四五六七八九十廿卅]{1,3}"
_HAN = re.compile(
    rf"(?P<name>民[國国]|令和|平成|昭和)?(?P<year>[{_HAN_DIGITS}]{{4}}|[{_HAN_DIGITS}十百]{{1,5}}|元)年"
    rf"(?P<month>{_HAN_NUMBER})月(?P<day>{_HAN_NUMBER})[日号號]"
)
_SOLAR_YEAR = r"(?P<year>1[34]\d\d)"
_SOLAR = re.compile(rf"{_START}{_SOLAR_YEAR}\s?(?P<mark>[./-])\s?{_MONTH}\s?(?P=mark)\s?{_DAY}{_END}")
_SOLAR_BEFORE = re.compile(rf"{_START}{_DAY}(?P<mark>[./-]){_MONTH}(?P=mark){_SOLAR_YEAR}{_END}")
_LUNAR = re.compile(rf"{_START}(?P<year>1[34]\d\d)(?P<mark>[./-]){_MONTH}(?P=mark){_DAY}\s?(?:هـ?|ه)(?!\w)")
_BUDDHIST_YEAR = r"(?P<year>2[456]\d\d)"
_BUDDHIST = re.compile(rf"{_START}{_DAY}(?P<mark>[./-]){_MONTH}(?P=mark){_BUDDHIST_YEAR}{_END}")

_BUDDHIST_SHORT = r"(?P<year>[4-9]\d)"
_JALALI_SPOKEN = frozenset(("fa", "prs", "ps", "ckb", "mzn", "lrc", "glk"))
_UMM_AL_QURA = frozenset(("Asia/Riyadh", "Asia/Qatar", "Asia/Bahrain", "Asia/Kuwait", "Asia/Dubai", "Asia/Muscat"))
"""The zones where a Hijri date is one of Umm al-Qura. Elsewhere the month begins when the moon is seen, perhaps a day
later, so such a date names no certain day."""
_TAIWAN = ("zh-tw", "zh-hant", "zh-hant-tw")

Convert = Callable[[int, int, int], date | None]


def calendar_dates(text: str, *, language: str, zone: str) -> Iterator[WrittenDate]:
    """The dates of other calendars in a folded text. The language and the zone say which calendars count.

    Only what stands there is read: a Hijri date only where Umm al-Qura is the civil calendar, years of the Republic
    without their name only on a page in the Chinese of Taiwan.
    """
    tag = language.lower()
    spoken = tag.partition("-")[0]
    if "年" in text:
        yield from _east_asian(text, tag)
    if spoken == "ja":
        yield from _each(_ERA_SHORT, text, lambda found: from_era(found["era"].upper(), *_numbers(found)))
    if tag in _TAIWAN:
        yield from _each(_MINGUO_SHORT, text, lambda found: _shifted(found, MINGUO))
    if spoken in _JALALI_SPOKEN or zone in ("Asia/Tehran", "Asia/Kabul"):
        for pattern in (_SOLAR, _SOLAR_BEFORE):
            yield from _each(pattern, text, lambda found: from_jalali(*_numbers(found)))
    if spoken in _JALALI_SPOKEN or any(month in text for month in _LATIN_JALALI):
        yield from _named(text, JALALI_MONTHS, _SOLAR_YEAR, from_jalali)
    if spoken == "th":
        yield from _each(_BUDDHIST, text, lambda found: _shifted(found, BUDDHIST))
        yield from _named(text, month_words("th"), _BUDDHIST_YEAR, _from_buddhist)
        yield from _named(text, month_words("th"), _BUDDHIST_SHORT, _from_buddhist)
        yield from _named(text, month_words("en"), _BUDDHIST_YEAR, _from_buddhist)
    if zone in _UMM_AL_QURA or tag == "ar-sa":
        yield from _each(_LUNAR, text, lambda found: from_hijri(*_numbers(found)))
        yield from _named(text, HIJRI_MONTHS, _SOLAR_YEAR, from_hijri)


_LATIN_JALALI = tuple(word for word in JALALI_MONTHS if word.isascii() and len(word) > 4)


def _east_asian(text: str, tag: str) -> Iterator[WrittenDate]:
    yield from _each(_ERA, text, lambda found: from_era(found["era"], *_numbers(found)))
    yield from _each(_MINGUO, text, lambda found: _shifted(found, MINGUO) if found["name"] or tag in _TAIWAN else None)
    yield from _each(_HAN, text, _han_day)


def _each(
    pattern: re.Pattern[str], text: str, convert: Callable[[re.Match[str]], date | None]
) -> Iterator[WrittenDate]:
    for found in pattern.finditer(text):
        if day := convert(found):
            yield WrittenDate(*found.span(), day.year, day.month, day.day)


def _numbers(found: re.Match[str]) -> tuple[int, int, int]:
    year = 1 if found["year"] == "元" else int(found["year"])
    return year, int(found["month"]), int(found["day"])


def _shifted(found: re.Match[str], ahead: int) -> date | None:
    year, month, day = _numbers(found)
    return gregorian_day(year - ahead, month, day)


def _from_buddhist(year: int, month: int, day: int) -> date | None:
    """A year of two digits is one of the century since 2500."""
    return gregorian_day((year if year > 100 else 2500 + year) - BUDDHIST, month, day)


def _named(text: str, months: Mapping[str, int], year: str, convert: Convert) -> Iterator[WrittenDate]:
    """The dates with the name of a month: 28 اردیبهشت 1403, 17 พ.ค. 2567."""
    for found in _pattern(tuple(months), year).finditer(text):
        month = months.get(found["word"].strip(" ."), 0)
        if month and (day := convert(int(found["year"]), month, int(found["day"]))):
            yield WrittenDate(*found.span(), day.year, day.month, day.day)


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...], year: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(
        rf"{_START}{_DAY}(?:\s?(?:-?e|th|م))?\s*(?:من\s+|شهر\s+)?(?P<word>{names})\.?(?:\s*(?:ماه))?[\s,،]*"
        rf"(?:(?:عام|سال|พ\.?\s?ศ\.?|لعام|سنة)\s*)?{year}(?!\d)"
    )


def _han_day(found: re.Match[str]) -> date | None:
    written, name = found["year"], found["name"] or ""
    month, day = _han_number(found["month"]), _han_number(found["day"])
    if not month or not day:
        return None
    if not name:
        return gregorian_day(int("".join(map(_han_digit, written))), month, day) if len(written) == 4 else None
    year = 1 if written == "元" else _han_number(written)
    if not year:
        return None
    return gregorian_day(year - MINGUO, month, day) if name[0] == "民" else from_era(name, year, month, day)


def _han_digit(character: str) -> str:
    return (
        "0"
        if character in "〇零○"
        else str("一二三四五六七八九".find(character) + 1)
        if character not in "十百"
        else ""
    )


def _han_number(written: str) -> int:
    """The number that Chinese numerals write: 十七 17, 二十 20, 廿一 21, 一百一十三 113, 一一三 113; 0 for others."""
    plain = written.replace("廿", "二十").replace("卅", "三十")
    if "十" not in plain and "百" not in plain:
        return int("".join(map(_han_digit, plain)) or 0)
    total, last = 0, 0
    for character in plain:
        if character in "十百":
            total += max(last, 1) * (10 if character == "十" else 100)
            last = 0
        else:
            last = int(_han_digit(character) or 0)
    return total + last

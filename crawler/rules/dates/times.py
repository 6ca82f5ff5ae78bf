"""Times of day and zones beside a date, as pages and feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.rules.dates.cldr import Period, day_periods, weekday_words
from crawler.rules.dates.folding import fold, folded

_HOURS = """
    -8 PST | -7 PDT MST | -6 MDT CST | -5 CDT EST | -4 EDT | 0 Z UT UTC GMT WET | 1 WEST BST CET MEZ
    | 2 CEST MESZ EET SAST | 3 EEST MSK МСК | 4 GST | 5 PKT | 7 WIB | 8 WITA SGT HKT PHT | 9 WIT JST KST | 10 AEST
    | 11 AEDT | 12 NZST | 13 NZDT
    """
_NAMED = {name.lower(): int(hours) * 60 for hours, *names in map(str.split, _HOURS.split("|")) for name in names}
"""The names of zones → minutes east of UTC: the zones of RFC 2822, and those that sites use and that mean one zone."""

_OFFSET = (
    r"(?:utc|gmt)\s?[+\-\u2212]\s?(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![\d:])"  # "UTC+3"
    r"|[+\-\u2212](?:1[0-4]|0\d):?[0-5]\d(?![\d:])"  # "+03:00", "+0300"
    r"|(?<=\d)[+\-\u2212](?:1[0-4]|0\d)(?![\d:])"  # "14:05:00+03"
)
_ZONE = rf"(?:{_OFFSET}|(?-i:{'|'.join(sorted((name.upper() for name in _NAMED), key=len, reverse=True))}|z|мск)\b)"
_CLOCK = (
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.h]|\s[h:]\s|\s?val\.?\s)(?P<minute>[0-5]\d)(?:(?P=mark)(?P<second>[0-5]\d|60))?"
    r"(?:[.,]\d{1,9})?(?![\d:])(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
)
_STAMP = re.compile(rf"{_CLOCK}(?:\s?\(?(?P<zone>{_ZONE}))?", re.IGNORECASE)
_AT = "|".join(
    word.replace("_", r"\s+")
    for word in """
    kl klo um at à a_las alle om о об в у ў а os diibmu dii kell klukkan val plkst ob u o godz ora ore orele saat pukul
    lúc στις ώρα часов ساعت در الساعة على_الساعة ساعة בשעה ժամը soat сағат саат час hora às alle_ore
    v ve во в pada jam เวลา ម៉ោង
    """.split()  # noqa: SIM905
)
"""Words before a clock: "at", in many languages."""
_OF_THE_YEAR = "|".join(
    """
    года году год г година години године р року рік ж жыл жылы йил йили yil yili соли ý y il م هـ ه roku r gads
    წ წელი թ god godine an
    """.split()  # noqa: SIM905
)
"""Words after a year: "of the year"."""
_AFTER = re.compile(
    rf"(?:(?P<t>t)|\.?-?\s?(?:{_OF_THE_YEAR})\b\.?)?(?:\.(?=\s))?[\s,،|;/\u2013\u2014\-(\u00b7\u2022]*"
    rf"(?:(?P<word>{_AT})"
    r"(?!\w)\.?:?\s*)?" + _STAMP.pattern,
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"{_STAMP.pattern}[\s,|;/\u2013\u2014\-)]*(?:\w{{1,12}}[.,]?\s+)?[\s,|/\u2013\u2014\-]*\Z", re.IGNORECASE
)
_PIECES = re.compile(r"([+\-\u2212])\s?(\d{1,2}):?(\d\d)?\Z")


_EAST_CLOCK = re.compile(r"\s*(?P<hour>[01]?\d|2[0-3])\s?[時时點点시]\s?(?:(?P<minute>[0-5]?\d)\s?[分분])?(?!\s?間|间)")
_HOUR = re.compile(
    r"[\s,،|;/\u2013\u2014\-]*(?:(?:kl\.?|um|at|à|ore|às|as|a\slas)\s)?(?P<hour>[01]?\d|2[0-3])\s?"
    r"(?:(?P<half>[ap])\.?\s?m\b|(?:h|hrs?|uhr|uur|val)(?![\w:]))",
    re.IGNORECASE,
)
"""An hour without minutes: "15h", "3 pm", "15 Uhr"."""
_LEAD = re.compile(r"[\s,،|;/\u2013\u2014\-(.\u00b7\u2022]*")
_WEEKDAY = re.compile(r"[\s,.]*[(（]?(?P<word>[^\W\d_]{1,14})\.?[)）]?,?(?=\s*\S)")
_MARKS = re.compile(r"[\s.]")
_PERIOD_REACH = 24
"""The number of characters beside a clock that can hold the word for a part of the day."""


class Time(NamedTuple):
    """A time of day, and the zone that is written with it (None: the site's)."""

    hour: int
    minute: int
    second: int
    zone: tzinfo | None


def time_after(text: str, language: str = "") -> Time | None:
    """The time directly after a date ("T14:05:00Z", ", 14:05", " kl. 12.30", " 下午3:05"); None if there is none.

    ``language`` is the BCP 47 tag whose words for parts of the day count.
    """
    found = _AFTER.match(text)
    if found:
        dotted = bool(found["word"]) or not text[found.end() : found.end() + 1].strip()
        return _time(found, text, language, dotted=dotted, exact=bool(found["t"]))
    if rest := _after_weekday(text, language):
        return time_after(rest, language)
    if full := _HOUR.match(text):
        return _full_hour(int(full["hour"]), (full["half"] or "").lower())
    period, end = _period_before(text, language)
    if clock := _EAST_CLOCK.match(text, end):
        return _of_period(Time(int(clock["hour"]), int(clock["minute"] or 0), 0, None), period)
    if period is None or not (found := _AFTER.match(text[end:])):
        return None
    time = _time(found, text[end:], language, dotted=True)
    return time and _of_period(time, period)


def _full_hour(hour: int, half: str) -> Time | None:
    if not half:
        return Time(hour, 0, 0, None)
    return Time(hour % 12 + (12 if half == "p" else 0), 0, 0, None) if 1 <= hour <= 12 else None


def time_before(text: str, language: str = "") -> Time | None:
    """The time directly before a date ("14:05, ", "05:05 م "); None if there is none."""
    found = _BEFORE.search(text)
    if not found or not (time := _time(found, text, language, dotted=False)):
        return None
    return time if found["half"] or found["zone"] else _of_period(time, _period_ending(text[: found.start()], language))


def _time(found: re.Match[str], text: str, language: str, *, dotted: bool, exact: bool = False) -> Time | None:
    if found["mark"] == "." and not dotted:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), min(int(found["second"] or 0), 59)
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = found["zone"] or ""
    if zone[:1] in "-\u2212" and ":" in zone and not (exact or found["second"]):
        zone = ""  # "10:00-12:00" is an interval
    time = Time(hour, minute, second, _zone_written(zone) if zone else None)
    end = max(found.end(group) for group in ("minute", "second"))
    return time if half or exact or zone else _of_period(time, _period_after(text[end:], language))


def _of_period(time: Time, period: Period | None) -> Time:
    return time if period is None else time._replace(hour=period.hour(time.hour))


def _period_after(text: str, language: str) -> Period | None:
    """The part of the day that is named directly after a clock: "5:05 μμ"."""
    rest = text[:_PERIOD_REACH]
    if not rest.strip() or not rest.strip()[0].isalpha():
        return None
    found = _periods(language).match(folded(rest).text)
    return _period_named(found["period"], language) if found else None


def _period_ending(text: str, language: str) -> Period | None:
    """The part of the day that is named directly before a clock, at the end of a text: "오후 3:30, "."""
    rest = folded(text[-_PERIOD_REACH:]).text.rstrip()
    if not rest or not rest[-1].isalpha():
        return None
    found = next((each for each in _periods(language).finditer(rest) if each.end() == len(rest)), None)
    start = found.start("period") if found else 0
    return _period_named(found["period"], language) if found and not rest[start - 1 : start].isalpha() else None


def _after_weekday(text: str, language: str) -> str:
    """The text after a day of the week at its beginning: "(금) 14:05", "., péntek 14:05"; empty if there is none."""
    found = _WEEKDAY.match(text)
    if not found or fold(found["word"]) not in weekday_words(language):
        return ""
    return text[found.end() :]


def _period_before(text: str, language: str) -> tuple[Period | None, int]:
    """The part of the day that is named directly before a clock ("下午3:05"), and where the clock begins."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    rest = text[start : start + _PERIOD_REACH]
    if not rest or not rest[0].isalpha():
        return None, start
    short = folded(rest)
    found = _periods(language).match(short.text)
    if not found or not re.match(r"\s*\d", short.text[found.end() :]):
        return None, start
    return _period_named(found["period"], language), start + short.places[found.end()]


def _period_named(written: str, language: str) -> Period | None:
    """The part of the day that a word names. The spaces and dots in an abbreviation may be left out: "md" is "m.d."."""
    periods = day_periods(language)
    bare = _MARKS.sub("", written)
    return periods.get(fold(written)) or next(
        (each for word, each in periods.items() if _MARKS.sub("", word) == bare), None
    )


@lru_cache(maxsize=64)
def _periods(language: str) -> re.Pattern[str]:
    """The words for parts of the day of a language, folded. The spaces and dots in an abbreviation may be left out."""
    words = sorted(day_periods(language), key=len, reverse=True)
    names = "|".join(re.escape(word).replace(r"\ ", r"\s?").replace(r"\.", r"\.?\s?") for word in words)
    return re.compile(rf"\s?(?P<period>{names})\.?(?![^\W\d_])")


def _zone_written(written: str) -> tzinfo:
    word = written.lower()
    if word in _NAMED:
        return timezone(timedelta(minutes=_NAMED[word]))
    found = _PIECES.search(word)
    if not found:
        return UTC
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))


@lru_cache(maxsize=64)
def site_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ValueError for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone: use an IANA name such as Europe/Minsk") from error


def stamp(year: int, month: int, day: int, time: Time | None, zone: str) -> str:
    """``YYYY-MM-DD`` without a time, else RFC 3339 with the offset of ``zone``. Raises ValueError for a day that does
    not exist. If ``zone`` is empty, the written offset stays; a time without one counts as UTC.

    A stamp with a zone of its own keeps its instant. Software writes midnight for a date without a time. So midnight to
    the second, in the stamp's zone or the site's, stays that date (midnight in Minsk is the day before in UTC).
    """
    if time is None or not (time.hour or time.minute or time.second):
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    here = site_zone(zone) if zone else time.zone or UTC
    moment = datetime(year, month, day, time.hour, time.minute, time.second, tzinfo=time.zone or here).astimezone(here)
    if time.zone and not (moment.hour or moment.minute or moment.second):
        return moment.date().isoformat()
    return moment.isoformat()

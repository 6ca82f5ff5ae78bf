"""Times of day and zones beside a date, as pages and feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_HOURS = """
    -8 PST | -7 PDT MST | -6 MDT CST | -5 CDT EST | -4 EDT | 0 Z UT UTC GMT WET | 1 WEST BST CET MEZ
    | 2 CEST MESZ EET | 3 EEST MSK МСК
    """
_NAMED = {name.lower(): int(hours) * 60 for hours, *names in map(str.split, _HOURS.split("|")) for name in names}
"""The names of zones → minutes east of UTC: the zones of RFC 2822, and those that European sites use."""

_OFFSET = (
    r"(?:utc|gmt)\s?[+\-\u2212]\s?(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![\d:])"  # "UTC+3"
    r"|[+\-\u2212](?:1[0-4]|0\d):?[0-5]\d(?![\d:])"  # "+03:00", "+0300"
    r"|(?<=\d)[+\-\u2212](?:1[0-4]|0\d)(?![\d:])"  # "14:05:00+03"
)
_ZONE = rf"(?:{_OFFSET}|(?-i:{'|'.join(sorted((name.upper() for name in _NAMED), key=len, reverse=True))}|z|мск)\b)"
_CLOCK = (
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.h])(?P<minute>[0-5]\d)(?:(?P=mark)(?P<second>[0-5]\d|60))?"
    r"(?:[.,]\d{1,9})?(?![\d:])(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
)
_STAMP = re.compile(rf"{_CLOCK}(?:\s?\(?(?P<zone>{_ZONE}))?", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:(?P<t>t)|\s?(?:года|году|год|г|р|року)\b\.?)?[\s,|;/\u2013\u2014\-(]*"
    r"(?:(?P<word>kl|klo|um|at|à|a\s+las|alle|om|о|об|в|у|ў|а|os|diibmu|dii)\b\.?\s*)?" + _STAMP.pattern,
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"{_STAMP.pattern}[\s,|;/\u2013\u2014\-)]*(?:\w{{1,12}}[.,]?\s+)?\Z", re.IGNORECASE)
_PIECES = re.compile(r"([+\-\u2212])\s?(\d{1,2}):?(\d\d)?\Z")


class Time(NamedTuple):
    """A time of day, and the zone that is written with it (None: the site's)."""

    hour: int
    minute: int
    second: int
    zone: tzinfo | None


def time_after(text: str) -> Time | None:
    """The time directly after a date ("T14:05:00Z", ", 14:05", " kl. 12.30"); None if there is none."""
    found = _AFTER.match(text)
    if not found:
        return None
    dotted = bool(found["word"]) or not text[found.end() : found.end() + 1].strip()
    return _time(found, dotted=dotted, exact=bool(found["t"]))


def time_before(text: str) -> Time | None:
    """The time directly before a date ("14:05, "); None if there is none."""
    found = _BEFORE.search(text)
    return _time(found, dotted=False) if found else None


def _time(found: re.Match[str], *, dotted: bool, exact: bool = False) -> Time | None:
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
    return Time(hour, minute, second, _zone_written(zone) if zone else None)


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
    not exist.

    A stamp with a zone of its own keeps its instant. Software writes midnight for a date without a time. So midnight to
    the second, in the stamp's zone or the site's, stays that date (midnight in Minsk is the day before in UTC).
    """
    if time is None or not (time.hour or time.minute or time.second):
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    here = site_zone(zone)
    moment = datetime(year, month, day, time.hour, time.minute, time.second, tzinfo=time.zone or here).astimezone(here)
    if time.zone and not (moment.hour or moment.minute or moment.second):
        return moment.date().isoformat()
    return moment.isoformat()

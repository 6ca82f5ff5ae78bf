"""Times beside a date, and the zone they are told in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.dates.parsing import read_date

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MINSK = "Europe/Minsk"
STAMPS = st.integers(662688000, 4102272000).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC))
OFFSETS = st.integers(-12 * 2, 14 * 2).map(lambda halves: timezone(timedelta(minutes=30 * halves)))


@given(STAMPS, OFFSETS, st.sampled_from([MINSK, "Europe/Oslo", "America/New_York", "UTC"]), st.booleans())
def test_a_stamp_with_an_offset_keeps_its_instant(moment: datetime, offset: timezone, zone: str, mail: bool) -> None:
    """It is expressed in the site's zone; only midnight, of either zone, is a date without a time."""
    told = moment.astimezone(offset)
    raw = format_datetime(told) if mail else told.isoformat()
    found = read_date(raw, zone=zone)
    assert found is not None
    if len(found) == 10:
        midnights = [local for local in (told, told.astimezone(ZoneInfo(zone))) if local.strftime("%H%M%S") == "000000"]
        assert found in [local.date().isoformat() for local in midnights]
    else:
        assert datetime.fromisoformat(found) == told
        assert datetime.fromisoformat(found).utcoffset() == told.astimezone(ZoneInfo(zone)).utcoffset()


@given(DAYS.filter(lambda day: day > date(1990, 1, 1)))
def test_midnight_in_minsk_is_never_the_day_before(day: date) -> None:
    """Software that stores a date as an instant writes 21:00 or 22:00 of the day before in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(MINSK))
    for raw in (
        midnight.isoformat(),
        midnight.astimezone(UTC).isoformat(),
        f"{day}T00:00:00",
        f"{day} 00:00",
        f"{day}T00:00:00Z",
    ):
        assert read_date(raw, zone=MINSK) == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("12 марта 2024, 14:05", "2024-03-12T14:05:00+03:00"),
        ("12 марта 2024 года, 14:05", "2024-03-12T14:05:00+03:00"),
        ("12 марта 2024 г. в 14:05", "2024-03-12T14:05:00+03:00"),
        ("14:05, 12 марта 2024", "2024-03-12T14:05:00+03:00"),
        ("14:05 12.03.2024", "2024-03-12T14:05:00+03:00"),
        ("12-03-2024 - 14:05", "2024-03-12T14:05:00+03:00"),
        ("12.03.2024 | 14:05:06", "2024-03-12T14:05:06+03:00"),
        ("12. mars 2024 kl. 14.05", "2024-03-12T14:05:00+03:00"),
        ("March 12, 2024 2:05 p.m.", "2024-03-12T14:05:00+03:00"),
        ("March 12, 2024 at 12:05 AM", "2024-03-12T00:05:00+03:00"),
        ("12 mars 2024 à 14h05", "2024-03-12T14:05:00+03:00"),
        ("Tue, 12 Mar 2024 11:05:00 GMT", "2024-03-12T14:05:00+03:00"),
        ("Tue, 12 Mar 2024 06:05:00 EST", "2024-03-12T14:05:00+03:00"),
        ("12 Mar 24 10:00", None),
        ("Tue Mar 12 11:05:00 UTC 2024", "2024-03-12T14:05:00+03:00"),
        ("Tue Mar 12 14:05:00 2024", "2024-03-12T14:05:00+03:00"),
        ("2024-03-12T11:05Z", "2024-03-12T14:05:00+03:00"),
        ("2024-03-12T11:05:00.123456+00:00", "2024-03-12T14:05:00+03:00"),
        ("2024-03-12 14:05:00+0300", "2024-03-12T14:05:00+03:00"),
        ("2024-03-12T14:05:00+03", "2024-03-12T14:05:00+03:00"),
        ("20240312T110500Z", "2024-03-12T14:05:00+03:00"),
        ("20240312T11:05:00Z", "2024-03-12T14:05:00+03:00"),
        ("12 марта 2024 14:05 (UTC+3)", "2024-03-12T14:05:00+03:00"),
        ("12.03.24 14:05", "2024-03-12T14:05:00+03:00"),
        ("12 марта 2024 14:05-15:00", "2024-03-12T14:05:00+03:00"),
        ("12 марта 2024 10:00-12:00", "2024-03-12T10:00:00+03:00"),
        ("12 марта 2024, 25:05", "2024-03-12"),
        ("12 марта 2024 · 14 комментариев", "2024-03-12"),
    ],
)
def test_a_time_beside_the_date_is_read(raw: str, expected: str | None) -> None:
    """A date without a time keeps that it has none; a time without an offset is the site's."""
    assert read_date(raw, language="", zone=MINSK) == expected


def test_an_unknown_zone_is_the_programmers_mistake() -> None:
    """A site file with a misspelt zone must not pass."""
    with pytest.raises(ValueError, match="Minks"):
        read_date("2024-03-12 14:05", zone="Europe/Minks")

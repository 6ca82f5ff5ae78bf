"""Dates in languages that ``months.py`` does not have, parsed by the library dateparser."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any

from crawler.rules.dates.months import MONTHS
from crawler.rules.dates.times import Time, stamp

_OURS = frozenset(MONTHS) | {"no", "nn", "zh", "ja"}
_YEAR = re.compile(r"(?<!\d)(?:199\d|20\d\d)(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")
_MOST = 80
_SETTINGS = {
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "RETURN_TIME_AS_PERIOD": True,
    "DATE_ORDER": "DMY",
}
"""Relative dates ("three days ago") are not parsed, and no part is taken from today's date."""


def read_elsewhere(text: str, language: str, zone: str) -> str | None:
    """A date with the name of a month in another language, parsed as ``read_date`` does; None if that is not
    possible."""
    primary = language.partition("-")[0].lower()
    if not primary or primary in _OURS or len(text) > _MOST or not _LETTER.search(text) or not _YEAR.search(text):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser itself uses naive dates and deprecated calls
        parser = _parser(primary)
        data = parser.get_date_data(text) if parser else None
    if data is None or data.date_obj is None or data.period not in ("day", "time"):
        return None
    moment = data.date_obj
    if str(moment.year) not in text:
        return None
    time = Time(moment.hour, moment.minute, moment.second, moment.tzinfo) if data.period == "time" else None
    return stamp(moment.year, moment.month, moment.day, time, zone)


@lru_cache(maxsize=64)
def _parser(language: str) -> Any:
    """dateparser for one language; None if it does not know the language. Its import takes a third of a second."""
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    parser = DateDataParser(languages=[language], settings=_SETTINGS)
    try:
        parser.get_date_data("1")  # it loads its language with the first date
    except ValueError:
        return None
    return parser

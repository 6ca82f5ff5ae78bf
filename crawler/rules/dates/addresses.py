"""The day that an address holds, as content management systems write it: ``/2024/03/12/``, ``/2024-03-12-title``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.rules.dates.parsing import read_date

_PARTED = re.compile(r"/((?:19|20)\d\d)/(\d\d?|[a-z]{3})/(\d\d?)(?=[/\-_.]|$)", re.IGNORECASE)
_HYPHENED = re.compile(r"(?<![\d\-.])((?:19|20)\d\d)[-_.](\d\d)[-_.](\d\d)(?![\d])")
_PACKED = re.compile(r"(?<![\w\-.])((?:19|20)\d\d)(\d\d)(\d\d)(?=[/\-_]|\.\w+$|$)")
_DAY_FIRST = re.compile(r"(?<![\d\-.])(\d\d)([.-])(\d\d)\2((?:19|20)\d\d)(?!\d)")
"""12.03.2024, and 13-03-2024: with hyphens only if the first number is no month."""
_ARCHIVED = re.compile(r"/\d{14}[a-z_]*/https?:/", re.IGNORECASE)
"""The time stamp of a web archive, which says when a page was captured."""


def day_in_address(url: str) -> tuple[str, str] | None:
    """The day in the path of an address, as (``YYYY-MM-DD``, as written); None if there is none, or if there are two.

    Year, month and day are all there, in this order. A year and a month alone are no date.
    """
    path = urlsplit(url).path
    if found := _ARCHIVED.search(path):
        path = path[found.end() - 1 :]
    for pattern in (_PARTED, _HYPHENED, _PACKED):
        days: dict[str, str] = {}
        for match in pattern.finditer(path):
            year, month, day = match.groups()
            written = f"{day} {month} {year}" if month.isalpha() else f"{year}-{int(month):02}-{int(day):02}"
            if read := read_date(written, language="en"):
                days.setdefault(read, match[0].strip("/"))
        if days:
            return next(iter(days.items())) if len(days) == 1 else None
    dotted = [each for each in _DAY_FIRST.finditer(path) if each[2] == "." or int(each[1]) > 12]
    last = {day: each[0] for each in dotted if (day := read_date(each[0], language="en"))}
    return next(iter(last.items())) if len(last) == 1 else None

"""Dates with a month in words, in the languages that only CLDR knows, in the orders in which languages write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from crawler.rules.dates.cldr import month_words
from crawler.rules.dates.folding import fold
from crawler.rules.dates.months import own_months
from crawler.rules.dates.written import WrittenDate

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_QUOTE = r"[\"'«»„“”]?"
_SUFFIX = r"(?:\s?[-.']?[^\W\d_]{1,5}\b)?[.,]?"
"""An ending of a number: "17-nji", "17'ê", "17-ші", "17 d."."""
_LINK = r"(?:\s*(?:of|de|del|do|den|di|ng|ta'|ta|nam|an|in|year|ya|του|le|la)(?!\w)|\s*d')?"
_MONGOLIAN = re.compile(
    rf"(?<!\d){_YEAR}\s?оны?\s(?P<month>0?[1-9]|1[0-2])\s?(?:-?р|дугаар|дүгээр)?\s?сарын\s{_DAY}(?!\d)"
)
"""Mongolian counts its months: "2024 оны 12 дугаар сарын 17"."""
_INFLECTED = "az ba bg bs cv et eu fi he hr hu hy ka kk ku ky lt lv mk mn sah sl sr tg tk tr tt ug uz xal"
_ENDINGS = frozenset(_INFLECTED.split())
"""Languages that write endings on the names of months: "мамырда", "května", "marta"."""


def spoken_dates(text: str, *, language: str) -> Iterator[WrittenDate]:
    """The dates in a folded text that have a month of the language in words. ``language`` is a BCP 47 tag."""
    months = _months(language)
    if not months:
        return
    if language.partition("-")[0] == "mn":
        for found in _MONGOLIAN.finditer(text):
            yield WrittenDate(*found.span(), int(found["year"]), int(found["month"]), int(found["day"]))
    for pattern in _patterns(language):
        for found in pattern.finditer(text):
            if month := months.get(fold(found["word"]), 0):
                yield WrittenDate(*found.span(), int(found["year"]), month, int(found["day"]))


@lru_cache(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    """The words for months of a language by our table, or else by CLDR, folded."""
    ours = {fold(word): number for word, number in own_months(language).items()}
    return ours or month_words(language)


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The orders of a date: day, month, year; month, day, year; year, month, day; year, day, month."""
    names = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(_months(language), key=len, reverse=True))
    ending = r"[^\W\d_]{0,6}" if language.partition("-")[0] in _ENDINGS else ""
    month = rf"(?<![^\W_])ב?(?P<word>{names})(?!\d){ending}(?:/(?:{names}))?(?![^\W\d_])\.?"
    since = r"(?<!\d)(?<!\d[.,:/-])"
    after_year = r"(?:[-.']?\s?\(?[-.']?[^\W\d_]{1,6}\)?[^\W\d_]{0,5}\.?)??(?:\s[^\W\d_]{1,6}\.?)??"
    return tuple(
        re.compile(form)
        for form in (
            rf"{since}{_QUOTE}{_DAY}{_QUOTE}(?:{_SUFFIX}|[.º°])?{_LINK}[\s\-/.,]*{month}{_LINK}[\s\-/,.]*"
            rf"(?:[^\W\d_]{{1,5}}\.?\s|ค\.ศ\.\s?)?{_YEAR}",
            rf"{month}[\s\-/]*{_DAY}{_SUFFIX}{_LINK}[\s,]*{_YEAR}",
            rf"{since}{_YEAR}{after_year}[\s,.\-/]*{month}(?:\s?men\.)?[\s\-/.,]*{_DAY}(?!\d|[.:,/]\d)(?:\s?d\.|-[^\W\d_]{{1,4}}\b)?",
            rf"{since}{_YEAR}{after_year}[\s,.\-/]*{_QUOTE}{_DAY}{_QUOTE}{_SUFFIX}[\s\-/.]*{month}",
        )
    )

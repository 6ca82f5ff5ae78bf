"""Dates with a month in words, in the languages that only CLDR knows, in the orders in which languages write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from crawler.rules.dates.cldr import month_words
from crawler.rules.dates.folding import fold
from crawler.rules.dates.months import own_months
from crawler.rules.dates.more_words import BORROWED, MORE_MONTHS, STEMS
from crawler.rules.dates.written import WrittenDate

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_QUOTE = r"(?:\s?[\"'«»„“”])?"
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0971-\u1049\u104c-\u109f\u1780-\u17d3])"
"""A letter, or a vowel sign of the scripts of India, Tibet, Burma and Cambodia, which Unicode does not count as one."""
_SUFFIX = rf"(?:\s?[-.']?{_LETTER}{{1,5}}(?!{_LETTER}))?[.,]?"
"""An ending of a number: "17-nji", "17'ê", "17-ші", "17 d."."""
_LINK = r"(?:\s*(?:of|de|del|do|den|di|ng|ta'|ta|nam|an|in|year|ya|του|le|la)(?!\w)|\s*d'|\s*(?:ខែ|ឆ្នាំ))?"
_MONGOLIAN = re.compile(
    rf"(?<!\d){_YEAR}\s?оны?\s(?P<month>0?[1-9]|1[0-2])\s?(?:-?р|дугаар|дүгээр)?\s?сарын\s{_DAY}(?!\d)"
)
"""Mongolian counts its months: "2024 оны 12 дугаар сарын 17"."""
_SPACE = re.compile(r"\s")
_INFLECTED = """
    az ba bg bs ce ckb crh cv et eu fi gag he hr hu hy ka kk ku ky lt lv mk mn my os rue sah sl sr tg tk tr tt udm ug uz
    xal
    """
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
            if month := months.get(_bare(found["word"]), 0):
                yield WrittenDate(*found.span(), int(found["year"]), month, int(found["day"]))


def _bare(word: str) -> str:
    """The word without spaces, and without a zero before a number: "tháng 03"."""
    return re.sub(r"(?<!\d)0(?=\d)", "", _SPACE.sub("", fold(word)))


@lru_cache(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    """The words for months of a language, folded, without spaces."""
    return {_bare(word): number for word, number in _words(language).items()}


@lru_cache(maxsize=64)
def _words(language: str) -> Mapping[str, int]:
    """The words for months of a language by our tables, or else by CLDR, folded."""
    ours = {fold(word): number for word, number in own_months(language).items()}
    primary = language.partition("-")[0]
    words = dict(ours or month_words(language))
    for other in BORROWED.get(primary, ()):
        words = {**_words(other), **words}
    if primary in STEMS:
        words |= {STEMS[primary].sub("", word): number for word, number in words.items()}
    return {**words, **MORE_MONTHS.get(primary, {})}


def _name(word: str) -> str:
    """The pattern of a name, with spaces or without, and with a zero before a single figure."""
    return re.sub(r"(?<!\d)(?=\d\Z)", "0?", re.escape(word).replace(r"\ ", r"\s?"))


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The orders of a date: day, month, year; month, day, year; year, month, day; year, day, month."""
    names = "|".join(_name(word) for word in sorted(_words(language), key=len, reverse=True))
    ending = r"[^\W\d_]{0,6}" if language.partition("-")[0] in _ENDINGS else ""
    both = rf"(?:\s?/\s?(?:{names})|\s?\((?:{names})\))?"
    month = rf"(?<![^\W_])ב?(?P<word>{names})(?!\d){ending}{both}(?!{_LETTER})\.?"
    since = r"(?<!\d)(?<!\d[.,:/-])"
    after_year = rf"(?:[-.']?\s?\(?[-.']?{_LETTER}{{1,6}}\)?{_LETTER}{{0,5}}\.?)??(?:\s{_LETTER}{{1,6}}\.?)??"
    return tuple(
        re.compile(form)
        for form in (
            rf"{since}{_QUOTE}{_DAY}{_QUOTE}(?:{_SUFFIX}|[.º°])?{_LINK}[\s\-/.,]*{month}{_LINK}[\s\-/,.]*"
            rf"(?:{_LETTER}{{1,5}}\.?\s|ค\.ศ\.\s?){{0,2}}{_YEAR}",
            rf"{month}[\s\-/]*{_DAY}{_SUFFIX}{_LINK}[\s,]*{_YEAR}",
            rf"{since}{_YEAR}{after_year}[\s,.\-/]*{month}(?:\s?(?:men\.|මස\b))?[\s\-/.,(]*{_DAY}(?!\d|[.:,/]\d)(?:\s?d\.|-{_LETTER}{{1,4}}\b)?",
            rf"{since}{_YEAR}{after_year}[\s,.\-/]*{_QUOTE}{_DAY}{_QUOTE}{_SUFFIX}[\s\-/.]*{month}",
        )
    )

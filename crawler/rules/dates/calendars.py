"""Dates of other calendars as days of the Gregorian one: Jalali, Buddhist, Japanese eras, the Republic of China, Hijri.

The arithmetic of Jalali is persiantools', that of Hijri (Umm al-Qura, the civil calendar of Saudi Arabia) is
hijridate's. The other three share months and days with the Gregorian calendar; only their years differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crawler.rules.dates.folding import fold

BUDDHIST, MINGUO = 543, -1911
"""What the years of Thailand (พ.ศ.) and of the Republic of China (民國) are ahead of Gregorian ones."""

_ERAS: Mapping[str, tuple[int, date]] = {
    "明治": (1867, date(1868, 10, 23)),
    "大正": (1911, date(1912, 7, 30)),
    "昭和": (1925, date(1926, 12, 25)),
    "平成": (1988, date(1989, 1, 8)),
    "令和": (2018, date(2019, 5, 1)),
}
"""Eras of Japan → the Gregorian year before their first, and their first day."""
ERA_LETTERS: Mapping[str, str] = {"S": "昭和", "H": "平成", "R": "令和", "昭": "昭和", "平": "平成", "令": "令和"}
"""The letters and signs that forms write for eras: R6.5.17, 令6.5.17."""

_JALALI = """
    فروردین farvardin | اردیبهشت ordibehesht | خرداد khordad | تیر tir | مرداد امرداد mordad | شهریور shahrivar
    | مهر mehr | آبان aban | آذر azar | دی dey | بهمن bahman | اسفند esfand
    """
_AFGHAN = """
    حمل وری | ثور غویی | جوزا غبرگولی | سرطان چنگاښ | اسد زمری | سنبله وږی | میزان تله | عقرب لړم | قوس لیندۍ
    | جدی مرغومی | دلو سلواغه | حوت کب
    """
_HIJRI = """
    محرم المحرم muharram | صفر safar | ربيع_الأول ربيع_أول rabi_al-awwal | ربيع_الآخر ربيع_الثاني ربيع_آخر
    | جمادى_الأولى جمادى_الأول | جمادى_الآخرة جمادى_الثانية جمادى_الآخر | رجب rajab | شعبان shaban sha'ban
    | رمضان ramadan | شوال shawwal | ذو_القعدة ذي_القعدة | ذو_الحجة ذي_الحجة
    """


def _months(written: str) -> dict[str, int]:
    return {
        fold(word.replace("_", " ")): number
        for number, words in enumerate(written.split("|"), 1)
        for word in words.split()
    }


JALALI_MONTHS: Mapping[str, int] = _months(_JALALI) | _months(_AFGHAN)
"""The words for months of the solar calendar of Iran and Afghanistan, folded."""
HIJRI_MONTHS: Mapping[str, int] = _months(_HIJRI)
"""The words for months of the Islamic calendar, folded."""


def from_jalali(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Jalali date; None if it does not exist."""
    from persiantools.jdatetime import JalaliDate

    try:
        gregorian: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return gregorian


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date of the Umm al-Qura calendar; None if it does not exist or is out of its range."""
    from hijridate import Hijri

    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(gregorian.year, gregorian.month, gregorian.day)


def from_era(era: str, year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date in a Japanese era; None for a day that does not exist or is before the era."""
    before, first = _ERAS[ERA_LETTERS.get(era, era)]
    found = gregorian_day(before + year, month, day)
    return found if found and found >= first else None


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """The day; None if it does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None

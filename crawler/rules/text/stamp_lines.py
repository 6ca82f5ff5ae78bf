"""Stamp lines: lines that only say when a page was last changed, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.rules.dates.cldr import month_words, weekday_words
from crawler.rules.dates.folding import fold
from crawler.rules.dates.months import month_number
from crawler.rules.dates.number_words import WEEKDAYS
from crawler.rules.text.words import marks

_CHANGED = """
    updat modif revis amend refreshed aktualisier geändert überarbeitet actualis actualiz atualiz
    aggiorna modific
    bijgewerkt gewijzigd uppdater ändrad ändrat oppdater opdater endret ændret päivitet päivitys
    muokat muutet uuendat
    muudet atjaunin atjaunot labot atnaujin pakeist aktualiz zaktualiz zmodyfik zmienion změněn upraven
    zmenen frissít módosít
    обнов актуализ измен редакт редакц правк абноўл абнаўл змен змян адрэдаг оновлен онови змін ажур
    измењ azurir ažurir
    izmenj izmijenj posodob spremenj ενημερ τροποπο güncel değiştir yenilən жаңарт өзгерт жаңыла
    өзгөрт yangilan yenile
    განახლ թարմաց փոփոխ تحديث تعديل بروزرسانی ویرایش روزرسانی עודכן עדכון अद्यतन अपडेट संशोधित
    diperbarui dimutakhir
    dikemas kemaskini kemas ođasmahtt ođasmuhtt rievdad peividum peivitum nubástut nuppástut uppfær
    breytt шинэчл
    nuashon diweddar përditës eguneratz fersk
"""
_STEMS = tuple(_CHANGED.split())
_UNSPACED = (
    *("更新", "修改", "修訂", "修订", "수정", "업데이트", "갱신", "ปรับปรุง", "อัปเดต", "แก้ไข"),
    *("cập nhật", "mis à jour", "mise à jour", "last edited", "last changed", "zuletzt bearbeitet", "به روز"),
)
"""Words for a change in scripts without spaces, and phrases."""
_FILLING = """
    last latest most recently page content site website article this the of on at by was is were has
    been and date time
    zuletzt letzte letzter letztes am um uhr seite stand der die das vom dernière derniere mise à
    jour le la du de a à page
    última ultima ultimo último fecha data el en del al día dia hora ore alle laatst laatste op om
    senast sist siden side
    kl den sidst viimeksi viimeksi sivu sivua klo viimati viimane pēdējo reizi paskutinį kartą
    ostatnia ostatnio data
    dnia godz naposledy poslední dne v utolsó oldal последний последнее последняя последнего дата
    время страница страницы
    r roku m d lần cuối cùng ngày lúc giờ
    г года в от было была раз апошняе апошні апошняя дата час старонка старонкі у год останнє
    останній оновлення час
    сторінка сторінки о последно последња poslednja zadnja zadnje zadnji τελευταία στις son tarih
    tarihi tarihinde saat
    axırıncı соңғы соңку oxirgi soʻnggi ბოლო վերջին آخر تاریخ تاريخ في الساعة صفحة آخرین אחרון תאריך
    בתאריך अंतिम terakhir
    tarikh maŋimus maŋemus maajeemus majemuš síðast utc gmt cet cest msk мск am pm est edt bst z h min
    年 月 日 년 월 일 최종 마지막 最后 最後 時間 时间 日期 于 於
"""
_FILLS = frozenset(_FILLING.split())
_TODAY_WORDS = """
    today today's now сегодня сёння сьогодні heute aujourd'hui aujourd’hui hoy oggi hoje vandaag idag dagens tänään dziś
    dzisiaj dnes ma azi днес данас danas bugün bugun бүгін бүгүн היום اليوم امروز დღეს այսօր आज วันนี้ 今天 今日 本日 오늘
"""
_TODAY = frozenset(_TODAY_WORDS.split())
"""Words of a line that shows the day on which the page was requested."""
_TODAY_FILLING = """
    is it's it je jest the date time day день дзень дата час время число ist der es on this
"""
_FOLDED_FILLS = frozenset(map(fold, (*_FILLING.split(), *_TODAY_FILLING.split())))
_MONTHS_ELSEWHERE = """
    am ar az bg bn ca cs cy el et eu fa fil ga gl he hi hr hu hy id is ka kk km ky lo lt lv mk mn mr ms my ne ps ro ja
    ko sk sl sq sr-Latn sw ta tg th tk tr tt uk ur uz vi zh
"""
"""Languages whose months ``crawler.rules.dates.months`` does not have."""
_DAY_SIGN = re.compile(r"\s?[日일]")
_NUMERIC = re.compile(
    r"(?<!\d)\d{1,4}\s?([./-])\s?\d{1,2}\s?\1\s?\d{2,4}(?!\d)|\d{1,4}\s?[年년]|\d{1,2}\s?[月월]|(?<!\d)\d{1,2}:\d\d(?!\d)"
)
"""A numeric date with its year, a CJK one, or a time of day. A number alone may be that of a section (4.6, § 35)."""
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")
_FULL_YEAR = re.compile(r"(?:1[34]|19|2[05])\d\d")
"""A year of the common, the Persian, the Muslim or the Buddhist era."""
_SECTION = re.compile(r"§|№")
_LONGEST = 110
_OTHERS = 1
"""Words that are neither of the kinds above: a name of an office, an abbreviation of a month."""
_HALVES = ("am", "pm")
_CLOSING = " .,;:()[]|–—-/"


def modified_stamp(line: str) -> str | None:
    """The date that a line shows, as written, if the line only says when the page was last changed; else None.

    ``Last updated: 4 March 10:44`` gives ``4 March 10:44``. A line counts if it has a date or a
    time, a word for a
    change in one of some sixty languages, and hardly any other word. A sentence that tells of a
    change is no stamp.
    """
    if not 6 <= len(line) <= _LONGEST or not any(character.isdigit() for character in line):
        return None
    small = line.casefold()
    unspaced = next((word for word in _UNSPACED if word in small), "")
    found = list(_word().finditer(small))
    changed = [word for word in found if word[0].startswith(_STEMS)]
    if not (changed or unspaced) or _SECTION.search(small) or not _has_date(small, found):
        return None
    dates = [word for word in found if _is_date(word[0])]
    known = {*changed, *dates}
    others = [word for word in found if word not in known and word[0] not in _FILLS and not _is_of(word[0], unspaced)]
    if not dates or len(others) > _OTHERS or (others and line.rstrip().endswith((".", "!", "?")) and len(found) > 8):
        return None
    after = [word for word in dates if not changed or word.start() > changed[-1].start()] or dates
    start = next((word.start() for word in after if word[0] not in _HALVES), after[0].start())
    end = after[-1].end()
    day = _DAY_SIGN.match(line, end)
    return line[start : day.end() if day else end].strip(_CLOSING)


def is_clock(line: str) -> bool:
    """Whether a line only shows the day on which the page was requested: "Today is 4 March 2026".

    It has a word for today, a whole date, and no other words. A sentence that tells what happens today has more.
    """
    if not 6 <= len(line) <= _LONGEST or not any(character.isdigit() for character in line):
        return False
    found = list(_word().finditer(line.casefold()))
    today = {word for word in found if word[0] in _TODAY or word[0].startswith(("今天", "今日", "本日"))}
    if len(today) != 1 or not any(_FULL_YEAR.fullmatch(word[0]) for word in found):
        return False
    rest = {fold(word[0]) for word in found if word not in today and not _is_date(word[0])}
    return rest - _FOLDED_FILLS <= _weekdays() and _has_date(line.casefold(), found)


def _has_date(line: str, words: list[re.Match[str]]) -> bool:
    """Whether a line has a date or a time: in numbers, or a month's name with a day or a year beside it."""
    if _NUMERIC.search(line):
        return True
    return any(_is_month(word[0]) for word in words) and any(_YEAR.fullmatch(word[0]) for word in words)


def _is_of(word: str, unspaced: str) -> bool:
    return bool(unspaced) and (word in unspaced or unspaced in word)


def _is_date(word: str) -> bool:
    return word[0].isdigit() or word in WEEKDAYS or word in _HALVES or _is_month(word)


def _is_month(word: str) -> bool:
    return bool(month_number(word)) or fold(word) in _months()


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    """The words for months of the languages that the table does not have, folded."""
    return frozenset(word for tag in _MONTHS_ELSEWHERE.split() for word in month_words(tag))


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    """The words for days of the week of these languages, folded."""
    return frozenset(word for tag in _MONTHS_ELSEWHERE.split() for word in weekday_words(tag))


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    """A number, or a word with its marks: vowel signs of Thai or Devanagari are no letters."""
    letter = f"[^\\W\\d_][{marks()}]*"
    return re.compile(f"\\d+|(?:{letter})+(?:[’'ʼ](?:{letter})+)*")

"""Stamp lines: lines that only say when a page was last changed, in many languages."""

from __future__ import annotations

import re

from crawler.rules.dates.months import month_number
from crawler.rules.dates.number_words import WEEKDAYS

_CHANGED = """
    updat modif revis amend refreshed aktualisier geändert überarbeitet actualis actualiz atualiz
    aggiorna modific
    bijgewerkt gewijzigd uppdater ändrad ändrat oppdater opdater endret ændret päivitet päivitys
    muokat muutet uuendat
    muudet atjaunin atjaunot labot atnaujin pakeist zaktualiz zmodyfik zmienion změněn upraven
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
_WORD = re.compile(r"\d+|[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
_DAY_SIGN = re.compile(r"\s?[日일]")
_NUMERIC = re.compile(
    r"(?<!\d)\d{1,4}\s?([./-])\s?\d{1,2}\s?\1\s?\d{2,4}(?!\d)|\d{1,4}\s?[年년]|\d{1,2}\s?[月월]|(?<!\d)\d{1,2}:\d\d(?!\d)"
)
"""A numeric date with its year, a CJK one, or a time of day. A number alone may be that of a section (4.6, § 35)."""
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")
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
    found = list(_WORD.finditer(small))
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


def _has_date(line: str, words: list[re.Match[str]]) -> bool:
    """Whether a line has a date or a time: in numbers, or a month's name with a day or a year beside it."""
    if _NUMERIC.search(line):
        return True
    return any(month_number(word[0]) for word in words) and any(_YEAR.fullmatch(word[0]) for word in words)


def _is_of(word: str, unspaced: str) -> bool:
    return bool(unspaced) and (word in unspaced or unspaced in word)


def _is_date(word: str) -> bool:
    return word[0].isdigit() or word in WEEKDAYS or word in _HALVES or bool(month_number(word))

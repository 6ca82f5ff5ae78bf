"""The words beside a date that say what it is: the publication, its date, a later change, or something else."""

from __future__ import annotations

import re
from typing import Literal

Label = Literal["published", "dated", "modified", "other", ""]
"""``published``, ``dated`` (no more than "Date:"), ``modified``, ``other`` (a day of an event, a birth, a deadline), or
empty where no word says it."""

_PUBLISHED = """
    publish|publi[ée]|publicad|publicat|pubblicat|publicac|publikat|publicer|publiser|gepublic|opublik|objavlj|objaven
    |uveřej|zveřej|zverej|julkaist|veröffentlich|erschienen|erstellt|posted|issued|released|mis en ligne|közzét
    |megjelen|paskelb|publicē|avaldatud|postat|yayın|đăng|diterbitkan|dipublikasikan|опублик|размещ|публик|апублік
    |размешч|опубліков|оприлюдн|публикув|објавље|жариялан|нашр|δημοσι|نشر|انتشار|منتشر|פורסם|発表|公開|掲載|发布
    |發布|發佈|发表|게시|등록|입력|प्रकाशित|প্রকাশ|เผยแพร่|გამოქვეყნ|հրապարակ|dərc|almmuhuv
    """
_MODIFIED = """
    updat|modif|geändert|änder|aktuali[sz]|aktualis|stand[: ]|last (?:edit|chang|review)|edited|revised|obnov|zmien
    |změn|uppdater|oppdater|opdater|ändrad|endret|ændret|päivit|muokat|mis à jour|mise à jour|actuali[sz]|aggiornat
    |atuali[sz]|bijgewerkt|gewijzigd|atnaujin|atjaun|uuendat|muudet|frissít|módosít|ažurir|azhurn|përditës|güncel
    |cập nhật|diperbarui|обновл|измен|ред(?:акц|\\.)|абноўл|змен|оновл|змін|актуализ|ажурир|жаңарт|янгилан|ενημέρ
    |τροποπ|تحديث|عدل|تعديل|روزرسان|بروزرس|עודכן|עדכון|更新|修正|수정|अपडेट|अद्यतन|হালনাগাদ|আপডেট|แก้ไข|განახლ
    |թարմաց|yenilən|ođasmaht|nubastuhtto|beaivid|rievdad
    """
_OTHER = r"""
    (?:born|died|next|start(?:s|ed)|ends?|until|events?|termine?|beginn|today|today's)\b|deadline|expires?|valid until
    |geboren|gestorben|copyright|©|recorded|accessed|retrieved|abgerufen|joined|member since|registered|dabei seit
    |beigetreten|fällig|einsendeschluss
    |bis zum|gültig|(?:law|decree|ordinance|directive|regulation|resolution|gesetz|verordnung|richtlinie
    |loi|décret|ley|decreto|legge|закон|указ|постановлен|распоряжен|пастанова|ustawa|rozporządzen|zákon|törvény)\w*
    \s?(?:\([^()]*\)\s?)?(?:no|nr|n|№|núm|čís|č)(?!\w)|saved|captured|archived|heute|сегодня|сёння|сьогодні
    """


_DATE = """
    date|datum|dato|data|fecha|päivä|päiväys|päivämäärä|dátum|tarih|tarix|sana|күні|дата|ngày|tanggal|ημερομηνία|תאריך
    |התאריך|التاريخ|تاريخ|تاریخ|日期|日付|日時|날짜|วันที่|दिनांक|তারিখ|თარიღი|ամսաթիվ|огноо|kuupäev|datums|beaivi
    """


def _any(words: str) -> re.Pattern[str]:
    return re.compile("".join(line.strip() for line in words.splitlines()), re.IGNORECASE)


_NAMES = re.compile(r"(?P<published>publish|pub-?date|datepub|veroeffentlicht|erstellt)|modif|last-?mod", re.IGNORECASE)
_LABELS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    ("published", _any(_PUBLISHED)),
    ("dated", re.compile(rf"(?:\A|[\s|•·])(?:{_any(_DATE).pattern})\s?[:：]", re.IGNORECASE)),
    ("modified", _any(_MODIFIED)),
    ("other", re.compile(rf"(?<!\w)(?:{_any(_OTHER).pattern})", re.IGNORECASE)),
)


def label_in(words: str, names: str) -> Label:
    """The label in the words around a date, or else in ``names``, the class and id of its element.

    Where several stand there, the first one counts: "Published 1 May 2024, updated 3 May 2024" begins with its
    publication. A label after the first number belongs to what follows.
    """
    number = re.search(r"\d", words)
    before = words[: number.start()] if number else words
    places = [(found.start(), label) for label, pattern in _LABELS if (found := pattern.search(before))]
    if places:
        return min(places)[1]
    if named := _NAMES.search(names):
        return "published" if named["published"] else "modified"
    return ""

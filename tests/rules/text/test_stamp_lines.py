"""Lines that only say when a page was last changed, and sentences that tell of a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.stamp_lines import is_clock, modified_stamp

STAMPS = {
    "Last updated: 4 March 10:44": "4 March 10:44",
    "Last updated: 2 March 2026 10:42": "2 March 2026 10:42",
    "Updated on March 4, 2026 at 10:44 PM": "March 4, 2026 at 10:44 PM",
    "Page last modified 2026-03-04": "2026-03-04",
    "Viimeksi päivitetty ( 28.06.2015 )": "28.06.2015",
    "Päivitetty 4.3.2026 klo 10.44": "4.3.2026 klo 10.44",
    "Обновлено: 04.03.2026, 10:44": "04.03.2026, 10:44",
    "Дата последнего изменения: 4 марта 2026 г.": "4 марта 2026",
    "Абноўлена 4 сакавіка 2026": "4 сакавіка 2026",
    "Останнє оновлення: 4 березня 2026": "4 березня 2026",
    "Senast uppdaterad: 2026-03-04": "2026-03-04",
    "Sist oppdatert 04.03.2026": "04.03.2026",
    "Zuletzt aktualisiert am 4. März 2026": "4. März 2026",
    "Mis à jour le 4 mars 2026": "4 mars 2026",
    "Última actualización: 04/03/2026": "04/03/2026",
    "Son güncelleme: 04.03.2026 10:44": "04.03.2026 10:44",
    "آخر تحديث: 2026/03/04": "2026/03/04",
    "ბოლო განახლება: 04.03.2026": "04.03.2026",
    "最終更新 2026年3月4日": "2026年3月4日",
    "更新时间：2026-03-04 10:44": "2026-03-04 10:44",
    "Ostatnia aktualizacja: 4 marca 2026 r.": "4 marca 2026",
    "Cập nhật lần cuối: 04/03/2026 10:44": "04/03/2026 10:44",
    "განახლდა: 4 მარტი 2026": "4 მარტი 2026",
    "ปรับปรุงล่าสุด: 4 มีนาคม 2569": "4 มีนาคม 2569",
    "अंतिम अद्यतन: 4 मार्च 2026": "4 मार्च 2026",
    "Atnaujinta 2026 m. kovo 4 d.": "2026 m. kovo 4",
    "Maŋimus ođasmahtton 04.03.2026": "04.03.2026",
}


@pytest.mark.parametrize(("line", "stamp"), STAMPS.items())
def test_a_stamp_gives_its_date_as_written(line: str, stamp: str) -> None:
    """In the words of many languages, before or behind the date."""
    assert modified_stamp(line) == stamp


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Updated",
        "The list of embassies was updated on 4 March 2026 by the consular department.",
        "The agreement was amended in 2026 and in 2027 to widen trade between both states.",
        "Deadline: 28 June 2026",
        "Published: 4 March 2026",
        "4 March 2026",
        "Соглашение изменено 4 марта 2026 года по просьбе стороны.",
        "The minister updated 12 partners on the talks of 3 March",
        "Climate change: 2026 report",
        "4.6 Sámelága rievdadeapmi",
        "§ 48 Revisjon",
        "§ 35 Mearkka rievdadeapmi",
        "4. Rievdadusevttohus",
        "12. Änderungen des Gesetzes",
        "Часть 3. Изменения",
        "Amendment 2026",
    ],
)
def test_a_line_that_says_more_is_no_stamp(line: str) -> None:
    """A change that is news stays in the text, and so does a deadline."""
    assert modified_stamp(line) is None


@given(st.text(max_size=140))
def test_a_stamp_is_a_part_of_its_line(line: str) -> None:
    """Whatever the line is: nothing is made up, nothing fails."""
    stamp = modified_stamp(line)
    assert stamp is None or stamp in line


@pytest.mark.parametrize(
    "line",
    [
        "Today is 4 March 2026",
        "Сегодня 4 марта 2026, среда",
        "Heute ist Mittwoch, der 4. März 2026",
        "Aujourd’hui, mercredi 4 mars 2026",
        "اليوم: 4 مارس 2026",
        "วันนี้ 4 มีนาคม 2569",
        "今天是2026年3月4日 星期三",
    ],
)
def test_the_day_of_the_request_is_a_clock(line: str) -> None:
    """A word for today with a whole date, and nothing else."""
    assert is_clock(line)
    assert modified_stamp(line) is None


@pytest.mark.parametrize(
    "line",
    ["4 March 2026", "Today, 4 March 2026, the minister left for Minsk", "Сегодня 4 марта", "Today 12", "Today", ""],
)
def test_what_happens_today_is_no_clock(line: str) -> None:
    """A date alone may be the dateline, and a sentence is news."""
    assert not is_clock(line)

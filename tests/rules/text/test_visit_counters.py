"""Lines that only count are told from sentences with a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.visit_counters import is_counter

COUNTERS = [
    "Views: 12",
    "Number of views (4099)",
    "Number of views (4,099) / Comments (0)",
    "4 099 views",
    "1.2K views",
    "Page views – 12",
    "Просмотров: 1 204",
    "Количество просмотров: 7",
    "17 просмотров",
    "Праглядаў: 3",
    "Колькасць праглядаў – 3",
    "Комментарии (5)",
    "Переглядів: 5",
    "Antal visningar: 12",
    "👁 120 views",
    "👁 1 204",
    "👁️ 7",
    "Read 17 times",
    "This article has been read 1,204 times.",
    "Прочитано: 17 раз",
    "Прочитали 5 человек",
    "Прачытана 3 разы",
    "Posted 3 hours ago",
    "An hour ago",
    "Опубликовано 2 часа назад",
    "3 дня назад",
    "Апублікавана 5 хвілін таму",
    "2 min read",
    "Facebook 1 Twitter 4 VK 10",
    "12-minute read",
    "Reading time: 3 min",
    "Время чтения: 3 минуты",
    "5 min de lecture",
    "Total shared 154",
    "154 Shares",
    "Shares: 12 / Likes: 3",
    "Поделились 12",
    "عدد المشاهدات: 123",
    "١٢٣ مشاهدة",
    "تعداد بازدید: ۱۲",
    "ნახვა: 12",
    "ნანახია: 17-ჯერ",
    "浏览次数：1204",
    "조회수 12",
    "Okunma: 17",
    "Դիտումներ՝ 12",
    "देखा गया: 12",
    "Shared 12 times",
    "Эту страницу просмотрели 12 человек.",
    "Users online: 5",
    "❤ 12 💬 3",
    "Rating: 4.2 (12 votes)",
]


@pytest.mark.parametrize("line", COUNTERS)
def test_a_line_that_only_counts_is_a_counter(line: str) -> None:
    """In the words of several languages, before or behind the number, in brackets or behind a colon."""
    assert is_counter(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Views",
        "The ministers exchanged views on 12 topics.",
        "12 views of the city were shown at the exhibition",
        "Trade grew to 12 million dollars: the share of services is 17 per cent",
        "Комментарий МИД от 5 мая 2026 года",
        "Комментарии 5 министров",
        "2026",
        "12 May 2026",
        "12 visits",
        "Views: twelve",
        "Rating: 4.2",
        "Opened: 1993",
        "No comments on the talks were given",
        "☎ 20 10 10",
        "Share: 12 per cent",
        "The treaty was signed 30 years ago",
        "30 years ago the treaty was signed",
        "The letter was read 3 times in the chamber",
        "Read more",
        "Договор подписан 30 лет назад",
    ],
)
def test_a_sentence_with_a_number_is_no_counter(line: str) -> None:
    """It is the text that an edit is a change in."""
    assert not is_counter(line)


@pytest.mark.parametrize("line", ["No comments yet", "Комментариев пока нет", "Keine Kommentare", "Няма каментарыяў"])
def test_a_count_of_none_is_a_counter(line: str) -> None:
    """It becomes a number with the first comment."""
    assert is_counter(line)


@given(line=st.sampled_from(COUNTERS[:1] + COUNTERS[6:8]), number=st.integers(0, 10**9))
def test_whatever_the_number_is(line: str, number: int) -> None:
    """Else the page would be edited when it passes a thousand."""
    word = line.partition(":")[0] if ":" in line else "Views"
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", ".")):
        assert is_counter(f"{word}: {written}")


@given(st.text(max_size=200))
def test_any_text_is_judged_at_once(text: str) -> None:
    """No text makes it fail; a text without a digit is no counter, unless it says that there is none."""
    assert not is_counter(text) or any(letter.isdecimal() for letter in text) or len(text.split()) > 1

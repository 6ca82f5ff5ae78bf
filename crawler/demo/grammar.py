"""Dates and numbers in each language of the demo."""

from __future__ import annotations

from datetime import date

MONTHS = {
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "be": (
        *("студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня"),
        *("ліпеня", "жніўня", "верасня", "кастрычніка", "лістапада", "снежня"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
"""The names of the months; in Russian and Belarusian in the genitive."""

YEAR_OF = {"ru": " года", "be": " года", "en": ""}
"""The word after the year in running text."""


def write_date(day: date, language: str, *, american: bool = False) -> str:
    """``12 марта 2024``, ``12 сакавіка 2024``, ``12 March 2024``; with ``american``, ``March 12, 2024`` in English."""
    month = MONTHS[language][day.month - 1]
    if american and language == "en":
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def count(number: int, one: str, few: str, many: str) -> str:
    """The number with the form of the noun that Russian and Belarusian use after it: 21 день, 22 дня, 25 дней."""
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {one}"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"

"""Synthetic articles in three languages, as many as are wanted: words in many forms, common and rare ones."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

LANGUAGES = ("ru", "be", "en")
STEMS = 30_000
"""Words of a language, each in several forms."""
BODY = {"ru": 185, "be": 185, "en": 360}
"""Words of a body: about 2.4 KB in UTF-8."""
COMMON = {"ru": ("переговоры", "переговоров"), "be": ("перамовы", "перамоў"), "en": ("negotiations", "negotiation")}
"""In every other text of its language, so in a sixth of all."""
MIDDLING = {"ru": ("вынужденная", "миграция"), "be": ("вымушаная", "міграцыя"), "en": ("forced", "migration")}
"""Side by side in one of 150 texts of a language, in other forms each."""
RARE = {"ru": "оледенение", "be": "абледзяненне", "en": "glaciation"}
"""In one text of 15,000 of its language."""
NAME = {"ru": ("Рыженков", "Рыженкова"), "be": ("Рыжанкоў", "Рыжанкова"), "en": ("Ryzhenkov", "Ryzhenkov")}
"""In one text of 300."""

_FORMS = {"ru": ("миграции", "вынужденной"), "be": ("міграцыі", "вымушанай"), "en": ("migrations", "forced")}
_SOUNDS = {
    "ru": ("бвгджзклмнпрстфхцчш", "аеиоуыя", "- а у ом е ы ов ами ый ого ая ить ил"),
    "be": ("бвгджзклмнпрстфхцчш", "аеіоуыя", "- а у ам е ы аў амі ы ага ая іць іў"),
    "en": ("bcdfghklmnprstvwz", "aeiou", "- s ed ing ion er ly ment - - s ed al"),
}
"""Consonants, vowels and endings, the most frequent ones first."""


class Text(NamedTuple):
    """One article."""

    language: str
    title: str
    body: str
    published: str


def texts(count: int, seed: int = 1) -> Iterator[Text]:
    """So many articles, the languages in turn; the same for the same seed."""
    dice = random.Random(seed)
    vocabularies = {language: _vocabulary(language, dice) for language in LANGUAGES}
    weights = list(accumulate(1 / (rank + 3) for rank in range(STEMS)))
    for number in range(count):
        language = LANGUAGES[number % 3]
        forms, length = vocabularies[language], BODY[language] * dice.randint(60, 140) // 100
        words = [
            forms[bisect(weights, draw * weights[-1])][int(13 * (draw * 7919 * STEMS % 1) ** 3)]
            for draw in (dice.random() for _ in range(length + 8))
        ]
        _plant(words, language, number // 3, dice)
        day = f"20{10 + number % 16}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield Text(language, " ".join(words[:8]).capitalize(), _paragraphs(words[8:]), day)


def _plant(words: list[str], language: str, number: int, dice: random.Random) -> None:
    """Put in the words that the benchmark asks for."""
    places = iter(dice.sample(range(8, len(words) - 2), 4))
    if number % 2 == 0:
        words[next(places)] = COMMON[language][number // 2 % 2]
    if number % 150 == 7:
        at = next(places)
        pair = MIDDLING[language] if number % 300 == 7 else _FORMS[language][::-1]
        words[at : at + 2] = pair
    if number % 15_000 == 11:
        words[next(places)] = RARE[language]
    if number % 300 == 13:
        words[next(places)] = NAME[language][number // 300 % 2]


def _paragraphs(words: list[str]) -> str:
    lines = [" ".join(words[at : at + 60]).capitalize() + "." for at in range(0, len(words), 60)]
    return "\n\n".join(lines)


def _vocabulary(language: str, dice: random.Random) -> list[list[str]]:
    """For each word, 13 forms."""
    consonants, vowels, endings = _SOUNDS[language]
    made: dict[str, None] = {}
    while len(made) < STEMS:
        syllables = dice.choice((1, 2, 2, 3, 3, 4))
        stem = "".join(dice.choice(consonants) + dice.choice(vowels) for _ in range(syllables)) + dice.choice(
            consonants
        )
        made[stem] = None
    return [[stem + ending for ending in endings.replace("-", "").split(" ")] for stem in made]

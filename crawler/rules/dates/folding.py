"""Folding of written dates: without case, accents, vowel marks and foreign digits, each character with its place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_DROPPED = re.compile(
    "[\u0300-\u036f\u064b-\u0655\u0670\u0640\u200b-\u200f\u061c\u2066-\u2069\ufeff\u00ad\u0591-\u05c7]"
)
"""Accents of Latin, Greek and Cyrillic letters, Arabic and Hebrew vowel marks and hamzas, and invisible characters."""
_ALIKE = str.maketrans(
    {"ی": "ي", "ى": "ي", "ک": "ك", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'"}
    | {"،": ",", "፣": ",", "၊": ",", "․": ".", "㋿": "令和", "㍻": "平成", "㍼": "昭和"}
)
"""Letters that a keyboard of another language writes, commas and dots of other scripts, and words in one sign."""


class Folded(NamedTuple):
    """A folded text."""

    text: str
    places: tuple[int, ...]
    """For each character the index of the one it came from; then the length of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a span in the folded one."""
        return self.places[start], (self.places[end - 1] + 1 if end else 0)


def folded(text: str) -> Folded:
    """A text in lower case, without accents and marks, with ASCII digits and plain spaces, with the place of each
    character."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _letter(character):
            letters.append(letter)
            places.append(place)
    return Folded("".join(letters), (*places, len(text)))


def fold(word: str) -> str:
    """A word folded, with single spaces, and without the dots of an abbreviation at its end."""
    return " ".join(folded(word).text.split()).strip(" .")


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    return _DROPPED.sub("", unicodedata.normalize("NFD", character.casefold())).translate(_ALIKE)

"""The tokens of search: the words of a text, their places, and their form without case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 64
"""The most characters of a word. A longer word is cut there, in texts and in queries."""

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han are written without spaces, so each character is a word."""
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200c\u200d"
_APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4\uff07"
_LETTER = rf"(?![{_ALONE}{_APOSTROPHES}])[^\W_]"
_WORD = re.compile(rf"[{_ALONE}]|{_LETTER}(?:{_LETTER}|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W\d_]))*")
"""A word. An apostrophe inside a word is part of it (сям'я, O'Brien); a hyphen separates words; accents as in ``а́`` do
not."""
_SIMPLE = re.compile(r"[^\W_]+")
_SPECIAL_ONES = re.compile(f"[{_ALONE}{_MARKS}{_APOSTROPHES}]")
"""Texts without these characters are split by a pattern that is five times as fast."""
_UNUSUAL = re.compile(rf"[^ a-zа-яёіў0-9{_APOSTROPHES}]|[^ ]{{{LONGEST + 1}}}")
_PLAIN = re.compile("[a-zа-яёіў0-9]+")
APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
"""A table that makes all apostrophes one."""
_UNACCENTED = str.maketrans({"ё": "е", "ς": "σ", **dict.fromkeys(_APOSTROPHES)})
_SPECIAL = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ŧ": "t", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"})


def spelled(text: str) -> list[str]:
    """The words of a text in order, as they are written: runs of letters and digits.

    The time is proportional to the length of the text. Words of mixed script, and of letters and digits, are kept whole
    (``МиГ-29`` is two words, ``G20`` is one).
    """
    return (_WORD if _SPECIAL_ONES.search(text) else _SIMPLE).findall(text)


def capitalised(text: str) -> list[str]:
    """The words that begin with a capital letter."""
    return [word for word in spelled(text) if word[0].isupper()]


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word with its start and its end in the text."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), found[0]


def fold_all(words: str) -> str:
    """Many words, separated by spaces, each folded by ``fold``. Usual words are folded at once."""
    if _UNUSUAL.search(words):
        return " ".join(map(fold, words.split(" ")))
    words = words.replace("ё", "е")
    for each in _APOSTROPHES:
        words = words.replace(each, "")
    return words


def fold(word: str) -> str:
    """A word in the form in which it is compared: lower case, without accents and apostrophes, ``ё`` as ``е``, at most
    ``LONGEST`` characters.

    In Cyrillic, ``й``, ``ў`` and ``ї`` are letters of their own and stay. In Latin, ``ł`` becomes ``l`` and ``ŭ``
    becomes ``u``.
    """
    return _fold(word[:LONGEST])  # a word of megabytes is not cached


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    low = word.lower()
    if _PLAIN.fullmatch(low):
        return low.translate(_UNACCENTED)
    low = unicodedata.normalize("NFC", low).translate(_UNACCENTED)
    return (_plain(low) or low)[:LONGEST]


def _plain(low: str) -> str:
    """The word without accents. A Cyrillic accent that makes another letter stays."""
    out = []
    for letter in unicodedata.normalize("NFC", low):
        if letter < "\u0250" or "\u1e00" <= letter < "\u2000":
            letter = "".join(each for each in unicodedata.normalize("NFD", letter) if not unicodedata.combining(each))
            letter = letter.translate(_SPECIAL)
        elif unicodedata.combining(letter) and letter < "\u0488":
            continue
        out.append(letter)
    return unicodedata.normalize("NFC", "".join(out)).lower()

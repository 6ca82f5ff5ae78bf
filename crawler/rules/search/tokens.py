"""The words of a text, as search knows them: where they stand, and in one form whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 64
"""Characters of a word that count: what goes on longer is cut there, in texts and in queries alike."""

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han: written without spaces, so each character is a word."""
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200c\u200d"
_APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4\uff07"
_LETTER = rf"(?![{_ALONE}{_APOSTROPHES}])[^\W_]"
_WORD = re.compile(rf"[{_ALONE}]|{_LETTER}(?:{_LETTER}|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W\d_]))*")
"""An apostrophe within a word is part of it (сям'я, O'Brien); hyphens part words, as the accents of ``а́`` do not."""
_SIMPLE = re.compile(r"[^\W_]+")
_SPECIAL_ONES = re.compile(f"[{_ALONE}{_MARKS}{_APOSTROPHES}]")
"""Where a text has none of these, its words are told in a fifth of the time."""
_UNUSUAL = re.compile(rf"[^ a-zа-яёіў0-9{_APOSTROPHES}]|[^ ]{{{LONGEST + 1}}}")
_PLAIN = re.compile("[a-zа-яёіў0-9]+")
APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
"""All apostrophes as one."""
_UNACCENTED = str.maketrans({"ё": "е", "ς": "σ", **dict.fromkeys(_APOSTROPHES)})
_SPECIAL = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ŧ": "t", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"})


def spelled(text: str) -> list[str]:
    """The words of a text in their order, as they stand there: letters and digits, parted by all else.

    Any text will do; it takes time in proportion to its length. Words of mixed script and of letters with digits
    (``МиГ-29`` is two, ``G20`` is one) are kept whole.
    """
    return (_WORD if _SPECIAL_ONES.search(text) else _SIMPLE).findall(text)


def capitalised(text: str) -> list[str]:
    """Those of the words that begin with a capital, of a script that has them."""
    return [word for word in spelled(text) if word[0].isupper()]


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word begins and ends in the text, and the word."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), found[0]


def fold_all(words: str) -> str:
    """Many words in lower case, parted by blanks, each as ``fold`` has it: soon where all are usual."""
    if _UNUSUAL.search(words):
        return " ".join(map(fold, words.split(" ")))
    words = words.replace("ё", "е")
    for each in _APOSTROPHES:
        words = words.replace(each, "")
    return words


def fold(word: str) -> str:
    """A word as it is compared: lower case, without accents and apostrophes, ``ё`` as ``е``, at most ``LONGEST`` long.

    In Cyrillic ``й``, ``ў`` and ``ї`` are letters of their own and stay; in Latin, ``ł`` is ``l`` and ``ŭ`` is ``u``.
    """
    return _fold(word[:LONGEST])  # what goes on for megabytes is not remembered


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    low = word.lower()
    if _PLAIN.fullmatch(low):
        return low.translate(_UNACCENTED)
    low = unicodedata.normalize("NFC", low).translate(_UNACCENTED)
    return (_plain(low) or low)[:LONGEST]


def _plain(low: str) -> str:
    """Without accents: those of Cyrillic stay where they make another letter."""
    out = []
    for letter in unicodedata.normalize("NFC", low):
        if letter < "\u0250" or "\u1e00" <= letter < "\u2000":
            letter = "".join(each for each in unicodedata.normalize("NFD", letter) if not unicodedata.combining(each))
            letter = letter.translate(_SPECIAL)
        elif unicodedata.combining(letter) and letter < "\u0488":
            continue
        out.append(letter)
    return unicodedata.normalize("NFC", "".join(out)).lower()

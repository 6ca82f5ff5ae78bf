"""The words of a text: their places, and whether they begin a sentence or a paragraph."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

BREAK = "\n\n"
"""The separator of two paragraphs."""

PARAGRAPH, SENTENCE, MIDDLE = 2, 1, 0
"""What a word begins: a paragraph, a sentence, or neither."""

_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces (Thai, Lao, Burmese, Khmer, kana and Han): each letter counts as a word."""
_STOPS = frozenset("!?…:。！？؟।۔\u2022")
_QUOTES = "\"'“”„«»‘’‚‹›"
_BEFORE_SPEECH = frozenset(",—–-")
_SHORT = """
    mr mrs ms dr prof st gen col lt sen rep gov hon rev amb mt no nos vol vs art inc ltd co jr approx dept
    jan feb mar apr jun jul aug sept sep oct nov dec hr fr nr
    гг ул им др проф акад стр тов руб тыс млн млрд долл пр просп пл обл чел тел см ст гл вул ім інш праф вобл чал тэл
    """
_SHORTENED = frozenset(_SHORT.split())
"""Abbreviations whose full stop does not end a sentence. Single letters are initials."""


class Word(NamedTuple):
    """A word and its place."""

    text: str
    start: int
    end: int
    opens: int
    """``PARAGRAPH``, ``SENTENCE`` or ``MIDDLE``."""


@cache
def marks() -> str:
    """All combining marks and the joiners, as the inside of a character class."""
    found, first, last = ["\u200c\u200d"], -2, -2
    for code in [*range(0x300, 0x20000), *range(0xE0100, 0xE01F0), 0x110000]:
        if code < 0x110000 and unicodedata.category(chr(code))[0] != "M":
            continue
        if code != last + 1:
            if first >= 0:
                found.append(f"{chr(first)}-{chr(last)}")
            first = code
        last = code
    return "".join(found)


@cache
def _patterns(*, ascii_only: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of a word, and that of a piece of the rest: white space, or one sign with its marks."""
    accents = "" if ascii_only else marks()
    unspaced = "" if ascii_only else _UNSPACED
    mark = f"[{accents}]*" if accents else ""
    letter = rf"[^\W_{unspaced}]{mark}"
    alone = f"[{unspaced}]{mark}|" if unspaced else ""
    word = rf"{alone}{letter}(?:{letter}|['’ʼ\u2010\u2011-](?=[^\W\d_{unspaced}])|(?<=\d)[.,:](?=\d))*"
    if not accents:
        return re.compile(word), re.compile(r"\s+|[^\s]")
    # A pair of regional indicators is a flag; a skin tone and what a joiner binds belong to the emoji before them.
    toned = f"{mark}(?:[\U0001f3fb-\U0001f3ff]{mark})?"
    sign = f"[\U0001f1e6-\U0001f1ff]{{2}}{toned}|[^\\s]{toned}"
    return re.compile(word), re.compile(f"\\s+|(?:{sign})(?:(?<=\u200d)[^\\s\\w]{toned})*")


def words(text: str) -> list[Word]:
    """The words of paragraphs with ``BREAK`` between them, in order.

    A word consists of letters and digits with their marks. Apostrophes and hyphens inside it belong to it, and so do
    the points and commas inside a number. Punctuation is not a word. A full stop after an initial or a common
    abbreviation does not end a sentence. A quotation begins a sentence after a comma, a colon or a dash, but not if it
    is a name («…») inside one.
    """
    pattern, _ = _patterns(ascii_only=text.isascii())
    found: list[Word] = []
    end, before = 0, ""
    for match in pattern.finditer(text):
        start = match.start()
        between = text[end:start]
        opens = (MIDDLE if between == " " else _opens(between, before)) if found else PARAGRAPH
        end, before = match.end(), match[0]
        found.append(Word(before, start, end, opens))
    return found


def pieces(text: str) -> list[str]:
    """A text without words, divided into white space and signs. Characters that are drawn as one sign stay one
    piece."""
    _, pattern = _patterns(ascii_only=text.isascii())
    return pattern.findall(text)


def _opens(between: str, before: str) -> int:
    if "\n" in between:
        return PARAGRAPH
    signs = set(between)
    if signs & _STOPS:
        return SENTENCE
    if "." in signs:
        shortened = (len(before) == 1 and before.isalpha()) or before.lower() in _SHORTENED
        return MIDDLE if shortened and between.count(".") == 1 else SENTENCE
    quoted = between.rstrip()[-1:] in _QUOTES and between.rstrip() == between
    return SENTENCE if quoted and between and signs & _BEFORE_SPEECH else MIDDLE

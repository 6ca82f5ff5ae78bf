"""The words of a text and the sentences they open, and what of two texts' words differs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from crawler.rules.text.alignment import Budget, Gap, Match, align, gaps, without_chance

BREAK = "\n\n"
"""Between two paragraphs."""

PARAGRAPH, SENTENCE, MIDDLE = 2, 1, 0
"""What a word opens: a paragraph, a sentence, nothing."""

_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han are written without spaces: each letter counts as a word."""
_STOPS = frozenset("!?…:。！？؟।۔\u2022")
_QUOTES = "\"'“”„«»‘’‚‹›"
_BEFORE_SPEECH = frozenset(",—–-")
_SHORT = """
    mr mrs ms dr prof st gen col lt sen rep gov hon rev amb mt no nos vol vs art inc ltd co jr approx dept
    jan feb mar apr jun jul aug sept sep oct nov dec hr fr nr
    гг ул им др проф акад стр тов руб тыс млн млрд долл пр просп пл обл чел тел см ст гл вул ім інш праф вобл чал тэл
    """
_SHORTENED = frozenset(_SHORT.split())
"""What a full stop after it does not end a sentence. Single letters are initials."""


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    start: int
    end: int
    opens: int
    """``PARAGRAPH``, ``SENTENCE`` or ``MIDDLE``."""


@cache
def _marks() -> str:
    """All combining marks, and the joiners, as the inside of a character class."""
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
    """What is a word; what is a piece of the rest: a stretch of white space or one sign, with the marks on it."""
    marks = "" if ascii_only else _marks()
    unspaced = "" if ascii_only else _UNSPACED
    mark = f"[{marks}]*" if marks else ""
    letter = rf"[^\W_{unspaced}]{mark}"
    alone = f"[{unspaced}]{mark}|" if unspaced else ""
    word = rf"{alone}{letter}(?:{letter}|['’ʼ\u2010\u2011-](?=[^\W\d_{unspaced}])|(?<=\d)[.,:](?=\d))*"
    flags = "" if ascii_only else "[\U0001f1e6-\U0001f1ff]{2}|"
    sign = f"[^\\s]{mark}(?:(?<=\u200d)[^\\s\\w]{mark})*[\U0001f3fb-\U0001f3ff]?" if marks else r"[^\s]"
    return re.compile(word), re.compile(rf"\s+|{flags}{sign}")


def words(text: str) -> list[Word]:
    """The words of paragraphs that ``BREAK`` parts, in order.

    A word is letters and digits with the marks on them; apostrophes and hyphens inside it belong to it, and so do the
    points and commas inside a number. Punctuation is none. A full stop after an initial or a usual abbreviation ends no
    sentence; a quotation opens one after a comma, a colon or a dash, and not where it is a name («…») in a sentence.
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
    """A text without words, cut into white space and signs; what is drawn as one sign stays one piece."""
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


class Difference(NamedTuple):
    """A stretch of two texts in which not all is the same: whole paragraphs, or none on one side."""

    old: str
    """Paragraphs with ``BREAK`` between them, and before the first where others stand before it."""
    new: str
    old_words: list[Word]
    new_words: list[Word]
    matches: list[Match]
    """The words that stand in both."""

    @property
    def gaps(self) -> list[Gap]:
        """What words are removed and added."""
        return gaps(self.matches, len(self.old_words), len(self.new_words))


class Same(NamedTuple):
    """Paragraphs that stand in both texts."""

    paragraphs: Sequence[str]
    begins_old: bool
    """Whether nothing stands before them in the old text."""
    begins_new: bool


def differences(old: Sequence[str], new: Sequence[str], budget: Budget | None = None) -> Iterator[Same | Difference]:
    """Two texts, as what is the same and what differs, in order: whole paragraphs first, then the words of the others.

    Swapping the texts swaps the answer. Time is bounded as ``crawler.rules.text.alignment`` says.
    """
    budget = budget or Budget()
    at = there = 0
    for match in [*align(old, new, budget), Match(len(old), len(new), 0)]:
        if at < match.one or there < match.other:
            yield _difference(_stretch(old, at, match.one), _stretch(new, there, match.other), budget)
        at, there = match.one + match.size, match.other + match.size
        if match.size:
            yield Same(old[match.one : at], not match.one, not match.other)


def _stretch(paragraphs: Sequence[str], start: int, end: int) -> str:
    return "".join([(BREAK if index else "") + paragraphs[index] for index in range(start, end)])


def _difference(old: str, new: str, budget: Budget) -> Difference:
    old_words, new_words = words(old), words(new)
    texts = [word.text for word in old_words], [word.text for word in new_words]
    matches = without_chance(align(*texts, budget), len(old_words), len(new_words))
    return Difference(old, new, old_words, new_words, _slid(matches, old_words, new_words))


_SLIDE = 200
"""Words that a gap is moved by at most."""


def _slid(matches: list[Match], old: list[Word], new: list[Word]) -> list[Match]:
    """The same matches, with words that are only added (or only removed) moved to where a sentence begins and ends.

    "One. [Two. ]Two more." may as well be read "One. Two. [Two ]more.": people read the first.
    """
    ends = Match(len(old), len(new), 0)
    slid = [Match(0, 0, 0), *matches, ends]
    for index in range(len(slid) - 1):
        left, right = slid[index], slid[index + 1]
        start, there = left.one + left.size, left.other + left.size
        if (right.one > start) == (right.other > there):
            continue
        # A match keeps one word at least, or two changes would flow into one; at the very ends there is no other.
        back = left.size - (left.one > 0 or left.other > 0)
        ahead = right.size - ((right.one + right.size, right.other + right.size) != ends[:2])
        side, begin, end = (old, start, right.one) if right.one > start else (new, there, right.other)
        shift = _shift(side, begin, end, min(back, _SLIDE), min(ahead, _SLIDE))
        slid[index] = left._replace(size=left.size + shift)
        slid[index + 1] = Match(right.one + shift, right.other + shift, right.size - shift)
    return [match for match in slid if match.size]


def _shift(side: list[Word], begin: int, end: int, back: int, ahead: int) -> int:
    """How far the words from ``begin`` to ``end`` are best moved, saying the same: to the left it is negative."""
    first = last = 0
    while first > -back and side[begin + first - 1].text == side[end + first - 1].text:
        first -= 1
    while last < ahead and side[begin + last].text == side[end + last].text:
        last += 1

    def worth(shift: int) -> tuple[int, int]:
        after = side[end + shift].opens if end + shift < len(side) else PARAGRAPH
        return side[begin + shift].opens + after, -abs(shift)

    return max(range(first, last + 1), key=worth)

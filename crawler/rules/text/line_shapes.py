"""Line shapes: a line without its numbers, dates and times, to recognize a line that only counts, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.rules.dates.months import month_number
from crawler.rules.text.typography import fold

_NUMBER = re.compile(r"\d+(?:[\s.,:/'-]+\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_SUFFIX = re.compile(r"#\s?(?:k|m|b|k\+|\+|тыс\.?|млн\.?|am|pm|a\.m\.|p\.m\.)(?!\w)")
_REPEATED = re.compile(r"#(?:[\s.,:/()-]*#)+")
_STEM = 4
"""The letters of a word that are compared: a number changes its end (``view``, ``views``; ``раз``, ``раза``)."""
_LONGEST = 300
_FEW_WORDS = 6
_ENDS = (".", "!", "?", "…", "。", "؟", "।", "։")


@lru_cache(maxsize=4096)
def shape(line: str) -> str:
    """The line with every number, date and time as ``#``; empty where it has none, or is too long to be a counter.

    Names of months count as numbers. Of each other word the first letters stay, in lower case.
    """
    if len(line) > _LONGEST:
        return ""
    masked = _NUMBER.sub("#", fold(line).casefold())
    if "#" not in masked:
        return ""
    masked = _WORD.sub(lambda found: "#" if month_number(found[0]) else found[0], masked)
    masked = _REPEATED.sub("#", _SUFFIX.sub("#", masked))
    return _WORD.sub(lambda found: found[0][:_STEM], masked)


def is_short(line: str) -> bool:
    """Whether a line is a label with a number, and not a sentence."""
    words = len(_WORD.findall(line))
    return words <= _FEW_WORDS and not line.rstrip().endswith(_ENDS)

"""A language switcher in words at the end of a text: read as what it announces, and taken out of the text."""

from __future__ import annotations

import re

from crawler.items import Alternate
from crawler.pages.alternates import by_words
from crawler.pages.blocks import BREAK, Block
from crawler.pages.page import Page
from crawler.pages.selectors import text_of
from crawler.rules.language.tags import words_language
from crawler.rules.text.normalization import clean

_BETWEEN = re.compile(r"[\s|/·•,;:()\[\]–—-]*")
"""What may stand between and around the links of a switcher."""


def without_switcher(page: Page, block: Block) -> tuple[list[str], tuple[Alternate, ...]]:
    """The raw paragraphs without a closing switcher, and its alternates.

    Its lines are the last of the text (a paragraph's own, or parted by ``br``) and hold nothing but links whose words
    name a language. A text that merely ends with such a link in a sentence keeps it.
    """
    links = {}
    for anchor in block.anchors:
        words = clean(text_of(anchor))
        if words and len(words) < 60 and words_language(words):
            links[words] = anchor
    if not links:
        return block.paragraphs, ()
    pattern = re.compile("|".join(re.escape(words) for words in sorted(links, key=len, reverse=True)))
    kept = list(block.paragraphs)
    used: list[str] = []
    while kept:
        lines = kept[-1].split(BREAK)
        while lines and (found := _switches(clean(lines[-1]), pattern)) is not None:
            used[:0] = found
            lines.pop()
        if lines:
            kept[-1] = BREAK.join(lines)
            break
        kept.pop()
    return kept, tuple(by_words(page, [links[words] for words in dict.fromkeys(used)]))


def _switches(line: str, pattern: re.Pattern[str]) -> list[str] | None:
    """The switcher words of a line that holds nothing else; None for any other line."""
    if not _BETWEEN.fullmatch(pattern.sub("", line)):
        return None
    words = pattern.findall(line)
    return words if words or not line else None

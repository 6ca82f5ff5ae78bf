"""Language switchers in words at the end of a text: they are read as alternates and removed from the text."""

from __future__ import annotations

import re

from crawler.items import Alternate
from crawler.pages.languages.alternates import by_words
from crawler.pages.page import Page
from crawler.pages.selectors import text_of
from crawler.pages.text.blocks import BREAK, Block
from crawler.rules.language.tags import words_language
from crawler.rules.text.normalization import clean

_BETWEEN = re.compile(r"[\s|/·•,;:()\[\]–—-]*")
"""The characters between and around the links of a switcher."""


def without_switcher(page: Page, block: Block) -> tuple[list[str], tuple[Alternate, ...]]:
    """The raw paragraphs without a switcher at their end, and its alternates.

    The lines of a switcher are the last of the text (paragraphs, or separated by ``br``). They hold only links whose
    words name a language. A text that ends with such a link in a sentence keeps it.
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
    """The language names of a line that holds only them; None for any other line."""
    if not _BETWEEN.fullmatch(pattern.sub("", line)):
        return None
    words = pattern.findall(line)
    return words if words or not line else None

"""Page type: whether a page without a spider is an article, by what it is and not by its length alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUBSTANCE = 200
"""The weight of a text from which it is an article without further evidence."""
SENTENCES = 80
"""The weight of a text below a headline that is more than the sentence of an error page."""
LEAST = 20
"""The weight of a text below which it is no text: a menu's leftover, a lone word."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u1100-\u11ff]")
_NO_SPACES = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\ua980-\ua9df]")


def weight(text: str) -> int:
    """The length of a text in characters of the Latin script.

    A Han character counts as three, kana and Hangul as two, Thai, Lao, Tibetan, Burmese, Khmer and Javanese as one and
    a half: so much shorter are translations of one text in these scripts (Universal Declaration of Human Rights).
    """
    if text.isascii():
        return len(text)
    bare = len(_NO_SPACES.findall(text)) // 2
    return len(text) + 2 * len(_HAN.findall(text)) + len(_KANA_HANGUL.findall(text)) + bare


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What a page shows of its type."""

    weight: int
    """The weight of the text after the headline."""
    declared: bool = False
    """The page says that it is an article: ``og:type``, JSON-LD, ``article:published_time``, ``articleBody``."""
    marked: bool = False
    """Headline and text stand in an ``article`` element, the only one of the page."""
    dated: bool = False
    """A publication date stands in the metadata or near the headline."""
    prose: bool = False
    """The text has a sentence."""
    files: int = 0
    """The files that the main block leads to."""
    headed: bool = False
    """The title is a heading of the page, not of its metadata alone."""
    media: int = 0
    """The pictures and films below the headline that are no links to other pages."""
    is_scant: bool = False
    """The text is no more than short sentences or cells below the headline."""
    is_list: bool = False
    """All of the text stands below headings that are links: teasers of other pages."""


def is_article(page: PageEvidence, substance: int = SUBSTANCE) -> bool:
    """Whether a page with a title is an article; ``substance`` is the weight that needs no further evidence.

    A text of substance is one. So is a short text that the page calls an article; a headline with a date near it, or
    in an ``article`` element, over a text; a headline over some sentences; and a headline over a file, which has no
    text at all, or, where the page calls itself an article or has a date, over pictures or a film. A shorter text
    without such evidence may be anything: an error page, a menu, the frame of an application. A page of teasers is a
    list, however long.
    """
    if page.is_list and not page.declared:
        return False
    says_so = page.declared or (page.headed and page.dated)
    if page.headed and (page.files or (page.media and says_so)):
        return True
    if says_so or page.is_scant:
        return says_so and page.weight >= LEAST
    if page.weight >= substance:
        return True
    if page.weight < LEAST:
        return False
    return page.headed and page.prose and (page.marked or page.weight >= SENTENCES)

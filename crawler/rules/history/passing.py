"""Passing pages: a page that stands in place of an article for a short time, as a waiting room or a wall does.

Its words may be of any kind. What gives it away is that it shares nothing with the article, that it is short, and that
the article returns. While it is the newest capture, it is not known yet which of the two it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from crawler.items import Article
from crawler.rules.history.removals import HOUR
from crawler.rules.history.revisions import Reading
from crawler.rules.text.typography import fold
from crawler.rules.text.words import words

R = TypeVar("R")

LONGEST = 48 * HOUR
"""The longest time, in milliseconds, for which a page counts as passing."""
OTHER_WORDS = 0.25
"""A text with a smaller share of its words in the article is another page's."""
SHORT = 0.7
"""The length of a passing page, as a share of the article's, is at most this."""
_TELLING = 4
"""The least length of a word that is compared: shorter ones are in every text."""


def is_stranger(article: Article, other: Article) -> bool:
    """Whether a reading is of a page that has nothing of the article: neither title, date, nor words."""
    if fold(article.title) == fold(other.title) or (other.published and other.published == article.published):
        return False
    length, there = (sum(map(len, each.body)) for each in (article, other))
    if not length or there > SHORT * length:
        return False
    own, foreign = _telling(article), _telling(other)
    return len(own & foreign) < OTHER_WORDS * len(foreign) if foreign else not other.body


def _telling(article: Article) -> set[str]:
    found = {word.text.casefold() for line in (article.title, *article.body) for word in words(fold(line))}
    return {word for word in found if len(word) >= _TELLING or not word.isascii()}


def is_akin(article: Article, other: Article) -> bool:
    """Whether a reading is of the article, edited perhaps: it has its title, its date, or a share of its words."""
    if fold(article.title) == fold(other.title) or (other.published and other.published == article.published):
        return True
    own, there = _telling(article), _telling(other)
    return bool(own and there) and len(own & there) >= OTHER_WORDS * len(there)


class PageComparison(Protocol[R]):
    """Compares a reading of an article with a later one of the same address."""

    def is_stranger(self, usual: Reading[R], other: Reading[R]) -> bool:
        """Whether the later one has nothing of the article, and is short."""

    def is_bare(self, usual: Reading[R], other: Reading[R]) -> bool:
        """Whether the later one lacks what each page of the site has."""

    def is_akin(self, usual: Reading[R], other: Reading[R]) -> bool:
        """Whether the later one is of the article, edited perhaps."""

    def is_same(self, usual: Reading[R], other: Reading[R]) -> bool:
        """Whether they differ in counters, furniture and typography alone."""


def passing(readings: Sequence[Reading[R]], pages: PageComparison[R]) -> list[tuple[Reading[R], Reading[R]]]:
    """The readings that are of passing pages, each after the article's reading before it.

    ``readings`` are all readings of an article, in order. Readings are passing if they are strange to the one before
    them, if the article returns, and if they lie within ``LONGEST``. The newest reading is passing too if it is the
    only strange one and is bare: a notice of the ministry has what each page of the site has.

    An article returns with its text, counters, furniture and typography aside; or with an edit, if what stood in its
    place was bare.
    """
    found: list[tuple[Reading[R], Reading[R]]] = []
    at = 1
    while at < len(readings):
        before, end = readings[at - 1], at
        while end < len(readings) and _differ(before, readings[end]) and pages.is_stranger(before, readings[end]):
            end += 1
        strangers = readings[at:end]
        if strangers and strangers[-1].captured_at - strangers[0].captured_at <= LONGEST:
            are_bare = all(pages.is_bare(before, stranger) for stranger in strangers)
            if end < len(readings):
                is_passing = _returns(before, readings[end], pages, are_bare=are_bare)
            else:
                is_passing = len(strangers) == 1 and are_bare
            found += [(before, stranger) for stranger in strangers] if is_passing else []
        at = max(end, at + 1)
    return found


def _returns(before: Reading[R], after: Reading[R], pages: PageComparison[R], *, are_bare: bool) -> bool:
    return not _differ(before, after) or (are_bare and pages.is_akin(before, after)) or pages.is_same(before, after)


def _differ(one: Reading[R], other: Reading[R]) -> bool:
    """Whether a reader of both captures read different texts out of them."""
    texts = {text.reader: text.content_digest for text in one.all}
    return any(texts.get(text.reader, text.content_digest) != text.content_digest for text in other.all)

"""Decides when a run ends because its site refuses, from the answers in the order in which they arrive.

A refusal is recognized by its outcome or by similarity: the same body under several addresses in a row is a block page,
even where each copy was read successfully.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property

from crawler.items import Capture
from crawler.rules.outcome.body_similarity import similarity_key, title_key
from crawler.rules.outcome.shared_body import own_words
from crawler.rules.schedule.backoff import BLOCKED, GOOD, CircuitBreaker

ALIKE = 3
"""This many answers in a row that resemble earlier ones count as block pages in this run; the archive decides later."""
KEPT = 6
"""Each answer is compared with this many earlier ones, because a block page may have one text per language."""


class AnswerWatch:
    """Judges the answers of a run one after the other and says whether the run should end."""

    def __init__(self) -> None:
        self._breaker = CircuitBreaker()
        self._seen: deque[_Page] = deque(maxlen=KEPT)
        self._alike = 0
        self._has_read = False

    def note(self, capture: Capture) -> str:
        """Add one answer; return what it counts as: ``good``, ``blocked``, ``unreachable``, or an empty string.

        An empty string means that the answer says nothing about the state of the site.
        """
        self._compare(capture)
        outcome = BLOCKED if self._alike > ALIKE else capture.outcome
        word = self._breaker.note(outcome, capture.reason)
        if self._alike == ALIKE and word == GOOD:
            self._breaker.correct(ALIKE)
            return BLOCKED
        return word

    @property
    def bad(self) -> str:
        """The kind of refusal that most answers were, ``blocked`` or ``unreachable``; empty where most were good."""
        return self._breaker.bad

    @property
    def verdict(self) -> str:
        """The reason to end the run, ``blocked`` or ``unreachable``; empty where the run should continue."""
        return self._breaker.verdict

    @property
    def summary(self) -> str:
        """The numbers behind the verdict, for a log line."""
        seen = self._breaker
        return f"of {seen.answers} requests, {seen.blocked} were blocked and {seen.unreachable} got no answer"

    def _compare(self, capture: Capture) -> None:
        """Count how many answers in a row resembled an earlier one."""
        listing = capture.listing
        is_empty = listing is not None and not listing.found
        self._has_read = self._has_read or (listing is not None and not is_empty)
        if not capture.body or capture.outcome not in ("article", "listing", "unreadable"):
            return
        if listing is not None and (not is_empty or self._has_read):
            self._alike = 0 if not is_empty else self._alike
            return
        page = _Page(capture)
        self._alike = self._alike + 1 if not page.own and any(page.is_like(other) for other in self._seen) else 0
        self._seen.append(page)


class _Page:
    """A page that later answers are compared with."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        article = capture.article
        self.own = "" if article is None else own_words(article, capture.captured_at)
        self._title = "" if article is None else title_key(article.title)

    @cached_property
    def _key(self) -> str:
        return similarity_key(self._capture.body, self._capture.url)

    def is_like(self, other: _Page) -> bool:
        """Whether the other page came from another address and has the same content.

        Titles are compared first, because that is cheap and they usually differ.
        """
        if self._capture.url == other._capture.url or self._title != other._title:
            return False
        return bool(self._key) and self._key == other._key

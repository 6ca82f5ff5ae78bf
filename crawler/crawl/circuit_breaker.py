"""When a run ends because its site refuses: answers are watched in the order in which they come.

A refusal is told by its outcome, and by likeness: one body under several addresses in a row is a block page, even where
each was read as a page.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property

from crawler.items import Capture
from crawler.rules.outcome.body_similarity import similarity_key, title_key
from crawler.rules.outcome.shared_body import own_words
from crawler.rules.schedule.backoff import BLOCKED, GOOD, CircuitBreaker

ALIKE = 3
"""So many answers in a row that are like earlier ones count as a block page, until the archive has judged them."""
KEPT = 6
"""Each answer is compared with so many earlier ones: a block page may have a text per language."""


class AnswerWatch:
    """What the answers of a run say of its site, one after the other."""

    def __init__(self) -> None:
        self._course = CircuitBreaker()
        self._seen: deque[_Page] = deque(maxlen=KEPT)
        self._alike = 0
        self._has_read = False

    def note(self, capture: Capture) -> str:
        """Take one more answer; what it counts as: ``good``, ``blocked``, ``unreachable``, or empty where it says
        nothing of the site."""
        self._compare(capture)
        outcome = BLOCKED if self._alike > ALIKE else capture.outcome
        word = self._course.note(outcome, capture.reason)
        if self._alike == ALIKE and word == GOOD:
            self._course.correct(ALIKE)
            return BLOCKED
        return word

    @property
    def bad(self) -> str:
        """Which kind of refusal most answers were, ``blocked`` or ``unreachable``; empty where most were good."""
        return self._course.bad

    @property
    def verdict(self) -> str:
        """Why the run should end, ``blocked`` or ``unreachable``; empty where it should go on."""
        return self._course.verdict

    @property
    def summary(self) -> str:
        """The numbers behind the verdict, for a log line."""
        course = self._course
        return f"of {course.answers} answers {course.blocked} blocked, {course.unreachable} without an answer"

    def _compare(self, capture: Capture) -> None:
        """Count how many answers in a row were like an earlier one."""
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
    """A page that a later answer may be like."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        article = capture.article
        self.own = "" if article is None else own_words(article, capture.captured_at)
        self._title = "" if article is None else title_key(article.title)

    @cached_property
    def _key(self) -> str:
        return similarity_key(self._capture.body, self._capture.url)

    def is_like(self, other: _Page) -> bool:
        """Whether another address gave the same page. Titles come first: they are cheap, and mostly differ."""
        if self._capture.url == other._capture.url or self._title != other._title:
            return False
        return bool(self._key) and self._key == other._key

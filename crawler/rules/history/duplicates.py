"""Duplicates: articles at different addresses with the same text.

The comparison is exact: ``text_digest`` over the paragraphs of the body is equal. A translation is never a duplicate. A
variant that was never translated may be both a variant and a duplicate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

SHORTEST = 80
"""The least number of characters in a body. Shorter equal texts ("See the attachment") prove nothing."""


class CandidateText(NamedTuple, Generic[K]):
    """The current text of an article."""

    article: K
    text_digest: str
    characters: int
    """The characters of the body, summed over its paragraphs."""
    seen: tuple[int, str]
    """The time of the article's first capture (milliseconds UTC), and its address."""


class Duplicate(NamedTuple, Generic[K]):
    """Two articles with the same text. Articles that share a text are all paired with the earliest one, so n articles
    make n - 1 pairs."""

    article: K
    original: K
    """The earliest article with the text."""
    nearness: float = 1.0
    """How near the two texts are, from 0 to 1. Exact duplicates have 1."""


def is_comparable(text_digest: str, characters: int) -> bool:
    """Whether a text is long enough to be compared."""
    return bool(text_digest) and characters >= SHORTEST


def duplicates(texts: Iterable[CandidateText[K]]) -> list[Duplicate[K]]:
    """The duplicates: each later article with the earliest one that has its text. No article is paired with itself."""
    alike: dict[str, dict[K, CandidateText[K]]] = defaultdict(dict)
    for text in texts:
        if is_comparable(text.text_digest, text.characters):
            alike[text.text_digest][text.article] = text
    found = []
    for members in alike.values():
        original, *later = sorted(members.values(), key=lambda text: text.seen)
        found += [Duplicate(text.article, original.article) for text in later]
    return found

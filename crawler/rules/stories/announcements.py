"""What an article announces at present: of all its pages and sitemaps ever said, the latest word for each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")


class Said(NamedTuple, Generic[K]):
    """One alternate that one reading announced for an article."""

    captured_at: int
    """Of the page or sitemap, milliseconds UTC."""
    payload_digest: str
    """Orders readings of one instant."""
    language: str
    """BCP 47."""
    target: K
    """The article (or other end) that the announced address leads to."""


def in_force(said: Iterable[Said[K]]) -> set[tuple[str, K]]:
    """The languages and targets that one article announces now.

    For each language the latest reading that announces anything for it holds, with all its targets; a later reading
    that is silent about a language withdraws nothing, since a redesign may drop the switcher. Whatever else was said
    is withdrawn.
    """
    latest: dict[str, tuple[int, str]] = {}
    targets: dict[str, set[K]] = defaultdict(set)
    for word in said:
        when = (word.captured_at, word.payload_digest)
        if when > latest.get(word.language, (-1, "")):
            latest[word.language] = when
            targets[word.language] = set()
        if when == latest[word.language]:
            targets[word.language].add(word.target)
    return {(language, target) for language, held in targets.items() for target in held}

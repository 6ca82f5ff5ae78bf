"""Other address, same text: which articles are duplicates of each other.

Exact for now: equal ``text_digest`` over the body paragraphs. A translation is never one; a variant that was never
translated may be both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

SHORTEST = 80
"""Characters of body below which equal texts say nothing (a name, "See the attachment", ...)."""


class Text(NamedTuple, Generic[K]):
    """The current text of an article."""

    article: K
    text_digest: str
    characters: int
    """Of the body: the sum over its paragraphs."""
    seen: tuple[int, str]
    """When the article was first captured (milliseconds UTC), and its address."""


class Duplicate(NamedTuple, Generic[K]):
    """Two articles with the same text. All that share a text form a star around the earliest, so n articles make n -
    1 pairs."""

    article: K
    original: K
    """The earliest of all that have the text."""
    nearness: float = 1.0


def is_comparable(text_digest: str, characters: int) -> bool:
    """Whether a text is long enough to make a duplicate."""
    return bool(text_digest) and characters >= SHORTEST


def duplicates(texts: Iterable[Text[K]]) -> list[Duplicate[K]]:
    """Each later article with the earliest that has its text; an article never pairs with itself."""
    alike: dict[str, dict[K, Text[K]]] = defaultdict(dict)
    for text in texts:
        if is_comparable(text.text_digest, text.characters):
            alike[text.text_digest][text.article] = text
    found = []
    for members in alike.values():
        original, *later = sorted(members.values(), key=lambda text: text.seen)
        found += [Duplicate(text.article, original.article) for text in later]
    return found

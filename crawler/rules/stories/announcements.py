"""Announcements in force: of all alternates that an article's pages and sitemaps ever announced, the latest for each
language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")


class AnnouncedVersion(NamedTuple, Generic[K]):
    """One alternate that one reading announced for an article."""

    captured_at: int
    """The time of the page's or sitemap's capture, in milliseconds UTC."""
    payload_digest: str
    """The digest of the payload. It orders readings of one instant."""
    language: str
    """The BCP 47 tag of the version."""
    target: K
    """The article, or other page, that the announced address leads to."""


def in_force(announcements: Iterable[AnnouncedVersion[K]]) -> set[tuple[str, K]]:
    """The languages and targets that one article announces now.

    For each language, the latest reading that announces a version in it counts, with all its targets. Earlier
    announcements in that language are withdrawn. A later reading without a version in a language withdraws nothing,
    since a redesign may drop the switcher.
    """
    latest: dict[str, tuple[int, str]] = {}
    targets: dict[str, set[K]] = defaultdict(set)
    for announced in announcements:
        when = (announced.captured_at, announced.payload_digest)
        if when > latest.get(announced.language, (-1, "")):
            latest[announced.language] = when
            targets[announced.language] = set()
        if when == latest[announced.language]:
            targets[announced.language].add(announced.target)
    return {(language, target) for language, kept in targets.items() for target in kept}

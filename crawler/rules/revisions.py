"""What counts as an edit of an article: two texts that the same extractor, at the same version, read from two captures.

Everything here is a function of the set of readings; arrival never matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")


class Reading(NamedTuple, Generic[R]):
    """A capture of one article that was read as an article. Blocked, unreachable, unreadable and missing ones are not
    given."""

    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    """Orders captures of one instant."""
    extractor: str
    extractor_version: str
    content_digest: str
    """Of what an edit is: title, paragraphs, attachments, links of the main block."""
    ref: R
    """Whatever the caller knows the reading by."""


class Revision(NamedTuple, Generic[R]):
    """One text of an article."""

    first: R
    """The reading that the revision begins with: its ``captured_at`` names it."""
    text: R
    """The reading whose text is shown: by the extractor that was in use last while the revision stood, its first."""
    last: R
    """The last reading that the revision still stood in."""


def in_order(readings: Iterable[Reading[R]]) -> list[Reading[R]]:
    """By time, then by payload digest; two readings of one capture (by two extractors) by extractor and version."""
    return sorted(readings, key=lambda r: r[:5])


def revisions(readings: Iterable[Reading[R]]) -> list[Revision[R]]:
    """The revisions of one article, oldest first; the last is the current one; their places (1, 2, ...) are for
    display.

    A reading by another extractor, or by the same at another version, says nothing about an edit: its text joins the
    revision that stands. An edit is seen where an extractor reads a text that differs from what *it* read since the
    last edit.
    """
    found: list[list[Reading[R]]] = []
    read: dict[tuple[str, str], str] = {}
    for reading in in_order(readings):
        reader = (reading.extractor, reading.extractor_version)
        if not found or read.setdefault(reader, reading.content_digest) != reading.content_digest:
            found.append([])
            read = {reader: reading.content_digest}
        found[-1].append(reading)
    return [Revision(span[0].ref, _shown(span).ref, span[-1].ref) for span in found]


def _shown(span: list[Reading[R]]) -> Reading[R]:
    reader = (span[-1].extractor, span[-1].extractor_version)
    return next(reading for reading in span if (reading.extractor, reading.extractor_version) == reader)

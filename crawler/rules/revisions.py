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
    uri_r: str = ""
    """The address that was read."""
    fields: int = 0
    """Equal where everything else that was read there (dates, tags, alternates) is equal too; no order."""


class Revision(NamedTuple, Generic[R]):
    """One text of an article."""

    first: R
    """The reading that the revision begins with: its ``captured_at`` names it."""
    text: R
    """The reading that is shown: the last of the revision, or the first that was wholly equal to it.

    So a date that was put right without an edit is shown as it is now, in the words of the extractor in use.
    """
    last: R
    """The last reading that the revision still stood in."""


def in_order(readings: Iterable[Reading[R]]) -> list[Reading[R]]:
    """By time, then by payload digest; what is still equal by extractor, version, text and address."""
    return sorted(readings, key=lambda r: (*r[:5], r.uri_r))


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
    last = span[-1]
    return next(one for one in span if (*one[2:5], one.uri_r, one.fields) == (*last[2:5], last.uri_r, last.fields))

"""What counts as an edit of an article: two texts that the same extractor, at the same version, read from two captures.

Everything here is a function of the set of readings; arrival never matters. A capture may have been read several times,
by one version of an extractor after the other: then all of these count, the earliest that two captures have in common
before the later ones. So whatever reads the captures again takes no edit back, and sees none where an earlier version
saw that there was none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")

PARSER_CHANGED = "parser-changed"
"""Why a revision's text is not the one that was first read: another extractor reads it now."""


class Told(NamedTuple):
    """What one extractor read out of a capture, as far as it is compared."""

    extractor: str
    extractor_version: str
    content_digest: str
    """Of what an edit is."""
    whole: str = ""
    """Equal where all else that it read (dates, tags, alternates) is equal too; no order. Of one capture only."""

    @property
    def reader(self) -> tuple[str, str]:
        """Only what one reader read is ever compared."""
        return self.extractor, self.extractor_version


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
    told: tuple[Told, ...] = ()
    """All that was ever read out of this capture, each reader once, in the order in which they did; empty where it was
    read by one reader only."""

    @property
    def all(self) -> tuple[Told, ...]:
        """What every reader read, the first one first."""
        return self.told or (Told(self.extractor, self.extractor_version, self.content_digest),)

    @property
    def own(self) -> Told:
        """What the reader read whose reading stands."""
        reader = (self.extractor, self.extractor_version)
        return next((each for each in self.all if each.reader == reader), Told(*reader, self.content_digest))


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
    reason: str = ""
    """``parser-changed`` where the text that is shown is another than was first read, since another extractor, or
    another version, reads it."""


def in_order(readings: Iterable[Reading[R]]) -> list[Reading[R]]:
    """By time, then by payload digest; what is still equal by the first reader, what it read, and address."""
    return sorted(readings, key=lambda r: (*r[:2], *r.all[0][:3], r.uri_r))


def revisions(readings: Iterable[Reading[R]]) -> list[Revision[R]]:
    """The revisions of one article, oldest first; the last is the current one; their places (1, 2, ...) are for
    display.

    A reading by another extractor, or by the same at another version, says nothing about an edit: its text joins the
    revision that stands. An edit is seen where an extractor reads a text that differs from what *it* read since the
    last edit. Of several that read both, the one that read the later capture first has the word.
    """
    found: list[list[Reading[R]]] = []
    read: dict[tuple[str, str], str] = {}
    for reading in in_order(readings):
        if not found or _is_edited(reading, read):
            found.append([])
            read = {}
        read |= {told.reader: told.content_digest for told in reading.all}
        found[-1].append(reading)
    return [Revision(span[0].ref, (shown := _shown(span)).ref, span[-1].ref, _reason(span, shown)) for span in found]


def _is_edited(reading: Reading[R], read: Mapping[tuple[str, str], str]) -> bool:
    known = next((told for told in reading.all if told.reader in read), None)
    return known is not None and read[known.reader] != known.content_digest


def _shown(span: list[Reading[R]]) -> Reading[R]:
    last = span[-1]
    return next(one for one in span if (*one[2:5], one.uri_r, one.fields) == (*last[2:5], last.uri_r, last.fields))


def _reason(span: list[Reading[R]], shown: Reading[R]) -> str:
    first, own = span[0].all[0], shown.own
    by_another = own.reader != first.reader and own.content_digest != first.content_digest
    return PARSER_CHANGED if by_another or own.whole != shown.all[0].whole else ""

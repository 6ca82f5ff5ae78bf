"""Revisions: an edit is a difference between two texts that one version of one extractor read from two captures.

The result is a function of the set of readings: the order in which they arrive does not matter. A capture may have been
read several times, by one version of an extractor after another. Then all of these readings count. Two captures are
compared by the earliest version that read both. So reading the captures again finds no edit that an earlier version
ruled out. It withdraws one where the newest version that read both reads the same text out of them: what differed was
never part of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")

PARSER_CHANGED = "parser-changed"
"""The reason of a revision whose text another extractor, or another version, reads than the first one."""


class ReaderText(NamedTuple):
    """The part of an extractor's reading of a capture that is compared."""

    extractor: str
    extractor_version: str
    content_digest: str
    """The digest of all that an edit can change."""
    whole: str = ""
    """A digest of everything else that was read (dates, tags, alternates). It is only compared for equality, within one
    capture."""

    @property
    def reader(self) -> tuple[str, str]:
        """The extractor and its version. Only texts of the same reader are compared."""
        return self.extractor, self.extractor_version


WITHDRAWN = "read-equal"
"""Why a difference is no edit: the newest reader of both captures reads the same out of them."""


class Reading(NamedTuple, Generic[R]):
    """A capture of one article that was read as an article. The caller leaves out blocked, unreachable, unreadable and
    missing captures."""

    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    """The digest of the payload. It orders captures of one instant."""
    extractor: str
    extractor_version: str
    content_digest: str
    """The digest of all that an edit can change: title, paragraphs, attachments, links of the main block."""
    ref: R
    """The caller's own reference to the reading."""
    uri_r: str = ""
    """The address that was read."""
    fields: int = 0
    """A number that is equal where everything else that was read (dates, tags, alternates) is equal. It has no
    order."""
    reader_texts: tuple[ReaderText, ...] = ()
    """All texts that were ever read from this capture: one per reader, in the order in which they were read. Empty if
    only one reader read it."""

    @property
    def all(self) -> tuple[ReaderText, ...]:
        """The texts of all readers, the first reader's first."""
        return self.reader_texts or (ReaderText(self.extractor, self.extractor_version, self.content_digest),)

    @property
    def own(self) -> ReaderText:
        """The text of the reader whose reading is in use."""
        reader = (self.extractor, self.extractor_version)
        return next((each for each in self.all if each.reader == reader), ReaderText(*reader, self.content_digest))


class Revision(NamedTuple, Generic[R]):
    """One text of an article."""

    first: R
    """The first reading of the revision. Its ``captured_at`` names the revision."""
    text: R
    """The reading that is shown: the last of the revision, or the first one that equals it in every field.

    So a date that was corrected without an edit is shown corrected, in the words of the extractor in use.
    """
    last: R
    """The last reading of the revision."""
    reason: str = ""
    """``parser-changed`` if another extractor or version reads another text than was first read; else empty."""
    joined: tuple[tuple[R, R, str], ...] = ()
    """Captures whose text differs and begins no revision, each after the capture from which it differs, and why."""


Explain = Callable[["Reading[R]", "Reading[R]"], str]
"""Why the difference of two readings by one extractor is no edit; empty for an edit."""


def in_order(readings: Iterable[Reading[R]]) -> list[Reading[R]]:
    """The readings in order of time, then of payload digest, then of the first reader, its text and the address."""
    return sorted(readings, key=lambda r: (*r[:2], *r.all[0][:3], r.uri_r))


def revisions(readings: Iterable[Reading[R]], explain: Explain[R] | None = None) -> list[Revision[R]]:
    """The revisions of one article, oldest first; the last one is current. Their numbers (1, 2, ...) are for display
    only.

    A reading by another extractor, or by another version of the same one, is not evidence of an edit: it joins the
    current revision. An edit is a text that differs from the one that the same reader read since the last edit. If
    several readers read both captures, the one that read the later capture first decides, unless the newest of them
    reads both alike. ``explain`` is called with two readings that differ, the earlier first.
    """
    found: list[list[Reading[R]]] = []
    joined: list[list[tuple[R, R, str]]] = []
    read: dict[tuple[str, str], tuple[str, Reading[R]]] = {}
    for reading in in_order(readings):
        before, why = _difference(reading, read, explain)
        if not found or (before is not None and not why):
            found.append([])
            joined.append([])
            read = {}
        elif before is not None:
            joined[-1].append((before.ref, reading.ref, why))
        read |= {text.reader: (text.content_digest, reading) for text in reading.all}
        found[-1].append(reading)
    return [
        Revision(span[0].ref, (shown := _shown(span)).ref, span[-1].ref, _reason(span, shown), tuple(beside))
        for span, beside in zip(found, joined, strict=True)
    ]


def _difference(
    reading: Reading[R], read: dict[tuple[str, str], tuple[str, Reading[R]]], explain: Explain[R] | None
) -> tuple[Reading[R] | None, str]:
    """The earlier reading from which this one differs, and why that is no edit; None where they do not differ."""
    common = [text for text in reading.all if text.reader in read]
    if not common or read[common[0].reader][0] == common[0].content_digest:
        return None, ""
    before = read[common[0].reader][1]
    if read[common[-1].reader][0] == common[-1].content_digest:
        return before, WITHDRAWN
    return before, explain(before, reading) if explain is not None else ""


def _shown(span: list[Reading[R]]) -> Reading[R]:
    last = span[-1]
    return next(one for one in span if (*one[2:5], one.uri_r, one.fields) == (*last[2:5], last.uri_r, last.fields))


def _reason(span: list[Reading[R]], shown: Reading[R]) -> str:
    first, own = span[0].all[0], shown.own
    by_another = own.reader != first.reader and own.content_digest != first.content_digest
    return PARSER_CHANGED if by_another or own.whole != shown.all[0].whole else ""

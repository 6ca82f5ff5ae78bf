"""Every response in WARC and WACZ files as a Capture: revisits resolved, broken records reported and skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from crawler.errors import BadAddress, SourceUnreadable
from crawler.items import Capture, Headers
from crawler.rules.text.digests import payload_digest
from crawler.rules.url.spelling import spell
from crawler.sources.http_messages import CUT_SHORT, TOO_LARGE, decode_body, read_headers, read_status, split_message
from crawler.sources.wacz import Warc, warcs
from crawler.sources.warc_records import Record, date_of, read_records
from crawler.sources.warc_stream import LONGEST_LINE, BytePosition, WarcStream, begins_record

UNRESOLVED = "revisit-unresolved"
NO_BODY = (204, 304)
"""Statuses whose answers have no body, whatever their Content-Length says (RFC 9110, section 6.4.1)."""
KEPT_BROKEN = 1000
"""So many broken records are listed one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read."""

    file: str
    offset: int
    """Where it begins: bytes from the start of the file, of its gzip member where it lies in one."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}, record at byte {self.offset}: {self.what}"


@dataclass(slots=True)
class ReadReport:
    """What was met while reading."""

    records: int = 0
    """Records of every type that were whole."""
    revisits: int = 0
    """Revisits that were given their payload."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Whole records that are no HTTP response, by reason word (``request``, ``warcinfo``, ``not-http``, ...)."""
    broken: list[Broken] = field(default_factory=list)
    broken_count: int = 0

    def add_broken(self, file: str, offset: int, what: str) -> None:
        """Count a broken record, and list it."""
        self.broken_count += 1
        if len(self.broken) < KEPT_BROKEN:
            self.broken.append(Broken(file, offset, what))


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record is."""

    warc: Warc
    start: BytePosition


@dataclass(frozen=True, slots=True)
class Located:
    """A capture, where its record is, and where the record with its payload is (the same, but for a revisit)."""

    capture: Capture
    position: Position
    payload: Position

    def without_payload(self) -> Located:
        """The same without the bytes, for an index; :meth:`WarcReader.at` reads them again."""
        return replace(self, capture=replace(self.capture, body=b"", headers=()))


Resolve = Callable[[str, datetime], bytes | None]
"""From an address and the time it was captured to the payload, for revisits of what is in none of the files."""


def records(path: Path, *, report: ReadReport) -> Iterator[Capture]:
    """Every response record of one WARC or WACZ, in the order of the file; raises SourceUnreadable.

    ``url`` is the record's target in one spelling, ``asked`` as the record has it where that differs; ``body`` is the
    payload after decoding, ``headers`` are as received. ``reason`` tells what is wrong with the payload: ``cut-short``,
    ``too-large``, ``undecoded`` or ``revisit-unresolved`` (no outcome is set: that is the reader's).
    """
    for found in WarcReader([path], report=report).read():
        yield found.capture


class WarcReader:
    """Reads some WARC and WACZ files as one collection: a revisit in one may refer to a record in another."""

    def __init__(self, paths: Iterable[Path], *, report: ReadReport, resolve: Resolve | None = None) -> None:
        """Raises SourceUnreadable for a file that is none of these, before anything is read."""
        self.report = report
        self.warcs = [warc for path in paths for warc in warcs(path)]
        for warc in self.warcs:
            _check(warc)
        self.size = sum(warc.size for warc in self.warcs)
        """Bytes of all WARCs as they are stored."""
        self.done = 0
        """Bytes read so far."""
        self._resolve = resolve
        self._wanted: set[str] = set()
        self._methods: dict[str, tuple[str, str | None]] = {}
        self._originals: dict[str, Position] = {}
        self._handles: dict[Warc, BinaryIO] = {}

    def read(self) -> Iterator[Located]:
        """All captures; memory does not grow with the number of responses, only with that of revisits."""
        for warc in self.warcs:
            self._scan(warc)
        late: list[Position] = []
        before = 0
        for warc in self.warcs:
            with warc.open() as raw:
                for record in read_records(raw, on_broken=self._breaker(warc)):
                    self.report.records += 1
                    self.done = before + record.start[0]
                    yield from self._one(record, Position(warc, record.start), late)
            before += warc.size
        for position in late:
            record = self._record(position)
            yield self._revisit(record, position, self._original(record))
        self.done = self.size
        self.close()

    def close(self) -> None:
        """Close the files that were opened to look back."""
        for handle in self._handles.values():
            handle.close()
        self._handles.clear()

    def at(self, found: Located) -> Capture:
        """Read one capture again, with its payload; for those kept by position alone."""
        record = self._record(found.position)
        if record.type != "revisit":
            return _response(record, self._methods)
        return self._revisit(record, found.position, found.payload).capture

    def _breaker(self, warc: Warc) -> Callable[[int, str], None]:
        return lambda offset, what: self.report.add_broken(warc.label, offset, what)

    def _scan(self, warc: Warc) -> None:
        """A first reading, for what a response may need that stands elsewhere: what revisits refer to, and methods."""
        with warc.open() as raw:
            for record in read_records(raw, on_broken=_ignore):
                if record.type == "revisit":
                    self._wanted.update(record.refers_to())
                elif record.type == "request" and (target := record.header("warc-concurrent-to")):
                    method = record.block.split(b" ", 1)[0].decode("ascii", "replace").upper()
                    if method.isalpha() and method != "GET":
                        body = split_message(record.block)[1]
                        self._methods[target.strip("<>")] = (method, payload_digest(body) if body else None)

    def _one(self, record: Record, position: Position, late: list[Position]) -> Iterator[Located]:
        if reason := _not_wanted(record):
            self.report.skipped[reason] += 1
        elif (problem := record.problem()) is not None:
            self.report.add_broken(position.warc.label, record.start[0], problem)
        elif record.type == "revisit":
            original = self._original(record)
            if original is None and not record.is_not_modified():
                late.append(position)
            else:
                yield self._revisit(record, position, original)
        else:
            if self._wanted:
                for name in record.names(self._wanted):
                    self._originals.setdefault(name, position)
            yield Located(_response(record, self._methods), position, position)

    def _original(self, record: Record) -> Position | None:
        return next((start for name in record.refers_to() if (start := self._originals.get(name))), None)

    def _revisit(self, record: Record, position: Position, original: Position | None) -> Located:
        head = split_message(record.block)[0]
        headers, status = read_headers(head), read_status(head)
        bare = _bare(record, self._methods)
        if record.is_not_modified():
            return Located(replace(bare, status=304, headers=headers), position, position)
        if original is not None:
            was = _response(self._record(original), {})
            self.report.revisits += 1
            capture = replace(
                bare, status=status or was.status, headers=headers or was.headers, body=was.body, reason=was.reason
            )
            return Located(capture, position, original)
        body = self._elsewhere(record)
        if body is not None:
            self.report.revisits += 1
        capture = replace(
            bare, status=status or 200, headers=headers, body=body or b"", reason="" if body is not None else UNRESOLVED
        )
        return Located(capture, position, position)

    def _elsewhere(self, record: Record) -> bytes | None:
        at = date_of(record.header("warc-refers-to-date"))
        url = record.header("warc-refers-to-target-uri") or record.target
        return self._resolve(url, at) if self._resolve and at else None

    def _record(self, position: Position) -> Record:
        handle = self._handles.get(position.warc)
        if handle is None:
            handle = self._handles[position.warc] = position.warc.open()
        for record in read_records(handle, start=position.start, on_broken=_ignore):
            return record
        raise SourceUnreadable(f"{position.warc.label}: changed while it was read")


def _check(warc: Warc) -> None:
    """Raise SourceUnreadable where no record begins in a WARC."""
    with warc.open() as raw:
        stream = WarcStream(raw)
        stream.skip_blank()
        if begins_record(stream.peek(LONGEST_LINE)):
            return
        stream.seek_record()
        while not stream.peek(1) and stream.cross():
            stream.seek_record()
        if not stream.peek(1):
            raise SourceUnreadable(f"{warc.label}: {'not a WARC: no record begins in it' if warc.size else 'is empty'}")


def _ignore(offset: int, what: str) -> None:
    """The second reading reports what the first met."""


def _not_wanted(record: Record) -> str:
    """Why a whole record gives no capture; empty where it gives one."""
    if record.type not in ("response", "revisit"):
        return record.type or "no-type"
    if not record.target.lower().startswith(("http://", "https://")):
        return "not-http"
    if record.header("warc-segment-number"):
        return "segmented"
    try:
        spell(record.target)
    except BadAddress:
        return "bad-address"
    return ""


def _bare(record: Record, methods: dict[str, tuple[str, str | None]]) -> Capture:
    url = spell(record.target)
    method, digest = methods.get(record.id, ("GET", None))
    return Capture(
        url=url,
        asked=record.target if record.target != url else None,
        captured_at=record.date(),
        method=method,
        request_body_digest=digest,
    )


def _response(record: Record, methods: dict[str, tuple[str, str | None]]) -> Capture:
    head, raw = split_message(record.block)
    headers: Headers = read_headers(head)
    body, reason = (b"", TOO_LARGE) if record.too_large else decode_body(raw, headers)
    if not reason and record.header("warc-truncated"):
        reason = CUT_SHORT
    bare, status = _bare(record, methods), read_status(head) or 0
    if bare.method == "HEAD" or status in NO_BODY:
        reason = ""
    return replace(bare, status=status, headers=headers, body=body, reason=reason)

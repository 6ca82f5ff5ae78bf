"""Reads every response and resource of WARC and WACZ files as a Capture; resolves revisits, reports broken records."""

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
"""The reason word of a revisit whose payload was not found."""
NO_BODY = (204, 304)
"""Statuses whose answers have no body, whatever their Content-Length says (RFC 9110, section 6.4.1)."""
KEPT_BROKEN = 1000
"""The number of broken records that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read."""

    file: str
    offset: int
    """The start of the record, or of its gzip member, in bytes from the start of the file."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}, record at byte {self.offset}: {self.what}"


@dataclass(slots=True)
class ReadReport:
    """The counts of a reading, and its broken records."""

    records: int = 0
    """Records of every type that were whole."""
    revisits: int = 0
    """Revisits whose payload was found."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Whole records that are not HTTP responses, by reason word (``request``, ``warcinfo``, ``not-http``, ...)."""
    broken: list[Broken] = field(default_factory=list)
    broken_count: int = 0

    def add_broken(self, file: str, offset: int, what: str) -> None:
        """Count a broken record, and list it."""
        self.broken_count += 1
        if len(self.broken) < KEPT_BROKEN:
            self.broken.append(Broken(file, offset, what))


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a record."""

    warc: Warc
    start: BytePosition


@dataclass(frozen=True, slots=True)
class Located:
    """A capture, the position of its record, and that of the record with its payload (another one for a revisit)."""

    capture: Capture
    position: Position
    payload: Position

    def without_payload(self) -> Located:
        """Return a copy without payload and headers, for an index; :meth:`WarcReader.at` reads them again."""
        return replace(self, capture=replace(self.capture, body=b"", headers=()))


Resolve = Callable[[str, datetime], bytes | None]
"""Returns the payload for an address and a time of capture, for revisits whose original is in none of the files."""


def records(path: Path, *, report: ReadReport) -> Iterator[Capture]:
    """Yield a capture for every response, revisit and resource record of a WARC or WACZ, in the order of the file.

    ``url`` is the record's target in one spelling, and ``asked`` is the target as written where that differs. ``body``
    is the decoded payload; ``headers`` are as received. ``reason`` says what is wrong with the payload: ``cut-short``,
    ``too-large``, ``undecoded`` or ``revisit-unresolved``. The outcome is not set. Raises SourceUnreadable.
    """
    for found in WarcReader([path], report=report).read():
        yield found.capture


class WarcReader:
    """Reads some WARC and WACZ files as one collection: a revisit in one may refer to a record in another."""

    def __init__(self, paths: Iterable[Path], *, report: ReadReport, resolve: Resolve | None = None) -> None:
        """Raises SourceUnreadable for a file that is neither WARC nor WACZ, before a record is read."""
        self.report = report
        absent: Callable[[str, str], None] = lambda label, what: report.add_broken(label, 0, what)  # noqa: E731
        self.warcs = [warc for path in paths for warc in warcs(path, on_absent=absent)]
        for warc in self.warcs:
            _check(warc)
        self.size = sum(warc.size for warc in self.warcs)
        """Bytes of all WARCs as they are stored."""
        self.done = 0
        """Bytes read so far."""
        self._resolve = resolve
        self._referred_to: set[str] = set()
        self._methods: dict[str, tuple[str, str | None]] = {}
        self._originals: dict[str, Position] = {}
        self._handles: dict[Warc, BinaryIO] = {}

    def read(self) -> Iterator[Located]:
        """Yield all captures; memory grows with the number of revisits, not with that of responses."""
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
        """Close the files that are open for reading records again."""
        for handle in self._handles.values():
            handle.close()
        self._handles.clear()

    def at(self, found: Located) -> Capture:
        """Read one capture of an index again, with its payload and headers."""
        record = self._record(found.position)
        if record.type != "revisit":
            return _response(record, self._methods)
        return self._revisit(record, found.position, found.payload).capture

    def _breaker(self, warc: Warc) -> Callable[[int, str], None]:
        return lambda offset, what: self.report.add_broken(warc.label, offset, what)

    def _scan(self, warc: Warc) -> None:
        """Read a WARC the first time, to find the originals of revisits and the methods of requests."""
        with warc.open() as raw:
            for record in read_records(raw, on_broken=_ignore):
                if record.type == "revisit":
                    self._referred_to.update(record.refers_to())
                elif record.type == "request" and (target := record.header("warc-concurrent-to")):
                    method = record.block.split(b" ", 1)[0].decode("ascii", "replace").upper()
                    if method.isalpha() and method != "GET":
                        body = split_message(record.block)[1]
                        self._methods[target.strip("<>")] = (method, payload_digest(body) if body else None)

    def _one(self, record: Record, position: Position, late: list[Position]) -> Iterator[Located]:
        if reason := _skip_reason(record):
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
            if self._referred_to:
                for name in record.names(self._referred_to):
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
        try:
            stream = WarcStream(raw)
        except SourceUnreadable as error:
            raise SourceUnreadable(f"{warc.label}: {error}") from error
        stream.skip_blank()
        if begins_record(stream.peek(LONGEST_LINE)):
            return
        stream.seek_record()
        while not stream.peek(1) and stream.cross():
            stream.seek_record()
        if not stream.peek(1):
            raise SourceUnreadable(f"{warc.label}: {'not a WARC: no record begins in it' if warc.size else 'is empty'}")


def _ignore(offset: int, what: str) -> None:
    """Do nothing, because the second reading reports broken records."""


def _skip_reason(record: Record) -> str:
    """Return why a whole record gives no capture; empty where it gives one."""
    if record.type not in ("response", "revisit", "resource"):
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
    if record.type == "resource" and not record.header("content-type").lower().startswith("application/http"):
        return _resource(record)
    head, raw = split_message(record.block)
    headers: Headers = read_headers(head)
    body, reason = (b"", TOO_LARGE) if record.too_large else decode_body(raw, headers)
    if not reason and record.header("warc-truncated"):
        reason = CUT_SHORT
    bare, status = _bare(record, methods), read_status(head) or 0
    if bare.method == "HEAD" or status in NO_BODY:
        reason = ""
    return replace(bare, status=status, headers=headers, body=body, reason=reason)


def _resource(record: Record) -> Capture:
    """Make a capture of a resource record: a payload that was saved without the response it came in (WARC 1.1, 6.7).

    That it was saved says that it was there, so its status is 200; its only header field is the media type.
    """
    media_type = record.header("content-type")
    headers: Headers = (("Content-Type", media_type),) if media_type else ()
    reason = TOO_LARGE if record.too_large else CUT_SHORT if record.header("warc-truncated") else ""
    body = b"" if record.too_large else record.block
    return replace(_bare(record, {}), status=200, headers=headers, body=body, reason=reason)

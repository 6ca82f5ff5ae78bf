"""Reads the records of a WARC (0.17, 0.18, 1.0, 1.1) or ARC one after the other, and skips broken ones."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from crawler.sources.http_messages import HEAD_END, LARGEST_BODY, read_headers, read_status, split_message
from crawler.sources.warc_stream import ARC_LINE, LONGEST_LINE, RECORD_LINE, BytePosition, WarcStream, begins_record

LONGEST_HEAD = 256 * 1024
LARGEST_BLOCK = LARGEST_BODY + LONGEST_HEAD
KEPT_OF_LARGE = 64 * 1024
DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d)(?:\.(\d+))?)?)?Z?$")
LINE = re.compile(rb"[^\n]*\n")

OnBroken = Callable[[int, str], None]
"""Receives the offset of a broken record in the file, and its problem."""


@dataclass(slots=True)
class Record:
    """One record, with its head and its block in memory."""

    start: BytePosition
    headers: dict[str, str]
    """The named fields, with names in lower case; an ARC record gets the names of WARC."""
    block: bytes = b""
    too_large: bool = False
    """Whether the block is longer than the limit; then only its beginning is here."""
    _at: datetime | None = field(default=None, repr=False)

    def header(self, name: str) -> str:
        """Return a named field by its lower-case name; empty where it is absent."""
        return self.headers.get(name, "")

    @property
    def type(self) -> str:
        """``response``, ``revisit``, ``request``, ..."""
        return self.header("warc-type").lower()

    @property
    def id(self) -> str:
        """The record's URI, without the angle brackets."""
        return self.header("warc-record-id").strip("<>")

    @property
    def target(self) -> str:
        """The target URI, without the angle brackets that some writers put around it."""
        return self.header("warc-target-uri").strip().removeprefix("<").removesuffix(">")

    def date(self) -> datetime:
        """Return the time of the capture (UTC, milliseconds); raises ValueError where :meth:`problem` says so."""
        at = self._at or date_of(self.header("warc-date"))
        if at is None:
            raise ValueError(f"no date: {self.header('warc-date')!r}")
        return at

    def problem(self) -> str | None:
        """Return why a response or revisit cannot become a capture; None where it can."""
        self._at = date_of(self.header("warc-date"))
        if self._at is None:
            return f"its WARC-Date is not a date: {self.header('warc-date')[:40]!r}"
        if self.type == "response" and read_status(self.block[:LONGEST_LINE]) is None:
            line = self.block[:40].split(b"\n", 1)[0].decode("latin-1")
            return f"its HTTP status line is broken: {line!r}"
        return None

    def is_not_modified(self) -> bool:
        """Whether a revisit says that the server answered 304."""
        return self.header("warc-profile").rstrip("/").endswith("server-not-modified")

    def refers_to(self) -> list[str]:
        """Return the names under which a revisit's original may be found, the most certain first."""
        names = []
        if at := date_of(self.header("warc-refers-to-date")):
            names.append(_dated(self.header("warc-refers-to-target-uri").strip("<>") or self.target, at))
        if original := self.header("warc-refers-to").strip("<>"):
            names.append(original)
        if digest := _same_digest(self.header("warc-payload-digest")):
            names.append(digest)
        return names

    def names(self, referred_to: Collection[str]) -> list[str]:
        """Return the names of a response to which revisits refer; a missing digest is computed."""
        digest = _same_digest(self.header("warc-payload-digest"))
        if not digest and any(name.startswith("sha1:") for name in referred_to):
            body = self.block if self.type == "resource" else split_message(self.block)[1]
            digest = "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
        return [name for name in (_dated(self.target, self.date()), self.id, digest) if name in referred_to]


def date_of(written: str) -> datetime | None:
    """Read a WARC-Date (a W3C profile of ISO 8601, UTC) or an ARC date (digits); None where it is invalid."""
    found = DATE.match(written.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    milliseconds = int(((found.group(7) or "") + "000")[:3])
    try:
        return datetime(year, month, day, hour, minute, second, milliseconds * 1000, tzinfo=UTC)
    except ValueError:
        return None


def read_records(raw: BinaryIO, *, start: BytePosition = (0, 0), on_broken: OnBroken) -> Iterator[Record]:
    """Yield every whole record from ``start`` on; ``on_broken`` receives the offset and problem of each broken one."""
    stream = WarcStream(raw, start)
    is_arc = False
    while True:
        stream.skip_blank()
        if not stream.peek(1):
            if not _go_on(stream, on_broken):
                return
            continue
        start = stream.mark()
        line = stream.peek(LONGEST_LINE)
        if RECORD_LINE.match(line):
            record = _warc_record(stream, start, on_broken)
        elif ARC_LINE.match(line):
            is_arc = True
            record = _arc_record(stream, start, on_broken)
        else:
            what = "the line does not begin an ARC record" if is_arc else "no WARC record begins here"
            on_broken(start[0], what)
            stream.seek_record()
            continue
        if record is not None:
            yield record


def _go_on(stream: WarcStream, on_broken: OnBroken) -> bool:
    if stream.damage and not stream.is_reported:
        on_broken(stream.mark()[0], stream.damage)
    return stream.cross()


def _warc_record(stream: WarcStream, start: BytePosition, on_broken: OnBroken) -> Record | None:
    head = stream.until(HEAD_END, LONGEST_HEAD)
    if head is None:
        on_broken(start[0], _cut(stream, "its head does not end"))
        stream.skip(1)
        stream.seek_record()
        return None
    headers = {name.lower(): value for name, value in reversed(read_headers(head))}
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        on_broken(start[0], f"its Content-Length is not a length: {length[:20]!r}")
        stream.seek_record()
        return None
    return _with_block(stream, Record(start, headers), int(length), head, on_broken)


def _arc_record(stream: WarcStream, start: BytePosition, on_broken: OnBroken) -> Record | None:
    line = stream.until(LINE, LONGEST_LINE) or b""
    words = line.decode("latin-1").split()
    url, address, date, media_type, length = words[0], words[1], words[2], words[3], words[-1]
    headers = {
        "warc-type": "arc-header" if url.startswith("filedesc:") else "response",
        "warc-target-uri": url,
        "warc-ip-address": address,
        "warc-date": date if len(date) == 14 else "",
        "content-type": media_type,
    }
    if int(length) < 0:
        on_broken(start[0], f"its length is not a length: {length}")
        stream.seek_record()
        return None
    return _with_block(stream, Record(start, headers), int(length), line, on_broken, is_arc=True)


def _with_block(
    stream: WarcStream, record: Record, size: int, head: bytes, on_broken: OnBroken, *, is_arc: bool = False
) -> Record | None:
    """Return the record with its block where it ends as its length says; else go back and seek the next record."""
    fits = size <= LARGEST_BLOCK
    record.too_large = not fits
    record.block = stream.take(size if fits else KEPT_OF_LARGE)
    got = len(record.block) if fits else len(record.block) + stream.skip(size - len(record.block))
    if got == size and (_ends(stream) or (is_arc and stream.peek(1) == b"\n")):
        return record
    if got < size:
        on_broken(record.start[0], _cut(stream, f"cut short: {got} bytes, but its head says {size}"))
    else:
        on_broken(record.start[0], f"its length is wrong: no record ends {size} bytes after its head")
    if fits:
        stream.push(record.block)
    else:
        stream.rewind(record.start)
        stream.skip(len(head))
    stream.seek_record()
    return None


def _ends(stream: WarcStream) -> bool:
    """Whether a record may end here, before an empty line, the end of the file, or the first line of a record."""
    after = stream.peek(LONGEST_LINE)
    if after.startswith((b"\r\n\r\n", b"\n\n")):
        return True
    after = after.lstrip(b"\r\n\0")
    return not after or begins_record(after)


def _cut(stream: WarcStream, what: str) -> str:
    """Return the problem of a record that stops early: the damage of the file where there is one, else ``what``."""
    if not stream.damage or stream.is_reported:
        return what
    stream.is_reported = True
    return stream.damage


def _dated(url: str, at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S} {url}"


def _same_digest(written: str) -> str:
    """Return a digest in one spelling: algorithm in lower case, sha1 in base32 (some writers use hexadecimal)."""
    algorithm, colon, value = written.strip().partition(":")
    algorithm = algorithm.lower().replace("sha-", "sha")
    if not colon:
        return ""
    if algorithm == "sha1" and len(value) == 40:
        try:
            value = base64.b32encode(bytes.fromhex(value)).decode()
        except (ValueError, binascii.Error):
            return f"{algorithm}:{value}"
    return f"{algorithm}:{value.upper() if algorithm == 'sha1' else value}"

"""Reads and decompresses the bytes of one WARC, and continues after damage."""

from __future__ import annotations

import re
import zlib
from collections import deque
from typing import BinaryIO

BytePosition = tuple[int, int]
"""The start of a record: the offset of its gzip member (or of the record), and the decompressed bytes to skip."""

CHUNK = 64 * 1024
GZIP = b"\x1f\x8b\x08"
RECORD_LINE = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n(?=[A-Za-z])")
ARC_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:\S* \S+ \d{8,20} \S+ (?:\S+ \S+ \S+ \S+ \S+ )?-?\d+[ \t]*\r?\n")
ANY_RECORD = re.compile(RECORD_LINE.pattern + rb"|(?<=\n)" + ARC_LINE.pattern)
LONGEST_LINE = 16 * 1024


def begins_record(data: bytes) -> bool:
    """Whether these bytes begin with the first line of a WARC or an ARC record."""
    return bool(RECORD_LINE.match(data) or ARC_LINE.match(data))


class WarcStream:
    """Reads a plain or gzipped WARC forward; a gzip file may have one member per record or one for all records.

    Where a member is damaged the stream stops and sets ``damage``; :meth:`cross` then finds the next whole member.
    """

    damage = ""
    """Why the stream stopped before the end of the file."""
    is_reported = False
    """Whether the damage was reported."""

    def __init__(self, raw: BinaryIO, start: BytePosition = (0, 0)) -> None:
        self._raw = raw
        self._members: deque[tuple[int, int]] = deque()
        self.rewind(start)

    def rewind(self, start: BytePosition) -> None:
        """Go to a position that :meth:`mark` returned."""
        self._buffer = b""
        self._at = 0
        self._base = start[0]
        self._pending = b""
        self._inflate: zlib._Decompress | None = None
        self._members.clear()
        self._raw.seek(start[0])
        self._raw_end = start[0]
        self._gzip = self._more() and self._pending.startswith(GZIP)
        self._start_member()
        self.skip(start[1])

    def peek(self, size: int) -> bytes:
        """Return the next bytes without moving on; fewer at the end or at damage."""
        while len(self._buffer) - self._at < size and self._fill():
            pass
        return self._buffer[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """Return the next bytes and move past them; fewer at the end or at damage."""
        parts: list[bytes] = []
        while size > 0 and (self._at < len(self._buffer) or self._fill()):
            part = self._buffer[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, size: int) -> int:
        """Skip bytes; return how many there were."""
        passed = 0
        while passed < size and (self._at < len(self._buffer) or self._fill()):
            step = min(size - passed, len(self._buffer) - self._at)
            self._at += step
            passed += step
        return passed

    def push(self, data: bytes) -> None:
        """Put the bytes back that were taken last."""
        self._buffer = data + self._buffer[self._at :]
        self._base += self._at - len(data)
        self._at = 0

    def until(self, pattern: re.Pattern[bytes], limit: int) -> bytes | None:
        """Take the bytes through the first match; None, and no bytes taken, where none ends within ``limit`` bytes."""
        size = 4096
        while True:
            window = self.peek(min(size, limit))
            if found := pattern.search(window):
                return self.take(found.end())
            if len(window) < size:
                return None
            size *= 2

    def skip_blank(self) -> None:
        """Skip the line ends between records, and the zero bytes with which some writers pad."""
        while (head := self.peek(1)) and head in b"\r\n\0":
            self._at += 1

    def seek_record(self) -> None:
        """Go to the next start of a record, or to the end; the first line of this record must be passed already."""
        while True:
            window = self.peek(CHUNK)
            if found := ANY_RECORD.search(window):
                self._at += found.start()
                return
            if len(window) < CHUNK:
                self._at += len(window)
                return
            self._at += CHUNK - LONGEST_LINE

    def mark(self) -> BytePosition:
        """Return the position of the next byte."""
        here = self._base + self._at
        if not self._gzip:
            return here, 0
        while len(self._members) > 1 and self._members[1][0] <= here:
            self._members.popleft()
        start, offset = self._members[0]
        return offset, here - start

    def cross(self) -> bool:
        """Continue after damage at the next member that begins a record; False at the end of the file."""
        if not self.damage:
            return False
        self.damage = ""
        self.is_reported = False
        self._pending = b""
        return self._resync(self._members[-1][1] + 1)

    def _more(self) -> bool:
        data = self._raw.read(CHUNK)
        self._raw_end += len(data)
        self._pending += data
        return bool(data)

    def _start_member(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if self._gzip else None
        self._members.append((self._base + len(self._buffer), self._raw_end - len(self._pending)))

    def _fill(self) -> bool:
        """Read more decompressed bytes; False at the end and at damage."""
        if self.damage:
            return False
        data = self._inflated() if self._gzip else self._plain()
        if not data:
            return False
        self._base += self._at
        self._buffer = self._buffer[self._at :] + data
        self._at = 0
        return True

    def _plain(self) -> bytes:
        if not self._pending:
            self._more()
        data, self._pending = self._pending, b""
        return data

    def _inflated(self) -> bytes:
        """Return the next decompressed bytes, across members that hold none."""
        while True:
            inflate = self._inflate
            if inflate is None or inflate.eof:
                if not self._next_member():
                    return b""
                continue
            if not self._pending and not self._more():
                self.damage = "the gzip data is cut short"
                return b""
            try:
                data = inflate.decompress(self._pending, 16 * CHUNK)
            except zlib.error:
                self.damage = "the gzip data is damaged"
                return b""
            self._pending = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            if data:
                return data

    def _next_member(self) -> bool:
        """Begin the next member; False at the end of the file, and where other data follows."""
        while True:
            self._pending = self._pending.lstrip(b"\0")
            if len(self._pending) >= len(GZIP) or not self._more():
                break
        if not self._pending:
            return False
        self._start_member()
        if not self._pending.startswith(GZIP):
            self.damage = "the data after a gzip member is not gzip data"
            return False
        return True

    def _resync(self, offset: int) -> bool:
        """Begin the first member at or after ``offset`` that opens with a record."""
        while True:
            self._raw.seek(offset)
            window = self._raw.read(CHUNK)
            found = window.find(GZIP)
            if found < 0 and len(window) < CHUNK:
                return False
            if found < 0:
                offset += CHUNK - len(GZIP)
                continue
            offset += found
            self._raw.seek(offset)
            self._raw_end = offset
            self._pending = b""
            self._more()
            if _opens_with_record(self._pending):
                self._start_member()
                return True
            offset += 1


def _opens_with_record(data: bytes) -> bool:
    try:
        return begins_record(zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, LONGEST_LINE))
    except zlib.error:
        return False

"""Reads and decompresses the bytes of one WARC, and continues after damage."""

from __future__ import annotations

import re
from collections import deque
from typing import BinaryIO

from crawler.sources.warc_members import (
    FRAME_HEAD,
    GZIP_MEMBER,
    GzipMember,
    MemberDamaged,
    WarcMember,
    ZstdMember,
    frame_length,
    is_skippable,
    packing_of,
    read_dictionary,
)

BytePosition = tuple[int, int]
"""The start of a record: the offset of its compressed member (or of the record), and the decompressed bytes to
skip."""

CHUNK = 64 * 1024
RECORD_LINE = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n(?=[A-Za-z])")
ARC_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:\S* \S+ \d{8,20} \S+ (?:\S+ \S+ \S+ \S+ \S+ )?-?\d+[ \t]*\r?\n")
ANY_RECORD = re.compile(RECORD_LINE.pattern + rb"|(?<=\n)" + ARC_LINE.pattern)
LONGEST_LINE = 16 * 1024


def begins_record(data: bytes) -> bool:
    """Whether these bytes begin with the first line of a WARC or an ARC record."""
    return bool(RECORD_LINE.match(data) or ARC_LINE.match(data))


class WarcStream:
    """Reads a plain, gzipped or zstd-compressed WARC forward; it may have one member per record or one for all records.

    Where a member is damaged the stream stops and sets ``damage``; :meth:`cross` then finds the next whole member.
    """

    damage = ""
    """Why the stream stopped before the end of the file."""
    is_reported = False
    """Whether the damage was reported."""

    def __init__(self, raw: BinaryIO, start: BytePosition = (0, 0)) -> None:
        self._raw = raw
        self._dictionary = read_dictionary(raw)
        self._members: deque[tuple[int, int]] = deque()
        self.rewind(start)

    def rewind(self, start: BytePosition) -> None:
        """Go to a position that :meth:`mark` returned."""
        self._buffer = b""
        self._at = 0
        self._base = start[0]
        self._pending = b""
        self._member: WarcMember | None = None
        self._members.clear()
        self._raw.seek(start[0])
        self._raw_end = start[0]
        self._more()
        self._packing = packing_of(self._pending)
        self._skip_frames()
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
        if not self._packing:
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
        self._member = self._new_member() if self._packing else None
        self._members.append((self._base + len(self._buffer), self._raw_end - len(self._pending)))

    def _new_member(self) -> WarcMember:
        return GzipMember() if self._packing == GZIP_MEMBER else ZstdMember(self._dictionary)

    def _skip_frames(self) -> None:
        """Skip the frames of zstd that hold no content, as that of the dictionary."""
        while self._packing and self._packing != GZIP_MEMBER:
            while len(self._pending) < FRAME_HEAD and self._more():
                pass
            if len(self._pending) < FRAME_HEAD or not is_skippable(self._pending):
                return
            end = self._raw_end - len(self._pending) + frame_length(self._pending)
            self._raw.seek(end)
            self._raw_end = end
            self._pending = b""
            self._more()

    def _fill(self) -> bool:
        """Read more decompressed bytes; False at the end and at damage."""
        if self.damage:
            return False
        data = self._unpacked() if self._packing else self._plain()
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

    @property
    def _word(self) -> str:
        return "gzip" if self._packing == GZIP_MEMBER else "zstd"

    def _unpacked(self) -> bytes:
        """Return the next decompressed bytes, across members that hold none."""
        while True:
            member = self._member
            if member is None or member.eof:
                if not self._next_member():
                    return b""
                continue
            if not self._pending and not self._more():
                self.damage = f"the {self._word} data is cut short"
                return b""
            try:
                data = member.decompress(self._pending, 16 * CHUNK)
            except MemberDamaged:
                self.damage = f"the {self._word} data is damaged"
                return b""
            self._pending = member.rest
            if data:
                return data

    def _next_member(self) -> bool:
        """Begin the next member; False at the end of the file, and where other data follows."""
        while True:
            self._pending = self._pending.lstrip(b"\0")
            if len(self._pending) >= len(self._packing) or not self._more():
                break
        self._skip_frames()
        if not self._pending:
            return False
        self._start_member()
        if not self._pending.startswith(self._packing):
            self.damage = f"the data after a {self._word} member is not {self._word} data"
            return False
        return True

    def _resync(self, offset: int) -> bool:
        """Begin the first member at or after ``offset`` that opens with a record."""
        while True:
            self._raw.seek(offset)
            window = self._raw.read(CHUNK)
            found = window.find(self._packing)
            if found < 0 and len(window) < CHUNK:
                return False
            if found < 0:
                offset += CHUNK - len(self._packing)
                continue
            offset += found
            self._raw.seek(offset)
            self._raw_end = offset
            self._pending = b""
            self._more()
            if self._opens_with_record(self._pending):
                self._start_member()
                return True
            offset += 1

    def _opens_with_record(self, data: bytes) -> bool:
        try:
            return begins_record(self._new_member().decompress(data, LONGEST_LINE)[:LONGEST_LINE])
        except MemberDamaged:
            return False

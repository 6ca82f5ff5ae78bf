"""The compressed members of a WARC: one gzip member or one zstd frame a record, or one for all records.

The zstd form follows "WARC zstd" of the IIPC (warc-specifications, warc-zstd 1.0): a file may begin with a skippable
frame that holds the dictionary of all other frames, itself compressed or not.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import BinaryIO, Protocol

import zstandard

from crawler.errors import SourceUnreadable
from crawler.pages.decompression import ZSTD_START, Damaged, TooLarge, unzstd

GZIP_MEMBER = b"\x1f\x8b\x08"
FRAME_HEAD = 8
"""Bytes of the head of a skippable frame: its mark, and its length."""
LARGEST_DICTIONARY = 32 * 1024 * 1024
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_SKIPPABLE_ENDS = b"\x2a\x4d\x18"
_PIECE = 256
"""Bytes that are decompressed in one step: in zstd, 4 bytes can stand for 128 KiB."""
_WINDOW = 1 << 27
"""The largest zstd window in bytes, and so the memory that a decompressor may take."""


class MemberDamaged(Exception):
    """The bytes of a member are damaged."""


class WarcMember(Protocol):
    """The decompressor of one member."""

    eof: bool
    """Whether the end of the member was reached."""
    rest: bytes
    """What of the last input was not used: it belongs to what follows, or is to be given again."""

    def decompress(self, data: bytes, most: int) -> bytes:
        """Return at least ``most`` bytes, or all that the input gives; raises MemberDamaged."""


class GzipMember:
    """One gzip member (RFC 1952)."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self.eof = False
        self.rest = b""

    def decompress(self, data: bytes, most: int) -> bytes:
        """See :class:`WarcMember`."""
        try:
            content = self._stream.decompress(data, most)
        except zlib.error as error:
            raise MemberDamaged from error
        self.eof = self._stream.eof
        self.rest = self._stream.unused_data if self.eof else self._stream.unconsumed_tail
        return content


class ZstdMember:
    """One zstd frame (RFC 8878)."""

    def __init__(self, dictionary: bytes = b"") -> None:
        known = _loaded(dictionary) if dictionary else None
        self._stream = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_WINDOW).decompressobj()
        self.eof = False
        self.rest = b""

    def decompress(self, data: bytes, most: int) -> bytes:
        """See :class:`WarcMember`."""
        parts: list[bytes] = []
        size = at = 0
        while at < len(data) and size < most and not self._stream.eof:
            try:
                part = self._stream.decompress(data[at : at + _PIECE])
            except zstandard.ZstdError as error:
                raise MemberDamaged from error
            at += _PIECE
            size += len(part)
            parts.append(part)
        self.eof = self._stream.eof
        self.rest = self._stream.unused_data + data[at:] if self.eof else data[at:]
        return b"".join(parts)


def packing_of(head: bytes) -> bytes:
    """The first bytes of the members of a file that begins like this; empty for a file that is not compressed."""
    if head.startswith(GZIP_MEMBER):
        return GZIP_MEMBER
    return ZSTD_START if head.startswith(ZSTD_START) or is_skippable(head) else b""


def is_skippable(head: bytes) -> bool:
    """Whether these bytes begin a skippable frame of zstd (RFC 8878, section 3.1.2)."""
    return head[1:4] == _SKIPPABLE_ENDS and 0x50 <= head[0] <= 0x5F


def frame_length(head: bytes) -> int:
    """The bytes of a skippable frame, with its head."""
    return FRAME_HEAD + int.from_bytes(head[4:FRAME_HEAD], "little")


def read_dictionary(raw: BinaryIO) -> bytes:
    """The dictionary at the beginning of a file; empty if the file has none.

    Raises SourceUnreadable for a dictionary that is damaged or longer than LARGEST_DICTIONARY.
    """
    raw.seek(0)
    head = raw.read(FRAME_HEAD)
    if not head.startswith(_DICTIONARY) or len(head) < FRAME_HEAD:
        return b""
    length = frame_length(head) - FRAME_HEAD
    content = raw.read(min(length, LARGEST_DICTIONARY + 1))
    try:
        if content.startswith(ZSTD_START):
            content, is_whole = unzstd(content, LARGEST_DICTIONARY)
        else:
            is_whole = len(content) == length <= LARGEST_DICTIONARY
    except (Damaged, TooLarge):
        is_whole = False
    if not is_whole:
        raise SourceUnreadable("its zstd dictionary is damaged or too large")
    return content


@lru_cache(maxsize=4)
def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(dictionary)

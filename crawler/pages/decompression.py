"""Decompression within a limit: saved bodies and packed sitemaps are unpacked here, and a gzip bomb is refused here.

A few kilobytes can unpack to gigabytes, so nothing is unpacked whole and measured afterwards: each function stops as
soon as its result is longer than the limit. The limits are the callers'. In a crawl, Scrapy decodes bodies itself, up
to ``DOWNLOAD_MAXSIZE``.
"""

from __future__ import annotations

import zlib

import brotli
import zstandard

GZIP_START = b"\x1f\x8b"
ZSTD_START = b"\x28\xb5\x2f\xfd"
_GZIP = zlib.MAX_WBITS | 16
"""zlib's ``wbits`` for gzip."""
_MEMBER_START = GZIP_START + b"\x08"
"""The first bytes of a gzip member: the mark, and deflate as its only method."""
_PIECE = 256
"""Bytes that are decompressed in one step. In zstd, 4 bytes can stand for 128 KiB (RFC 8878, 3.1.1.2), so a step makes
8 MiB at most."""
_OUTPUT = 1 << 20
"""Bytes that Brotli gives back in one step, about."""
_WINDOW = 1 << 27
"""The largest zstd window in bytes, and so the memory that a decompressor may take."""


class TooLarge(Exception):
    """The result is longer than the limit."""


class Damaged(Exception):
    """The bytes are not of this format at all, or nothing of them can be decompressed."""


def gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The content of all members of a gzip file (RFC 1952), and whether its end is there.

    What comes before damage is kept. Raises TooLarge.
    """
    return _members(body, _GZIP, limit)[:2]


def gunzip_all(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The same content as of :func:`gunzip`, and whether no byte of the file was left unread: bytes after the last
    member count as unread, unless they are zeros. Raises TooLarge."""
    content, is_whole, left = _members(body, _GZIP, limit)
    return content, is_whole and not left


def inflate(body: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    """The content of one or more deflate streams, and whether the last is whole; ``window`` is zlib's ``wbits``.

    Raises TooLarge.
    """
    return _members(body, window, limit)[:2]


def _members(body: bytes, window: int, limit: int) -> tuple[bytes, bool, int]:
    """The content of the streams, whether the last is whole, and how many bytes after it belong to none."""
    parts: list[bytes] = []
    size = 0
    while body:
        stream = zlib.decompressobj(window)
        try:
            part = stream.decompress(body, limit + 1 - size)
        except zlib.error:
            is_damaged = window == _GZIP and body.startswith(_MEMBER_START)
            if is_damaged:
                parts.append(_before_damage(body, limit + 1 - size))
            return b"".join(parts), bool(parts) and not is_damaged, 0 if is_damaged else len(body)
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLarge
        if not stream.eof:
            return b"".join(parts), False, 0
        body = stream.unused_data.lstrip(b"\0")
    return b"".join(parts), True, 0


def _before_damage(body: bytes, limit: int) -> bytes:
    """What a damaged gzip member holds before its damage, to the nearest ``_PIECE`` packed bytes. Raises TooLarge."""
    stream = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), _PIECE):
        try:
            part = stream.decompress(body[start : start + _PIECE], limit - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size >= limit:
            raise TooLarge
    return b"".join(parts)


def unzstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The content of a zstd frame (RFC 8878), and whether its end is there. Raises TooLarge and Damaged."""
    stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), _PIECE):
        try:
            part = stream.decompress(body[start : start + _PIECE])
        except zstandard.ZstdError as error:
            raise Damaged from error
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLarge
        if stream.eof:
            return b"".join(parts), True
    return b"".join(parts), False


def unbrotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The content of a Brotli stream (RFC 7932), and whether its end is there. Raises TooLarge and Damaged."""
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    while not stream.is_finished():
        try:
            part = stream.process(body, output_buffer_limit=_OUTPUT)
        except brotli.error as error:
            raise Damaged from error
        body = b""
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLarge
        if not part and stream.can_accept_more_data():
            return b"".join(parts), False
    return b"".join(parts), True

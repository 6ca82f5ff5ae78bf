"""Parses saved HTTP messages: reads the head, and undoes the transfer- and content-codings of the body."""

from __future__ import annotations

import re
import zlib

from crawler.items import Headers
from crawler.pages.decompression import GZIP_START, ZSTD_START, Damaged, TooLarge, gunzip, inflate, unbrotli, unzstd

HEAD_END = re.compile(rb"\r?\n\r?\n")
STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t\r\n]|$)")
LONGEST_STATUS = 64
"""Bytes in which the version and the status of a response stand."""
CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
LARGEST_BODY = 32 * 1024 * 1024
"""Bytes; a longer body is dropped (reason ``too-large``), as in a crawl (``DOWNLOAD_MAXSIZE``)."""

CUT_SHORT = "cut-short"
TOO_LARGE = "too-large"
UNDECODED = "undecoded"


def split_message(block: bytes) -> tuple[bytes, bytes]:
    """Split an HTTP message into head and body; without an empty line, everything is head.

    Informational responses (1xx, such as 103 Early Hints) before the final one are no part of it (RFC 9110, 15.2).
    """
    start = 0
    while end := HEAD_END.search(block, start):
        head = block[start : end.start()]
        if not _is_informational(head) or read_status(block[end.end() : end.end() + LONGEST_STATUS]) is None:
            return head, block[end.end() :]
        start = end.end()
    return block[start:], b""


def _is_informational(head: bytes) -> bool:
    """Whether a final response follows this head: 101 (Switching Protocols) is final."""
    status = read_status(head)
    return status is not None and 100 <= status < 200 and status != 101


def read_status(head: bytes) -> int | None:
    """Read the status code of a response's head; None where the first line is invalid (RFC 9112, section 4)."""
    found = STATUS_LINE.match(head)
    return int(found.group(1)) if found else None


def read_headers(head: bytes) -> Headers:
    """Read the name and value of each field after the first line; folded lines are joined (RFC 9112, section 5.2)."""
    fields: list[tuple[str, str]] = []
    for line in _text(head).split("\n")[1:]:
        line = line.rstrip("\r")
        if line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}".strip())
            continue
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def header(headers: Headers, name: str) -> str:
    """Return the first value of a field, by its lower-case name; empty where it is absent."""
    return next((value for field, value in headers if field.lower() == name), "")


def decode_body(body: bytes, headers: Headers, *, limit: int = LARGEST_BODY) -> tuple[bytes, str]:
    """Undo the transfer- and content-codings of a body; return the payload, and a reason where it is not whole.

    The reason is ``cut-short`` (the payload is what could be decoded), ``too-large`` (the payload is empty),
    ``undecoded`` (the coding is not supported here; the payload is the encoded body), or empty. ``limit`` is in bytes.
    Programs often save decoded bodies under the headers of encoded ones; so a body that does not begin as its coding
    requires counts as decoded already.
    """
    reason = ""
    if "chunked" in header(headers, "transfer-encoding").lower():
        body, whole = _unchunk(body)
        reason = "" if whole else CUT_SHORT
    elif _is_short(body, headers):
        reason = CUT_SHORT
    for coding in reversed(header(headers, "content-encoding").lower().split(",")):
        if coding.strip() in ("", "identity") or not body:
            continue
        try:
            body, worse = _decode(body, coding.strip(), limit)
        except TooLarge:
            return b"", TOO_LARGE
        reason = worse or reason
    return (body, reason) if len(body) <= limit else (b"", TOO_LARGE)


def _text(head: bytes) -> str:
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _is_short(body: bytes, headers: Headers) -> bool:
    length = header(headers, "content-length")
    if not length.isascii() or not length.isdigit():
        return False
    return len(body) < int(length) and not header(headers, "content-encoding")


def _unchunk(body: bytes) -> tuple[bytes, bool]:
    """Undo the chunked coding (RFC 9112, section 7.1); return the body, and whether it is whole.

    A body that does not begin with a chunk counts as decoded already.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        line = CHUNK_LINE.match(body, at)
        if line is None:
            return (b"".join(parts), False) if parts else (body, True)
        size = int(line.group(1), 16)
        at = line.end()
        if size == 0:
            return b"".join(parts), True
        if not parts and at + size > len(body) + LARGEST_BODY:
            return body, True
        parts.append(body[at : at + size])
        if at + size > len(body):
            return b"".join(parts), False
        at += size
        at += 2 if body[at : at + 2] == b"\r\n" else int(body[at : at + 1] == b"\n")


def _decode(body: bytes, coding: str, limit: int) -> tuple[bytes, str]:
    if coding in ("gzip", "x-gzip"):
        return _kept(gunzip(body, limit)) if body.startswith(GZIP_START) else (body, "")
    if coding == "deflate":
        return _deflate(body, limit)
    try:
        if coding == "zstd":
            return _kept(unzstd(body, limit)) if body.startswith(ZSTD_START) else (body, "")
        if coding == "br":
            return (body, "") if _is_markup(body) else _kept(unbrotli(body, limit))
    except Damaged:
        pass
    return body, UNDECODED


def _kept(decoded: tuple[bytes, bool]) -> tuple[bytes, str]:
    content, is_whole = decoded
    return content, "" if is_whole else CUT_SHORT


def _deflate(body: bytes, limit: int) -> tuple[bytes, str]:
    """Undo ``deflate``, which servers send with the zlib wrapper (RFC 9110, section 8.4.1.2) or without it."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        decoded, reason = _kept(inflate(body, window, limit))
        if decoded:
            return decoded, reason
    return body, "" if _is_markup(body) else UNDECODED


def _is_markup(body: bytes) -> bool:
    return body[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"{", b"[")

"""HTTP messages as they were saved: heads, codings, chunks."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.http_messages import decode_body, read_headers, read_status
from crawler.sources.warc_records import date_of

PAGE = "<html><title>Навіны</title><p>Мінск</p></html>".encode()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("gzip", gzip.compress(PAGE[:20], mtime=0) + gzip.compress(PAGE[20:], mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE, mtime=0))),
        ("identity", PAGE),
        ("gzip", PAGE),
        ("br", PAGE),
        ("deflate", PAGE),
    ],
)
def test_content_codings_are_undone(coding: str, body: bytes) -> None:
    """The payload is what the browser showed; a body saved decoded under its old headers is left alone."""
    assert decode_body(body, (("Content-Encoding", coding),)) == (PAGE, "")


def test_a_cut_body_keeps_what_there_is_and_says_so() -> None:
    """Cut in the gzip data, in a chunk, or against its Content-Length."""
    body, reason = decode_body(gzip.compress(PAGE * 1000)[:-30], (("content-encoding", "gzip"),))
    assert (reason, body[: len(PAGE)]) == ("cut-short", PAGE)
    assert decode_body(b"5\r\nhello\r\n5\r\nwor", (("transfer-encoding", "chunked"),)) == (b"hellowor", "cut-short")
    assert decode_body(b"hello", (("content-length", "6"),)) == (b"hello", "cut-short")
    assert decode_body(b"hello", (("content-length", "-1"),)) == (b"hello", "")


def test_an_unknown_coding_and_a_huge_body_are_said() -> None:
    """Neither is read as a page; the second is a bomb of a few bytes."""
    assert decode_body(b"hello", (("content-encoding", "rot13"),)) == (b"hello", "undecoded")
    bomb = gzip.compress(b"\0" * 1_000_000)
    assert decode_body(bomb, (("content-encoding", "gzip"),), limit=999_999) == (b"", "too-large")
    for coding, pack in (("zstd", zstandard.compress), ("br", brotli.compress)):
        assert decode_body(pack(b"\0" * 1_000_000), (("content-encoding", coding),), limit=10) == (b"", "too-large")


@given(st.lists(st.binary(min_size=1, max_size=40)))
def test_chunks_are_joined(parts: list[bytes]) -> None:
    """Chunk extensions, trailers and lower-case sizes are all allowed (RFC 9112, section 7.1)."""
    body = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"
    assert decode_body(body, (("Transfer-Encoding", "chunked"),)) == (b"".join(parts), "")


def test_a_body_saved_without_its_chunks_is_left_alone() -> None:
    """Many tools take the chunks away and leave the header."""
    assert decode_body(PAGE, (("Transfer-Encoding", "chunked"),)) == (PAGE, "")


def test_heads_are_read_as_servers_write_them() -> None:
    """Folded lines, other line ends, no reason phrase, bytes that are not UTF-8."""
    assert read_headers(b"HTTP/1.1 200\nA: 1\n b\nB:2\r\nbroken\nC: caf\xe9") == (
        ("A", "1 b"),
        ("B", "2"),
        ("C", "café"),
    )
    assert [read_status(line) for line in (b"HTTP/1.1 404", b"HTTP/2 200 OK", b"HTTP/1.0 20", b"200 OK", b"")] == [
        404,
        200,
        None,
        None,
        None,
    ]


def test_record_dates_are_utc_to_the_millisecond() -> None:
    """WARC 1.0 has seconds, 1.1 fractions to the nanosecond and reduced precision, ARC fourteen digits."""
    assert date_of("2026-01-02T03:04:05Z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert date_of("2026-01-02T03:04:05.123456789Z") == datetime(2026, 1, 2, 3, 4, 5, 123000, tzinfo=UTC)
    assert date_of("20260102030405") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert date_of("2026-01-02") == datetime(2026, 1, 2, tzinfo=UTC)
    assert [date_of(bad) for bad in ("", "yesterday", "2026-02-30T00:00:00Z", "201404010000000000")] == [None] * 4

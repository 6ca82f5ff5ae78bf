"""Decompression gives back what was packed, keeps what comes before damage, and stops at its limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.decompression import Damaged, TooLarge, gunzip, inflate, unbrotli, unzstd

MEGABYTE = 1 << 20
Pack = Callable[[bytes], bytes]
Unpack = Callable[[bytes, int], tuple[bytes, bool]]


def unzlib(body: bytes, limit: int) -> tuple[bytes, bool]:
    return inflate(body, zlib.MAX_WBITS, limit)


FORMATS: list[tuple[Pack, Unpack]] = [
    (lambda content: gzip.compress(content, mtime=0), gunzip),
    (zlib.compress, unzlib),
    (zstandard.compress, unzstd),
    (lambda content: brotli.compress(content, quality=5), unbrotli),
]


@pytest.mark.parametrize(("pack", "unpack"), FORMATS)
@given(content=st.binary(min_size=1, max_size=4000), repeat=st.integers(1, 50))
def test_what_was_packed_comes_back_whole(pack: Pack, unpack: Unpack, content: bytes, repeat: int) -> None:
    """At the limit too, and not one byte past it."""
    content *= repeat
    assert unpack(pack(content), len(content)) == (content, True)
    with pytest.raises(TooLarge):
        unpack(pack(content), len(content) - 1)


@pytest.mark.parametrize(("pack", "unpack"), FORMATS)
@given(content=st.binary(min_size=200, max_size=4000), share=st.floats(0.3, 0.95))
def test_a_missing_end_is_noticed(pack: Pack, unpack: Unpack, content: bytes, share: float) -> None:
    """What could be unpacked is the beginning of the content."""
    packed = pack(content)
    decoded, is_whole = unpack(packed[: int(len(packed) * share)], 10_000)
    assert not is_whole
    assert content.startswith(decoded)


@pytest.mark.parametrize(("pack", "unpack"), FORMATS)
def test_a_bomb_is_refused_before_it_is_unpacked(pack: Pack, unpack: Unpack) -> None:
    """Some kilobytes that stand for 64 MB take no more memory than the limit asks for, times a few."""
    bomb = pack(bytes(64 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            unpack(bomb, 2 * MEGABYTE)
        assert tracemalloc.get_traced_memory()[1] < 24 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("unpack", [unzstd, unbrotli])
@given(content=st.binary(min_size=8, max_size=100).filter(lambda content: content[:1] not in b"\x28\x06\x3b"))
def test_other_bytes_are_never_taken_for_content_in_silence(unpack: Unpack, content: bytes) -> None:
    """They are damaged, or cut short, or happen to be a small stream of that format."""
    try:
        decoded, is_whole = unpack(content, MEGABYTE)
    except (Damaged, TooLarge):
        return
    assert not is_whole or unpack(content, MEGABYTE) == (decoded, True)


def test_all_members_of_a_gzip_file_are_read_and_padding_is_not() -> None:
    """Servers that append to a packed sitemap write a second member; tapes pad with zeros."""
    packed = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0) + bytes(512)
    assert gunzip(packed, 100) == (b"one two", True)

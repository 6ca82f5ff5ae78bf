"""Compression: any threads may use one codec at once, as those do that answer the web page."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.archive.zstd import Codec

TEXTS = [random.Random(number).randbytes(200) * (40 + 40 * number) for number in range(40)]


@pytest.mark.parametrize("codec", [Codec(level=1), Codec(raw=TEXTS[0])], ids=["plain", "with a text"])
def test_threads_do_not_mix_up_what_they_expand(codec: Codec) -> None:
    """zstd lets others run meanwhile: each thread has a decompressor of its own."""
    frames = [codec.compress(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            assert list(threads.map(codec.expand, frames)) == TEXTS
            assert list(threads.map(codec.compress, TEXTS)) == frames

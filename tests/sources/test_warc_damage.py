"""Reading damaged WARCs: what is broken costs itself only, and is said."""

from __future__ import annotations

import gzip
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import SourceUnreadable
from tests.sources.test_warc import PAGE, read, three
from tests.support.warcs import WarcFile, wacz


@pytest.mark.parametrize("gz", [True, False])
def test_a_cut_last_record_is_reported_and_the_rest_is_read(tmp_path: Path, gz: bool) -> None:
    """A crawler that died while writing leaves half a record."""
    path = tmp_path / "cut.warc"
    file = three(gz=gz)
    path.write_bytes(file.data()[: file.offsets[2] + 150])
    captures, report = read(path)
    assert len(captures) == 2
    assert [broken.offset for broken in report.broken] == [file.offsets[2]]
    assert "cut" in str(report.broken[0]) or "head does not end" in str(report.broken[0])


def test_damage_within_a_gzip_member_costs_that_record_only(tmp_path: Path) -> None:
    """The next member that opens with a record is found."""
    file = three()
    data = bytearray(file.data())
    middle = (file.offsets[1] + file.offsets[2]) // 2
    data[middle : middle + 20] = b"\xff" * 20
    path = tmp_path / "damaged.warc.gz"
    path.write_bytes(data)
    captures, report = read(path)
    assert [capture.url[-1] for capture in captures] == ["0", "2"]
    assert [(broken.offset, broken.what) for broken in report.broken] == [(file.offsets[1], "the gzip data is damaged")]


def test_garbage_between_gzip_members_is_passed(tmp_path: Path) -> None:
    """Zero bytes are padding; anything else is reported."""
    file = three()
    data = file.data()
    path = tmp_path / "garbage.warc.gz"
    path.write_bytes(data[: file.offsets[1]] + b"\0" * 500 + b"rubbish" * 20_000 + data[file.offsets[1] :])
    captures, report = read(path)
    assert len(captures) == 3
    assert [broken.what for broken in report.broken] == ["the data after a gzip member is not gzip data"]


@pytest.mark.parametrize("gz", [True, False])
@pytest.mark.parametrize("change", [-17, 40, 900, 10**15])
def test_a_wrong_content_length_costs_that_record_only(tmp_path: Path, gz: bool, change: int) -> None:
    """Too small, a little too large, over the next record, past the end of the file."""
    file = three(gz=False)
    data = file.data()
    start, end = file.offsets[1:3]
    record = data[start:end]
    lengths = re.findall(rb"Content-Length: (\d+)", record)
    wrong = record.replace(b"Content-Length: " + lengths[0], b"Content-Length: %d" % (int(lengths[0]) + change))
    parts = [data[:start], wrong, data[end:]]
    path = tmp_path / "length.warc"
    path.write_bytes(b"".join(gzip.compress(part, mtime=0) if gz else part for part in parts))
    captures, report = read(path)
    assert [capture.url[-1] for capture in captures] == ["0", "2"]
    assert report.broken_count == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"HTTP/1.1 200", b"HTTP/1.1 abc", "status line"),
        (b"HTTP/1.1 200 OK", b"<html>200 OK!!!", "status line"),
        (b"WARC-Date: 2026-01-02", b"WARC-Date: 2026-13-45", "WARC-Date"),
        (b"Content-Length: ", b"Content-Lengfh: ", "Content-Length"),
        (b"Content-Length: ", b"Content-Length: -", "Content-Length"),
        (b"WARC/1.1\r\n", b"WRAC/1.1\r\n", "no WARC record begins"),
    ],
)
def test_a_broken_head_costs_that_record_only(tmp_path: Path, old: bytes, new: bytes, what: str) -> None:
    """One line says where and what."""
    file = three(gz=False)
    data = file.data()
    start, end = file.offsets[1:3]
    path = tmp_path / "head.warc"
    path.write_bytes(data[:start] + data[start:end].replace(old, new) + data[end:])
    captures, report = read(path)
    assert [capture.url[-1] for capture in captures] == ["0", "2"]
    assert [broken.offset for broken in report.broken] == [start]
    assert what in str(report.broken[0])
    assert "\n" not in str(report.broken[0])


def test_a_body_that_looks_like_a_record_is_a_body(tmp_path: Path) -> None:
    """A page may quote a WARC; only where a length is wrong are record lines looked for."""
    body = b"\r\n\r\n" + three(gz=False).data()
    file = WarcFile(gz=False).add("https://mfa.example/nested", body).add("https://mfa.example/after", PAGE)
    captures, report = read(file.save(tmp_path / "nested.warc"))
    assert [capture.body for capture in captures] == [body, PAGE]
    assert not report.broken


@pytest.mark.parametrize("content", [b"", b"hello\n" * 50_000, b"\x1f\x8b\x08broken", gzip.compress(b"hello", mtime=0)])
def test_what_is_no_warc_is_said_in_one_line(tmp_path: Path, content: bytes) -> None:
    """Nothing is read of a file in which no record begins."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"notes\.txt") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_zip_without_warcs_are_said_in_one_line(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(SourceUnreadable, match=r"none\.warc"):
        read(tmp_path / "none.warc")
    with pytest.raises(SourceUnreadable, match="a zip without a WARC"):
        read(wacz(tmp_path / "empty.wacz", []))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), gz=st.booleans())
def test_no_damage_raises_or_invents(tmp_path_factory: pytest.TempPathFactory, seed: int, gz: bool) -> None:
    """Whatever bytes are overwritten, every capture that comes out has an address and a payload that went in.

    (A gzip member's checksum makes that hold for payloads; in a plain file damage to text cannot be seen.)
    """
    chance = random.Random(seed)
    data = bytearray(three(gz=gz).data())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(1, 30)] = chance.randbytes(chance.randint(0, 30))
    path = tmp_path_factory.mktemp("damage") / "x.warc"
    path.write_bytes(data)
    try:
        captures, report = read(path)
    except SourceUnreadable:
        return
    assert len(captures) <= 3
    if gz:
        assert all(capture.body in (PAGE, PAGE * 2, PAGE * 3) for capture in captures)
        assert len(captures) == 3 or report.broken

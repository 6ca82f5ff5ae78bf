"""Reading WARCs: what others wrote, what is damaged, and what refers to something else."""

from __future__ import annotations

import gzip
import random
import re
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import SourceUnreadable
from crawler.items import Capture
from crawler.sources.decoding import decode_body, read_headers, read_status
from crawler.sources.records import date_of
from crawler.sources.warc import ReadReport, WarcReader, records
from tests.warcs import NOT_MODIFIED_PROFILE, WarcFile, one_member, wacz

PAGE = "<html><title>Навіны</title><p>Мінск</p></html>".encode()


def read(path: Path) -> tuple[list[Capture], ReadReport]:
    """All captures of a file, and what was met."""
    report = ReadReport()
    return list(records(path, report=report)), report


def three(*, gz: bool = True, version: str = "1.1") -> WarcFile:
    """A WARC of three pages."""
    file = WarcFile(gz=gz, version=version)
    for n in range(3):
        file.add(f"https://mfa.example/en/{n}", PAGE * (n + 1), at=f"2026-01-0{n + 1}T00:00:00Z")
    return file


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("gz", [True, False])
def test_every_response_is_a_capture(tmp_path: Path, version: str, gz: bool) -> None:
    """Address, time, status, headers and payload of each response come through, whatever version and packing."""
    captures, report = read(three(gz=gz, version=version).save(tmp_path / "pages.warc"))
    assert [capture.url for capture in captures] == [f"https://mfa.example/en/{n}" for n in range(3)]
    assert [capture.captured_at.day for capture in captures] == [1, 2, 3]
    assert [capture.body for capture in captures] == [PAGE, PAGE * 2, PAGE * 3]
    assert all(capture.status == 200 and capture.reason == "" for capture in captures)
    assert captures[0].headers[0] == ("Content-Type", "text/html; charset=utf-8")
    assert report.records == 3
    assert not report.broken


@pytest.mark.parametrize("version", [b"0.17", b"0.18", b"1.0", b"1.1", b"1.2"])
def test_any_warc_version_is_read(tmp_path: Path, version: bytes) -> None:
    """The drafts 0.17 and 0.18 differ only in the first line; a later version is tried all the same."""
    path = tmp_path / "old.warc"
    path.write_bytes(three(gz=False).data().replace(b"WARC/1.1", b"WARC/" + version))
    assert len(read(path)[0]) == 3


def test_a_warc_gzipped_as_one_member_is_read(tmp_path: Path) -> None:
    """``gzip file.warc`` makes one member of all records; the standard advises against it, people do it."""
    path = tmp_path / "one.warc.gz"
    path.write_bytes(one_member(three(gz=False)))
    captures, report = read(path)
    assert [capture.body for capture in captures] == [PAGE, PAGE * 2, PAGE * 3]
    assert not report.broken


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_warcs_of_a_wacz_are_read(tmp_path: Path, compression: int) -> None:
    """Both ways of packing; a revisit in one WARC finds its original in the other."""
    first = WarcFile().add("https://mfa.example/a", PAGE, at="2026-01-01T00:00:00Z")
    second = WarcFile().add_revisit(
        "https://mfa.example/a",
        at="2026-01-02T00:00:00Z",
        WARC_Refers_To_Target_URI="https://mfa.example/a",
        WARC_Refers_To_Date="2026-01-01T00:00:00Z",
    )
    path = wacz(
        tmp_path / "crawl.wacz", [("2.warc.gz", second.data()), ("1.warc.gz", first.data())], compression=compression
    )
    captures, report = read(path)
    assert sorted((capture.captured_at.day, capture.body) for capture in captures) == [(1, PAGE), (2, PAGE)]
    assert report.revisits == 1


def test_a_revisit_is_resolved_by_address_and_date_by_record_or_by_digest(tmp_path: Path) -> None:
    """Three ways in which writers name the original; the revisit keeps its own time, address and headers."""
    digest = "sha1:3EF4GH5IJ6KL7MN8OPQ9RSTUVWXYZABC"
    file = WarcFile()
    file.add(
        "https://mfa.example/a",
        PAGE,
        at="2026-01-01T00:00:00Z",
        warc_headers={"WARC-Payload-Digest": digest, "WARC-Record-ID": "<urn:uuid:1>"},
    )
    file.add_revisit("https://mfa.example/b", at="2026-01-02T00:00:00Z", WARC_Payload_Digest=digest.lower())
    file.add_revisit("https://mfa.example/c", at="2026-01-03T00:00:00Z", WARC_Refers_To="<urn:uuid:1>")
    file.add_revisit(
        "https://mfa.example/a",
        at="2026-01-04T00:00:00Z",
        headers=[("X-Visit", "second")],
        WARC_Refers_To_Target_URI="https://mfa.example/a",
        WARC_Refers_To_Date="2026-01-01T00:00:00Z",
    )
    captures, report = read(file.save(tmp_path / "revisits.warc.gz"))
    assert [capture.body for capture in captures] == [PAGE] * 4
    assert [capture.captured_at.day for capture in captures] == [1, 2, 3, 4]
    assert captures[3].headers == (("X-Visit", "second"),)
    assert report.revisits == 3


def test_a_revisit_before_its_original_is_resolved(tmp_path: Path) -> None:
    """Records of one crawl may be spread over files in any order."""
    digest = "sha1:" + "A" * 32
    file = WarcFile().add_revisit("https://mfa.example/a", at="2026-01-02T00:00:00Z", WARC_Payload_Digest=digest)
    file.add("https://mfa.example/a", PAGE, at="2026-01-01T00:00:00Z", warc_headers={"WARC-Payload-Digest": digest})
    captures, _ = read(file.save(tmp_path / "late.warc.gz"))
    assert sorted((capture.captured_at.day, capture.body) for capture in captures) == [(1, PAGE), (2, PAGE)]


def test_a_revisit_of_nothing_we_have_says_so(tmp_path: Path) -> None:
    """It is a capture without payload and with a reason: never an empty page."""
    file = WarcFile().add_revisit("https://mfa.example/a", at="2026-01-02T00:00:00Z", WARC_Payload_Digest="sha1:B")
    captures, report = read(file.save(tmp_path / "alone.warc.gz"))
    assert [(capture.reason, capture.body) for capture in captures] == [("revisit-unresolved", b"")]
    assert report.revisits == 0


def test_a_server_not_modified_revisit_is_a_304(tmp_path: Path) -> None:
    """That profile records a 304 answer, not a payload seen again."""
    file = WarcFile().add("https://mfa.example/a", PAGE, at="2026-01-01T00:00:00Z")
    file.add_revisit("https://mfa.example/a", at="2026-01-02T00:00:00Z", WARC_Profile=NOT_MODIFIED_PROFILE)
    captures, _ = read(file.save(tmp_path / "unchanged.warc.gz"))
    assert (captures[1].status, captures[1].body, captures[1].reason) == (304, b"", "")


def test_what_is_no_http_response_is_counted(tmp_path: Path) -> None:
    """Each other record is passed over with a word that says why."""
    file = WarcFile().add_info().add("dns:mfa.example", b"1.2.3.4", kind="resource")
    file.add("https://mfa.example/a.css", b"a{}", kind="resource")
    file.add("whois://mfa.example/", b"x")
    file.add("https://mfa.example/a", PAGE)
    file.add("https://mfa.example/b", PAGE, warc_headers={"WARC-Segment-Number": "1"})
    captures, report = read(file.save(tmp_path / "mixed.warc.gz"))
    assert [capture.url for capture in captures] == ["https://mfa.example/a"]
    assert report.skipped == {"warcinfo": 1, "resource": 2, "not-http": 1, "segmented": 1}


def test_the_method_is_that_of_the_request(tmp_path: Path) -> None:
    """The answer to a POST is no capture of what GET would give; the request may follow its response."""
    file = WarcFile().add("https://mfa.example/more", b"[]", warc_headers={"WARC-Record-ID": "<urn:uuid:9>"})
    file.add_request("https://mfa.example/more", method="POST", body=b"page=2", concurrent_to="<urn:uuid:9>")
    captures, report = read(file.save(tmp_path / "post.warc.gz"))
    assert captures[0].method == "POST"
    assert (captures[0].request_body_digest or "").startswith("sha256:")
    assert report.skipped == {"request": 1}


def test_the_address_as_asked_is_kept_beside_its_one_spelling(tmp_path: Path) -> None:
    """The record's target differs from the archive's address in case and fragment."""
    captures, _ = read(WarcFile().add("HTTP://MFA.example:80/a#top", PAGE).save(tmp_path / "spelling.warc.gz"))
    assert captures[0].url == "http://mfa.example/a"
    assert captures[0].asked == "HTTP://MFA.example:80/a#top"


# --- damage ---------------------------------------------------------------------------------------------------------


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
    assert [broken.what for broken in report.broken] == ["what follows is not gzip data"]


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
    path.write_bytes(b"".join(gzip.compress(part) if gz else part for part in parts))
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


@pytest.mark.parametrize("content", [b"", b"hello\n" * 50_000, b"\x1f\x8b\x08broken", gzip.compress(b"hello")])
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


def test_a_record_read_again_by_its_place_is_the_same(tmp_path: Path) -> None:
    """Replay keeps places, not payloads: for each packing, a place leads back to the same capture."""
    files = {
        "a.warc.gz": three().data(),
        "b.warc": three(gz=False).data(),
        "c.warc.gz": one_member(three(gz=False)),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    wacz(tmp_path / "d.wacz", [("a.warc.gz", files["a.warc.gz"])])
    for path in sorted(tmp_path.iterdir()):
        reader = WarcReader([path], report=ReadReport())
        found = list(reader.read())
        assert [reader.at(each) for each in reversed(found)] == [each.capture for each in reversed(found)]
        reader.close()


def test_a_record_too_large_to_hold_is_a_capture_without_payload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its body is passed over unread; the record after it is read."""
    monkeypatch.setattr("crawler.sources.records.LARGEST_BLOCK", 1000)
    file = WarcFile().add("https://mfa.example/film", b"x" * 500_000).add("https://mfa.example/a", PAGE)
    captures, report = read(file.save(tmp_path / "large.warc.gz"))
    assert [(capture.status, capture.body, capture.reason) for capture in captures] == [
        (200, b"", "too-large"),
        (200, PAGE, ""),
    ]
    assert not report.broken


# --- bodies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
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

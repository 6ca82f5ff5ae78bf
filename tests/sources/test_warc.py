"""Reading WARCs: what others wrote, what is damaged, and what refers to something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from crawler.items import Capture
from crawler.sources.warc import ReadReport, WarcReader, records
from tests.support.warcs import NOT_MODIFIED_PROFILE, WarcFile, one_member, wacz

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
    assert [capture.url for capture in captures] == ["https://mfa.example/a.css", "https://mfa.example/a"]
    assert report.skipped == {"warcinfo": 1, "not-http": 2, "segmented": 1}


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
    monkeypatch.setattr("crawler.sources.warc_records.LARGEST_BLOCK", 1000)
    file = WarcFile().add("https://mfa.example/film", b"x" * 500_000).add("https://mfa.example/a", PAGE)
    captures, report = read(file.save(tmp_path / "large.warc.gz"))
    assert [(capture.status, capture.body, capture.reason) for capture in captures] == [
        (200, b"", "too-large"),
        (200, PAGE, ""),
    ]
    assert not report.broken


# --- bodies ---------------------------------------------------------------------------------------------------------

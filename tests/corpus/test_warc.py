"""WARCs that others wrote, read and compared with what warcio makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.items import Capture
from crawler.sources.warc import ReadReport, records

SETS = ("by_mfa/pages", "eu_parliament/pages", "no_regjeringen/pages", "se_sametinget/pages", "warc/iana")


def read(path: Path) -> tuple[list[Capture], ReadReport]:
    """All captures of a file, and what was met."""
    report = ReadReport()
    return list(records(path, report=report)), report


def as_warcio_reads(path: Path) -> dict[tuple[str, str], bytes]:
    """The payload of each response record, by address and date, as warcio decodes it."""
    with path.open("rb") as file:
        return {
            (record.rec_headers["WARC-Target-URI"], record.rec_headers["WARC-Date"]): record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        }


def as_asked(capture: Capture) -> str:
    """The address as the record has it."""
    return capture.asked or capture.url


@pytest.mark.parametrize("name", SETS)
def test_every_payload_is_byte_for_byte_what_warcio_reads(corpus: Path, name: str) -> None:
    """warcio is an independent reader; the sets have plain and chunked bodies.

    The Norwegian set holds one address twice at one time with two bodies, so captures are looked up among values.
    """
    path = corpus / f"{name}.warc.gz"
    captures, report = read(path)
    theirs = as_warcio_reads(path)
    assert not report.broken
    ours = {(as_asked(capture), f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}"): capture.body for capture in captures}
    assert {key: ours[key] for key in theirs} == theirs


def test_the_revisits_of_a_linked_site_are_all_resolved(corpus: Path) -> None:
    """171 exchanges, 123 of them revisits named by digest alone; every one gets its payload."""
    captures, report = read(corpus / "warc" / "iana.warc.gz")
    assert len(captures) == 171
    assert report.revisits == 123
    assert report.skipped == {"request": 171, "warcinfo": 1}
    assert {capture.reason for capture in captures} == {""}
    bodies: dict[str, set[bytes]] = {}
    for capture in captures:
        if capture.status == 200:
            bodies.setdefault(capture.url, set()).add(capture.body)
    assert {len(found) for found in bodies.values()} == {1}, "a revisited address has one payload"


def test_a_revisit_of_another_address_alone_is_said_to_be_unresolved(corpus: Path) -> None:
    """Its original is in no file that is here."""
    captures, report = read(corpus / "warc" / "example-url-agnostic-revisit.warc.gz")
    assert [(capture.status, capture.reason, capture.body) for capture in captures] == [
        (200, "revisit-unresolved", b"")
    ]
    assert captures[0].url == "http://example.com/"
    assert not report.broken


def test_a_broken_arc_gives_one_line_a_record(corpus: Path) -> None:
    """Two lengths of -1, a body that is no HTTP, a length that is no number: nothing is read, nothing is raised."""
    captures, report = read(corpus / "warc" / "bad.arc")
    assert captures == []
    assert len(report.broken) == 4
    assert all(str(broken).startswith("bad.arc, record at byte ") for broken in report.broken)

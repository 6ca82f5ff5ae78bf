"""Forms of WARC and WACZ that other tools write: zstd, packages in packages, informational responses, resources."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.cli import main
from crawler.errors import SourceUnreadable
from crawler.items import Capture
from crawler.pages.feed import FeedPage
from crawler.pages.site import PageRule, Site
from crawler.sources.http_messages import split_message
from crawler.sources.importing import import_files
from crawler.sources.warc import ReadReport, WarcReader
from tests.support.warcs import DIGEST_PROFILE, WarcFile, wacz

PAGE = "<html><title>Навіны</title><p>Мінск</p></html>".encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def read(*paths: Path) -> tuple[list[Capture], ReadReport]:
    """All captures, and what was reported."""
    report = ReadReport()
    return [found.capture for found in WarcReader(paths, report=report).read()], report


def plain(count: int = 3, revisit: bool = False) -> WarcFile:
    """A WARC with some pages; the last may be a revisit of the first."""
    file = WarcFile(gz=False)
    for number in range(count):
        file.add(f"https://mfa.example/{number}", PAGE + str(number).encode() * 500)
    if revisit:
        file.add_revisit(
            "https://mfa.example/0",
            at="2026-02-02T03:04:05Z",
            WARC_Profile=DIGEST_PROFILE,
            WARC_Refers_To_Target_URI="https://mfa.example/0",
            WARC_Refers_To_Date="2026-01-02T03:04:05Z",
        )
    return file


def frames(file: WarcFile, dictionary: zstandard.ZstdCompressionDict | None = None) -> list[bytes]:
    """The records of a plain WARC, each as a zstd frame of its own."""
    data = file.data()
    ends: list[int | None] = [*file.offsets[1:], None]
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    return [packer.compress(data[start:end]) for start, end in zip(file.offsets, ends, strict=True)]


def dictionary_frame(dictionary: zstandard.ZstdCompressionDict, *, packed: bool) -> bytes:
    """The skippable frame with which a file that uses a dictionary begins."""
    content = dictionary.as_bytes()
    content = zstandard.compress(content) if packed else content
    return b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def trained() -> zstandard.ZstdCompressionDict:
    """A dictionary of records like those of the tests."""
    samples: list[bytes | bytearray | memoryview[int]] = [
        b"WARC/1.1\r\nWARC-Type: response\r\n" + str(n).encode() * 40 + PAGE for n in range(200)
    ]
    return zstandard.train_dictionary(2048, samples)


@pytest.mark.parametrize("form", ["frames", "one frame", "dictionary", "packed dictionary", "skippable between"])
def test_a_zstd_warc_is_read(tmp_path: Path, form: str) -> None:
    """A frame a record or one for all; with a dictionary or without; a revisit finds its original in any."""
    file = plain(revisit=True)
    path = tmp_path / "crawl.warc.zst"
    if form == "one frame":
        path.write_bytes(zstandard.compress(file.data()))
    elif "dictionary" in form:
        dictionary = trained()
        head = dictionary_frame(dictionary, packed=form.startswith("packed"))
        path.write_bytes(head + b"".join(frames(file, dictionary)))
    else:
        between = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note" if form == "skippable between" else b""
        path.write_bytes(between.join(frames(file)))
    expected, _ = read(file.save(tmp_path / "crawl.warc"))
    captures, report = read(path)
    assert captures == expected
    assert (len(captures), report.broken_count, report.revisits) == (4, 0, 1)


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_zstd_frame_costs_its_own_record(tmp_path: Path, damage: str) -> None:
    parts = frames(plain())
    parts[1] = parts[1][:-9] if damage == "cut" else parts[1][:12] + b"\xff" * 8 + parts[1][20:]
    path = tmp_path / "crawl.warc.zst"
    path.write_bytes(b"".join(parts))
    captures, report = read(path)
    assert [capture.url[-1] for capture in captures] == ["0", "2"]
    assert report.broken_count
    path.write_bytes(b"".join(frames(plain()))[:-9])
    captures, report = read(path)
    assert [capture.url[-1] for capture in captures] == ["0", "1"]
    assert "zstd data is cut short" in report.broken[0].what


@pytest.mark.parametrize("content", [b"\x28\xb5\x2f\xfdnot zstd", b"x" * 40])
def test_a_damaged_dictionary_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crawl.warc.zst"
    path.write_bytes(b"\x5d\x2a\x4d\x18" + (len(content) + 40).to_bytes(4, "little") + content)
    with pytest.raises(SourceUnreadable, match=r"crawl\.warc\.zst: its zstd dictionary"):
        read(path)


def test_a_zstd_bomb_takes_little_memory(tmp_path: Path) -> None:
    """A frame of some kilobytes that stands for 64 MB is read piece by piece, and is no WARC."""
    path = tmp_path / "bomb.warc.zst"
    path.write_bytes(zstandard.compress(bytes(64 << 20)))
    with pytest.raises(SourceUnreadable, match="not a WARC"):
        read(path)


def package(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip with those files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("inner", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("outer", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_packages_of_a_multi_wacz_are_read(tmp_path: Path, inner: int, outer: int) -> None:
    """Two packages and a WARC beside them, one package a level deeper."""
    one = package({"archive/a.warc.gz": WarcFile().add("https://mfa.example/a", PAGE).data()}, inner)
    two = package({"archive/b.warc.zst": b"".join(frames(plain(1)))}, inner)
    files = {"datapackage.json": b'{"profile": "multi-wacz-package"}', "a.wacz": one}
    files |= {"more/deep.wacz": package({"two.wacz": two}, inner), "notes.zip": b"no zip"}
    files |= {"archive/c.warc.gz": WarcFile().add("https://mfa.example/c", PAGE).data()}
    path = tmp_path / "all.wacz"
    path.write_bytes(package(files, outer))
    captures, report = read(path)
    assert sorted(capture.url for capture in captures) == [f"https://mfa.example/{name}" for name in "0ac"]
    assert report.broken_count == 0
    reader = WarcReader([path], report=ReadReport())
    assert {warc.label for warc in reader.warcs} == {
        "all.wacz!archive/c.warc.gz",
        "all.wacz!a.wacz!archive/a.warc.gz",
        "all.wacz!more/deep.wacz!two.wacz!archive/b.warc.zst",
    }


def test_packages_that_are_elsewhere_are_named(tmp_path: Path) -> None:
    """A multi-WACZ may only point to its parts: what it does not hold is said."""
    listed = b'{"resources": [{"path": "one.wacz"}, {"path": "https://files.example/two.wacz?x=1"}]}'
    one = package({"archive/a.warc.gz": WarcFile().add("https://mfa.example/a", PAGE).data()})
    path = tmp_path / "all.wacz"
    path.write_bytes(package({"datapackage.json": listed, "one.wacz": one}))
    captures, report = read(path)
    assert len(captures) == 1
    assert "https://files.example/two.wacz" in str(report.broken[0])
    path.write_bytes(package({"datapackage.json": listed}))
    with pytest.raises(SourceUnreadable, match=r"one\.wacz"):
        read(path)


def test_packages_are_not_opened_without_end(tmp_path: Path) -> None:
    data = package({"archive/a.warc.gz": WarcFile().add("https://mfa.example/a", PAGE).data()})
    for _ in range(6):
        data = package({"x.wacz": data})
    (tmp_path / "deep.wacz").write_bytes(data)
    with pytest.raises(SourceUnreadable, match="nested"):
        read(tmp_path / "deep.wacz")


@given(
    st.lists(st.sampled_from([100, 102, 103, 110, 199]), max_size=3),
    st.sampled_from(["", "Link: </a.css>; rel=preload\r\n", "X: HTTP/1.1 200 OK\r\n"]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_informational_responses_before_the_final_one_are_no_part_of_it(
    codes: list[int], fields: str, end: str
) -> None:
    """RFC 9110, 15.2 and RFC 8297."""
    early = "".join(f"HTTP/1.1 {code} Early\r\n{fields}\r\n" for code in codes).replace("\r\n", end)
    final = OK.decode().replace("\r\n", end)
    head, body = split_message((early + final).encode() + PAGE)
    assert (head, body) == (final.removesuffix(end * 2).encode(), PAGE)


@pytest.mark.parametrize(
    "block",
    [b"HTTP/1.1 103 Early Hints\r\n\r\n<html>", b"HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"],
)
def test_a_response_that_ends_there_is_left_as_it_is(block: bytes) -> None:
    """Nothing follows that is a response; 101 is the final one."""
    assert split_message(block) == tuple(block.split(b"\r\n\r\n", 1))


def records(*raw: tuple[str, str, str, bytes]) -> bytes:
    """A plain WARC of records: type, target, media type, block."""
    out = b""
    for number, (kind, target, media_type, block) in enumerate(raw):
        head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2026-03-02T10:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {media_type}\r\nContent-Length: {len(block)}"
        out += head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
    return out


def test_early_hints_and_resources_become_captures(tmp_path: Path) -> None:
    """A resource is a payload without its response: it was there, with its media type."""
    path = tmp_path / "a.warc"
    path.write_bytes(
        records(
            (
                "response",
                "https://mfa.example/a",
                "application/http",
                b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + OK + PAGE,
            ),
            ("resource", "https://mfa.example/b", "text/html", PAGE),
            ("resource", "https://mfa.example/c", "application/http; msgtype=response", OK + PAGE),
            ("resource", "urn:view:https://mfa.example/b", "image/png", b"png"),
            ("conversion", "https://mfa.example/b", "text/plain", b"text"),
        )
    )
    captures, report = read(path)
    assert [(each.url[-1], each.status, each.body) for each in captures] == [(name, 200, PAGE) for name in "abc"]
    assert [each.headers for each in captures] == [(("Content-Type", "text/html"),)] * 3
    assert report.skipped == {"not-http": 1, "conversion": 1}


def test_an_import_says_what_it_left_out(tmp_path: Path) -> None:
    """Whole records without a page, and entries of listings without an address: in the rows and in the run."""
    feed = b"<rss><channel><item><title>A</title></item><item><link>https://mfa.example/1</link></item></channel></rss>"
    path = tmp_path / "a.warc"
    path.write_bytes(
        records(("conversion", "https://mfa.example/b", "text/plain", b"text"), ("metadata", "x", "a/b", b"c"))
    )
    said = CliRunner().invoke(main, ["--archive", str(tmp_path / "a.db"), "import", str(path)])
    assert said.exit_code == 0
    assert "1 conversion" in said.stderr
    assert "1 metadata" in said.stderr
    path.write_bytes(records(("resource", "https://mfa.example/feed", "text/xml", feed)))
    site = Site(name="mfa", hosts=("mfa.example",), rules=(PageRule("^/feed$", FeedPage, kind="feed"),))
    with Archive.open(tmp_path / "b.db") as archive:
        report = import_files(archive, [path], lambda _: site)
        assert report.rows()[0]["unread"] == {"entries": 1}
        assert archive.runs()[0]["counts"]["unread/entries"] == 1


def test_an_ordinary_import_says_nothing(tmp_path: Path) -> None:
    """Records that only describe others are no loss."""
    file = WarcFile().add_info().add("https://mfa.example/a", PAGE)
    path = wacz(tmp_path / "a.wacz", [("a.warc.gz", file.data())])
    said = CliRunner().invoke(main, ["--archive", str(tmp_path / "a.db"), "import", str(path)])
    assert (said.exit_code, said.stderr) == (0, "")


def test_an_arc_in_a_package_is_read(tmp_path: Path) -> None:
    """Older collections are packed as ARC files (Internet Archive, 1996)."""
    block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>a</p>\n"
    about = "1 0 IA\nURL IP-address Archive-date Content-type Archive-length\n"
    head = f"filedesc://a.arc 0.0.0.0 20260601120000 text/plain {len(about)}\n{about}\n"
    one = f"https://ministry.example/1 192.0.2.1 20260601120000 text/html {len(block)}\n{block}\n"
    file = tmp_path / "a.zip"
    file.write_bytes(package({"a/1.arc": (head + one).encode()}))
    found, _ = read(file)
    assert [(each.url, each.body) for each in found] == [("https://ministry.example/1", b"<p>a</p>\n")]

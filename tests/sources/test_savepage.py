"""Pages kept as folders that tests replay."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from crawler.archive import Archive
from crawler.errors import NotInArchive
from crawler.items import Capture
from crawler.pages.site import generic_site
from crawler.sources import fixtures
from crawler.sources.importing import import_files
from crawler.sources.save_page import from_archive, save_page
from tests.conftest import ROOT
from tests.support.warcs import HTML, WarcFile

URL = "https://mfa.example/en/visit.html"
PARAGRAPHS = [
    f"<p>The minister met the delegation number {n} in the capital and talked about trade, roads and the border.</p>"
    for n in range(6)
]
PAGE = (
    "<html lang=en><head><meta charset=utf-8><title>A visit</title></head><body><nav><a href=/>Home</a></nav>"
    f"<main><article><h1>A visit</h1>{''.join(PARAGRAPHS)}</article></main></body></html>"
).encode()
SITE = generic_site("mfa.example")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two captures of one page, and a 404 after them."""
    warc = WarcFile()
    warc.add(URL, PAGE, at="2026-01-01T00:00:00Z")
    warc.add(URL, PAGE.replace(b"trade", b"tariffs"), at="2026-01-02T00:00:00Z")
    warc.add(URL, b"", at="2026-01-03T00:00:00Z", status="404 Not Found", headers=[])
    archive = Archive.open(tmp_path / "a.db")
    import_files(archive, [warc.save(tmp_path / "a.warc.gz")], lambda url: None)
    return archive


def test_a_page_is_three_files(tmp_path: Path) -> None:
    """The bytes as they came, the facts of the capture, and the item they are read to be."""
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    capture = Capture(url=URL, captured_at=at, status=200, headers=(HTML,), body=PAGE)
    folder = save_page(tmp_path, SITE, capture, name="visit")
    assert folder == tmp_path / "mfa.example" / "visit"
    assert (folder / "page.html").read_bytes() == PAGE
    facts = json.loads((folder / "page.json").read_text())
    assert facts["url"] == URL
    assert facts["captured_at"] == "2026-01-02T03:04:05Z"
    assert facts["headers"] == [list(HTML)]
    article = json.loads((folder / "expected.json").read_text())["article"]
    assert article["title"] == "A visit"
    assert len(article["body"]) == 6
    assert fixtures.as_expected(fixtures.replay(fixtures.load(folder), SITE))["article"]["title"] == "A visit"


def test_a_folder_gets_a_name_from_what_it_shows(tmp_path: Path) -> None:
    """Outcome, language and the end of the address, without anything that a file system minds."""
    capture = Capture(url=URL, captured_at=datetime(2026, 1, 1, tzinfo=UTC), status=200, headers=(HTML,), body=PAGE)
    assert save_page(tmp_path, SITE, capture).name == "article-en-visit"
    assert save_page(tmp_path, SITE, capture, name="../a b/ц").name == "a-b-ц"


def test_a_page_is_taken_from_an_archive(archive: Archive) -> None:
    """The newest capture that has a payload, or the newest by a moment; by address or by id."""
    with archive:
        newest = from_archive(archive, URL)
        assert newest.captured_at.day == 2
        assert b"tariffs" in newest.body
        older = from_archive(archive, URL, at=datetime(2026, 1, 1, 12, tzinfo=UTC))
        assert older.body == PAGE
        identifier = next(iter(archive.articles()))["id"]
        assert from_archive(archive, identifier).body == newest.body


FETCH = """
import sys
from pathlib import Path
from crawler.cli.site_lookup import project_settings
from crawler.errors import CommuniqueError
from crawler.pages.site import Site
from crawler.sources.save_page import fetch, save_page
site = Site(name="local", hosts=("127.0.0.1",), private=True, https=False, delay=0)
try:
    print(save_page(Path(sys.argv[1]), site, fetch(site, sys.argv[2], project_settings())))
except CommuniqueError as error:
    print(error)
"""


class Ministry(BaseHTTPRequestHandler):
    """Answers with the page, gzipped, and forbids a part."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        robots = self.path == "/robots.txt"
        body = b"User-agent: *\nDisallow: /secret" if robots else gzip.compress(PAGE)
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if robots else "text/html; charset=utf-8")
        if not robots:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def ministry() -> Iterator[str]:
    """The address of a server on loopback."""
    Ministry.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Ministry) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def ask(to: Path, url: str) -> str:
    """What a process says that asks for one page: Scrapy's reactor runs once in a process."""
    done = subprocess.run(
        [sys.executable, "-c", FETCH, str(to), url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.strip()


def test_a_page_is_asked_for_with_the_project_s_own_downloader(tmp_path: Path, ministry: str) -> None:
    """robots.txt first, then the page; what is kept is decoded, and says what it was decoded from."""
    folder = Path(ask(tmp_path, f"{ministry}/en/visit.html"))
    assert Ministry.asked == ["/robots.txt", "/en/visit.html"]
    assert (folder / "page.html").read_bytes() == PAGE
    assert ["Content-Encoding", "gzip"] in json.loads((folder / "page.json").read_text())["headers"]
    assert json.loads((folder / "expected.json").read_text())["article"]["title"] == "A visit"


def test_what_may_not_or_cannot_be_had_is_said_in_one_line(tmp_path: Path, ministry: str) -> None:
    """Forbidden by robots.txt, another host's, and nobody there."""
    assert "not requested (excluded: robots)" in ask(tmp_path, f"{ministry}/secret/1.html")
    assert Ministry.asked == ["/robots.txt"]
    assert "is not an address of local" in ask(tmp_path, "http://mfa.example/1.html")
    assert "not requested (excluded: robots-unreachable)" in ask(tmp_path, "http://127.0.0.1:9/1.html")


def test_what_the_archive_has_not_is_said(archive: Archive) -> None:
    """An unknown address, and a moment before the first capture."""
    with archive:
        with pytest.raises(NotInArchive):
            from_archive(archive, "https://mfa.example/never")
        with pytest.raises(NotInArchive, match="2025"):
            from_archive(archive, URL, at=datetime(2025, 1, 1, tzinfo=UTC))

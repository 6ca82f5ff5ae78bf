"""Pages kept as folders that tests replay."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.errors import NotInArchive
from crawler.items import Capture
from crawler.sources import fixtures
from crawler.sources.importing import generic_site, import_files
from crawler.sources.saving import from_archive, save_page
from tests.warcs import HTML, WarcFile

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


def test_what_the_archive_has_not_is_said(archive: Archive) -> None:
    """An unknown address, and a moment before the first capture."""
    with archive:
        with pytest.raises(NotInArchive):
            from_archive(archive, "https://mfa.example/never")
        with pytest.raises(NotInArchive, match="2025"):
            from_archive(archive, URL, at=datetime(2025, 1, 1, tzinfo=UTC))

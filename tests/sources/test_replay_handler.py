"""The download handler that answers from saved responses."""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers import DownloadHandlers
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.archive import Archive
from crawler.errors import NotInReplay, SourceUnreadable
from crawler.items import Capture
from crawler.sources.replay_handler import ReplayDownloadHandler, check_saved, open_saved
from tests.support.warcs import HTML, NOT_MODIFIED_PROFILE, WarcFile

PAGE = "<html><title>Навіны</title><p>Мінск</p></html>".encode()


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Two captures of one address, a 304 and half a page after them, a gzipped body, a revisit, a POST."""
    file = WarcFile()
    file.add("https://mfa.example/a", b"<p>old</p>", at="2026-01-01T00:00:00Z")
    file.add("https://mfa.example/a", b"<p>new</p>", at="2026-01-02T00:00:00Z")
    file.add_revisit("https://mfa.example/a", at="2026-01-03T00:00:00Z", WARC_Profile=NOT_MODIFIED_PROFILE)
    file.add("https://mfa.example/gz", gzip.compress(PAGE), headers=[HTML, ("Content-Encoding", "gzip")])
    file.add_revisit(
        "https://mfa.example/again",
        at="2026-01-04T00:00:00Z",
        WARC_Refers_To_Target_URI="https://mfa.example/a",
        WARC_Refers_To_Date="2026-01-01T00:00:00Z",
    )
    file.add("https://mfa.example/a", PAGE[:9], at="2026-01-05T00:00:00Z", warc_headers={"WARC-Truncated": "length"})
    file.add("https://mfa.example/gone", b"", status="404 Not Found", headers=[])
    file.add("https://mfa.example/more", b"[]", warc_headers={"WARC-Record-ID": "<urn:uuid:9>"})
    file.add_request("https://mfa.example/more", method="POST", concurrent_to="<urn:uuid:9>")
    return file.save(tmp_path / "saved.warc.gz")


def handler(path: Path) -> ReplayDownloadHandler:
    """As Scrapy would make it."""
    return ReplayDownloadHandler.from_crawler(get_crawler(settings_dict={"REPLAY": str(path)}))


def ask(path: Path, *requests: Request) -> list[Response]:
    """The answers to some requests, one after the other."""

    async def run() -> list[Response]:
        found = handler(path)
        try:
            return [await found.download_request(request) for request in requests]
        finally:
            await found.close()

    return asyncio.run(run())


def test_the_newest_answer_is_served_as_of_its_time(warc: Path) -> None:
    """Not the older one, not the 304 after it, which says nothing by itself, and not the half page after that."""
    request = Request("https://mfa.example/a")
    (response,) = ask(warc, request)
    assert (response.status, response.body) == (200, b"<p>new</p>")
    assert request.meta["captured_at"] == datetime(2026, 1, 2, tzinfo=UTC)
    assert isinstance(response, HtmlResponse)
    assert response.flags == ["replay"]


def test_a_gzipped_body_is_served_decoded(warc: Path) -> None:
    """Its Content-Encoding is gone, else Scrapy would decode it again."""
    (response,) = ask(warc, Request("https://mfa.example/gz"))
    assert response.body == PAGE
    assert b"Content-Encoding" not in response.headers
    assert response.headers[b"Content-Type"] == b"text/html; charset=utf-8"


def test_a_revisit_is_served_with_its_original_s_payload(warc: Path) -> None:
    """And at its own time."""
    request = Request("https://mfa.example/again")
    (response,) = ask(warc, request)
    assert response.body == b"<p>old</p>"
    assert request.meta["captured_at"].day == 4


def test_statuses_and_spellings_come_through(warc: Path) -> None:
    """A saved 404 is a 404; an address in another spelling is the same address."""
    responses = ask(warc, Request("https://mfa.example/gone"), Request("https://MFA.example:443/a#x"))
    assert [response.status for response in responses] == [404, 200]


def test_a_missing_record_is_an_error_of_its_own(warc: Path) -> None:
    """Also where only another method was saved; its reason word is what the exchange is kept with."""
    for request in (Request("https://mfa.example/never"), Request("https://mfa.example/more")):
        with pytest.raises(NotInReplay) as caught:
            ask(warc, request)
        assert caught.value.reason == "not-in-replay"
        assert not isinstance(caught.value, OSError), "Scrapy would ask again"
    assert ask(warc, Request("https://mfa.example/more", method="POST"))[0].body == b"[]"


def test_one_file_serves_both_schemes(warc: Path) -> None:
    """The index is made once a crawl, not once a scheme."""
    crawler = get_crawler(settings_dict={"REPLAY": str(warc)})
    first, second = (ReplayDownloadHandler.from_crawler(crawler) for _ in range(2))
    assert first._saved is second._saved
    asyncio.run(first.close())


def test_without_the_setting_the_handler_is_off() -> None:
    """As Scrapy's components do it."""
    with pytest.raises(NotConfigured):
        ReplayDownloadHandler.from_crawler(get_crawler())


def test_scrapy_takes_it_as_a_handler(warc: Path) -> None:
    """Named in DOWNLOAD_HANDLERS, it is what http and https requests reach."""
    name = "crawler.sources.replay_handler.ReplayDownloadHandler"
    crawler = get_crawler(settings_dict={"REPLAY": str(warc), "DOWNLOAD_HANDLERS": {"http": name, "https": name}})
    handlers = DownloadHandlers(crawler)
    assert isinstance(handlers._get_handler("https"), ReplayDownloadHandler)
    assert isinstance(handlers._get_handler("http"), ReplayDownloadHandler)


def test_an_archive_serves_its_newest_answers(tmp_path: Path) -> None:
    """What was never answered (status 0) and a 304 are passed over."""
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add_site("x", "X", ("en",))
        run = archive.start_run("x", mode="live", at=datetime(2026, 1, 1, tzinfo=UTC))
        url = "https://mfa.example/a"
        facts = [(1, 200, b"<p>old</p>", "listing"), (2, 200, PAGE, "listing"), (3, 304, b"", "unchanged")]
        captures = [
            Capture(
                url=url,
                site="x",
                status=status,
                body=body,
                outcome=outcome,
                headers=(("Content-Type", "text/html"), ("Content-Encoding", "br")),
                captured_at=datetime(2026, 1, day, tzinfo=UTC),
            )
            for day, status, body, outcome in facts
        ]
        lost = Capture(url=url, site="x", outcome="unreachable", captured_at=datetime(2026, 1, 4, tzinfo=UTC))
        archive.store(run, [*captures, lost])
    request = Request("https://mfa.example/a")
    (response,) = ask(path, request)
    assert response.body == PAGE
    assert request.meta["captured_at"].day == 2
    with pytest.raises(NotInReplay):
        ask(path, Request("https://mfa.example/b"))


def test_a_file_that_cannot_be_replayed_is_said_beforehand(tmp_path: Path, warc: Path) -> None:
    """The command line asks before a crawl begins."""
    check_saved(warc)
    notes = tmp_path / "notes.txt"
    notes.write_text("hello")
    for path in (notes, tmp_path / "none"):
        with pytest.raises(SourceUnreadable):
            check_saved(path)
        with pytest.raises(SourceUnreadable):
            open_saved(path)

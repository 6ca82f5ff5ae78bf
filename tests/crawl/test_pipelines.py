"""The way down: normalize, deduplicate, archive; and what happens when the archive fails."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.utils.test import get_crawler

from crawler.archive import Archive
from crawler.archive.parts.captures import CapturesPart
from crawler.crawl.clock import FAILED
from crawler.crawl.spider import MinistrySpider
from crawler.errors import ArchiveUnwritable
from crawler.items import Article, Capture
from crawler.pipelines.archive import ArchivePipeline
from crawler.pipelines.deduplicate import DeduplicatePipeline
from crawler.pipelines.normalize import NormalizePipeline
from tests.support.loopback import Server, crawl
from tests.support.newsroom import HOST, article, listing, pages, spider

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ARTICLE = Article(url=f"{HOST}/en/news/a1", title=" A  title ", body=("Words of it.",), published_raw="1 March 2026")
CAPTURE = Capture(url=ARTICLE.url, captured_at=NOON, status=200, body=b"x", outcome="article", article=ARTICLE)


def test_normalize_reads_dates_in_the_zone_of_the_site() -> None:
    """Through the pipeline as through an import: one function does both."""
    crawler = get_crawler(spider(zone="Europe/Minsk"))
    crawler.spider = crawler._create_spider()
    pipeline = NormalizePipeline.from_crawler(crawler)
    found = pipeline.process_item(replace(CAPTURE, article=replace(ARTICLE, published_raw="2026-03-01 10:00"))).article
    assert (found.title, found.published) == ("A title", "2026-03-01T10:00:00+03:00")
    assert pipeline.process_item({"a": 1}) == {"a": 1}


def test_a_twin_within_a_run_is_dropped_and_counted() -> None:
    """The same bytes from the same address; other bytes, another address, another outcome are none."""
    crawler = get_crawler()
    pipeline = DeduplicatePipeline.from_crawler(crawler)
    others = [CAPTURE, replace(CAPTURE, body=b"y"), replace(CAPTURE, url=HOST), replace(CAPTURE, outcome="missing")]
    assert [pipeline.process_item(each) for each in others] == others
    with pytest.raises(DropItem):
        pipeline.process_item(replace(CAPTURE, captured_at=datetime(2026, 3, 2, tzinfo=UTC)))
    assert crawler.stats.get_value("deduplicate/twin") == 1


def test_a_feed_has_the_articles_and_nothing_else(tmp_path: Path) -> None:
    """``scrapy crawl ... -O news.jsonl`` writes what anyone who knows Scrapy expects, in readable letters."""
    feed = tmp_path / "news.jsonl"
    made = {"/en/news/": listing("a1"), "/en/news/?p=2": "<ul></ul>", "/en/news/a1": article("Мінск")}
    with Server(made) as server:
        feeds = {"FEEDS": {str(feed): {"format": "jsonlines"}}}
        crawl(spider(), tmp_path / "a.db", feeds, base=server.url)
    text = feed.read_text(encoding="utf-8")
    (row,) = [json.loads(line) for line in text.splitlines()]
    assert (row["url"], row["title"], row["language"]) == (f"{HOST}/en/news/a1", "Title of Мінск", "en")
    assert "Мінск" in text


def test_what_waits_is_stored_every_second(tmp_path: Path) -> None:
    """A slow crawl is in the archive while it runs, so that a crash loses a second at most."""
    seen: list[int] = []

    def look(_: Any) -> str:
        if (tmp_path / "a.db").exists():
            connection = sqlite3.connect(tmp_path / "a.db")
            seen.append(connection.execute("SELECT count(*) FROM capture").fetchone()[0])
            connection.close()
        return article("c3")

    made = pages(**{"/en/news/c3": look})
    with Server(made) as server:
        crawl(spider(delay=0.3), tmp_path / "a.db", {"ARCHIVE_BATCH_SIZE": 1000}, base=server.url)
    assert 5 <= seen[0] < 14, "thirteen requests before it, at one in 0.3 s"


def test_the_crawl_waits_for_an_archive_that_is_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So memory stays flat; nothing is lost, and batches are stored in their order."""
    waiting: list[int] = []
    store = CapturesPart.store

    def slow(self: CapturesPart, run: int, captures: Sequence[Capture]) -> list[str]:
        import time

        waiting.append(len(captures))
        time.sleep(0.05)
        return store(self, run, captures)

    monkeypatch.setattr(CapturesPart, "store", slow)
    with Server(pages()) as server:
        crawled = crawl(spider(concurrency=8), tmp_path / "a.db", {"ARCHIVE_BATCH_SIZE": 2}, base=server.url)
    assert sum(waiting) == crawled.stats["downloader/response_count"]
    assert max(waiting) <= 2 + 8
    with Archive.open(tmp_path / "a.db", readonly=True) as opened:
        assert len(list(opened.articles(site="tested"))) == 9


def test_a_full_disk_ends_the_crawl_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The batch that did not fit is absent as a whole, and what was stored before stays."""
    calls = 0
    store = CapturesPart.store

    def full(self: CapturesPart, run: int, captures: Sequence[Capture]) -> list[str]:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise ArchiveUnwritable("cannot write: the disk is full")
        return store(self, run, captures)

    monkeypatch.setattr(CapturesPart, "store", full)
    with Server(pages()) as server, caplog.at_level(logging.ERROR):
        crawled = crawl(
            spider(concurrency=1, delay=0.03), tmp_path / "a.db", {"ARCHIVE_BATCH_SIZE": 3}, base=server.url
        )
    assert crawled.reason == FAILED
    assert crawled.stats["archive/failed"] == "cannot write: the disk is full"
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == ["cannot write: the disk is full"]
    assert not errors[0].exc_info
    with Archive.open(tmp_path / "a.db", readonly=True) as opened:
        assert sum(1 for _ in opened.captures(site="tested")) == 6
    assert len(server.asked) < 13


def test_a_run_whose_archive_failed_is_settled_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next completes it."""
    with Server(pages()) as server:
        with monkeypatch.context() as patched:
            patched.setattr(CapturesPart, "store", _refuse)
            crawl(spider(), tmp_path / "a.db", base=server.url)
        crawl(spider(), tmp_path / "a.db", base=server.url)
    with Archive.open(tmp_path / "a.db", readonly=True) as opened:
        assert [run["how"] for run in opened.runs()] == ["finished", "died"]
        assert len(list(opened.articles(site="tested"))) == 9


def _refuse(self: CapturesPart, run: int, captures: Sequence[Capture]) -> list[str]:
    raise ArchiveUnwritable("cannot write: the disk is full")


@pytest.mark.parametrize("what", ["no archive", "a folder"])
def test_an_archive_that_cannot_be_opened_ends_the_crawl_before_it_begins(tmp_path: Path, what: str) -> None:
    """Nothing is asked of the site."""
    place = tmp_path / "a.db"
    if what == "no archive":
        place.write_bytes(b"this is no database, and long enough to say so" * 100)
    else:
        place.mkdir()
    with Server(pages()) as server:
        crawled = crawl(spider(), place, base=server.url)
    assert server.asked == []
    assert "\n" not in crawled.stats["archive/failed"]
    assert crawled.reason == FAILED


def test_nothing_is_archived_from_a_shell() -> None:
    """``scrapy shell`` only looks."""
    shell = {"DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter", "ARCHIVE": "never.db"}
    with pytest.raises(NotConfigured):
        ArchivePipeline.from_crawler(get_crawler(settings_dict=shell))


def test_our_items_are_items_to_itemadapter() -> None:
    """So any exporter and any pipeline of a user takes them."""
    assert ItemAdapter.is_item(ARTICLE)
    assert ItemAdapter(CAPTURE)["article"] is ARTICLE
    assert issubclass(spider(), MinistrySpider)

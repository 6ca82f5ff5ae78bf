"""How far a crawl is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator

import pytest
from rich.console import Console
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from crawler.extensions import progress
from crawler.extensions.progress import Progress
from tests.support.newsroom import spider


@pytest.fixture
def crawler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawler]:
    """A crawl that has sent seven requests, has five waiting, and has two articles."""
    monkeypatch.setattr(progress, "EVERY", 0.01)
    monkeypatch.setattr(progress, "LINE_EVERY", 0.03)
    made = get_crawler(spider(), {"PROGRESS_ENABLED": True})
    made.spider = made._create_spider()
    counts = {"downloader/request_count": 7, "scheduler/enqueued": 12, "scheduler/dequeued": 7, "item_scraped_count": 2}
    for name, value in counts.items():
        made.stats.set_value(name, value)
    yield made
    assert Progress._bar is None, "the bar is gone when no crawl is left"


def shown(crawler: Crawler, *, terminal: bool) -> str:
    """What is written while a crawl runs for a moment."""
    file = io.StringIO()
    watched = Progress(crawler, Console(file=file, force_terminal=terminal, width=100))

    async def run() -> None:
        assert crawler.spider is not None
        watched.spider_opened(crawler.spider)
        await asyncio.sleep(0.15)
        watched.spider_closed(crawler.spider, "finished")

    asyncio.run(run())
    return file.getvalue()


def test_a_terminal_shows_a_bar(crawler: Crawler) -> None:
    """Requests, articles, what is waiting, and the reason at the end."""
    text = shown(crawler, terminal=True)
    assert "7 requests" in text
    assert "2 articles, 5 waiting" in text
    assert "finished" in text


def test_elsewhere_there_are_plain_lines(crawler: Crawler) -> None:
    """No control characters, a line now and then, and one at the end."""
    lines = shown(crawler, terminal=False).splitlines()
    assert lines[0] == "tested: 7 requests, 2 articles, 5 waiting"
    assert lines[-1] == "tested: 7 requests, 2 articles, finished"
    assert 2 <= len(lines) <= 7
    assert not any("\x1b" in line for line in lines)


def test_nothing_is_shown_unless_it_is_wanted() -> None:
    """``scrapy crawl`` has its own lines."""
    with pytest.raises(NotConfigured):
        Progress.from_crawler(get_crawler())

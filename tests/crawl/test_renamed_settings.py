"""Settings that had another name in an earlier release."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

import crawler.settings
from crawler.archive.parts.captures import CapturesPart
from crawler.crawl import renamed_settings
from crawler.crawl.renamed_settings import EARLIER_NAMES, read_number
from crawler.crawl.throttle import throttle_of
from crawler.items import Capture
from tests.support.loopback import Server, crawl
from tests.support.newsroom import pages, spider


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed_settings, "_warned", set())


def project(**changes: float) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(changes, priority="cmdline")
    return settings


@pytest.mark.parametrize(("name", "earlier"), EARLIER_NAMES.items())
def test_an_earlier_name_is_read_with_one_warning_that_says_the_new_one(
    name: str, earlier: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert read_number(project(**{earlier: 7}), name) == 7
        assert read_number(project(**{earlier: 8}), name) == 8
    (record,) = caplog.records
    assert earlier in record.getMessage()
    assert name in record.getMessage()


@pytest.mark.parametrize("name", EARLIER_NAMES)
def test_the_new_name_is_read_without_a_warning(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert read_number(project(), name) == getattr(crawler.settings, name)
        assert read_number(project(**{name: 3}), name) == 3
    assert caplog.records == []


def test_a_new_name_on_the_command_line_goes_before_an_earlier_one_in_a_settings_file() -> None:
    settings = project(BACKOFF_MIN=2)
    settings.set("BACKOFF_LEAST", 9, priority="project")
    assert read_number(settings, "BACKOFF_MIN") == 2


def test_a_crawl_backs_off_by_the_earlier_names() -> None:
    throttle = throttle_of(made := get_crawler(Spider, {"BACKOFF_LEAST": 0.25, "BACKOFF_MOST": 4}))
    assert made.settings.get("BACKOFF_MIN") is None
    assert (throttle.min_delay, throttle.max_delay) == (0.25, 4)


def test_a_crawl_stores_in_batches_by_the_earlier_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every capture is stored by itself, though up to a hundred would be stored together by default."""
    sizes: list[int] = []
    store = CapturesPart.store

    def measured(self: CapturesPart, run: int, captures: Sequence[Capture]) -> list[str]:
        sizes.append(len(captures))
        return store(self, run, captures)

    monkeypatch.setattr(CapturesPart, "store", measured)
    with Server(pages()) as server:
        crawl(spider(), tmp_path / "a.db", {"ARCHIVE_BATCH": 1}, base=server.url)
    assert set(sizes) == {1}

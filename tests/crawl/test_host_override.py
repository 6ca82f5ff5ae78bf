"""Requests that are answered elsewhere than their address says."""

from __future__ import annotations

from typing import ClassVar

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from crawler.middlewares.host_override import HostOverrideMiddleware


class Wired(Spider):
    name = "wired"
    host_overrides: ClassVar[dict[str, str]] = {"demo.localhost": "127.0.0.1:8642"}


def meta_of(url: str) -> dict[str, object]:
    request = Request(url)
    HostOverrideMiddleware({"demo.localhost": "127.0.0.1:8642"}).process_request(request)
    return request.meta


def test_only_the_socket_is_opened_elsewhere() -> None:
    """The address, and so the archive, keeps the fixed name; the port of the day is never in it."""
    request = Request("http://demo.localhost/en/press/news_mfa/?q=1")
    HostOverrideMiddleware({"demo.localhost": "127.0.0.1:8642"}).process_request(request)
    assert request.url == "http://demo.localhost/en/press/news_mfa/?q=1"
    assert request.meta == {"proxy": "http://127.0.0.1:8642"}


@pytest.mark.parametrize("url", ["http://ministry.example/", "https://demo.localhost/", "http://a.demo.localhost/"])
def test_every_other_request_goes_where_it_says(url: str) -> None:
    assert meta_of(url) == {}


def test_a_spider_without_host_overrides_has_no_such_middleware() -> None:
    """A live ministry is never asked through anything."""
    crawler = get_crawler(Spider)
    crawler.spider = Spider(name="live")
    with pytest.raises(NotConfigured):
        HostOverrideMiddleware.from_crawler(crawler)


def test_the_spider_says_who_answers() -> None:
    crawler = get_crawler(Wired)
    crawler.spider = Wired()
    assert HostOverrideMiddleware.from_crawler(crawler).addresses == Wired.host_overrides

"""Never a request to a host that the site does not own, nor to a private one it may not ask."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.http import Response

from crawler.crawl.guarded_resolver import GuardedResolver
from crawler.crawl.request_errors import RequestRefused
from crawler.crawl.spider import MinistrySpider
from crawler.middlewares.offsite import OffsiteMiddleware
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site
from tests.support.loopback import Server, crawl, redirect


class Items(ListingPage):
    """A list of links."""

    item = "li"


def site(**changes: Any) -> Site:
    """A private site with one listing."""
    facts: dict[str, Any] = {
        "name": "tested",
        "hosts": ("site.localhost",),
        "private": True,
        "https": False,
        "delay": 0,
        "first_days": None,
        "seeds": (Seed("/list"),),
        "rules": (PageRule("^/list", Items, kind="listing"),),
    }
    return Site(**{**facts, **changes})


def spider(of: Site) -> type[MinistrySpider]:
    """A spider for a site."""
    return type("TestedSpider", (MinistrySpider,), {"name": of.name, "site": of})


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """What one crawl of the process may ask is nothing to the next test."""
    GuardedResolver.allowed.clear()
    GuardedResolver.refused.clear()
    yield
    GuardedResolver.allowed.clear()
    GuardedResolver.refused.clear()


def test_a_link_to_another_host_is_counted_and_not_asked(tmp_path: Path) -> None:
    """Neither its page nor its robots.txt: the other server hears nothing."""
    with Server() as other, Server() as server:
        server.pages["/list"] = f'<ul><li><a href="{other.url}/news/1">Elsewhere</a></ul>'
        crawled = crawl(spider(site()), tmp_path / "a.db", base=server.url)
    assert other.asked == []
    assert crawled.stats["ministry/dropped/offsite"] == 1


def test_a_redirect_to_another_host_is_kept_and_not_followed(tmp_path: Path) -> None:
    """The hop is a capture; its target stands as offsite, with the reason."""
    with Server() as other, Server() as server:
        server.pages["/list"] = redirect(f"{other.url}/news/1")
        crawled = crawl(spider(site()), tmp_path / "a.db", base=server.url)
    assert other.asked == []
    assert [(capture.outcome, capture.reason) for capture in crawled.captures[-2:]] == [
        ("moved", "http-302"),
        ("offsite", "redirect"),
    ]


def test_mail_and_script_links_are_no_addresses(tmp_path: Path) -> None:
    """They are counted, and nothing fails."""
    listing = '<ul><li><a href="mailto:a@b.example">m</a><li><a href="javascript:open()">s</a></ul>'
    with Server({"/list": listing}) as server:
        crawled = crawl(spider(site()), tmp_path / "a.db", base=server.url)
    assert crawled.stats["ministry/dropped/bad-address"] == 2
    assert crawled.reason == "finished"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "192.168.0.7",
        "169.254.169.254",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "[fd00::1]",
    ],
)
def test_a_private_host_is_refused_even_if_the_site_file_names_it(host: str) -> None:
    """Unless the site file says private: a listing cannot send the crawler into somebody's network."""
    request = Request(f"http://{host}/admin")
    guard = OffsiteMiddleware(site(hosts=(host.strip("[]"),), private=False))
    with pytest.raises(RequestRefused) as refused:
        guard.process_request(request)
    assert (refused.value.outcome, refused.value.reason) == ("offsite", "private-address")


def test_a_host_of_the_site_passes_and_any_other_does_not() -> None:
    """With and without www, whatever the port."""
    guard = OffsiteMiddleware(Site(name="x", hosts=("mfa.example",)))
    guard.process_request(Request("https://www.mfa.example/a"))
    guard.process_request(Request("http://mfa.example:8080/a"))
    for url in ("https://mfa.example.evil.org/", "https://notmfa.example/", "https://mfa.example@evil.org/"):
        with pytest.raises(RequestRefused):
            guard.process_request(Request(url))


def test_a_public_name_that_leads_to_a_private_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged is the address that would be connected to, so a name server cannot trick the crawler."""
    monkeypatch.setattr(socket, "gethostbyname", lambda name: "127.0.0.1")
    with Server({"/list": "<ul></ul>"}) as server:
        asked = site(
            hosts=("public.example",), private=False, seeds=(Seed(f"http://public.example:{server.port}/list"),)
        )
        crawled = crawl(spider(asked), tmp_path / "a.db")
        assert server.asked == []
    assert "public.example" in GuardedResolver.refused
    listing = next(capture for capture in crawled.captures if capture.url.endswith("/list"))
    assert listing.outcome in ("offsite", "excluded")
    assert listing.status == 0


def test_a_site_that_may_be_private_reaches_its_private_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other side of the guard: the same name, and the site file allows it."""
    monkeypatch.setattr(socket, "gethostbyname", lambda name: "127.0.0.1")
    with Server({"/list": "<ul></ul>"}) as server:
        asked = site(hosts=("intra.example",), seeds=(Seed(f"http://intra.example:{server.port}/list"),))
        crawl(spider(asked), tmp_path / "a.db")
        assert server.asked == ["/robots.txt", "/list"]


def test_a_plain_spider_is_held_to_its_allowed_domains(tmp_path: Path) -> None:
    """A spider without a site file too: what it may not ask is kept as offsite."""

    class Plain(Spider):
        name = "plain"
        allowed_domains = ("allowed.example",)

        async def start(self) -> AsyncIterator[Any]:
            yield Request("https://forbidden.example/")

        def parse(self, response: Response) -> Iterator[Any]:
            yield {"title": "never"}

    crawled = crawl(Plain, tmp_path / "a.db")
    assert crawled.outcomes() == {"https://forbidden.example/": ("offsite", "not-owned")}

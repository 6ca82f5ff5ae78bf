"""Each undocumented part of Scrapy and Twisted that is used is where it was and does what it did; one test a part."""

from __future__ import annotations

import ast
import asyncio
import logging
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from time import monotonic
from typing import Any

import pytest
import scrapy
import twisted
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Headers, Response
from scrapy.settings import Settings, default_settings
from scrapy.utils.test import get_crawler

from crawler import settings as ours
from tests.conftest import ROOT
from tests.support.imports import imported
from tests.support.loopback import _loop

NAMES = {
    "scrapy.core.downloader.Downloader.get_slot_key": "the throttle finds the slot of a host by it",
    "scrapy.core.engine.ExecutionEngine.download_async": "robots.txt is asked for by it",
    "scrapy.core.engine.ExecutionEngine.close_spider_async": "a crawl is ended from outside by it",
    "scrapy.core.scraper.Scraper.start_itemproc_async": "robots.txt and pages that code failed on are kept by it",
    "scrapy.downloadermiddlewares.cookies._split_domain": "it is replaced by one that needs no network",
    "scrapy.dupefilters.BaseDupeFilter": "scrapy shell is known by it",
    "scrapy.resolver.CachingThreadedResolver.install_on_reactor": "names with private addresses are refused by it",
    "scrapy.responsetypes.responsetypes.from_args": "replayed responses have their class by it",
    "twisted.internet.base.ReactorBase.installResolver": "names with private addresses are refused by it",
    "twisted.web._newclient.ParseError": "an answer that is not HTTP is known by it",
    "twisted.web._newclient.ResponseFailed": "an answer that breaks off is known by it",
    "twisted.web._newclient.ResponseNeverReceived": "a connection closed without an answer is known by it",
    "twisted.web.http._DataLoss": "a body cut short is known by it",
}
ALLOWED = {"crawler/crawl/scrapy_private.py"}
PRIVATE = ("scrapy.core.", "scrapy.resolver", "scrapy.responsetypes", "twisted.web")
DOCUMENTED = {"scrapy.core.downloader.handlers.base"}

Probe = Callable[[Crawler], Awaitable[None]]
PROBES: dict[str, Probe] = {}


def probe(part: str) -> Callable[[Probe], Probe]:
    """Register what tries a part in a running crawl."""

    def registered(tried: Probe) -> Probe:
        PROBES[part] = tried
        return tried

    return registered


def moved(part: str, why: object) -> str:
    return (
        f"{part} is not what it was in Scrapy {scrapy.__version__} with Twisted {twisted.__version__} ({why}): "
        "mend crawler/crawl/scrapy_private.py, or keep the upper bound in pyproject.toml"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_where_it_was(name: str) -> None:
    """Looked up here by itself, so that each that is gone has a failure of its own."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(moved(name, f"{NAMES[name]}; {error}"))


NUMBERS = count(1)


async def asked(crawler: Crawler, slot: str, body: str = "page") -> Response:
    """A response that needs no socket, by way of a slot."""
    from crawler.crawl.scrapy_private import download

    return await download(crawler, Request(f"data:,{body}{next(NUMBERS)}", meta={"download_slot": slot}))


@probe("Downloader.get_slot_key")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import slot_key

    assert slot_key(crawler, "https://site.example/a?b") == "site.example"


@probe("Downloader.slots and Slot.delay")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import set_slot_delay, slot_delay

    await asked(crawler, "live")
    assert slot_delay(crawler, "live") == 0
    crawler.engine.downloader.slots["live"].delay = 7
    assert slot_delay(crawler, "live") == 7
    assert slot_delay(crawler, "live", live=False) == 0
    set_slot_delay(crawler, "live", 0.25)
    assert crawler.engine.downloader.slots["live"].delay == 0.25


@probe("Downloader.per_slot_settings")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import set_slot_delay, slot_delay

    set_slot_delay(crawler, "later", 0.125)
    assert slot_delay(crawler, "later") == 0.125
    await asked(crawler, "later")
    assert crawler.engine.downloader.slots["later"].delay == 0.125


@probe("Slot.lastseen")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import hold_slot, set_slot_delay

    await asked(crawler, "held")
    set_slot_delay(crawler, "held", 0.001)
    began = monotonic()
    hold_slot(crawler, "held", 0.2)
    await asked(crawler, "held")
    assert monotonic() - began >= 0.19


@probe("Slot.queue")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import drop_waiting, set_slot_delay

    await asked(crawler, "crowded")
    set_slot_delay(crawler, "crowded", 60)
    waiting = [asyncio.ensure_future(asked(crawler, "crowded")) for _ in range(2)]
    await asyncio.sleep(0.05)
    assert not any(each.done() for each in waiting)
    drop_waiting(crawler, lambda: ValueError("dropped"))
    for found in await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5):
        assert isinstance(found, ValueError)


@probe("ExecutionEngine.download_async")
async def _(crawler: Crawler) -> None:
    response = await asked(crawler, "any", "text")
    assert response.body.startswith(b"text")
    assert response.request is not None


@probe("Scraper.start_itemproc_async")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import process_item

    await process_item(crawler, {"from": "nowhere"})
    assert Kept.items == [{"from": "nowhere"}]


@probe("ExecutionEngine.running and RuntimeError before there is an engine")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import is_running

    assert is_running(crawler)
    assert not is_running(get_crawler())


@probe("ExecutionEngine.spider")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import open_spider

    assert open_spider(crawler) is crawler.spider


@probe("the stats downloader/request_count, scheduler/enqueued, scheduler/dequeued, item_scraped_count")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import crawl_counts, process_item

    before = crawl_counts(crawler.stats)
    await asked(crawler, "counted")
    await process_item(crawler, {"counted": True})
    crawler.engine.crawl(Request("data:,scheduled", callback=Tried.parse_nothing, meta={"download_slot": "counted"}))
    after = crawl_counts(crawler.stats)
    Kept.items.clear()
    assert after.answered >= before.answered + 1
    assert after.items == before.items + 1
    assert after.waiting == before.waiting + 1
    while crawl_counts(crawler.stats).waiting:
        await asyncio.sleep(0.01)


@probe("the resolver of the reactor")
async def _(crawler: Crawler) -> None:
    from twisted.internet import reactor

    from crawler.crawl.scrapy_private import CachingThreadedResolver, install_resolver

    class Resolver(CachingThreadedResolver):
        pass

    before: Any = reactor.resolver
    try:
        install_resolver(crawler, Resolver)
        assert isinstance(reactor.resolver, Resolver)
    finally:
        reactor.installResolver(before)


@probe("the names of the loggers of the engine and the scraper")
async def _(crawler: Crawler) -> None:
    from crawler.crawl.scrapy_private import ITEM_LOGGER, PAGE_LOGGER

    lines: list[logging.LogRecord] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lines.append  # type: ignore[method-assign,assignment]
    for name in (ITEM_LOGGER, PAGE_LOGGER):
        logging.getLogger(name).addHandler(handler)
    from crawler.crawl.scrapy_private import process_item

    try:
        await asked(crawler, "logged")
        await process_item(crawler, {"logged": True})
    finally:
        for name in (ITEM_LOGGER, PAGE_LOGGER):
            logging.getLogger(name).removeHandler(handler)
        Kept.items.clear()
    said = {(line.name, line.getMessage().partition(" ")[0]) for line in lines}
    assert (PAGE_LOGGER, "Crawled") in said
    assert (ITEM_LOGGER, "Scraped") in said


class Kept:
    """The last pipeline."""

    items: list[Any] = []  # noqa: RUF012

    def process_item(self, item: Any) -> Any:
        self.items.append(item)
        return item


class Tried(Spider):
    """Tries every part while its crawl runs."""

    name = "tried"
    found: dict[str, str] = {}  # noqa: RUF012
    reason = ""

    async def start(self) -> AsyncIterator[Any]:
        from crawler.crawl.scrapy_private import close_spider

        for part, tried in PROBES.items():
            try:
                await asyncio.wait_for(tried(self.crawler), 20)
                self.found[part] = ""
            except Exception as error:  # noqa: BLE001 (whatever it is, it is told by the test of that part)
                self.found[part] = f"{type(error).__name__}: {error}"
        self.closing = asyncio.ensure_future(close_spider(self.crawler, "closed from outside"))
        await asyncio.sleep(0)
        yield Request("data:,never", dont_filter=True)

    @staticmethod
    def parse_nothing(response: Response) -> None:
        """A callback."""

    def closed(self, reason: str) -> None:
        Tried.reason = reason


@pytest.fixture(scope="module")
def tried() -> Iterator[type[Tried]]:
    """One crawl that tries all parts; it opens no socket."""
    loop = _loop()
    made = Settings({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ITEM_PIPELINES": {Kept: 1}})
    made.set("REMOTE_CONTROL_ENABLED", False)
    level = logging.getLogger("scrapy").level
    logging.getLogger("scrapy").setLevel(logging.DEBUG)
    loop.run_until_complete(AsyncCrawlerRunner(made).crawl(Tried))
    logging.getLogger("scrapy").setLevel(level)
    yield Tried
    Kept.items.clear()


@pytest.mark.parametrize("part", PROBES)
def test_a_part_does_in_a_crawl_what_it_did(tried: type[Tried], part: str) -> None:
    """As the functions of ``crawler.crawl.scrapy_private`` use it."""
    assert not tried.found[part], moved(part, tried.found[part])


def test_a_crawl_can_be_closed_from_outside(tried: type[Tried]) -> None:
    """With a reason of ours, which the archive keeps."""
    assert tried.reason == "closed from outside", moved("ExecutionEngine.close_spider_async", tried.reason)


def test_headers_are_a_dict_of_lists() -> None:
    """In the order in which they came, each value apart."""
    from crawler.crawl.scrapy_private import header_fields

    fields = list(header_fields(Headers([("b", "1"), ("a", "2"), ("b", "3")])))
    assert fields == [(b"B", [b"1", b"3"]), (b"A", [b"2"])], moved("scrapy.http.Headers", fields)


def test_a_response_has_the_class_that_a_download_gives_it() -> None:
    """A page has selectors, a picture has none."""
    from crawler.crawl.scrapy_private import response_class

    kinds = [
        response_class(Headers({"Content-Type": kind}), "https://site.example/", b"\x89\0\1").__name__
        for kind in ("text/html", "application/json", "image/png")
    ]
    assert kinds == ["HtmlResponse", "JsonResponse", "Response"], moved("scrapy.responsetypes", kinds)


def test_the_shell_is_known_by_its_duplicate_filter() -> None:
    """And no crawl is taken for one."""
    from scrapy.commands.shell import Command

    from crawler.crawl.scrapy_private import is_shell

    assert is_shell(Settings(Command.default_settings)), moved("the setting of scrapy shell", Command.default_settings)
    assert not is_shell(Settings())


def test_the_cookies_middleware_splits_domains_by_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the list of public suffixes would be fetched from the network."""
    from scrapy.downloadermiddlewares import cookies

    from crawler.crawl.scrapy_private import split_domains_with

    monkeypatch.setattr(cookies, "_split_domain", None)
    split: list[str] = []

    def noted(domain: str) -> Any:
        split.append(domain)
        return type("Parts", (), {"domain": "site"})

    split_domains_with(noted)
    answer = Response("https://site.example/", headers={"Set-Cookie": "a=1; Domain=site.example"})
    cookies.CookiesMiddleware().process_response(Request(answer.url), answer)
    assert split == ["site.example"], moved("scrapy.downloadermiddlewares.cookies._split_domain", split)


def test_a_failed_response_names_its_reasons() -> None:
    """What Twisted packs into it is looked through for the word that says most."""
    from twisted.python.failure import Failure

    from crawler.crawl.request_errors import reason_for
    from crawler.crawl.scrapy_private import DataLoss, ResponseFailed

    packed = ResponseFailed([Failure(DataLoss())], None)  # type: ignore[no-untyped-call]
    assert reason_for(packed) == "cut-short", moved("twisted.web._newclient.ResponseFailed.reasons", vars(packed))


SWITCHED_OFF = [
    (name, path)
    for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES")
    for path, order in getattr(ours, name).items()
    if order is None
]


@pytest.mark.parametrize(("setting", "path"), SWITCHED_OFF, ids=[path for _, path in SWITCHED_OFF])
def test_a_component_that_is_switched_off_is_one_of_scrapys(setting: str, path: str) -> None:
    """Under a new name it would be on again, and nothing would say so."""
    assert path in getattr(default_settings, f"{setting}_BASE"), moved(path, f"{setting} switches it off")


def test_no_other_module_uses_such_parts() -> None:
    """A part that is named in two places moves in one of them only."""
    found = []
    for path in sorted((ROOT / "crawler").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name in ALLOWED:
            continue
        found += [
            f"{name}: {module}"
            for module in imported(path)
            if module.startswith(PRIVATE) and module.rpartition(".")[0] not in DOCUMENTED
        ]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            f"{name}: .engine, line {node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "engine"
        ]
    assert found == []

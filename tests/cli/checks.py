"""Checks of the newsroom on loopback, for tests to look at what they find."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from crawler.checking.doubts import VERDICTS
from crawler.checking.report import CheckAnswers, CheckFinding, findings
from crawler.checking.spider import SETTINGS, checking
from crawler.crawl.spider import MinistrySpider
from crawler.pages.site import Seed
from tests.support.loopback import Page, Server, crawl
from tests.support.newsroom import HOST, pages, spider

FRONTS = {"/": "<h1>Newsroom</h1>", "/en/": "<h1>Newsroom</h1>", "/be/": "<h1>Навіны</h1>"}


def status(code: int, text: str = "") -> Page:
    """A page of that status."""
    return lambda _: web.Response(status=code, text=text, content_type="text/html")


class Checked:
    """What a check of a site on loopback found, by path."""

    def __init__(self, made: dict[str, Page], found: type[MinistrySpider], folder: Path, **settings: Any) -> None:
        with Server({**FRONTS, **made}) as server:
            ran = crawl(checking(found), folder / "a.db", {**SETTINGS, "RETRY_TIMES": 0, **settings}, base=server.url)
        self.server = server
        self.answers = CheckAnswers(found.site, ran.spider.kept)
        self.rows = findings(ran.spider.requests, self.answers)

    def __getitem__(self, path: str) -> CheckFinding:
        return {each.url.removeprefix(HOST): each for each in self.rows}[path]

    def worst(self) -> str:
        return max((each.verdict for each in self.rows), key=VERDICTS.index)


def checked(folder: Path, changed: Mapping[str, Page] | None = None, *seeds: Seed, **facts: Any) -> Checked:
    """A check of the newsroom, with some of its pages and of its facts changed."""
    return Checked({**pages(), **(changed or {})}, spider(*seeds, **facts), folder)

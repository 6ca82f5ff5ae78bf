"""A bare Scrapy spider over the demo ministry: it downloads every listing and article, follows, and keeps nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse

PREFIXES = {"ru": "/", "be": "/be/", "en": "/en/"}


class BareSpider(Spider):
    """What Scrapy does by itself on the pages that ``communique crawl demo --full`` asks for."""

    name = "bare"
    pages = 0
    articles = 0

    def __init__(self, base: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.root = base.rstrip("/")

    async def start(self) -> AsyncIterator[Request]:
        """The listings of each language."""
        for language, prefix in PREFIXES.items():
            yield self._ask(f"{prefix}press/news_mfa/", self.news, language=language, prefix=prefix)
            yield self._ask(f"{prefix}press/statements/", self.statements, prefix=prefix, number=1)

    def _ask(self, path: str, callback: Any, **arguments: Any) -> Request:
        return Request(self.root + path, callback, cb_kwargs=arguments)

    def news(self, response: TextResponse, language: str, prefix: str) -> Iterator[Request]:
        """The first page of the news: cards, and the token for more."""
        self.pages += 1
        yield from self._cards(response)
        token = response.css("#ggtoken::attr(value)").get("")
        yield self._more(language, prefix, token, 2)

    def _more(self, language: str, prefix: str, token: str, number: int) -> Request:
        address = f"{prefix}press/news_mfa/json/?get_more_news&lang={language}&tid={language}_news_mfa"
        return Request(
            f"{self.root}{address}&page={number}&ggtoken={token}",
            self.more,
            headers={"X-Requested-With": "XMLHttpRequest"},
            cb_kwargs={"language": language, "prefix": prefix, "token": token, "number": number},
        )

    def more(self, response: Response, language: str, prefix: str, token: str, number: int) -> Iterator[Request]:
        """A page of news as JSON; the end repeats itself, which the duplicate filter notices."""
        self.pages += 1
        rows = json.loads(response.body)["news"]
        for row in rows:
            yield response.follow(row["url"], self.article)
        signature = tuple(row["url"] for row in rows)
        if signature != getattr(self, f"last_{language}", None):
            setattr(self, f"last_{language}", signature)
            yield self._more(language, prefix, token, number + 1)

    def statements(self, response: TextResponse, prefix: str, number: int) -> Iterator[Request]:
        """A page of statements by its number."""
        self.pages += 1
        cards = list(self._cards(response))
        yield from cards
        if cards:
            yield self._ask(f"{prefix}press/statements/{number + 1}", self.statements, prefix=prefix, number=number + 1)

    def _cards(self, response: TextResponse) -> Iterator[Request]:
        for href in response.css("a.tabs-content__item::attr(href)").getall():
            url = response.urljoin(href)
            if url.startswith(self.root) and "/press/accreditation/" not in url:
                yield Request(url, self.article)

    def article(self, response: Response) -> Iterator[Request]:
        """An article: only its links are looked at, and those to its other languages followed."""
        self.pages += 1
        self.articles += 1
        for href in response.css(".h-ugc a::attr(href)").getall():
            if "/press/news_mfa/" in href or "/press/statements/" in href:
                yield response.follow(href, self.article)

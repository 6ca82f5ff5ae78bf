"""The ministry of trade: an application with a JSON listing; a story has one id in all languages."""

from __future__ import annotations

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.listing import JsonListingPage
from crawler.pages.paging import PageNumber
from crawler.pages.site import PageRule, Seed, Site

LANGUAGES = ("lt", "en", "ru")


class View(ArticlePage):
    """A piece of news."""

    block = "div.content"
    title = "h1.title"
    body = "div.content div.text"
    published = "div.content div.date"
    switcher = "div.langs"


class TradeSpider(MinistrySpider):
    """News in Lithuanian, English and Russian."""

    name = "trade"
    site = Site(
        name="trade",
        title="Ministry of Trade",
        hosts=("trade.localhost",),
        zone="Europe/Vilnius",
        languages={language: f"/{language}/" for language in LANGUAGES},
        seeds=tuple(
            Seed(f"/{language}/api/news", "listing", language, PageNumber("{url}?page={n}")) for language in LANGUAGES
        ),
        rules=(
            PageRule(r"^/[a-z]{2}/api/news(?:\?|$)", JsonListingPage, "listing"),
            PageRule(r"^/[a-z]{2}/view(?:;[^?]*)?\?id=\d+$", View),
        ),
        private=True,
        https=False,
        delay=0.0,
        concurrency=16,
        first_days=None,
    )

"""The ministry of the interior: Drupal, read by selectors; the languages are the options of a ``select``."""

from __future__ import annotations

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.listing import ListingPage
from crawler.pages.paging import PageNumber
from crawler.pages.site import PageRule, Seed, Site

LISTINGS = {"fi": "/uutiset", "sv": "/sv/nyheter", "en": "/en/news"}


class Node(ArticlePage):
    """A node of the type "news"; related news stand below the text."""

    block = "article.node"
    title = "h1.page-header"
    published = "div.submitted time"
    stop = "section.related"
    switcher = "select[name=lang_dropdown_select]"


class View(ListingPage):
    """A view of news; its pages count from 0."""

    container = "div.view-content"
    item = "div.view-content div.views-row"
    link = "h3 a"
    date = "time.date"


class InteriorSpider(MinistrySpider):
    """News in Finnish (the default, without a prefix), Swedish and English."""

    name = "interior"
    site = Site(
        name="interior",
        title="Ministry of the Interior",
        hosts=("interior.localhost",),
        zone="Europe/Helsinki",
        languages={"fi": "/", "sv": "/sv/", "en": "/en/"},
        seeds=tuple(
            Seed(path, "listing", language, PageNumber("{url}?page={n}", first=1))
            for language, path in LISTINGS.items()
        ),
        rules=(
            PageRule(r"^/(?:uutiset|sv/nyheter|en/news)/[^/]+$", Node),
            PageRule(r"^/(?:sv/|en/)?node/\d+$", Node),
            PageRule(r"^/(?:uutiset|sv/nyheter|en/news)(?:\?page=\d+)?$", View, "listing"),
        ),
        private=True,
        https=False,
        delay=0.0,
        concurrency=16,
        first_days=None,
    )

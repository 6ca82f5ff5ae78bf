"""The ministry of culture: WordPress with Polylang, read by the generic page. No selector but those of the listing."""

from __future__ import annotations

from crawler.crawl.spider import MinistrySpider
from crawler.pages.feed import FeedPage
from crawler.pages.generic import GenericPage
from crawler.pages.listing import ListingPage
from crawler.pages.paging import NextLink
from crawler.pages.site import PageRule, Seed, Site
from crawler.pages.sitemap import SitemapPage

LANGUAGES = ("en", "ru", "ka")


class Posts(ListingPage):
    """The archive of a category."""

    container = "div.posts"
    item = "article.post"
    link = "h2.entry-title a"
    date = "time"
    next = "a.next.page-numbers"


class CultureSpider(MinistrySpider):
    """News in three languages; a feed and a sitemap for all that the listing forgets."""

    name = "culture"
    site = Site(
        name="culture",
        title="Ministry of Culture",
        hosts=("culture.localhost",),
        zone="Asia/Tbilisi",
        languages={language: f"/{language}/" for language in LANGUAGES},
        seeds=(
            *(Seed(f"/{language}/news/", "listing", language, NextLink()) for language in LANGUAGES),
            *(Seed(f"/{language}/feed/", "feed", language) for language in LANGUAGES),
            Seed("/wp-sitemap.xml", "sitemap"),
        ),
        rules=(
            PageRule(r"^/[a-z]{2}/\d{4}/\d{2}/[^/]+/$", GenericPage),
            PageRule(r"^/[a-z]{2}/news/(?:page/\d+/)?$", Posts, "listing"),
            PageRule(r"^/[a-z]{2}/feed/$", FeedPage, "feed"),
            PageRule(r"^/wp-sitemap", SitemapPage, "sitemap"),
        ),
        private=True,
        https=False,
        delay=0.0,
        concurrency=16,
        first_days=None,
    )

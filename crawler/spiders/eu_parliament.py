"""The European Parliament's press room: https://www.europarl.europa.eu/news/en/press-room, in 24 languages.

The rules are based on three captured press releases (2019 to 2025). Every release announces all 24 languages, even
those without a translation. The eight digits in an address are the day on which the record was made, not the day of
publication. The rules for the feeds are based on their public description only.
"""

from __future__ import annotations

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.feed import FeedPage
from crawler.pages.site import PageRule, Seed, Site

_ALL = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
LANGUAGES = _ALL.split()


class ParliamentRelease(ArticlePage):
    """A release: key points, lead and text are separate elements, with menus and videos between them."""

    block = ("#website-body", "body")
    title = "h1.ep_title .ep_name"
    body = "#website-body .ep-a_facts, #website-body .ep-a_text"
    published = "time[itemprop=datePublished]::attr(datetime)"
    tags = ".ep-layout_contenttype a"


class EuParliamentSpider(MinistrySpider):
    """Press releases of the European Parliament."""

    name = "eu_parliament"
    site = Site(
        name="eu_parliament",
        title="European Parliament, press room",
        hosts=("www.europarl.europa.eu",),
        zone="Europe/Brussels",
        languages={language: f"/news/{language}/" for language in LANGUAGES},
        seeds=tuple(
            Seed(f"/rss/doc/press-releases/{language}.xml", kind="feed", language=language) for language in LANGUAGES
        ),
        rules=(
            PageRule(r"^/rss/doc/press-releases/", FeedPage, kind="feed"),
            PageRule(r"^/news/[a-z]{2}/press-room/\d{8}IPR\d{5}/[^/]+$", ParliamentRelease),
        ),
    )

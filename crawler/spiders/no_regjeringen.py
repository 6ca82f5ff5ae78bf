"""The Government of Norway: regjeringen.no, in Bokmål, Nynorsk, English and three Sámi languages.

Addresses have the form of the pages of 2006 and 2007 (``http://regjeringen.no/se/....html?id=1``; most versions of a
text share the id). They are on two hosts, and each page is on one of them only. Today's site answers at
https://www.regjeringen.no, and its addresses end in ``/id123/``. Its seeds and selectors follow public descriptions of
2022 to 2026 and were not tried on the live site, so several alternatives are given.
"""

from __future__ import annotations

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.feed import FeedPage
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site


class RegjeringenArticle(ArticlePage):
    """Plain pages: a title, the publishing office and paragraphs; ``ul.languages`` links the versions."""

    block = ("main", "#mainContent", "article", "body")
    title = ("main h1", "h1")
    body = ("div.article-body", "main", "#mainContent", "article")
    tags = "main p.org"
    drop = "ul.languages, nav, .article-info, .share-link-list"
    published = (".article-info span.date", "main time[datetime]::attr(datetime)")
    published_metadata = True


class RegjeringenListing(ListingPage):
    """A list of news with dates."""

    item = "ul.listing li.listItem"
    link = "h2 a"
    date = "span.date"


class NoRegjeringenSpider(MinistrySpider):
    """Press releases and pages of the Norwegian ministries."""

    name = "no_regjeringen"
    site = Site(
        name="no_regjeringen",
        title="Government of Norway",
        hosts=("regjeringen.no", "www.regjeringen.no"),
        https=False,
        zone="Europe/Oslo",
        languages={language: f"/{language}" for language in ("nb", "nn", "no", "en", "se", "smj", "sma")},
        seeds=(
            Seed("http://www.regjeringen.no/no/rss/Rss/2581966/", kind="feed", language="no"),
            Seed("http://www.regjeringen.no/en/rss/Rss/2581966/", kind="feed", language="en"),
            Seed("http://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/", language="en"),
        ),
        rules=(
            PageRule(r"^/(?:no|en)/rss/", FeedPage, kind="feed"),
            PageRule(r"^/(?:en|no)/whatsnew/news-and-press-releases/id2006120/", RegjeringenListing, kind="listing"),
            PageRule(r"^/[a-z]{2,3}(?:/.*)?\.html\?(?:.*&)?id=\d+$", RegjeringenArticle),
            PageRule(r"^/[a-z]{2,3}/.*/id\d+/?(?:\?|$)", RegjeringenArticle),
        ),
    )

"""The Sámi Parliament in Sweden (imCMS), as it was in 2014: http://www.samediggi.se.

Read from 176 captured pages. Captured addresses end in ``.html``, as the mirror wrote them; ``og:url`` has the site's
own. The site has moved since: nothing here was tried against what stands there now.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.listing import ListingPage
from crawler.pages.selectors import word
from crawler.pages.site import PageRule, Seed, Site

MODIFIED = "substring-after(id('copy')/div[contains(., 'Uppdaterad:')], 'Uppdaterad:')"
"""The footer's date is the day of the last change; the header's is the day of the visit, which no field may take."""


class SametingetArticle(ArticlePage):
    """Title, lead and text in ``#articleContent``; the versions are flags above the title, this page's own dimmed."""

    block = "#articleContent"
    title = "#articleContent h1"
    drop = "div.printHidden"
    modified = MODIFIED
    images = "#topImageArticle img"
    switcher = "#articleContent > div.printHidden"
    flags: ClassVar[Mapping[str, str]] = {"swe": "sv", "sme": "se", "smj": "smj", "sma": "sma", "eng": "en"}

    @cached_property
    def base(self) -> str:
        """Two captures are later pages of the successor, www.sametinget.se (``og:url``): their links lead there."""
        own = word("meta[property='og:url']::attr(content)", self.root)
        return self.capture.url if not own or self.site.owns(own) else own


class SametingetListing(ListingPage):
    """The press page: links in the middle column."""

    container = "#midCol"
    item = "#midCol a[href$='.html']"


class SeSametingetSpider(MinistrySpider):
    """Pages of the Sámi Parliament, in Swedish and three Sámi languages."""

    name = "se_sametinget"
    site = Site(
        name="se_sametinget",
        title="The Sámi Parliament in Sweden",
        hosts=("www.samediggi.se",),
        https=False,
        zone="Europe/Stockholm",
        languages={"sv": "", "se": "", "smj": "", "sma": "", "en": "/lang/english.html"},
        fronts=("/index.html", "/66805.html", "/lang/same.html"),
        seeds=(Seed("/1016.html", language="sv"),),
        rules=(
            PageRule(r"^/1016(?:\.html)?$", SametingetListing, kind="listing"),
            PageRule(r"^/[^/?.]+(?:\.html)?$", SametingetArticle),
        ),
    )

"""The Sámi Parliament in Sweden (imCMS), as it was in 2014: http://www.samediggi.se.

The rules are based on 176 captured pages. Captured addresses end in ``.html``, which the mirror added; ``og:url`` has
the site's own address. The site has moved since then, and the rules were not tried on the present site.
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
"""The date of the last change, in the footer. The date in the header is that of the visit; no field uses it."""


class SametingetArticle(ArticlePage):
    """Title, lead and text are in ``#articleContent``; flags above the title link the other versions."""

    block = "#articleContent"
    title = "#articleContent h1"
    drop = "div.printHidden"
    modified = MODIFIED
    images = "#topImageArticle img"
    switcher = "#articleContent > div.printHidden"
    flags: ClassVar[Mapping[str, str]] = {"swe": "sv", "sme": "se", "smj": "smj", "sma": "sma", "eng": "en"}

    @cached_property
    def base(self) -> str:
        """The base of relative links; by ``og:url``, two captures are pages of the successor, www.sametinget.se."""
        own = word("meta[property='og:url']::attr(content)", self.root)
        return self.capture.url if not own or self.site.owns(own) else own


class SametingetListing(ListingPage):
    """The press page, with links in the middle column."""

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

"""Scrapy's cookies, with the public suffix list that is installed: none is fetched from the network."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

from crawler.crawl.scrapy_private import split_domains_with

# A crawl must ask nobody but its own site, and a replay nobody at all.
split_domains_with(TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True))


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Keeps cookies as Scrapy does (a jar per ``cookiejar``), and asks no third host which domains are public."""

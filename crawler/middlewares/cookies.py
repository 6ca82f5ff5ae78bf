"""Scrapy's cookies with the installed public suffix list: no list is fetched from the network."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

from crawler.crawl.scrapy_private import split_domains_with

# A crawl sends requests only to its own site, and a replay sends none at all.
split_domains_with(TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True))


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Keeps cookies as Scrapy does (one jar per ``cookiejar``), without requesting a list of public domains."""

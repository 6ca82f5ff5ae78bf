"""Scrapy's cookies, with the public suffix list that is installed: none is fetched from the network."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

# Scrapy 2.19 makes this at import in a way that fetches the list from two hosts at the first cookie; a crawl must ask
# nobody but its own site, and a replay nobody at all.
cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Keeps cookies as Scrapy does (a jar per ``cookiejar``), and asks no third host which domains are public."""

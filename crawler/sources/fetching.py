"""Requests one page now, by the rules of a crawl: robots.txt, the limit to the site's hosts, the delay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.crawl.captures import capture_from
from crawler.crawl.request_errors import RequestRefused, reason_for
from crawler.errors import BadAddress, SourceError
from crawler.items import Capture
from crawler.pages.site import Site


def fetch(site: Site, url: str, settings: Settings) -> Capture:
    """Request one address of a site and return the response as a capture that is not read. Nothing is archived.

    A redirect is not followed; it is returned as the response. The function runs Scrapy's reactor, so it can be called
    once in a process. Raises BadAddress, and SourceError where there was no answer or the request was refused.
    """
    address = site.spell(url)
    if not site.owns(address):
        raise BadAddress(f"{address} is not an address of {site.name} ({', '.join(site.hosts)})")
    settings = settings.copy()
    settings.setdict(
        {
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {},
            "DOWNLOAD_DELAY": site.delay,
            "LOG_LEVEL": "ERROR",
        },
        priority="cmdline",
    )
    result = _Result()
    process = AsyncCrawlerProcess(settings)
    process.crawl(_OnePage, site=site, url=address, result=result)
    process.start()
    if result.capture is None:
        raise SourceError(f"{address}: {result.problem or 'no answer'}")
    return result.capture


class _Result:
    """The result of the request: a capture, or a problem in one line."""

    capture: Capture | None = None
    problem: str = ""


class _OnePage(Spider):
    """Requests one address."""

    name = "one_page"
    yields_captures: ClassVar[bool] = True

    def __init__(self, *, site: Site, url: str, result: _Result, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self._url = url
        self._result = result

    async def start(self) -> AsyncIterator[Any]:
        """Yield the request."""
        yield Request(self._url, callback=self.kept, errback=self.failed, dont_filter=True)

    def kept(self, response: Response) -> None:
        """Store the response in the result."""
        self._result.capture = capture_from(response, self.site)

    def failed(self, failure: Failure) -> None:
        """Store why there is no response."""
        error = failure.value
        if isinstance(error, RequestRefused):
            self._result.problem = f"not requested ({error.outcome}: {error.reason})"
        elif error is not None:
            self._result.problem = f"no answer ({reason_for(error)})"

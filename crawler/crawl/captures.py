"""Makes captures and articles from responses, failed requests and the items of any spider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.http import Headers, Response

from crawler.crawl.clock import now
from crawler.crawl.request_errors import RequestRefused, reason_for
from crawler.crawl.scrapy_private import header_fields
from crawler.errors import BadAddress, NotInReplay
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.items import Headers as Fields
from crawler.pages.site import Site

ARTICLE_FIELDS = {field.name for field in fields(Article)}
NESTED = {"links": Link, "attachments": Attachment, "alternates": Alternate}
WORDS = ("images", "tags")


def capture_from(response: Response, site: Site, *, at: datetime | None = None, found_in: str | None = None) -> Capture:
    """Make a capture of a response. The capture has no article and no listing yet.

    ``at`` (aware, UTC) is used where neither the download nor a replay noted the time; without it, the time is now.
    The header fields are in Scrapy's order and include the ``Content-Encoding`` that was undone.
    """
    request = response.request
    meta: Mapping[str, Any] = request.meta if request is not None else {}
    url = response.url
    try:
        spelled = site.spell(url)
    except BadAddress:
        spelled = url
    headers = _fields(response.headers)
    if coding := meta.get("content_encoding"):
        headers += (("Content-Encoding", coding),)
    return Capture(
        url=spelled,
        captured_at=meta.get("captured_at") or at or now(),
        site=site.name,
        method=request.method if request is not None else "GET",
        asked=None if url == spelled else url,
        request_headers=_fields(request.headers) if request is not None else (),
        status=response.status,
        headers=headers,
        body=response.body,
        found_in=found_in,
    )


def capture_failed(
    request: Request, error: BaseException, site: Site, *, at: datetime, found_in: str | None = None
) -> Capture:
    """Make a capture of a request that was not sent or got no response: an outcome and a reason, and no bytes.

    ``at`` (aware, UTC) is the time of the failure. Where a replay holds no response, the time that its download handler
    noted in ``request.meta`` is used instead.
    """
    try:
        spelled = site.spell(request.url)
    except BadAddress:
        spelled = request.url
    refused = isinstance(error, RequestRefused)
    return Capture(
        url=spelled,
        captured_at=request.meta.get("captured_at") or at if isinstance(error, NotInReplay) else at,
        site=site.name,
        method=request.method,
        asked=None if request.url == spelled else request.url,
        outcome=error.outcome if isinstance(error, RequestRefused) else "unreachable",
        reason=reason_for(error),
        request_headers=() if refused else _fields(request.headers),
        found_in=found_in,
    )


def as_article(item: Any, url: str) -> tuple[Article, list[str]]:
    """Make an article at an address from any item; return it with the names of the fields that an article lacks.

    A ``body`` that is one string is split into lines. Links, attachments and alternates may be dicts.
    """
    adapter = ItemAdapter(item)
    given: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in adapter.items():
        if name not in ARTICLE_FIELDS:
            unknown.append(name)
        elif value is not None and name != "url":
            given[name] = _shaped(name, value)
    return Article(url=url, **given), unknown


def _fields(headers: Headers) -> Fields:
    """Decode header fields as latin-1, which preserves every byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in header_fields(headers) for value in values
    )


def _shaped(name: str, value: Any) -> Any:
    if name == "body":
        return tuple(value.splitlines()) if isinstance(value, str) else tuple(value)
    if kind := NESTED.get(name):
        return tuple(each if isinstance(each, kind) else kind(**ItemAdapter(each)) for each in value)
    if name in WORDS:
        return (value,) if isinstance(value, str) else tuple(value)
    return str(value)

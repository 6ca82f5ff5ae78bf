"""Cookies without the network."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.cookies import OfflineCookiesMiddleware


def test_no_third_host_is_asked_which_domains_are_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrapy's own middleware looks up two hosts at the first cookie that names a domain."""
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    middleware = OfflineCookiesMiddleware()
    request = Request("https://mfa.example.co.uk/", meta={"cookiejar": "en"})
    kept = {"Set-Cookie": "a=1; Domain=mfa.example.co.uk"}
    refused = {"Set-Cookie": "b=2; Domain=co.uk"}
    for headers in (kept, refused):
        middleware.process_response(request, Response(request.url, headers=headers))
    again = Request(request.url, meta={"cookiejar": "en"})
    middleware.process_request(again)
    assert again.headers.get("Cookie") == b"a=1"
    assert asked == []

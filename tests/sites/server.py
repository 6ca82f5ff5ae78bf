"""A small site as a real server on loopback, on the day of its history that it is set to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from crawler.demo.reply import Reply
from crawler.rules.outcome.probes import is_probe
from tests.sites.script import Script
from tests.support.loopback import Server

UNAVAILABLE = (
    b"<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>"
)


class Newsroom(Protocol):
    """One site: what it answers on a day."""

    script: Script

    def reply(self, path: str, query: Mapping[str, str], cookies: Mapping[str, str], day: float) -> Reply:
        """The answer to a GET request. ``path`` is without the query."""

    def truth(self) -> dict[str, Any]:
        """What has to be in an archive after six days: see ``Script.truth``."""


def html(page: str, status: int = 200, **headers: str) -> Reply:
    """A page in UTF-8."""
    return Reply(page.encode(), "text/html; charset=utf-8", status, headers)


def redirect(to: str) -> Reply:
    """A permanent move."""
    return Reply(b"", "text/html", 301, {"Location": to})


class SiteServer(Server):
    """Serves a site on a free port, and counts what is requested."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self.newsroom = newsroom
        self.day = 1.0

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path.removeprefix(f"http://{request.host}") or "/"
        self.hits[path] += 1
        (self.probed if is_probe(path) else self.asked).append(path)
        if self.newsroom.script.down(self.day) == "outage":
            reply = Reply(UNAVAILABLE, "text/html", 503)
        elif request.path == "/robots.txt":
            reply = Reply(b"User-agent: *\nDisallow: /admin/\n", "text/plain")
        else:
            reply = self.newsroom.reply(request.path, request.query, request.cookies, self.day)
        headers = {"Content-Type": reply.content_type, **reply.headers}
        return web.Response(body=reply.body, status=reply.status, headers=headers)

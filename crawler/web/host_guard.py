"""A guard before the application: it checks the Host header, and adds security headers to Datasette's pages."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.web.csv_guard import CsvGuard
from crawler.web.urls import TABLES

_TABLES_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of Datasette's pages, which have inline scripts: they reach only this server."""
_HEADERS = {
    b"content-security-policy": _TABLES_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_OTHER = b"This server does not have that host name. To give it one: communique serve --base-url\n"
_CSV = (b"text/csv", b"text/plain")


class HostGuard:
    """An ASGI application that wraps another one."""

    def __init__(self, app: ASGIApp, names: Collection[str] | None) -> None:
        """``names`` are the accepted host names, besides ``localhost`` and IP addresses; None accepts every name."""
        self._app = app
        self._names = None if names is None else {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if self._names is not None and not is_ours(host, self._names):
            await _respond(send, 421, _OTHER, [])
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _respond(send, 405, b"Only GET is allowed: this archive is read only.\n", [(b"allow", b"GET, HEAD")])
            return
        await self._app(scope, receive, _GuardedSend(send, scope["path"]).send)


def is_ours(host: str, names: Iterable[str]) -> bool:
    """Whether a Host header names this machine: by an IP address, as localhost, or by one of ``names``.

    Other names are refused because of DNS rebinding: a page of another site could read the responses of this server.
    Permanent addresses would also begin with the wrong name.
    """
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found["name"].lower().rstrip(".")
    if name in names or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


async def _respond(send: Send, status: int, text: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class _GuardedSend:
    """Sends one response with the security headers, and CSV without formulas."""

    def __init__(self, send: Send, path: str) -> None:
        self._send = send
        self._is_table = path == f"/{TABLES}" or path.startswith((f"/{TABLES}/", f"/{TABLES}.", f"/{TABLES}-"))
        self._cells: CsvGuard | None = None

    async def send(self, message: Message) -> None:
        """Send a message of the application."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(message.get("headers", ()))}
        elif message["type"] == "http.response.body" and self._cells is not None:
            more = bool(message.get("more_body", False))
            message = {**message, "body": self._cells.take(message.get("body", b""), more=more)}
        await self._send(message)

    def _headers(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        headers = [(name.lower(), value) for name, value in given]
        known = {name for name, _ in headers}
        kind = dict(headers).get(b"content-type", b"")
        if self._is_table and kind.startswith(_CSV):
            self._cells = CsvGuard()
            headers = [each for each in headers if each[0] != b"content-length"]
        return headers + [(name, value) for name, value in _HEADERS.items() if name not in known]

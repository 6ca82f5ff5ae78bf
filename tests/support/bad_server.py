"""How the bad ministry's server answers, and something beside it that nobody may connect to."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import SHUT_RDWR, create_server, socket

from aiohttp import web

from tests.support.bad_ministry import Bad

SECRET = "User-agent: *\nDisallow: /secret.html\n"
ROBOTS = {
    "huge": (SECRET + "# " + "x" * 3_000_000 + "\nUser-agent: *\nDisallow: /\n").encode(),
    "html": b"<!doctype html><title>Not a robots.txt</title>User-agent: *\nDisallow: /\n",
    "binary": bytes(range(256)) * 4000,
}


@dataclass
class Listener:
    """Something else that listens on this machine, and counts who comes."""

    port: int = 0
    came: list[str] = field(default_factory=list)

    def listen(self, server: socket) -> None:
        """Until the socket is closed."""
        while True:
            try:
                connection, peer = server.accept()
            except OSError:
                return
            self.came.append(str(peer))
            connection.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """On a free port, for as long as the block lasts."""
    with create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])
        thread = threading.Thread(target=listener.listen, args=(server,), daemon=True)
        thread.start()
        yield listener
        server.shutdown(SHUT_RDWR)
    thread.join(5)


def served(bad: Bad) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The page as the server answers with it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if bad.raw:
            assert request.transport is not None
            request.transport.write(bad.raw)
            request.transport.close()
        if not bad.size:
            return web.Response(status=bad.status, body=bad.body, headers=bad.fields)
        response = web.StreamResponse(headers=bad.fields)
        response.content_length = bad.size if bad.announced else None
        await response.prepare(request)
        try:
            for _ in range(bad.size // len(PIECE)):
                await response.write(PIECE)
        except ConnectionError:
            pass  # it has had enough
        return response

    return answer


PIECE = b"x" * 65536


def robots(request: web.Request) -> web.Response:
    """The robots.txt of each host."""
    side = request.host.partition(".")[0]
    if side == "down":
        return web.Response(status=503)
    if side in ("circle", "away"):
        to = "/robots.txt" if side == "circle" else "http://169.254.169.254/robots.txt"
        return web.Response(status=302, headers={"Location": to})
    return web.Response(body=ROBOTS.get(side, b""), headers={"Content-Type": "text/plain"})

"""The demo's web server: an aiohttp application, and a context manager that runs it in its own process."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from crawler.demo.answers import DemoAnswers
from crawler.demo.ministry import Ministry
from crawler.demo.truth import truth_on

LOG_LENGTH = 20_000
"""The number of requests that the log keeps."""
PACKAGE_ROOT = Path(__file__).resolve().parent.parent.parent


class Desk:
    """The handler of requests: it counts and logs them, answers after the delay, and lets loopback change the day."""

    def __init__(self, answers: DemoAnswers, *, delay: float = 0.0) -> None:
        self.answers = answers
        self.hits: Counter[str] = Counter()
        self.log: deque[tuple[float, str]] = deque(maxlen=LOG_LENGTH)
        self._delay = delay

    async def page(self, request: web.Request) -> web.Response:
        """Answer a request for a page of the ministry."""
        path = request.path_qs
        self.hits[path] += 1
        self.log.append((monotonic(), path))
        if self._delay:
            await asyncio.sleep(self._delay)
        if self.answers.state.down == "closed":
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=503)
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405)
        reply = self.answers.reply(request.path, request.query, request.headers)
        return web.Response(
            body=reply.body, status=reply.status, headers={"Content-Type": reply.content_type, **reply.headers}
        )

    async def control(self, request: web.Request) -> web.Response:
        """Answer a control request below ``/_demo/``; 403 if it does not come from this machine.

        The paths are ``day`` (GET, POST ``{"day": 2}``), ``damage`` (GET, POST ``{"kind": "half"}``), ``hits`` (GET,
        DELETE), ``log``, and ``truth?day=2``.
        """
        if not _from_loopback(request):
            return web.Response(status=403, text="control requests must come from this machine")
        what = request.match_info["what"]
        if what == "day":
            return await self._day(request)
        if what == "damage":
            return await self._damage(request)
        if what == "hits":
            if request.method == "DELETE":
                self.hits.clear()
                self.log.clear()
            return web.json_response(dict(self.hits))
        if what == "log":
            return web.json_response(list(self.log))
        if what == "truth":
            day = request.query.get("day")
            return web.json_response(truth_on(self.answers.ministry, float(day) if day else self.answers.state.day))
        return web.Response(status=404)

    async def _day(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            try:
                self.answers.set_day(float((await request.json())["day"]))
            except (ValueError, KeyError, TypeError) as wrong:
                return web.Response(status=400, text=f'the body must be a JSON object like {{"day": 2}}: {wrong}')
        return web.json_response({"day": self.answers.state.day})

    async def _damage(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            try:
                self.answers.set_damage(str((await request.json())["kind"]))
            except (ValueError, KeyError, TypeError) as wrong:
                return web.Response(status=400, text=f'the body must be a JSON object like {{"kind": "half"}}: {wrong}')
        return web.json_response({"kind": self.answers.damage})


def create_app(
    ministry: Ministry, *, day: float = 1, delay: float = 0.0, crawl_delay: float | None = None, damage: str = ""
) -> web.Application:
    """The ministry as an aiohttp application.

    ``day`` is the time of its history (see ``script.moment``), ``delay`` the delay of each answer in seconds,
    ``crawl_delay`` the Crawl-delay of its robots.txt in seconds, and ``damage`` a kind of ``damage.KINDS``. Raises
    ValueError for a day before 1 and for an unknown kind of damage.
    """
    answers = DemoAnswers(ministry, day=day, crawl_delay=crawl_delay)
    answers.set_damage(damage)
    desk = Desk(answers, delay=delay)
    app = web.Application()
    app.router.add_route("*", "/_demo/{what}", desk.control)
    app.router.add_route("*", "/{path:.*}", desk.page)
    return app


def serve(
    ministry: Ministry,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    day: float = 1,
    delay: float = 0.0,
    crawl_delay: float | None = None,
    damage: str = "",
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM. ``ready`` gets the address once the server listens; by default it is printed."""
    app = create_app(ministry, day=day, delay=delay, crawl_delay=crawl_delay, damage=damage)
    announce = ready or (lambda url: print(url, flush=True))  # noqa: T201 - the one line that the caller reads
    asyncio.run(_serve(app, host, port, announce))


async def _serve(app: web.Application, host: str, port: int, announce: Callable[[str], None]) -> None:
    runner = web.AppRunner(app, access_log=None, handle_signals=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=512)
        await site.start()
        announce(f"http://{host}:{runner.addresses[0][1]}/")
        await asyncio.Event().wait()
    except web.GracefulExit:
        pass
    finally:
        await runner.cleanup()


def _from_loopback(request: web.Request) -> bool:
    return request.remote is not None and ip_address(request.remote).is_loopback


class DemoServer:
    """The demo ministry in its own process, on a free port of 127.0.0.1, until the context ends.

    The process also ends when this one dies. ``cpu`` keeps it on one core, if the system supports it.
    """

    def __init__(
        self,
        *,
        stories: int = 60,
        seed: int = 1,
        day: float = 1,
        port: int = 0,
        delay_ms: float = 0,
        crawl_delay: float | None = None,
        cpu: int | None = None,
    ) -> None:
        options: dict[str, Any] = {"port": port, "day": day, "stories": stories, "seed": seed, "delay-ms": delay_ms}
        if crawl_delay is not None:
            options["crawl-delay"] = crawl_delay
        if cpu is not None:
            options["cpu"] = cpu
        self._command = [sys.executable, "-m", "crawler.demo", "--tied"]
        self._command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        paths = os.pathsep.join(filter(None, (str(PACKAGE_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self.url = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not self.url:
            self.__exit__(None, None, None)
            raise OSError("the demo ministry did not start: see its message above")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    @property
    def hits(self) -> dict[str, int]:
        """The number of requests for each path with its query."""
        return dict(self._control("GET", "hits"))

    @property
    def log(self) -> list[tuple[float, str]]:
        """The last requests, in order: the seconds of a monotonic clock, and the path with its query."""
        return [(at, path) for at, path in self._control("GET", "log")]

    def clear_hits(self) -> None:
        """Forget the requests so far."""
        self._control("DELETE", "hits")

    def set_day(self, day: float) -> None:
        """Move the history to a day; 2.25 is six hours after the evening of day 2."""
        self._control("POST", "day", {"day": day})

    def set_damage(self, kind: str) -> None:
        """Damage all further answers by a kind of ``damage.KINDS``; an empty kind ends the damage."""
        self._control("POST", "damage", {"kind": kind})

    def truth(self, day: float | None = None) -> dict[str, Any]:
        """The truth of a day (see ``truth``); by default of the current day of the server."""
        return dict(self._control("GET", "truth" if day is None else f"truth?day={day}"))

    def _control(self, method: str, what: str, message: Any = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = None if message is None else json.dumps(message)
            connection.request(method, f"/_demo/{what}", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise OSError(f"the demo ministry answered {answer.status} to {what}: {text.decode()}")
            return json.loads(text)
        finally:
            connection.close()


def end_with_parent() -> None:
    """End this process when its standard input closes, which means that its parent process has ended."""

    def wait() -> None:
        # os.read, because a thread inside the reader of sys.stdin makes the end of the interpreter a fatal error.
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()

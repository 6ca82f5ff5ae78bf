"""Debian's chromium, driven by playwright: a browser that is here already, never one that playwright downloads."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

DESK, PHONE = (1280, 800), (390, 844)
FLAGS = ["--no-sandbox"]
"""Chromium's own sandbox cannot be had by root, nor in most containers; the pages are this project's."""


def program() -> str | None:
    """Where chromium is: ``COMMUNIQUE_CHROMIUM``, or what the path knows by that name."""
    return shutil.which(os.environ.get("COMMUNIQUE_CHROMIUM") or "chromium")


def lacking() -> str:
    """What is not here to open pages with, in one line; empty where nothing lacks."""
    if find_spec("playwright") is None:
        return "playwright is not installed (pip install 'communique[test]')"
    if program() is None:
        return "chromium is not here (apt-get install chromium, or set COMMUNIQUE_CHROMIUM)"
    return ""


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright. While it runs, no other asyncio loop can run in the same thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser, without a window."""
    browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    size: tuple[int, int] = DESK,
    *,
    dark: bool = False,
    scripts: bool = True,
    bypass_csp: bool = False,
) -> Iterator[Page]:
    """A page to go about in, its addresses relative to ``url``; fails where it asked anything of another server."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        bypass_csp=bypass_csp,
    )
    elsewhere: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "data:")):
            elsewhere.append(request.url)

    context.on("request", asked)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert elsewhere == [], "a page asked another server"


@contextmanager
def everyday(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser as people have it: with a profile. Only such a one connects ahead where a page hints at it."""
    with tempfile.TemporaryDirectory() as folder:
        context = playwright.chromium.launch_persistent_context(folder, executable_path=program(), args=FLAGS)
        try:
            yield context
        finally:
            context.close()


class Listener:
    """Takes connections on a free port for as long as the context lasts, counts them, and ends each at once."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._take, daemon=True)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.connections = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread
        self._thread.join(10)
        self._socket.close()

    def _take(self) -> None:
        while True:
            try:
                taken, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            taken.close()


HIDDEN = "<p>x<svg><style><p>{}</style></svg>"
"""A text in the eyes of one HTML parser, markup in those of another."""
HOSTILE = {
    "acts": """<title>acts</title><script>top.document.title = document.title = 'ran'; fetch('EVIL/')</script>
        <base href="EVIL/"><body onload="fetch('EVIL/')"><img src=x onerror="new Image().src = 'EVIL/'">
        <svg onload="fetch('EVIL/')"></svg><iframe srcdoc="<script>fetch('EVIL/')</script>"></iframe>
        <input autofocus onfocus="fetch('EVIL/')"><p><a href="javascript:fetch('EVIL/')">press</a>""",
    "loads": """<link rel=preconnect href=EVIL><link rel=stylesheet href=EVIL/><link rel=icon href=EVIL/>
        <style>@import "EVIL/"; body { background: url(EVIL/) } @font-face { font-family: x; src: url(EVIL/) }</style>
        <p style="font-family: x; list-style: url(EVIL/)">x<img src=EVIL/ srcset="EVIL/ 2x"><iframe src=EVIL/></iframe>
        <object data=EVIL/></object><embed src=EVIL/><video poster=EVIL/ src=EVIL/ autoplay></video>
        <svg><image href=EVIL/ /><use href=EVIL/#a /></svg><input type=image src=EVIL/>
        <table background=EVIL/></table>""",
    "comments": "<p>x<!--><link rel=preconnect href=EVIL>--><!-- --!><link rel=preconnect href=EVIL> -->",
    "leads": '<meta http-equiv=refresh content="0;url=EVIL/"><p>x',
    "is named and leads": '<meta name=x http-equiv=refresh content="0;url=EVIL/"><p>x',
    "is a link": "<p><a href=EVIL/ ping=EVIL/>press</a>",
    "is a form": "<form action=EVIL/><button formaction=EVIL/>press</button></form>",
    "hides a frame": HIDDEN.format("<iframe src=EVIL/></iframe>"),
    "hides a hint": HIDDEN.format("<link rel=preconnect href=EVIL>"),
    "hides a link": HIDDEN.format("<a href=EVIL/>press</a>"),
    "turns into a link": "<svg><a><set attributeName=href to=EVIL/ /><text y=20>press</text></a></svg>",
}
"""What a page may try, with or without being pressed; EVIL stands for where it wants to get."""

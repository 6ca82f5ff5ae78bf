"""Hostile pages and titles in chromium: they do what they can where they are not ours, and nothing in the archive."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.rules.text.digests import address_id
from tests.support.browser import HOSTILE, Listener, chromium, everyday, lacking, opened
from tests.support.captures import HOST, article, filled
from tests.support.loopback import Server
from tests.support.webserver import WebServer

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Frame, Page, Playwright

if reason := lacking():
    pytest.skip(reason, allow_module_level=True)

TITLE = "Hostile <script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"


def address_of(name: str) -> str:
    return f"/{name.replace(' ', '-')}"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """What hostile pages would reach."""
    with Listener() as listening:
        yield listening


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Iterator[WebServer]:
    """A site of hostile pages."""
    path = tmp_path_factory.mktemp("web") / "hostile.db"
    stored = [
        replace(article(address_of(name), title=TITLE), body=page.replace("EVIL", listener.url).encode())
        for name, page in HOSTILE.items()
    ]
    with filled(path, stored):
        pass
    with WebServer(path) as serving:
        yield serving


@pytest.fixture(scope="module")
def everyday_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    with everyday(playwright) as running:
        yield running


def press(page: Frame) -> None:
    """Click whatever offers itself."""
    for each in page.get_by_text("press").all():
        if each.is_visible():
            each.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_hostile_title_is_read_and_not_obeyed(playwright: Playwright, server: WebServer, scripts: bool) -> None:
    """On the article's own page and among what was found: letter for letter."""
    with chromium(playwright) as browser, opened(browser, server.url, scripts=scripts) as page:
        _read(page)


def _read(page: Page) -> None:
    page.goto(f"/story/{address_id(HOST + address_of('acts'))}")
    assert page.locator("h1").inner_text() == TITLE
    assert page.title() == f"{TITLE} · Communiqué"
    page.goto("/search?q=Hostile")
    assert set(page.locator(".story .title").all_inner_texts()) == {TITLE}
    assert not page.locator("main img, main script").count()


def test_a_hostile_page_does_what_it_can_where_it_is_not_ours(
    everyday_browser: BrowserContext, listener: Listener
) -> None:
    """So that the next test tells something: from an ordinary server, each of them reaches the listener."""
    stored = {address_of(name): text.replace("EVIL", listener.url) for name, text in HOSTILE.items()}
    with Server(stored) as plain:
        for name in HOSTILE:
            before = listener.connections
            page = everyday_browser.new_page()
            page.goto(plain.url + address_of(name), wait_until="commit")
            until = time.monotonic() + 20
            while listener.connections == before and time.monotonic() < until:
                page.wait_for_timeout(100)
                press(page.main_frame)
            page.close()
            assert listener.connections > before, f"{name} does nothing"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_does_nothing_in_the_archive(
    everyday_browser: BrowserContext, server: WebServer, listener: Listener, name: str
) -> None:
    """Neither in its frame nor alone: nothing runs, nothing is asked for, nothing is connected to, even if pressed."""
    url, before = HOST + address_of(name), listener.connections
    for place in (f"/original/{address_id(url)}@2024-05-01T09:00:00.000Z", f"/memento/20240501090000/{url}"):
        page = everyday_browser.new_page()
        page.goto(server.url + place)
        shown = next(iter(page.main_frame.child_frames), page.main_frame)
        assert shown.url == server.url + (place if place.startswith("/memento") else f"{place}/page")
        shown.wait_for_load_state("load")
        press(shown)
        page.wait_for_timeout(500)
        assert page.url == server.url + place
        assert page.title() != "ran"
        page.close()
    assert listener.connections == before

"""The web page in chromium: gone about in with and without scripts, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browser import DESK, PHONE, chromium, lacking, opened
from tests.support.captures import article, filled
from tests.support.webserver import WebServer, crawl_demo, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page, Playwright

if reason := lacking():
    pytest.skip(reason, allow_module_level=True)

WORDS = {"ru": "почётных консульств", "be": "ганаровыя консульствы", "en": "honorary consulates",
         "ar": "الوزير"}  # fmt: skip
"""Forms that no text of the demo has, and a word in a third script."""
ARABIC = article(
    "/ar/1",
    language="ar",
    language_claimed="ar",
    title="زيارة الوزير",
    body=("NATO: وصل الوزير إلى مينسك اليوم.", "يبقى حتى Friday."),
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """The demo, crawled for some days, and a page in a third script."""
    path = tmp_path_factory.mktemp("web") / "demo.db"
    crawl_demo(path)
    with filled(path, [ARABIC]):
        pass
    with WebServer(path) as serving:
        yield serving


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, server: WebServer) -> Iterator[Page]:
    """With scripts allowed, and without."""
    with opened(browser, server.url, scripts=request.param) as opening:
        yield opening


@pytest.fixture(scope="module")
def places(server: WebServer) -> dict[str, str]:
    """One page of each kind."""
    return pages(server)


def box(page: Page, selector: str) -> FloatRect:
    """Where something stands in the window."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, f"{selector} is not to be seen"
    return found


def follow(page: Page, link: Locator) -> None:
    """Click, and wait for what is there."""
    with page.expect_navigation():
        link.click()


def search(page: Page, words: str) -> None:
    """Type words into the box of whatever page has one."""
    page.get_by_role("searchbox").fill(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_words_of_any_language_find_texts_in_it(page: Page) -> None:
    """From the front page's box, in forms that stand nowhere; a hit leads to the text, marked as in that language."""
    for language, words in WORDS.items():
        page.goto("/")
        search(page, words)
        hit = page.locator(".story .title").first
        assert hit.get_attribute("lang") == language
        assert page.locator(".story mark").count()
        title = hit.inner_text()
        follow(page, hit)
        assert page.locator(f"article[lang={language}] h1").inner_text() == title
        assert page.get_by_role("navigation", name="Languages").locator("[aria-current]").count() == 1
    page.goto("/search")
    search(page, "Tarmansk")
    names = page.locator(".story", has_text="a name in other letters").locator(".title")
    assert "Тарманск" in names.first.inner_text()


def test_a_text_from_right_to_left_is_read_so(browser: Browser, server: WebServer) -> None:
    """On its page, and where it stands among others: what it begins with is on the right."""
    with opened(browser, server.url) as page:
        page.goto("/")
        search(page, WORDS["ar"])
        hit = page.locator(".story .title").first
        ways = [hit.evaluate("it => getComputedStyle(it).direction")]
        follow(page, hit)
        for each in ("h1", "article .text p >> nth=0", "article .text p >> nth=1"):
            ways.append(page.locator(each).evaluate("it => getComputedStyle(it).direction"))
        assert ways == ["rtl"] * 4
        assert page.locator("nav").first.evaluate("it => getComputedStyle(it).direction") == "ltr"


def test_a_story_is_read_in_each_language_side_by_side_and_as_captured(page: Page, places: dict[str, str]) -> None:
    """Tabs lead from one to the other; paragraphs stand beside each other; the stored page says the same."""
    page.goto(places["story"])
    titles = {}
    for language in ("русский", "беларуская", "English"):
        follow(page, page.get_by_role("link", name=language, exact=True))
        titles[language] = page.locator("article h1").inner_text()
    assert len(set(titles.values())) == 3
    follow(page, page.get_by_role("link", name="ru | en"))
    assert page.locator(".facing .head td").all_inner_texts() == [titles["русский"], titles["English"]]
    left, right = box(page, ".facing tr:nth-child(2) td:first-child"), box(page, ".facing tr:nth-child(2) td + td")
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    follow(page, page.locator(".facing th").get_by_role("link", name="English"))
    follow(page, page.get_by_role("link", name="as captured"))
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert page.frame_locator("iframe").locator("h1").inner_text() == titles["English"]
    with page.expect_download() as saved:
        page.get_by_role("link", name="download").click()
    assert b"<h1" in Path(saved.value.path()).read_bytes()


def test_what_was_edited_and_removed_is_seen_from_the_front(page: Page, places: dict[str, str]) -> None:
    """Words that came are underlined, words that went are struck through; the article tells of both in its timeline."""
    page.goto("/")
    edits = page.locator("aside .story", has=page.locator(".badge.edited"))
    follow(page, edits.last.locator(".title"))
    assert page.locator("h1").inner_text() == "What changed"
    page.goto(places["diff"])
    assert box(page, "ins")["width"] > 5 < box(page, "del")["width"]
    follow(page, page.get_by_role("link", name="the text of").last)
    follow(page, page.get_by_role("link", name="What changed since the text before"))
    assert page.locator("del").count()
    page.goto(places["removed"])
    assert "gone from the site" in page.locator(".note").inner_text()
    assert "vanished" in page.locator(".line").inner_text()


def test_coverage_changes_and_runs_lead_to_what_they_tell(page: Page, places: dict[str, str]) -> None:
    """A field to its gaps, a form to fewer rows, a run to its findings."""
    page.goto("/coverage")
    follow(page, page.locator(".heat a").first)
    assert page.locator("h1").inner_text().startswith("Not archived: demo")
    assert page.locator("tbody tr").count()
    follow(page, page.get_by_role("link", name="Changes"))
    page.get_by_label("what happened").select_option("vanished")
    follow(page, page.get_by_role("button", name="Show"))
    assert page.locator("tbody .badge").count() == page.locator("tbody .badge.vanished").count() > 0
    follow(page, page.get_by_role("link", name="Runs"))
    follow(page, page.locator("tbody tr", has=page.locator(".unhealthy")).last.get_by_role("link"))
    assert page.url.endswith(places["run"])
    told = page.locator(".panel").first.inner_text()
    assert re.search("robots.txt gave no answer|answers were a firewall page", told), "on that day, one or the other"


def test_every_page_fits_a_phone_and_a_desk_and_is_dark_where_it_is_dark(
    browser: Browser, server: WebServer, places: dict[str, str]
) -> None:
    """Only tables are wider than the window, and move within themselves; languages stand below each other."""
    for size, dark in ((DESK, False), (PHONE, True)):
        with opened(browser, server.url, size, dark=dark) as page:
            for name, place in places.items():
                page.goto(place)
                assert page.evaluate("document.documentElement.scrollWidth") == size[0], name
                paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
                assert (sum(map(int, paper[4:-1].split(","))) < 150) is dark, name
    with opened(browser, server.url, PHONE) as page:
        page.goto(places["side-by-side"])
        left, right = box(page, ".facing tr:nth-child(2) td:first-child"), box(page, ".facing tr:nth-child(2) td + td")
        assert left["y"] + left["height"] <= right["y"]


def test_no_page_keeps_anybody_out(browser: Browser, server: WebServer, places: dict[str, str]) -> None:
    """axe-core finds nothing serious on any page by the rules of WCAG 2.2 AA: at a desk by day, on a phone by night."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(RULES)}}
    options["rules"] = {"label-content-name-mismatch": {"enabled": True}}
    found: list[str] = []
    for size, dark in ((DESK, False), (PHONE, True)):
        with opened(browser, server.url, size, dark=dark, bypass_csp=True) as page:
            for name, place in places.items():
                page.goto(place)
                for each in Axe().run(page, options=options).response["violations"]:
                    if each["impact"] in ("serious", "critical"):
                        found.append(f"{name}: {each['id']}: {each['nodes'][0]['html']}")
    assert found == []


def test_the_keyboard_is_enough(browser: Browser, server: WebServer) -> None:
    """Past the links to the box, from the box to a hit, and into it; where one is can always be seen."""
    with opened(browser, server.url) as page:

        def tab() -> str:
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => { const at = document.activeElement, box = at.getBoundingClientRect()
                const inside = box.x >= 0 && box.right <= innerWidth && box.y >= 0 && box.bottom <= innerHeight
                return [at.className || at.type, getComputedStyle(at).outlineStyle, inside] }"""
            )
            assert seen[1:] == ["solid", True], f"{seen[0]} cannot be seen to be where one is"
            return str(seen[0])

        page.goto("/")
        assert tab() == "skip"
        page.keyboard.press("Enter")
        assert tab() == "search"
        page.keyboard.type(WORDS["be"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        assert tab() == "skip"
        page.keyboard.press("Enter")
        reached = [tab() for _ in range(25)]
        assert reached[:2] == ["search", "submit"]
        assert "title" in reached
        page.locator(".story .title").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/story/*")

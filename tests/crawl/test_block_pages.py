"""Walls and error pages that no words are known for, met by a real crawl."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.archive import Archive
from crawler.pages.site import Seed
from tests.support.loopback import Crawled, Page, Server, crawl
from tests.support.newsroom import article, listing, pages, spider

INCIDENT = count(1)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def wall(request: web.Request) -> web.Response:
    """A firewall page in words that nobody has listed, different each time."""
    number = next(INCIDENT)
    text = (
        "<html><head><title>Notice of the network operator</title></head><body><main><h1>Notice</h1>"
        f"<p>What you wanted at {request.path} was looked at by our systems and set aside.</p>"
        f"<p>Case {number * 7919:x}-{number}, at 12:{number % 60:02}. Write to the desk and name the case.</p>"
        "</main></body></html>"
    )
    return web.Response(text=text, content_type="text/html")


def nowhere(request: web.Request) -> web.Response:
    """What the site says, with status 200, where there is nothing."""
    text = f"<main><h1>Our news</h1><p>What stood under {request.path} stands there no longer, or never did.</p></main>"
    return web.Response(text=text, content_type="text/html")


class Everywhere(dict[str, Page]):
    """Pages, and one answer to all other addresses."""

    def __init__(self, known: Mapping[str, Page], other: Callable[[web.Request], web.Response]) -> None:
        super().__init__(known)
        self._other = other

    def get(self, path: str, default: Any = None) -> Any:
        """The page, or the answer to all others."""
        return super().get(path, self._other)


def walled(robots: Page) -> Everywhere:
    return Everywhere({"/robots.txt": robots}, wall)


def crawled(server: Server, archive: Path, settings: Mapping[str, Any] | None = None, **arguments: Any) -> Crawled:
    return crawl(spider(), archive, settings, base=server.url, **arguments)


def runs(archive: Path) -> list[dict[str, Any]]:
    with Archive.open(archive, readonly=True) as opened:
        return opened.runs()


def ask(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive)) as db:
        return db.execute(sql).fetchall()


def state(archive: Path) -> list[list[tuple[Any, ...]]]:
    """All that is derived from what was captured."""
    return [
        ask(archive, "SELECT resource, state, revision FROM article ORDER BY id"),
        ask(archive, "SELECT article, number, capture FROM revision ORDER BY id"),
        ask(archive, "SELECT article, kind, at FROM event ORDER BY id"),
    ]


def test_a_wall_of_unknown_words_changes_nothing_and_ends_the_run(archive: Path) -> None:
    """Each page of it is different, and none is an article, an edit or a removal."""
    with Server(pages()) as server:
        crawled(server, archive)
        before = state(archive)
        server.pages = walled(server.pages["/robots.txt"])
        server.asked.clear()
        second = crawled(server, archive, full=True)
        assert second.reason == "blocked" or len(server.asked) < 5
    assert state(archive) == before
    newest = runs(archive)[0]
    assert newest["how"] == "blocked"
    assert newest["healthy"] is False


def test_a_wall_under_articles_that_are_known_is_known(archive: Path) -> None:
    """The listings are spared by this one; every article behind it is ``blocked``, and keeps its text."""
    with Server(pages()) as server:
        crawled(server, archive)
        before = state(archive)
        for path in [path for path in server.pages if path.startswith("/en/news/") and path[-1].isdigit()]:
            if "?" not in path:
                server.pages[path] = wall
        crawled(server, archive, full=True)
    assert state(archive) == before
    newest = runs(archive)[0]
    assert newest["how"] == "blocked"
    assert newest["outcomes"]["blocked"] >= 4
    assert not newest["outcomes"].get("article")


def test_a_wall_in_a_first_crawl_leaves_no_article(archive: Path) -> None:
    """Nothing was known before: that nine pages in a row are one is enough."""
    with Server({path: wall if path[-2:-1] in "abc" else page for path, page in pages().items()}) as server:
        crawled(server, archive)
    assert ask(archive, "SELECT count(*) FROM article") == [(0,)]
    assert runs(archive)[0]["how"] == "blocked"


def test_the_next_run_takes_what_the_wall_hid(archive: Path) -> None:
    """What stood behind it is still known and not captured."""
    with Server({path: wall if path[-2:-1] in "abc" else page for path, page in pages().items()}) as server:
        crawled(server, archive)
        server.pages = {**server.pages, **pages()}
        crawled(server, archive)
    assert ask(archive, "SELECT count(*) FROM article") == [(9,)]
    assert ask(archive, "SELECT count(*) FROM revision") == [(9,)]
    assert ask(archive, "SELECT kind FROM event") == []
    with Archive.open(archive, readonly=True) as opened:
        assert not opened.sites()[0]["rest_until"]


def test_what_is_like_the_page_that_cannot_exist_is_missing(archive: Path) -> None:
    """A site that answers 200 to anything: a removed article is one that is answered like any nonsense."""
    with Server() as server:
        server.pages = Everywhere({**server.pages, **pages()}, nowhere)
        crawled(server, archive)
        for name in ("a1", "b2"):
            server.pages[f"/en/news/{name}"] = nowhere
        crawled(server, archive, full=True)
    told = ask(
        archive,
        """SELECT r.uri_r, o.word, g.reason FROM reading g JOIN outcome o ON o.id = g.outcome
        JOIN capture c ON c.id = g.capture JOIN resource r ON r.id = c.resource WHERE g.reason = 'like-missing'""",
    )
    assert {(url.rpartition("/")[2], word) for url, word, _ in told} == {("a1", "missing"), ("b2", "missing")}
    gone = ask(archive, "SELECT count(*), count(confirmed) FROM event WHERE kind = 'vanished'")
    assert gone == [(2, 0)]


def test_copies_and_notices_are_no_wall(archive: Path) -> None:
    """The same text under three addresses, and one notice a week whose date alone differs: each is what it is."""
    news = {f"/en/news/w{n}": article("x", day=f"{n + 1} May 2026").replace("of x", "of the week") for n in range(7)}
    news |= {f"/en/news/k{n}": article("x").replace("of x", "of the copy") for n in range(3)}
    listed = {"/en/news/": listing(*(path.rpartition("/")[2] for path in news)), "/en/news/?p=2": "<ul></ul>"}
    with Server({**news, **listed}) as server:
        first = crawled(server, archive)
    assert first.reason == "finished"
    assert ask(archive, "SELECT count(*) FROM article") == [(10,)]
    assert "blocked" not in runs(archive)[0]["outcomes"]


@pytest.mark.parametrize("fault", [wall, lambda _: web.Response(status=403), lambda _: web.Response(status=503)])
def test_a_run_that_gets_nothing_but_refusals_ends_early(archive: Path, fault: Page) -> None:
    """A listing with two hundred articles is not worth two hundred refusals; what was on its way may still come."""
    names = [f"n{number}" for number in range(200)]
    with Server({"/en/news/": listing(*names), "/en/news/?p=2": "<ul></ul>"}) as server:
        server.pages |= {f"/en/news/{name}": fault for name in names}
        done = crawled(server, archive)
        assert len(server.asked) < 100
    assert done.reason in ("blocked", "unreachable")
    assert runs(archive)[0]["how"] == "blocked"
    assert ask(archive, "SELECT count(*) FROM article") == [(0,)]


def test_some_refusals_among_good_answers_do_not_end_a_run(archive: Path) -> None:
    """Three pages behind a log-in wall are three pages."""
    with Server(pages()) as server:
        server.pages |= {f"/en/news/{name}": lambda _: web.Response(status=403) for name in ("a1", "b1", "c1")}
        assert crawled(server, archive).reason == "finished"
    assert runs(archive)[0]["how"] == "finished"
    assert ask(archive, "SELECT count(*) FROM article") == [(6,)]


def in_its_language(request: web.Request) -> web.Response:
    """What the site says, with status 200, where there is nothing: in the language of the address."""
    be = request.path.startswith("/be/")
    title, words = ("Навіны", "Тут больш нічога няма") if be else ("Our news", "Nothing stands here any longer")
    return web.Response(text=f"<main><h1>{title}</h1><p>{words}.</p></main>", content_type="text/html")


def test_each_language_has_its_own_page_for_what_is_missing(archive: Path) -> None:
    """A run probes in each language in which it looks at known articles; the first run needs one probe."""
    made = pages()
    for name in ("a1", "a2", "a3"):
        links = f'<a hreflang="be" href="/be/news/{name}">be</a><a hreflang="en" href="/en/news/{name}">en</a>'
        made |= {f"/en/news/{name}": article(name, links), f"/be/news/{name}": article(name, links, language="be")}
    seeds = [Seed(f"/{language}/news/", language=language) for language in ("en", "be")]
    made["/be/news/"] = listing("a1", "a2", "a3").replace("/en/", "/be/")
    with Server() as server:
        server.pages = Everywhere({**server.pages, **made}, in_its_language)
        crawl(spider(*seeds), archive, base=server.url)
        assert len(server.probed) == 1
        server.pages |= {"/en/news/a1": in_its_language, "/be/news/a1": in_its_language}
        crawl(spider(*seeds), archive, base=server.url)
        assert sorted(path[:4] for path in server.probed[1:]) == ["/be/", "/en/"]
    told = ask(archive, "SELECT r.uri_r FROM event e JOIN article a ON a.id = e.article JOIN resource r "
                        "ON r.id = a.resource WHERE e.kind = 'vanished'")  # fmt: skip
    assert {path for (url,) in told for path in [url[-11:]]} == {"/en/news/a1", "/be/news/a1"}
    assert ask(archive, "SELECT count(*) FROM event WHERE kind = 'edited'") == [(0,)]

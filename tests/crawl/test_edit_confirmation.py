"""A crawl after the page object changed: what the site did is an edit, what we did is none, said or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.crawl.spider import MinistrySpider
from crawler.pages.site import PageRule
from crawler.pipelines import archive as pipeline
from tests.support.loopback import Server, crawl
from tests.support.newsroom import LISTED, News, listing, spider
from tests.support.rereads import query

NAMES = ("a1", "a2", "a3")


def page(name: str, words: str = "") -> str:
    """An article with two headlines."""
    said = f"This is what the ministry of {name} has to say to the press on the matter today. {words}"
    return f"<html lang=en><main><h1>Title of {name}</h1><h2>{name} in short</h2><p>{said}</p></main></html>"


def reads(**changes: Any) -> type[MinistrySpider]:
    """The spider, its page object changed."""
    read = type("News", (News,), changes)
    return spider(rules=(LISTED, PageRule(r"^/(en|be)/news/\w+", read)))


BUMPED = {"version": 9, "title": "h2"}
SILENT = {"title": "h2"}
changes = pytest.mark.parametrize("changed", [BUMPED, SILENT], ids=["with a new version", "without a new version"])


@pytest.fixture
def server() -> Iterator[Server]:
    pages = {"/en/news/": listing(*NAMES), **{f"/en/news/{name}": page(name) for name in NAMES}}
    with Server({**pages, "/en/news/?p=2": "<ul></ul>"}) as running:
        yield running


def crawled(archive: Path, server: Server, **changed: Any) -> None:
    done = crawl(reads(**changed), archive, base=server.url, full=True)
    assert done.reason == "finished"


def edits(archive: Path) -> list[str]:
    with Archive.open(archive, readonly=True) as opened:
        return sorted(row["url"].rpartition("/")[2] for row in opened.changes(kind="edited"))


def texts(archive: Path) -> list[tuple[Any, ...]]:
    return query(archive, "SELECT substr(url, -2), number, title, reason FROM revision_log ORDER BY 1, 2")


@changes
def test_another_reading_of_the_same_pages_is_no_edit(tmp_path: Path, server: Server, changed: dict[str, Any]) -> None:
    """The new text replaces the one that is shown, and says why."""
    crawled(path := tmp_path / "a.db", server)
    crawled(path, server, **changed)
    assert edits(path) == []
    assert texts(path) == [(name, 1, f"{name} in short", "parser-changed") for name in NAMES]


@changes
def test_what_the_site_changed_meanwhile_is_an_edit(tmp_path: Path, server: Server, changed: dict[str, Any]) -> None:
    """Both captures are read by the same page object before they are held against each other."""
    crawled(path := tmp_path / "a.db", server)
    server.pages["/en/news/a2"] = page("a2", "It is denied.")
    crawled(path, server, **changed)
    assert edits(path) == ["a2"]
    server.pages["/en/news/a3"] = page("a3", "It is denied.")
    crawled(path, server, **changed)
    assert edits(path) == ["a2", "a3"]
    crawled(path, server)
    assert edits(path) == ["a2", "a3"]


@changes
def test_a_replay_after_it_adds_and_withdraws_nothing(tmp_path: Path, server: Server, changed: dict[str, Any]) -> None:
    crawled(path := tmp_path / "a.db", server)
    server.pages["/en/news/a2"] = page("a2", "It is denied.")
    crawled(path, server, **changed)
    before = query(path, "SELECT * FROM event")
    site = reads(**changed).site
    with Archive.open(path) as archive:
        from crawler.sources.reparse import reread

        assert reread(archive, site.name, lambda name, url: site, dry_run=False).kept == 0
    assert query(path, "SELECT * FROM event") == before


def test_without_it_a_silent_change_would_be_taken_for_edits(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the tests above hold is held by the confirmation, and by nothing else."""
    monkeypatch.setattr(pipeline, "confirm", lambda *_: [])
    crawled(path := tmp_path / "a.db", server)
    crawled(path, server, **SILENT)
    assert edits(path) == list(NAMES)


def test_a_crawl_that_finds_nothing_new_reads_nothing_again(tmp_path: Path, server: Server) -> None:
    """Confirming costs where there is something to confirm."""
    crawled(path := tmp_path / "a.db", server)
    crawled(path, server)
    assert query(path, "SELECT count(*) FROM rereading") == [(0,)]
    assert query(path, "SELECT count(*) FROM extractor WHERE version LIKE '%~%'") == [(0,)]

"""What goes wrong while a ministry is crawled: each a counted outcome, no batch lost, and no other host asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import crawler.settings
from crawler.archive import Archive
from crawler.archive.parts.captures import CapturesPart
from crawler.crawl.spider import MinistrySpider
from crawler.errors import CommuniqueError, NotInArchive
from crawler.items import Capture
from crawler.pages import normalization
from crawler.pages.site import Seed, Site
from tests.conftest import ROOT
from tests.support.bad_ministry import HOST, NO_ADDRESS, PAGES, RULES, SIDES, elsewhere, page
from tests.support.bad_server import Listener, listening, robots, served
from tests.support.loopback import Server, crawl
from tests.support.programs import Done, rows


@dataclass
class Crawled:
    """The bad ministry, crawled."""

    done: Done
    path: Path
    server: Server
    other: Listener
    asked: set[str]
    """Addresses connected to, and names looked up."""

    def capture(self, url: str) -> dict[str, Any]:
        """The last capture of an address."""
        with Archive.open(self.path, readonly=True) as archive:
            return archive.timemap(url)[-1]

    def article(self, path: str) -> dict[str, Any]:
        """The article at a path."""
        with Archive.open(self.path, readonly=True) as archive:
            return archive.show(f"{HOST}{path}")


def call(*arguments: str | Path, cwd: Path, **environment: str) -> Done:
    """The command line, with the bad ministry's spider known to it."""
    inherited = {name: value for name, value in os.environ.items() if not name.lower().endswith("proxy")}
    return subprocess.run(
        [sys.executable, "-m", "tests.support.bad_ministry", *map(str, arguments)],
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(ROOT), "BAD_ASKED": str(cwd / "asked"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of everything that is wrong."""
    folder = tmp_path_factory.mktemp("bad")
    with listening() as other, Server() as server:
        links = [*(path for path in PAGES if path != "/circle-b.html"), *NO_ADDRESS, *elsewhere(other.port)]
        links += [f"http://{side}.localhost/{name}.html" for side in SIDES for name in ("open", "secret")]
        entries = "".join(f'<li><a href="{link}">{link[:40]}</a>' for link in links)
        alternates = page(
            "Alternates", head=f'<link rel=alternate hreflang=ru href="http://127.0.0.1:{other.port}/ru.html">'
        )
        server.pages |= {path: served(bad) for path, bad in PAGES.items()}
        server.pages |= {"/robots.txt": robots, "/news/": f"<ul>{entries}<li><a href=/alternates.html>a</a></ul>"}
        server.pages |= {"/open.html": page("Open"), "/secret.html": page("Secret"), "/alternates.html": alternates}
        path = folder / "bad.db"
        done = call("--archive", path, "crawl", "bad", "--json", cwd=folder, BAD_BASE=server.url)
        yield Crawled(done, path, server, other, set((folder / "asked").read_text().split()))


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    """Whatever the pages are, it is no failure of the crawl, and no traceback is shown."""
    assert crawled.done.returncode == 3, crawled.done.stderr  # unhealthy: the code of the spider failed on a page
    assert "bad is unhealthy: 1 finding" in crawled.done.stderr
    assert "Traceback" not in crawled.done.stderr
    assert not [line for line in crawled.done.stderr.splitlines() if line.startswith("Error:")]


@pytest.mark.parametrize("path", PAGES)
def test_each_bad_page_is_a_counted_outcome(crawled: Crawled, path: str) -> None:
    """A word for what it was, a word for why, and the title exact where there is an article."""
    bad = PAGES[path]
    captured = crawled.capture(f"{HOST}{path}")
    assert (captured["outcome"], captured["reason"]) == (bad.outcome, bad.reason)
    if bad.title is not None:
        assert crawled.article(path)["title"] == bad.title


def test_no_batch_is_lost(crawled: Crawled) -> None:
    """Every good page of the crawl is archived, and so is the evidence of every bad one that came whole."""
    for number in range(8):
        assert crawled.article(f"/good{number}.html")["body"] == [(f"News number {number}. " * 20).strip()]
    with Archive.open(crawled.path, readonly=True) as archive:
        kept = {capture.url.removeprefix(HOST): capture.body for capture in archive.captures()}
    for path, bad in PAGES.items():
        if bad.outcome not in ("unreachable", "moved") and not bad.raw:
            assert kept[path] == bad.body


def test_what_happened_can_be_read_in_the_run(crawled: Crawled) -> None:
    """``runs --json`` counts each outcome, and what was never asked for."""
    (run,) = rows(call("--archive", crawled.path, "runs", "--json", cwd=crawled.path.parent, BAD_BASE=""))
    expected = Counter(bad.outcome for bad in PAGES.values())
    expected += Counter(listing=1, article=1 + 5 + 4)  # the listing, alternates.html, and open and secret.html of SIDES
    expected += Counter(robots=4, moved=2, unreachable=1)  # each robots.txt
    expected += Counter(missing=1)  # the address that cannot exist
    expected += Counter(moved=2)  # what turns in a circle is both moved and unreachable
    assert run["how"] == "finished"
    assert run["outcomes"] == expected
    counts = run["counts"]
    assert counts["ministry/dropped/bad-address"] == len(NO_ADDRESS)
    assert counts["ministry/dropped/redirect-loop"] == 2
    assert counts["outcome/excluded"] == 3
    assert counts["captures/spider-error"] == 1


def test_no_other_host_is_asked(crawled: Crawled) -> None:
    """Nothing is connected to but the ministry's own server, and no name is looked up, whatever a page links to."""
    assert crawled.other.came == []
    assert crawled.asked == {f"127.0.0.1:{crawled.server.port}"}


def test_why_another_host_is_not_asked_stands_on_its_address(crawled: Crawled) -> None:
    """Linked to by a listing, by a redirect, or as another language version."""
    port = crawled.other.port
    away = (f"http://127.0.0.1:{port}/a.html", "http://other.example/x.html", "http://169.254.169.254/latest/")
    with Archive.open(crawled.path, readonly=True) as archive:
        for url in (*away, f"http://127.0.0.1:{port}/ru.html"):
            with pytest.raises(NotInArchive, match=r"not requested \(offsite\)"):
                archive.show(url)


def test_crawling_again_asks_no_other_host_either(crawled: Crawled) -> None:
    """What is known and not captured is asked for again, but never what the site does not own."""
    before = len(crawled.server.asked)
    done = call(
        "--archive", crawled.path, "crawl", "bad", "--json", cwd=crawled.path.parent, BAD_BASE=crawled.server.url
    )
    assert done.returncode == 3, done.stderr
    assert len(crawled.server.asked) > before
    asked = set((crawled.path.parent / "asked").read_text().split())
    assert (crawled.other.came, asked) == ([], {f"127.0.0.1:{crawled.server.port}"})
    run = rows(call("--archive", crawled.path, "runs", "--json", cwd=crawled.path.parent, BAD_BASE=""))[0]
    assert (run["how"], run["new"], run["edited"], run["removed"]) == ("finished", 0, 0, 0)


def test_robots_txt_may_be_anything(crawled: Crawled) -> None:
    """The first 500 KiB of a huge one count, HTML and bytes say nothing, a circle is none, no answer forbids all."""
    with Archive.open(crawled.path, readonly=True) as archive:
        asked = {
            (side, name)
            for side in SIDES
            for name in ("open", "secret")
            if archive.timemap(f"http://{side}.localhost/{name}.html")
        }
    assert asked == {(side, name) for side in SIDES for name in ("open", "secret")} - {
        ("huge", "secret"),
        ("down", "open"),
        ("down", "secret"),
    }


@pytest.mark.parametrize(("path", "raw"), [("no-such-day", "31 February 2026"), ("year-zero", "0000-00-00")])
def test_a_date_that_does_not_exist_is_kept_as_written_and_not_read(crawled: Crawled, path: str, raw: str) -> None:
    """A date that no calendar has is no date of publication."""
    article = crawled.article(f"/{path}.html")
    assert (article["published"], article["published_raw"]) == (None, raw)


def test_a_public_name_that_leads_to_a_private_address_is_not_asked(tmp_path: Path) -> None:
    """A name is judged by where it leads, at the moment of asking (DNS rebinding)."""
    with Server({"/news/": "<ul><li><a href=/good.html>a</a></ul>", "/good.html": page()}) as server:
        path = tmp_path / "masked.db"
        done = call("--archive", path, "crawl", "masked", cwd=tmp_path, BAD_PORT=str(server.port))
        assert "Traceback" not in done.stderr
        (run,) = rows(call("--archive", path, "runs", "--json", cwd=tmp_path))
    assert run["counts"]["outcome/offsite"] == 2  # the listing, and the robots.txt that it waits for
    assert server.asked == []
    assert not (tmp_path / "asked").exists()


class Small(MinistrySpider):
    """A listing of three articles."""

    name = "small"
    site = Site(
        name="small", title="Small", hosts=("small.localhost",), https=False, private=True, delay=0, first_days=None,
        languages={"en": ""}, seeds=(Seed("/news/", language="en"),), rules=RULES,
    )  # fmt: skip


SMALL = {
    "/news/": "<ul><li><a href=/1.html>1</a><li><a href=/2.html>2</a><li><a href=/3.html>3</a></ul>",
    **{f"/{n}.html": page(f"Number {n}") for n in (1, 2, 3)},
}


class Failing:
    """A pipeline with a bug."""

    def process_item(self, item: Any) -> Any:
        """Fails on one article."""
        if isinstance(item, Capture) and item.article is not None and item.url.endswith("/2.html"):
            raise ZeroDivisionError("what nobody thought of")
        return item


def test_what_a_pipeline_fails_on_is_kept_and_counted(tmp_path: Path) -> None:
    """A bug in our own code costs the reading of one page, and not its evidence."""
    pipelines = {**crawler.settings.ITEM_PIPELINES, f"{__name__}.Failing": 150}
    path = tmp_path / "a.db"
    with Server(SMALL) as server:
        crawled = crawl(Small, path, {"ITEM_PIPELINES": pipelines}, base=server.url)
    assert sorted(article.title for article in crawled.articles) == ["Number 1", "Number 3"]
    assert crawled.outcomes()["http://small.localhost/2.html"] == ("unreadable", "pipeline-error")
    with Archive.open(path, readonly=True) as archive:
        (kept,) = archive.captures(url="http://small.localhost/2.html")
        assert kept.body == SMALL["/2.html"].encode()


def test_a_batch_that_cannot_be_stored_ends_the_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the archive fails with, it is said, and the run does not count as finished."""

    def fails(self: CapturesPart, run: int, captures: object) -> list[str]:
        raise ZeroDivisionError("what nobody thought of")

    monkeypatch.setattr(CapturesPart, "store", fails)
    with Server(SMALL) as server:
        crawled = crawl(Small, tmp_path / "a.db", base=server.url)
    assert crawled.reason in ("archive-failed", "finished")  # where the last batch fails, the spider is done already
    assert "ZeroDivisionError" in crawled.stats["archive/failed"]
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        assert archive.runs()[0]["how"] != "finished"


def test_a_crawl_that_this_machine_cannot_go_on_with_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room to unpack the language model: said once, nothing archived as if it had been read, and asked for again."""

    def detect(text: str, claimed: str = "") -> str:
        raise CommuniqueError("the language model cannot be unpacked")

    path = tmp_path / "a.db"
    with Server(SMALL) as server:
        with monkeypatch.context() as without:
            without.setattr(normalization, "detect", detect)
            crawled = crawl(Small, path, base=server.url)
        assert crawled.stats["archive/failed"] == "the language model cannot be unpacked"
        assert crawled.stats["log_count/ERROR"] == 1
        assert not crawled.articles
        assert len(crawl(Small, path, base=server.url).articles) == 3
    with Archive.open(path, readonly=True) as archive:
        assert [run["how"] for run in archive.runs()] == ["finished", "failed"]

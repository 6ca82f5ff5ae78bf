"""The whole way, as a user goes it: ``communique crawl demo``, held against the demo's own truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.demo.ministry import Ministry
from crawler.demo.server import DemoServer
from crawler.rules.outcome.probes import is_probe
from tests.support.programs import Done, communique, rows

HOST = "http://demo.localhost"
Truth = dict[str, Any]


@dataclass(frozen=True)
class Crawled:
    """The archive after day 1 and day 2, and what was said meanwhile."""

    folder: Path
    first: Done
    second: Done
    hits: dict[str, int]
    """What the demo was asked for on day 1."""

    def open(self, name: str = "day1.db") -> Archive:
        return Archive.open(self.folder / name, readonly=True)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("demo")
    with DemoServer(stories=60) as server:
        first = communique("--archive", "day1.db", "crawl", "demo", "--base", server.url, cwd=folder)
        hits = server.hits
        (folder / "both.db").write_bytes((folder / "day1.db").read_bytes())
        server.set_day(2)
        second = communique("--archive", "both.db", "crawl", "demo", "--base", server.url, cwd=folder)
    return Crawled(folder, first, second, hits)


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Ministry(stories=60).truth(1)


def by_path(archive: Archive) -> dict[str, dict[str, Any]]:
    return {row["url"].removeprefix(HOST): row for row in archive.export(site="demo")}


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    """Status 0, a table with a row per language, three commands to try next, and no traceback."""
    assert crawled.first.returncode == 0, crawled.first.stderr
    assert [line.split()[0] for line in crawled.first.stdout.splitlines()[2:5]] == ["ru", "be", "en"]
    assert (
        crawled.first.stderr.count("communique --archive day1.db") == 3
        or "three things" in crawled.first.stderr.lower()
    )
    assert "Traceback" not in crawled.first.stderr


def test_every_listed_article_is_archived_once(crawled: Crawled, truth: Truth) -> None:
    """In every language, and nothing besides: no print twin, no tracked address, no front page."""
    with crawled.open() as archive:
        archived = [row["url"].removeprefix(HOST) for row in archive.articles(site="demo")]
    assert sorted(archived) == sorted(article["url"] for article in truth["articles"])


def test_each_article_is_captured_once(crawled: Crawled, truth: Truth) -> None:
    """The ministry is asked for each article once, for no print twin, and for one address that cannot exist."""
    asked = {path: count for path, count in crawled.hits.items() if path.endswith(".html")}
    (probe,) = (path for path in asked if is_probe(HOST + path))
    assert asked.pop(probe) == 1
    assert {article["url"] for article in truth["articles"]} == set(asked)
    assert set(asked.values()) == {1}


@pytest.mark.parametrize("field", ["title", "body", "published", "published_raw", "date_source", "language", "kind"])
def test_what_was_read_is_exact(crawled: Crawled, truth: Truth, field: str) -> None:
    """Text, title and date as the demo wrote them."""
    with crawled.open() as archive:
        found = by_path(archive)
    wrong = {
        article["url"]: (found[article["url"]][field], article[field])
        for article in truth["articles"]
        if (list(found[article["url"]][field]) if field == "body" else found[article["url"]][field]) != article[field]
    }
    assert wrong == {}


def test_stories_are_those_that_the_pages_announce(crawled: Crawled, truth: Truth) -> None:
    """Neither a missing tie nor a wrong one; what nothing announces stays apart."""
    stories: dict[str, set[str]] = defaultdict(set)
    with crawled.open() as archive:
        for row in archive.articles(site="demo"):
            stories[row["story"]].add(row["url"].removeprefix(HOST))
    found = {frozenset(members) for members in stories.values() if len(members) > 1}
    assert found == {frozenset(members) for members in truth["announced_stories"] if len(members) > 1}


def test_switchers_that_lie_are_refused_with_a_reason(crawled: Crawled, truth: Truth) -> None:
    """Each lie that the demo tells stands in ``variants`` of its page, refused, with one word that says why."""
    assert truth["refused"]
    with crawled.open() as archive:
        for lie in truth["refused"]:
            refused = {
                row["url"].removeprefix(HOST): row["reason"]
                for row in archive.variants(HOST + lie["from"])
                if row["state"] == "refused"
            }
            assert refused.get(lie["to"]), lie


def test_what_robots_forbids_is_known_and_not_asked_for(crawled: Crawled, truth: Truth) -> None:
    """A forbidden address is counted ``excluded``; the server never hears of it, and robots.txt is kept."""
    assert truth["excluded"]
    assert not set(truth["excluded"]) & set(crawled.hits)
    assert crawled.hits["/robots.txt"] == 1
    with crawled.open() as archive:
        run = archive.runs(site="demo")[0]
        kept = archive.timemap(HOST + "/robots.txt")
    assert run["counts"]["outcome/excluded"] == len(truth["excluded"])
    assert [row["outcome"] for row in kept] == ["robots"]


def test_payloads_are_what_the_server_sends(crawled: Crawled, truth: Truth) -> None:
    """A capture is evidence: each article's bytes come back as the ministry renders them."""
    from crawler.demo.answers import Answers

    answers = Answers(Ministry(stories=60))
    path = truth["articles"][0]["url"]
    with crawled.open() as archive:
        (capture,) = list(archive.captures(url=HOST + path))
    assert capture.body == answers.reply(path, {}, {}).body


def test_a_day_later_the_new_articles_are_there(crawled: Crawled) -> None:
    """The second crawl brings what appeared, and makes no revision that the demo did not."""
    truth = Ministry(stories=60).truth(2)
    edited = {event["url"] for event in truth["events"] if event["kind"] == "edited"}
    assert crawled.second.returncode == 0, crawled.second.stderr
    with crawled.open("both.db") as archive:
        found = {row["url"].removeprefix(HOST): row for row in archive.articles(site="demo")}
    listed = {article["url"] for article in truth["articles"] if article["listed"]}
    assert listed <= set(found)
    assert {path for path, row in found.items() if row["revisions"] > 1} <= edited


def test_the_demo_never_goes_into_the_users_archive(tmp_path: Path) -> None:
    """Without ``--archive`` it is ``data/demo.db``, whatever the environment says; a second crawl is day 2."""
    mine = tmp_path / "mine.db"
    for day in (1, 2):
        done = communique("crawl", "demo", cwd=tmp_path, COMMUNIQUE_ARCHIVE=str(mine))
        assert done.returncode == 0, done.stderr
        assert f"on day {day} of its history" in done.stderr
    assert not mine.exists()
    assert not (tmp_path / "data/archive.db").exists()
    assert len(rows(communique("--archive", "data/demo.db", "runs", "--json", cwd=tmp_path))) == 2


def test_a_crawl_replays_from_its_own_archive(crawled: Crawled, truth: Truth) -> None:
    """``--replay`` runs the whole spider on the saved responses: the same articles, and no server."""
    done = communique("--archive", "again.db", "crawl", "demo", "--replay", "day1.db", cwd=crawled.folder)
    assert done.returncode == 0, done.stderr
    with crawled.open() as before, crawled.open("again.db") as after:
        assert [(row["id"], row["text_digest"], row["story"]) for row in after.articles()] == [
            (row["id"], row["text_digest"], row["story"]) for row in before.articles()
        ]

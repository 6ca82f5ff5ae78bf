"""How a crawl ended goes to the archive as one typed object; Scrapy's stats decide nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from scrapy import Spider
from scrapy.utils.test import get_crawler

import crawler
from crawler.archive import Archive
from crawler.crawl.clock import FAILED
from crawler.crawl.run_outcome import run_log
from crawler.items import RunOutcome
from tests.support.loopback import ONE_BY_ONE, Page, Server, crawl
from tests.support.newsroom import article, listing, pages, spider

PACKAGE = Path(crawler.__file__).parent
DISPLAYS = {"crawl/scrapy_private.py": "crawl_counts: numbers for the progress bar"}
"""Modules that may read stats back, and what for."""
READERS = {"get_value", "get_stats"}
FORGETFUL = {"STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector"}
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def stats_readers() -> Iterator[str]:
    """The modules of the package in which some object's ``get_value`` or ``get_stats`` is called."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr in READERS for node in ast.walk(tree)):
            yield path.relative_to(PACKAGE).as_posix()


def test_only_displays_read_stats_back() -> None:
    """What a stat says is for people: no other module looks at it."""
    assert set(stats_readers()) == set(DISPLAYS)


def refuse(_: web.Request) -> web.Response:
    return web.Response(status=403, text="<h1>Forbidden</h1>", content_type="text/html")


def slow_down(_: web.Request) -> web.Response:
    return web.Response(status=429, headers={"Retry-After": "7200"})


SITES: dict[str, tuple[Mapping[str, Page], Mapping[str, Any]]] = {
    "whole": ({}, {}),
    "limit": ({}, {"limit": 2}),
    "unread listing": ({"/en/news/": refuse}, {}),
    "cut listing": ({"/en/news/?p=2": refuse}, {}),
    "asked to wait": ({"/en/news/a1": slow_down}, {}),
    "since": ({"/en/news/": listing("a1"), "/en/news/a1": article("One")}, {"since": "2026-01-01"}),
}


def runs_of(path: Path) -> list[dict[str, Any]]:
    """What the archive says of each run and of the site, without times."""
    with Archive.open(path, readonly=True) as archive:
        rows = [
            {key: row[key] for key in ("mode", "how", "complete", "healthy", "outcomes", "counts", "new", "edited")}
            for row in archive.runs(site="tested")
        ]
        (site,) = archive.sites()
        captured = sorted(row["url"] for row in archive.articles(site="tested"))
        return [*rows, {"rests": bool(site["rest_until"]), "why": site["rest_why"], "articles": captured}]


@pytest.mark.parametrize("name", SITES)
def test_a_crawl_whose_stats_forget_stores_the_same_and_is_followed_by_the_same(tmp_path: Path, name: str) -> None:
    """Two runs with Scrapy's stats, two with a collector that keeps nothing: the archives agree, and so do the
    requests of each run."""
    changed, arguments = SITES[name]
    seen = {}
    for collector, settings in (("kept", {}), ("forgotten", FORGETFUL)):
        path, requests = tmp_path / f"{collector}.db", []
        with Server({**pages(), **changed}) as server:
            for more in (arguments, {"due": True}):
                del server.asked[:]
                crawled = crawl(spider(), path, {**settings, **ONE_BY_ONE}, base=server.url, **more)
                requests.append(sorted(server.asked))
                assert bool(crawled.stats) == (collector == "kept")
        seen[collector] = (requests, runs_of(path))
    assert seen["forgotten"] == seen["kept"]
    assert any(seen["kept"][0]), "the site was asked for something"


def archive_with_run(path: Path, end: Callable[[Archive, int], None]) -> dict[str, Any]:
    """The row of the one run of an archive, ended as ``end`` does; with the site's cooldown."""
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        run = archive.start_run("mfa", mode="live", at=NOON)
        end(archive, run)
        (row,) = archive.runs(site="mfa")
        return {**row, "rest_until": next(iter(archive.sites()))["rest_until"]}


@pytest.mark.parametrize(
    ("outcome", "complete"),
    [
        (RunOutcome(), True),
        (RunOutcome(listings_cut_short=1), False),
        (RunOutcome(is_in_cooldown=True), False),
        (RunOutcome(listings_unread=1), True),  # nothing was left out by the run before: there is none
        (RunOutcome(ended="stopped"), False),
        (RunOutcome(counts={"ministry/ended/limit": 3, "ministry/rests": 1}), True),
    ],
)
def test_a_run_is_complete_by_the_fields_of_its_outcome(tmp_path: Path, outcome: RunOutcome, complete: bool) -> None:
    """Names of counts decide nothing."""
    row = archive_with_run(tmp_path / "a.db", lambda archive, run: archive.runs.end(run, outcome, at=NOON))
    assert (row["complete"], row["how"], row["counts"]) == (complete, outcome.ended, dict(outcome.counts))


@pytest.mark.parametrize("name", ["limit", "cut", "bounded"])
def test_the_earlier_form_of_end_run_reads_the_counts_that_said_what_was_left_out(tmp_path: Path, name: str) -> None:
    """A program written for the release before ends its runs as it did."""
    counts = {f"ministry/ended/{name}": 1}

    def end(archive: Archive, run: int) -> None:
        archive.end_run(run, at=NOON, ended="finished", counts=counts)

    row = archive_with_run(tmp_path / "a.db", end)
    assert (row["complete"], row["counts"]) == (False, counts)


def test_a_cooldown_that_the_site_wants_is_kept_with_the_end_of_the_run(tmp_path: Path) -> None:
    until = NOON + timedelta(hours=2)
    outcome = RunOutcome(ended="blocked", cooldown_until=until, cooldown_reason="http-429")
    row = archive_with_run(tmp_path / "a.db", lambda archive, run: archive.runs.end(run, outcome, at=NOON))
    assert datetime.fromisoformat(row["rest_until"]) == until


def test_the_outcome_of_a_crawl_is_made_of_what_its_parts_report() -> None:
    log = run_log(get_crawler(Spider))
    log.listing_ended("known")
    log.listing_ended("since", is_bounded=True)
    log.listing_ended("cut")
    log.listing_ended("unread")
    log.count("captures/spider-error")
    log.ask_cooldown(NOON, "http-503")
    log.ask_cooldown(NOON - timedelta(hours=1), "http-429")
    outcome = log.outcome("finished")
    assert (outcome.listings_cut_short, outcome.listings_unread, outcome.is_in_cooldown) == (2, 1, False)
    assert (outcome.cooldown_until, outcome.cooldown_reason) == (NOON, "http-429")
    assert json.loads(json.dumps(outcome.counts)) == {
        "ministry/ended/known": 1,
        "ministry/ended/since": 1,
        "ministry/ended/bounded": 1,
        "ministry/ended/cut": 1,
        "ministry/ended/unread": 1,
        "captures/spider-error": 1,
    }


@pytest.mark.parametrize(
    ("reason", "mostly", "ended", "cooldown"),
    [
        ("finished", "", "finished", ""),
        ("finished", "blocked", "blocked", "blocked"),
        ("unreachable", "blocked", "blocked", "unreachable"),
        ("shutdown", "", "stopped", ""),
        (FAILED, "", "failed", ""),
    ],
)
def test_a_crawl_ends_by_why_its_spider_was_closed(reason: str, mostly: str, ended: str, cooldown: str) -> None:
    """One that was finished while most answers were refusals was blocked."""
    log = run_log(get_crawler(Spider))
    log.set_mostly(mostly)
    outcome = log.outcome(reason)
    assert (outcome.ended, outcome.cooldown_reason) == (ended, cooldown)


def test_the_parts_of_a_crawl_share_one_log_and_two_crawls_share_none() -> None:
    one, two = get_crawler(Spider), get_crawler(Spider)
    assert run_log(one) is run_log(one)
    assert run_log(one) is not run_log(two)

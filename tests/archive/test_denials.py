"""A page that alone is refused or unreadable again and again is suspected to be removed, and never more than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.items import Capture, Found
from tests.archive.derive.test_furniture import events
from tests.support.captures import HOST, answer, fill, listing, page


def others(hours: float) -> list[Capture]:
    """Five articles that stand."""
    return [page(f"/en/{number}", hours, text=f"What stands here is number {number}. " * 5) for number in range(10, 15)]


def denied(outcome: str, hours: float) -> Capture:
    """The answer of one page."""
    return answer("/en/1", outcome, hours=hours, reason="http-403" if outcome == "blocked" else "no-text")


@pytest.mark.parametrize("outcome", ["blocked", "unreadable"])
def test_a_page_that_is_denied_again_and_again_is_suspected(tmp_path: Path, outcome: str) -> None:
    """Three times over two days; it is restored when it stands again."""
    runs = [[page("/en/1", 0), *others(0)]]
    runs += [[denied(outcome, hours), *others(hours)] for hours in (24, 50)]
    (tmp_path / "two").mkdir()
    assert events(fill(tmp_path / "two", runs)) == []
    runs.append([denied(outcome, 80), *others(80)])
    (tmp_path / "three").mkdir()
    path = fill(tmp_path / "three", runs)
    ((kind, where, said),) = events(path)
    assert (kind, where, len(said["captures"])) == ("vanished", "/en/1", 3)
    runs.append([page("/en/1", 100)])
    assert [kind for kind, _, _ in events(fill(tmp_path, runs))] == ["vanished", "restored"]


def test_many_pages_that_are_denied_say_nothing_of_each(tmp_path: Path) -> None:
    """That is a wall, or a page object that does not fit any more."""
    runs = [[page("/en/1", 0), page("/en/2", 0, text="Another text. " * 9)]]
    runs += [[denied("blocked", 24 * day), page("/en/2", 24 * day, text="Another text. " * 9)] for day in (1, 2, 3, 4)]
    assert events(fill(tmp_path, runs)) == []


def test_an_unreadable_page_that_is_listed_is_there(tmp_path: Path) -> None:
    """The site says so itself."""
    news = [Found(url=f"{HOST}/en/1")]
    runs = [[page("/en/1", 0), *others(0)]]
    runs += [
        [denied("unreadable", 24 * day), listing("/en/news", news, hours=24 * day), *others(24 * day)]
        for day in (1, 2, 3, 4)
    ]
    assert events(fill(tmp_path, runs)) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_listing_of_days_before_says_nothing_of_a_page(tmp_path: Path, at_once: bool) -> None:
    """An import may hold many days, in one file or in several."""
    there, gone = [Found(url=f"{HOST}/en/{number}") for number in (1, 10)], [Found(url=f"{HOST}/en/10")]
    runs = [[page("/en/1", 0), listing("/en/news", there, hours=0), *others(0)]]
    runs += [
        [denied("unreadable", 26 * day), listing("/en/news", gone, hours=26 * day), *others(26 * day)]
        for day in (1, 2, 3, 4)
    ]
    path = fill(tmp_path, [[each for run in runs for each in run]] if at_once else runs)
    assert [(kind, where) for kind, where, _ in events(path)] == [("vanished", "/en/1")]


def notice(path: str, hours: float) -> Capture:
    """A page that a system shows instead of an unpublished one: its words are those of a firewall."""
    return answer(path, "blocked", hours=hours, reason="firewall")


def news(hours: float, *paths: str) -> list[Capture]:
    """Three listings that name these pages."""
    found = [Found(url=f"{HOST}{path}") for path in paths]
    return [listing(f"/{tag}/news", found, hours=hours) for tag in ("en", "ru", "be")]


VERSIONS = ("/en/1", "/ru/1", "/be/1")


@pytest.mark.parametrize("reason", ["firewall", "log-in", "http-403", "http-401"])
def test_versions_that_are_denied_in_crawls_of_few_pages_are_suspected(tmp_path: Path, reason: str) -> None:
    """In the first such crawl they are few among the pages that stand; later crawls request little else."""
    first = [page(path, 0, text=f"The news at {path} is long. " * 5) for path in VERSIONS]
    runs = [[*first, *others(0), *news(0, "/en/10")]]
    more = page("/en/15", 24, text="What stands here is new. " * 5)
    runs.append(
        [*(answer(path, "blocked", hours=24, reason=reason) for path in VERSIONS), *others(24), *news(24), more]
    )
    for hours in (48, 60, 80):
        denied_again = [answer(path, "blocked", hours=hours, reason=reason) for path in VERSIONS]
        runs.append([*denied_again, *others(hours)[:2], *news(hours)])
    assert sorted((kind, where) for kind, where, _ in events(fill(tmp_path, runs))) == [
        ("vanished", path) for path in sorted(VERSIONS)
    ]


def test_a_wall_that_refuses_other_pages_each_time_removes_none(tmp_path: Path) -> None:
    """Half of what a crawl requests, some pages three times in a row; listings stand."""
    paths = [f"/en/{number}" for number in range(20, 28)]
    runs: list[list[Capture]] = [[page(path, 0, text=f"What stands at {path} is news. " * 5) for path in paths]]
    for day in range(1, 6):
        refused = [notice(path, 24 * day) for path in (*paths[:2], *paths[2 + day % 2 :: 2][:2])]
        there = [each for each in paths if not any(each in one.url for one in refused)]
        stands = [page(path, 24 * day, text=f"What stands at {path} is news. " * 5) for path in there]
        runs.append([*refused, *stands, *news(24 * day)])
    assert events(fill(tmp_path, runs)) == []


def test_a_page_that_is_listed_is_refused_for_its_address(tmp_path: Path) -> None:
    """A firewall that dislikes a word of the address, while the listing has it."""
    runs = [[page("/en/1", 0), *others(0)]]
    runs += [[notice("/en/1", 24 * day), *news(24 * day, "/en/1"), *others(24 * day)] for day in (1, 2, 3, 4)]
    assert events(fill(tmp_path, runs)) == []

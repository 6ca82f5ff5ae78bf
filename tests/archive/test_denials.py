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

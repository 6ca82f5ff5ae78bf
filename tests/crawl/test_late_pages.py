"""An address that answered 404 is requested again once there is a reason: a date, a new listing, a new announcement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.pages.site import Seed
from tests.support.captures import HOST, answer, at, fill, page, rows, sitemap
from tests.support.loopback import Page, Server, crawl
from tests.support.newsroom import article, listing, spider

SWITCHER = '<a hreflang="be" href="/be/news/a1">be</a>'
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def days(pages: dict[str, Page], archive: Path, *, due: bool, changes: dict[int, dict[str, Page]], last: int) -> Server:
    """A crawl a day of a site whose pages change on some days; gives the server."""
    with Server(pages) as server:
        for day in range(last + 1):
            server.pages.update(changes.get(day, {}))
            when = START + timedelta(days=day, minutes=5 * day)
            crawl(
                spider(Seed("/en/news/", language="en"), Seed("/be/news/", language="be")),
                archive,
                {"COMMUNIQUE_CLOCK": lambda when=when: when},
                base=server.url,
                due=due,
            )
    return server


@pytest.mark.parametrize("due", [True, False], ids=["due", "plain"])
@pytest.mark.parametrize("is_listed", [True, False], ids=["listed", "announced-only"])
def test_a_late_translation_is_archived(tmp_path: Path, due: bool, is_listed: bool) -> None:
    """Its address is announced from the first day on and answers 404 until the third."""
    pages: dict[str, Page] = {
        "/en/news/": listing("a1", "a2"),
        "/be/news/": "<ul><li><a href='/be/news/b9'>b</a></li></ul>",
        "/en/news/a1": article("a1", SWITCHER),
        "/en/news/a2": article("a2"),
        "/be/news/b9": article("b9", language="be"),
    }
    third: dict[str, Page] = {"/be/news/a1": article("a1", language="be")}
    if is_listed:
        third["/be/news/"] = "<ul><li><a href='/be/news/a1'>a</a></li><li><a href='/be/news/b9'>b</a></li></ul>"
    days(pages, tmp_path / "a.db", due=due, changes={2: third}, last=4)
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        found = {row["url"].partition("localhost")[2]: row["language"] for row in archive.articles()}
    assert "/be/news/a1" in found


def test_a_dead_link_is_not_requested_at_every_look(tmp_path: Path) -> None:
    """The listing shows it all the time; it is requested on the first day, then ever more seldom."""
    pages: dict[str, Page] = {
        "/en/news/": listing("a1", "dead"),
        "/en/news/a1": article("a1"),
        "/be/news/": "<ul></ul>",
    }
    server = days(pages, tmp_path / "a.db", due=True, changes={}, last=9)
    assert 2 <= server.hits["/en/news/dead"] <= 4


def why(path: Path, name: str) -> tuple[str | None, int | None]:
    """Why an address is due, and the hour after the first at which it is."""
    ((reason, due),) = rows(path, f"SELECT due_why, due_at FROM resource WHERE uri_r = '{HOST}{name}'")
    return reason, None if due is None else round((due / 1000 - at(0).timestamp()) / 3600)


def test_an_announcement_after_the_last_answer_makes_an_address_due(tmp_path: Path) -> None:
    """It is due at the time of the announcement, in whatever order the captures come."""
    captures = [answer("/be/1", "missing", hours=1), page("/en/1", 30, says="be:/be/1")]
    for name, order in (("a", captures), ("b", captures[::-1])):
        (tmp_path / name).mkdir()
        path = fill(tmp_path / name, [[one] for one in order])
        assert why(path, "/be/1") == ("new evidence", 30)


def test_an_old_announcement_lets_the_intervals_grow(tmp_path: Path) -> None:
    """The page that announces it was read before the address answered, and says nothing new when it is read again."""
    path = fill(
        tmp_path,
        [
            [page("/en/1", 0, says="be:/be/1"), answer("/be/1", "missing", hours=1)],
            [page("/en/1", 25, says="be:/be/1"), answer("/be/1", "missing", hours=25)],
            [page("/en/1", 50, says="be:/be/1", text="Edited. " * 20)],
        ],
    )
    assert why(path, "/be/1") == ("no article", 25 + 48)


def test_a_sitemap_is_new_evidence(tmp_path: Path) -> None:
    """So is any page that did not announce the address before."""
    path = fill(
        tmp_path,
        [
            [page("/en/1", 0, says="be:/be/1"), answer("/be/1", "unreadable", hours=1, reason="no-text")],
            [sitemap(40, {"/ru/1": "be:/be/1"})],
        ],
    )
    assert why(path, "/be/1") == ("new evidence", 40)


def test_a_version_that_redirects_to_the_page_that_announces_it_is_looked_at_again(tmp_path: Path) -> None:
    """Some sites show another language until there is a translation."""
    path = fill(tmp_path, [[page("/en/1", 0, says="be:/be/1"), answer("/be/1", "moved", hours=1, to="/en/1")]])
    assert why(path, "/be/1") == ("no article", 25)


@pytest.mark.parametrize("outcome", ["listing", "moved", "blocked"])
def test_what_is_no_lost_article_is_left_alone(tmp_path: Path, outcome: str) -> None:
    """A page that was read, a redirect elsewhere, and an address that nobody named."""
    to = "/be/2" if outcome == "moved" else ""
    path = fill(tmp_path, [[page("/en/1", 0), answer("/be/1", outcome, hours=1, to=to)]])
    assert why(path, "/be/1")[0] in (None, "no answer")

"""The crawl of a ministry, against a server on loopback: what is asked, and where a run stops."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.crawl.run_outcome import run_log
from crawler.errors import CommuniqueError
from tests.support.loopback import ONE_BY_ONE, Crawled, Server, crawl
from tests.support.newsroom import article, asked, listing, pages, spider


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive will be."""
    return tmp_path / "archive.db"


def test_every_listed_article_is_archived_once(archive: Path) -> None:
    """Listings, articles and robots.txt are captures; articles are handed on for a feed."""
    with Server(pages()) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert asked(server) == [f"{letter}{number}" for letter in "abc" for number in "123"]
    assert max(server.hits.values()) == 1
    assert sorted(found.title for found in crawled.articles) == [f"Title of {name}" for name in asked(server)]
    with Archive.open(archive, readonly=True) as opened:
        rows = list(opened.articles(site="tested"))
        (run,) = opened.runs()
    assert {row["language"] for row in rows} == {"en"}
    assert (run["how"], run["new"], run["outcomes"]["listing"]) == ("finished", 9, 4)


def test_articles_are_asked_for_before_the_next_page(archive: Path) -> None:
    """So no more than a page of them waits in memory."""
    with Server(pages()) as server:
        crawl(spider(), archive, base=server.url)
    second, third = server.asked.index("/en/news/?p=2"), server.asked.index("/en/news/?p=3")
    assert {path for path in server.asked[:second] if path[-2:-1] == "a"} == {f"/en/news/a{n}" for n in "123"}
    assert {path for path in server.asked[:third] if path[-2:-1] == "b"} == {f"/en/news/b{n}" for n in "123"}


def test_a_second_run_stops_where_two_pages_are_known(archive: Path) -> None:
    """It asks again for what stands on them, since there edits are found, and for nothing beyond."""
    with Server(pages()) as server:
        crawl(spider(), archive, base=server.url)
        server.asked.clear()
        server.pages["/en/news/"] = listing("a0", "a1", "a2")
        server.pages["/en/news/a0"] = article("a0")
        crawled = crawl(spider(), archive, base=server.url)
    assert "/en/news/?p=3" in server.asked, "the first page was not known as a whole"
    assert "/en/news/?p=4" not in server.asked
    assert asked(server) == ["a0", "a1", "a2", "b1", "b2", "b3"]
    assert crawled.stats["ministry/ended/known"] == 1
    assert crawled.stats["archive/new"] == 1


def test_a_full_run_goes_to_the_end_and_asks_for_all_again(archive: Path) -> None:
    """Known or not."""
    with Server(pages()) as server:
        crawl(spider(), archive, base=server.url)
        server.asked.clear()
        crawled = crawl(spider(), archive, base=server.url, full="1")
    assert len(asked(server)) == 9
    assert crawled.stats["ministry/ended/end"] == 1


def test_an_end_that_repeats_itself_is_noticed(archive: Path) -> None:
    """Many sites answer a page number past the end with the last page."""
    with Server(pages()) as server:
        server.pages |= {f"/en/news/?p={n}": listing("c1", "c2", "c3") for n in range(4, 99)}
        crawled = crawl(spider(), archive, base=server.url, full=True)
    assert [path for path in server.asked if "?p=" in path] == ["/en/news/?p=2", "/en/news/?p=3", "/en/news/?p=4"]
    assert crawled.stats["ministry/ended/repeats"] == 1


def test_a_page_past_the_end_that_is_missing_is_the_end(archive: Path) -> None:
    """Some sites say it with a 404."""
    with Server(pages()) as server:
        del server.pages["/en/news/?p=4"]
        crawled = crawl(spider(), archive, base=server.url)
    assert crawled.stats["ministry/ended/end"] == 1


@pytest.mark.parametrize("limit", [1, 4, 7])
def test_a_limit_is_kept_exactly(archive: Path, limit: int) -> None:
    """So many articles are asked for, and no page more than is needed."""
    with Server(pages()) as server:
        crawled = crawl(spider(), archive, base=server.url, limit=str(limit))
    assert len(asked(server)) == limit
    assert ("/en/news/?p=3" in server.asked) is (limit > 6)
    assert crawled.stats["ministry/ended/limit"] == 1


def test_since_stops_at_a_page_of_older_dates(archive: Path) -> None:
    """And leaves older entries of earlier pages; what shows no date is taken."""
    dated = pages()
    dated["/en/news/"] = listing("a1@2026-03-03", "a2@2026-03-02", "a3")
    dated["/en/news/?p=2"] = listing("b1@2026-03-01", "b2@2026-02-27", "b3@2026-02-26")
    dated["/en/news/?p=3"] = listing("c1@2026-02-25", "c2@2026-02-24", "c3@2026-02-23")
    with Server(dated) as server:
        crawled = crawl(spider(), archive, base=server.url, since="2026-03-01")
    assert asked(server) == ["a1", "a2", "a3", "b1"]
    assert "/en/news/?p=3" in server.asked
    assert "/en/news/?p=4" not in server.asked
    assert crawled.stats["ministry/ended/since"] == 1


def test_where_listings_show_no_dates_the_articles_tell_when_to_stop(archive: Path) -> None:
    """One page of nothing but older articles is the last."""
    undated = pages(**{f"/en/news/b{n}": article(f"b{n}", day="2026-01-05") for n in "123"})
    undated |= {f"/en/news/a{n}": article(f"a{n}", day="2026-03-05") for n in "123"}
    with Server(undated) as server:
        crawled = crawl(spider(), archive, ONE_BY_ONE, base=server.url, since="2026-03-01")
    assert asked(server) == ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"]
    assert "/en/news/?p=4" not in server.asked
    assert crawled.stats["ministry/ended/since"] == 1


def test_the_first_live_run_goes_back_so_many_days(archive: Path) -> None:
    """And tells how long all would take; once a run was finished, the next stops at what is known."""
    dated = pages()
    dated["/en/news/"] = listing("a1@2026-03-03", "a2@2026-02-20", "a3@2026-01-31")
    dated["/en/news/?p=2"] = listing("b1@2026-01-09", "b2@2026-01-08", "b3@2026-01-07")
    clock = {"COMMUNIQUE_CLOCK": "tests.crawl.test_spider.third_of_march"}
    with Server(dated) as server:
        crawled = crawl(spider(first_days=30), archive, clock, base=server.url)
    assert asked(server) == ["a1", "a2"]
    assert crawled.stats["ministry/ended/since"] == 1
    assert crawled.stats["ministry/full_estimate_seconds"] == 0, "a site without delay"
    assert run_log(crawled.spider.crawler).full_estimate_seconds == 0


def third_of_march() -> datetime:
    """A clock."""
    return datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_a_first_run_that_was_not_finished_is_completed_by_the_next(archive: Path) -> None:
    """Known pages do not end it; what is captured is not asked for again beyond the first two pages."""
    with Server(pages()) as server:
        crawl(spider(), archive, {"CLOSESPIDER_PAGECOUNT": 10}, base=server.url)
        first = asked(server)
        assert 0 < len(first) < 9
        server.asked.clear()
        crawl(spider(), archive, base=server.url)
        assert set(asked(server)) | set(first) == {f"{letter}{number}" for letter in "abc" for number in "123"}
    with Archive.open(archive, readonly=True) as opened:
        assert len(list(opened.articles(site="tested"))) == 9
        assert [run["how"] for run in opened.runs()] == ["finished", "stopped"]


def test_what_was_found_and_not_captured_is_asked_for_by_the_next_run(archive: Path) -> None:
    """A run with a limit leaves entries behind; they are known, and not forgotten."""
    with Server(pages()) as server:
        crawl(spider(), archive, base=server.url, limit=2)
        server.pages["/en/news/"] = "<ul></ul>"
        server.asked.clear()
        crawl(spider(), archive, base=server.url)
    assert len(asked(server)) == 1


@pytest.mark.parametrize("wrong", [{"since": "yesterday"}, {"limit": "0"}, {"limit": "many"}, {"base": "nowhere"}])
def test_arguments_that_cannot_be_meant_are_said_in_one_line(wrong: dict[str, str]) -> None:
    """Before anything is asked."""
    with pytest.raises(CommuniqueError) as error:
        spider()(**wrong)
    assert "\n" not in str(error.value)


def test_a_public_site_cannot_be_crawled_elsewhere() -> None:
    """Its archive would tell of a server that is not the ministry's."""
    with pytest.raises(CommuniqueError, match="private"):
        spider(private=False)(base="http://127.0.0.1:1")


def test_what_a_run_counted_is_in_the_archive(archive: Path) -> None:
    """Every stage's refusals, by stage and reason."""
    extra = '<ul><li><a href="mailto:x@y.example">m</a></ul>'
    with Server(pages(**{"/en/news/?p=4": extra})) as server:
        crawl(spider(), archive, base=server.url)
    with Archive.open(archive, readonly=True) as opened:
        (run,) = opened.runs()
    assert run["counts"]["ministry/dropped/bad-address"] == 1
    assert run["counts"]["outcome/article"] == 9
    assert json.dumps(run["counts"])


def test_a_run_s_captures_have_the_time_of_the_clock(archive: Path) -> None:
    """To the millisecond, in UTC; simulated days are crawled with a clock of their own."""
    with Server(pages()) as server:
        clock = {"COMMUNIQUE_CLOCK": "tests.crawl.test_spider.third_of_march"}
        crawled: Crawled = crawl(spider(), archive, clock, base=server.url)
    assert {capture.captured_at for capture in crawled.captures} == {third_of_march()}

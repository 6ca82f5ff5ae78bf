"""Stored captures read again: no event comes or goes since a page object has changed, and nothing read is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.pages.listing import ListingPage
from crawler.pages.page import Page
from crawler.pages.site import PageRule, Site
from crawler.sources.fixtures import replay
from crawler.sources.reparse import reread
from tests.support.captures import HOST, at, dump
from tests.support.rereads import (
    HISTORY,
    Dated,
    Headlines,
    News,
    Silent,
    Undated,
    Untitled,
    add,
    again,
    counts,
    crawled,
    html,
    ledger,
    query,
    saved,
    site,
    tables,
    titles,
)


def happened(path: Path) -> list[tuple[str, str]]:
    """Kind and summary of each event, in the order of time."""
    return [(kind, summary) for kind, summary in query(path, "SELECT kind, summary FROM event ORDER BY at, kind")]


def test_the_history_has_edits_a_removal_and_a_return(tmp_path: Path) -> None:
    """What the other tests say of the ledger is said of something."""
    kinds = [row[0] for row in query(crawled(tmp_path), "SELECT kind FROM event ORDER BY at, kind")]
    assert kinds == ["edited", "vanished", "edited", "redated", "restored"]


def test_reading_again_without_a_change_writes_nothing(tmp_path: Path) -> None:
    path = crawled(tmp_path)
    before = tables(path)
    report = again(path)
    assert tables(path) == before
    assert counts(report) == {}
    assert (report.captures, report.rewritten, report.kept) == (13, 0, 0)
    assert {row["field"]: row["same"] for row in report.rows()} == {
        "outcome": 13, "title": 10, "body": 10, "language": 10, "language_claimed": 10, "published": 10,
        "published_raw": 10, "date_source": 10,
    }  # fmt: skip


@pytest.mark.parametrize("page", [Headlines, Silent], ids=["a new version", "no new version"])
def test_another_title_selector_changes_texts_and_no_event(tmp_path: Path, page: type[Page]) -> None:
    """The derived rows are replaced, with their reason; the ledger is untouched to the last byte, its ids too."""
    path = crawled(tmp_path)
    before = ledger(path)
    report = again(path, page)
    assert counts(report) == {"title": (10, 0, 0), "body": (10, 0, 0)}
    assert report.rewritten == 10
    assert ledger(path) == before
    assert titles(path) == [
        (number, f"Meeting number {name}, in short", "parser-changed")
        for number, name in ((1, 1), (2, 1), (3, 1), (1, 2), (1, 3))
    ]


def test_a_broken_date_rule_loses_no_date(tmp_path: Path) -> None:
    """Where a date is gone, the old reading stays; the report and the run's findings name the field."""
    path = crawled(tmp_path)
    before, told = ledger(path), dump(path)
    report = again(path, Undated)
    lost = {"published": (0, 10, 0), "published_raw": (0, 10, 0), "date_source": (0, 10, 0)}
    assert {name: count for name, count in counts(report).items() if count[1]} == lost
    assert (report.rewritten, report.kept) == (0, 10)
    assert (ledger(path), dump(path)) == (before, told)
    with Archive.open(path, readonly=True) as archive:
        run = archive.runs(limit=1)[0]
    assert (run["mode"], run["how"]) == ("reread", "finished")
    assert {"published", "date_source"} <= {finding["field"] for finding in run["findings"]}
    assert run["findings"][0]["url"].startswith(HOST)


def test_a_loss_that_is_meant_is_taken(tmp_path: Path) -> None:
    """Without dates, none changed."""
    path = crawled(tmp_path)
    before = happened(path)
    report = again(path, Undated, accept=("published", "published_raw", "date_source"))
    assert (report.rewritten, report.kept) == (10, 0)
    assert query(path, "SELECT DISTINCT published, reason FROM revision") == [(None, "parser-changed")]
    assert happened(path) == [row for row in before if row[0] != "redated"]


def test_another_date_replaces_the_old_one(tmp_path: Path) -> None:
    """A change outside of the text is the parser's doing as well, and no edit; a changed date has its new readings."""
    path = crawled(tmp_path)
    before = happened(path)
    assert counts(again(path, Dated))["published"] == (10, 0, 0)
    assert query(path, "SELECT DISTINCT substr(published, 1, 9), reason FROM revision") == [
        ("2024-04-2", "parser-changed")
    ]
    dates = '{"from":"2024-04-01","to":"2024-04-02"}'
    assert [row[1] for row in before if row[0] == "redated"] == [dates]
    assert happened(path) == [
        (kind, said.replace("-04-0", "-04-2") if said == dates else said) for kind, said in before
    ]


def test_a_page_that_cannot_be_read_any_more_keeps_its_old_reading(tmp_path: Path) -> None:
    """No title, no article: all of them are lost, and none is; why is said."""
    path = crawled(tmp_path)
    before = tables(path)
    report = again(path, Untitled)
    assert counts(report) == {"outcome": (0, 10, 0), "title": (0, 10, 0)}
    assert report.kept == 10
    assert tables(path) == before


def test_a_dry_run_says_what_a_real_one_would_and_changes_no_byte(tmp_path: Path) -> None:
    path = crawled(tmp_path)
    before = path.read_bytes()
    dry = again(path, Silent, dry_run=True)
    assert path.read_bytes() == before
    real = again(path, Silent)
    assert (dry.rows(), dry.rewritten, dry.kept) == (real.rows(), real.rewritten, real.kept)


@pytest.mark.parametrize("page", [Headlines, Silent, Untitled, Undated])
def test_twice_is_once(tmp_path: Path, page: type[Page]) -> None:
    path = crawled(tmp_path)
    again(path, page)
    once = tables(path)
    again(path, page)
    assert tables(path) == once


@pytest.mark.parametrize("page", [Headlines, Silent, Dated])
def test_there_and_back(tmp_path: Path, page: type[Page]) -> None:
    """A page object that was changed and put right leaves the judgements as they were."""
    path = crawled(tmp_path)
    before, told = ledger(path), dump(path)
    again(path, page)
    assert dump(path) != told or page is Dated
    again(path)
    assert (ledger(path), dump(path)) == (before, told)
    assert query(path, "SELECT DISTINCT reason FROM revision") == [(None,)]


def test_what_nothing_refers_to_any_more_is_taken_away(tmp_path: Path) -> None:
    """An archive does not grow by a copy of all its texts with each version."""
    path = crawled(tmp_path)
    (before,) = query(path, "SELECT count(*) FROM extract")
    again(path, Headlines)
    (after,) = query(path, "SELECT count(*) FROM extract")
    assert after == before
    assert query(path, "SELECT count(*) FROM extract WHERE id NOT IN (SELECT extract FROM reading WHERE extract)") == [
        (0,)
    ]


def test_a_page_object_that_is_mended_reads_what_could_not_be_read(tmp_path: Path) -> None:
    """The captures were kept, so the article appears now, as of when it was captured."""
    path = crawled(tmp_path, reader=site(Untitled))
    assert query(path, "SELECT count(*) FROM article") == [(0,)]
    report = again(path)
    assert counts(report)["outcome"] == (0, 0, 10)
    with Archive.open(tmp_path / "right.db") as archive:
        add(archive, HISTORY, site())
    assert dump(path) == dump(tmp_path / "right.db")


@pytest.mark.parametrize("page", [Headlines, Silent])
def test_a_crawl_after_reading_again_sees_edits_and_nothing_else(tmp_path: Path, page: type[Page]) -> None:
    """What the new reader reads is held against what it read again, not against what another read."""
    path = crawled(tmp_path)
    again(path, page)
    before = ledger(path)
    with Archive.open(path) as archive:
        same = [saved("/news/1", 200, html("/news/1", "Again.", day=2)), saved("/news/3", 200, html("/news/3"))]
        add(archive, [same], site(page))
        assert ledger(path) == before
        add(archive, [[saved("/news/3", 224, html("/news/3", "Corrected."))]], site(page))
    (row,) = [row for row in query(path, "SELECT * FROM event ORDER BY id") if row not in before]
    assert row[2] == "edited"


def test_an_edit_that_the_first_reader_did_not_see_is_not_added(tmp_path: Path) -> None:
    """Both texts were compared by the reader of their day; a later one that tells them apart does not rewrite that."""
    note = [html("/news/1", body=f"<aside>{words}</aside>") for words in ("Old remark.", "New remark.", "New remark.")]

    class Blind(News):
        drop = "aside"

    class Sharp(News):
        version = 2

    runs = [[saved("/news/1", 24 * day, page)] for day, page in enumerate(note)]
    path = crawled(tmp_path, runs[:2], site(Blind))
    again(path, Sharp)
    assert ledger(path) == []
    with Archive.open(path) as archive:
        add(archive, runs[2:], site(Sharp))
    assert ledger(path) == []
    assert query(path, "SELECT body LIKE '%New remark%', reason FROM revision") == [(1, "parser-changed")]


def test_an_edit_that_a_later_reader_does_not_see_is_withdrawn_and_stays_in_the_ledger(tmp_path: Path) -> None:
    """Both captures are read by one reader, to one text: what was told stands there, with the reason why it is none."""
    path = crawled(
        tmp_path, [[saved("/news/1", day, html("/news/1", body=f"<aside>Remark {day}.</aside>"))] for day in (0, 24)]
    )
    assert [kind for kind, _ in happened(path)] == ["edited"]

    class Blind(News):
        version, drop = 2, "aside"

    again(path, Blind)
    assert happened(path) == [("withdrawn", '{"kind":"edited","reason":"read-equal"}')]
    assert query(path, "SELECT count(DISTINCT body), count(*) FROM revision") == [(1, 1)]


def test_half_a_page_stays_unread(tmp_path: Path) -> None:
    """That a payload is not whole was said by the file it came from: the archive remembers it."""
    half = replace(
        replay(saved("/news/1", 1, html("/news/1")), site()), outcome="unreadable", reason="cut-short", article=None
    )
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        run = archive.start_run("mfa", mode="import", at=at(1))
        archive.store(run, [half])
        archive.end_run(run, at=at(1), ended="finished", counts={})
    before = tables(path)
    assert counts(again(path)) == {}
    assert tables(path)["article"] == before["article"] == []


def test_a_listing_read_otherwise_makes_its_entries_known(tmp_path: Path) -> None:
    """What a mended listing page finds is asked for by the next crawl; a broken one loses nothing."""
    words = '<ul><li><a href="/news/1">One</a></li></ul><ol><li><a href="/news/2">Two</a></li></ol>'
    path = crawled(tmp_path, [[saved("/news/", 0, f"<html><main>{words}</main></html>")]], lists(item="ul a"))
    with Archive.open(path) as archive:
        assert [row["url"] for row in archive.frontier("mfa")] == [f"{HOST}/news/1"]
        report = reread(archive, "mfa", lambda name, url: lists(item="li a"), dry_run=False)
        assert counts(report) == {"entries": (1, 0, 0), "titled": (1, 0, 0)}
        assert sorted(row["url"] for row in archive.frontier("mfa")) == [f"{HOST}/news/1", f"{HOST}/news/2"]
        report = reread(archive, "mfa", lambda name, url: lists(item="h6 a"), dry_run=False)
        assert (report.kept, counts(report)["entries"]) == (1, (0, 1, 0))


def lists(**selectors: str) -> Site:
    page = type("Lists", (ListingPage,), selectors)
    return site(rules=(PageRule("^/news/$", page, kind="listing"), PageRule("^/news/", News)))


def test_what_a_spiders_own_code_read_is_left_alone(tmp_path: Path) -> None:
    """No page object read it, so none reads it again."""
    path = crawled(tmp_path, reader=site())
    before = tables(path)
    with Archive.open(path) as archive:
        report = reread(archive, "mfa", lambda name, url: None, dry_run=False)
    assert report.left == 10
    assert tables(path) == before

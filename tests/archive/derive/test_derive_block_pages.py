"""Walls without known words, as the archive derives what follows from a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive.derive.block_pages import derive_block_pages
from crawler.archive.derive.steps import derive
from crawler.cli.site_lookup import site_for
from crawler.items import Capture
from crawler.rules.outcome.probes import PROBE_MARK
from crawler.sources.importing import import_files
from tests.support.captures import HOST, at, dump, fill, page

FIRST = [page(f"/{n}", 0, title=f"Meeting {n}", text=f"The ministers number {n} spoke about {word} at length.")
         for n, word in enumerate(["trade", "visas", "roads", "rivers", "rails"], 1)]  # fmt: skip


def body(title: str, text: str) -> bytes:
    return f"<html><title>{title}</title><h1>{title}</h1><p>{text}</p></html>".encode()


def real(captures: Iterable[Capture]) -> list[Capture]:
    """The same with pages that a reader sees."""
    return [
        replace(each, body=body(each.article.title, " ".join(each.article.body))) for each in captures if each.article
    ]


def walled(captures: Iterable[Capture], hour: float) -> list[Capture]:
    """The same addresses, answered by a wall that was read as an article."""
    told = []
    for number, each in enumerate(captures):
        wall = page(each.url.removeprefix(HOST), hour, title="Notice", text="Set aside by our systems.")
        etag = (("ETag", f'"{number}"'),)
        told.append(replace(wall, body=body("Notice", f"Set aside by our systems. Case {number}7."), headers=etag))
    return told


def outcomes(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            """SELECT run.id, o.word, r.reason, count(*) FROM reading r JOIN outcome o ON o.id = r.outcome
            JOIN capture c ON c.id = r.capture JOIN run ON run.id = c.run GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
        ).fetchall()


def validators(path: Path) -> set[tuple[str | None, int]]:
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute("SELECT etag, captured_at FROM resource").fetchall())


def test_a_wall_leaves_all_that_was_known_as_it_was(tmp_path: Path) -> None:
    """No revision, no event, nothing captured: the addresses are asked again, and not with the wall's validators."""
    for name in "ab":
        (tmp_path / name).mkdir()
    known = real(FIRST)
    plain, met = (
        fill(tmp_path / "a", [known], mode="live"),
        fill(tmp_path / "b", [known, walled(known, 1)], mode="live"),
    )
    assert dump(met) == dump(plain)
    assert validators(met) == validators(plain)
    assert outcomes(met) == [(1, "article", None, 5), (2, "blocked", "one-body", 5)]
    with Archive.open(met, readonly=True) as archive:
        newest = archive.runs()[0]
    assert newest["outcomes"] == {"blocked": 5}
    assert (newest["how"], newest["complete"], newest["healthy"]) == ("blocked", False, False)


def test_articles_that_were_made_of_a_wall_are_gone(tmp_path: Path) -> None:
    """New articles show at once; those that turn out to be a wall are taken back, with what they announced."""
    wall = walled(FIRST, 0)
    path = fill(tmp_path, [wall], mode="live")
    assert dump(path)["articles"] == dump(path)["revisions"] == dump(path)["stories"] == dump(path)["links"] == []
    with Archive.open(path, readonly=True) as archive:
        assert len(list(archive.frontier("mfa"))) == 5


def test_an_import_is_left_as_it_is(tmp_path: Path) -> None:
    """Whoever made the records decided what to keep."""
    assert outcomes(fill(tmp_path, [walled(FIRST, 0)], mode="import")) == [(1, "article", None, 5)]


def test_what_is_like_the_probe_is_missing_and_no_article(tmp_path: Path) -> None:
    """One of five is gone; a page that was never there is not made an article of either."""
    known = real(FIRST)
    gone, *rest = (replace(each, captured_at=at(1)) for each in known)
    nowhere = body("Our news", "What stood here stands here no longer.")
    probe = Capture(
        url=f"{HOST}/1{PROBE_MARK}", captured_at=at(1), site="mfa", status=200, body=nowhere, outcome="missing",
        reason="probe",
    )  # fmt: skip
    missed = replace(page("/1", 1, title="Our news", text="What stood here stands here no longer."), body=nowhere)
    never = replace(page("/9", 1, title="Our news", text="What stood here stands here no longer."), body=nowhere)
    path = fill(tmp_path, [known, [probe, missed, never, *rest]], mode="live")
    assert outcomes(path)[1:] == [
        (2, "article", None, 4), (2, "missing", "like-missing", 2), (2, "missing", "probe", 1),
    ]  # fmt: skip
    found = dump(path)
    assert {row[0] for row in found["articles"]} == {f"/{n}" for n in range(1, 6)}
    assert len(found["revisions"]) == 5
    with Archive.open(path, readonly=True) as archive:
        (told,) = [change for change in archive.changes() if change["kind"] != "appeared"]
        assert (told["kind"], told["url"], told["confirmed"]) == ("vanished", gone.url, None)
        assert told["summary"]["how"] == "like-missing"


def test_derived_again_it_says_the_same(tmp_path: Path) -> None:
    """It is a judgement of the set of readings: made twice, nothing changes."""
    known = real(FIRST)
    path = fill(
        tmp_path, [known, walled(known, 1), real(replace(one, captured_at=at(2)) for one in FIRST)], mode="live"
    )
    before, told = dump(path), outcomes(path)
    db = Database(path)
    with db.conn:
        derive(db, [2, 3])
        derive(db, [1, 2, 3])
    db.close()
    assert (dump(path), outcomes(path)) == (before, told)


def test_the_site_that_is_back_has_no_edit(tmp_path: Path) -> None:
    """The pages after the wall are held against those before it."""
    known = real(FIRST)
    after = [replace(each, captured_at=at(2)) for each in known]
    path = fill(tmp_path, [known, walled(known, 1), after], mode="live")
    with Archive.open(path, readonly=True) as archive:
        assert {change["kind"] for change in archive.changes()} == {"appeared"}
    assert len(dump(path)["revisions"]) == 5


@pytest.mark.parametrize("count", [1, 2])
def test_a_page_or_two_that_became_one_text_are_edits(tmp_path: Path, count: int) -> None:
    """A correction may take the place of two articles; the three that stand tell that the site is well."""
    known = real(FIRST)
    same = real(page(f"/{n}", 1, title="Correction", text="These were wrong.") for n in range(1, count + 1))
    rest = [replace(each, captured_at=at(1)) for each in known[count:]]
    path = fill(tmp_path, [known, [*same, *rest]], mode="live")
    assert len(dump(path)["revisions"]) == 5 + count


@pytest.mark.parametrize("site", ["no_regjeringen", "se_sametinget"])
def test_no_real_page_is_taken_for_a_wall(corpus: Path, tmp_path: Path, site: str) -> None:
    """2,227 pages, with twins, copies and 96 articles that are a title alone, as if they had been crawled."""
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        import_files(archive, [corpus / site / "pages.warc.gz"], site_for)
    before = outcomes(path)
    db = Database(path)
    with db.conn:
        db.execute("UPDATE run SET mode = 'live'")
        for (run,) in db.execute("SELECT id FROM run").fetchall():
            derive_block_pages(db, run)
    db.close()
    assert outcomes(path) == before

"""Whole imports of real captures, held against their labels."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from crawler.archive import Archive
from crawler.cli.site_lookup import site_for, spiders
from crawler.rules.language.tags import agree
from crawler.sources.importing import ImportReport, import_files
from crawler.sources.warc import ReadReport, records
from tests.archive.test_importing import all_rows
from tests.corpus.norwegian import are_equal_without_stamps, are_long_without_stamps, stamped_only

Pair = frozenset[str]


@dataclass(frozen=True)
class Imported:
    """One set, in an archive of its own."""

    name: str
    warc: Path
    path: Path
    report: ImportReport
    archive: Archive

    def spell(self, url: str) -> str:
        """An address in the spelling of the set's site."""
        return spiders()[self.name].site.spell(url)

    def articles(self) -> dict[str, dict[str, Any]]:
        """All articles by address."""
        return {row["url"]: row for row in self.archive.articles(site=self.name)}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a person who knows SQL reads."""
        with sqlite3.connect(self.path) as db:
            found = db.execute(sql).fetchall()
        db.close()
        return found


@pytest.fixture(scope="session")
def imported(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Imported]]:
    """Imports a set when it is first asked for."""
    done: dict[str, Imported] = {}

    def take_in(name: str) -> Imported:
        if name not in done:
            warc = corpus / name / "pages.warc.gz"
            path = tmp_path_factory.mktemp(name) / "archive.db"
            with Archive.open(path) as archive:
                report = import_files(archive, [warc], site_for)
            done[name] = Imported(name, warc, path, report, Archive.open(path, readonly=True))
        return done[name]

    yield take_in
    for each in done.values():
        each.archive.close()


def labels(corpus: Path, name: str) -> list[dict[str, str]]:
    """The rows of a set's labels."""
    with (corpus / name / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """Every two that are in one group."""
    return {frozenset(pair) for group in groups for pair in combinations(sorted(set(group)), 2)}


def share(right: int, of: int) -> float:
    """A share, 1 of nothing."""
    return right / of if of else 1.0


# --- any set --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "captures", "addresses"),
    [("by_mfa", 5, 5), ("eu_parliament", 3, 3), ("se_sametinget", 176, 176), ("no_regjeringen", 2051, 2050)],
)
def test_every_record_is_a_capture(
    imported: Callable[[str], Imported], name: str, captures: int, addresses: int
) -> None:
    """None is lost, none is broken; two records of one address at one time with two bodies are two captures."""
    found = imported(name)
    assert found.report.captures == captures
    assert not found.report.broken
    assert found.rows("select count(*), count(distinct url) from capture_log") == [(captures, addresses)]


@pytest.mark.parametrize("name", ["by_mfa", "eu_parliament", "se_sametinget", "no_regjeringen"])
def test_every_payload_is_read_back_byte_for_byte(imported: Callable[[str], Imported], name: str) -> None:
    """Compressed with a dictionary or not, what comes out is what the WARC holds."""
    found = imported(name)
    held = {
        (found.spell(capture.asked or capture.url), capture.captured_at, capture.body)
        for capture in records(found.warc, report=ReadReport())
    }
    back = {(capture.url, capture.captured_at, capture.body) for capture in found.archive.captures()}
    assert back == held


@pytest.mark.parametrize("name", ["by_mfa", "eu_parliament", "se_sametinget", "no_regjeringen"])
def test_importing_twice_changes_nothing_but_the_run_table(
    imported: Callable[[str], Imported], name: str, tmp_path: Path
) -> None:
    """Every row of every other table is as it was."""
    found = imported(name)
    before = all_rows(found.path)
    copy = tmp_path / "again.db"
    copy.write_bytes(found.path.read_bytes())
    with Archive.open(copy) as archive:
        report = import_files(archive, [found.warc], site_for)
    assert report.seen == report.captures == found.report.captures
    again = all_rows(copy)
    assert {table: rows for table, rows in again.items() if rows != before[table]} == {}


# --- by_mfa ---------------------------------------------------------------------------------------------------------


def test_the_ministry_s_statements_and_listing(imported: Callable[[str], Imported]) -> None:
    """Four statements, one of them a duplicate of another; a listing whose five localhost links are offsite."""
    found = imported("by_mfa")
    (row,) = found.report.rows()
    assert row["outcomes"] == {"article": 4, "listing": 1}
    assert len(found.articles()) == 4
    ((url, original),) = found.rows("select url, original_url from duplicate_pair where kind = 'exact'")
    assert {url.rpartition("/")[2], original.rpartition("/")[2]} == {"dad9272a52869cef.html", "cf70e7349e4f19db.html"}


# --- se_sametinget --------------------------------------------------------------------------------------------------


def test_titles_and_dates_of_the_sami_parliament(imported: Callable[[str], Imported], corpus: Path) -> None:
    """The visible title and the footer's date; that is a modified date, and the crawl day in the header is none."""
    found = imported("se_sametinget")
    articles = found.articles()
    labelled = labels(corpus, "se_sametinget")
    rows = [(label, articles[found.spell(f"http://www.samediggi.se/{label['file']}")]) for label in labelled]
    wrong_titles = [(row["title"], label["title_h1"]) for label, row in rows if row["title"] != label["title_h1"]]
    wrong_dates = [
        (row["url"], row["modified"]) for label, row in rows if (row["modified"] or "")[:10] != label["updated_footer"]
    ]
    assert share(len(rows) - len(wrong_titles), len(rows)) >= 0.99, wrong_titles
    assert share(len(rows) - len(wrong_dates), len(rows)) >= 0.99, wrong_dates
    assert {row["published"] for _, row in rows} == {None}


def test_siblings_of_the_sami_parliament_are_known_not_archived(
    imported: Callable[[str], Imported], corpus: Path
) -> None:
    """What the flags announce; not one of the siblings was captured."""
    found = imported("se_sametinget")
    wrong = []
    labelled = labels(corpus, "se_sametinget")
    for label in labelled:
        url = found.spell(f"http://www.samediggi.se/{label['file']}")
        announced = {
            found.spell(urljoin("http://www.samediggi.se/", file))
            for _, _, file in (flag.partition("=") for flag in label["variants_from_flags"].split(";") if flag)
        } - {url}
        shown = {row["url"]: row["state"] for row in found.archive.variants(url) if row["url"] != url}
        if shown != dict.fromkeys(announced, "known"):
            wrong.append((url, announced, shown))
    assert share(len(labelled) - len(wrong), len(labelled)) >= 0.99, wrong


def test_pages_take_less_than_half_of_their_warc(imported: Callable[[str], Imported]) -> None:
    """Bytes of facts on disk, indexes included, against the gzipped WARC of the same pages."""
    found = imported("se_sametinget")
    ((used,),) = found.rows(
        "select sum(pgsize) from dbstat where name in (select name from sqlite_master"
        " where tbl_name in ('capture', 'payload', 'dictionary'))"
    )
    assert used / found.warc.stat().st_size <= 0.42


# --- eu_parliament --------------------------------------------------------------------------------------------------


def test_press_releases_of_the_european_parliament(imported: Callable[[str], Imported]) -> None:
    """Each of three is archived in one language and known in 23 more."""
    found = imported("eu_parliament")
    articles = found.articles()
    assert len(articles) == 3
    for url in articles:
        states = [row["state"] for row in found.archive.variants(url)]
        assert sorted(states) == ["archived"] + ["known"] * 23
        assert len({row["language"] for row in found.archive.variants(url)}) == 24


# --- no_regjeringen -------------------------------------------------------------------------------------------------


def test_pages_without_a_body_are_empty_articles(imported: Callable[[str], Imported], corpus: Path) -> None:
    """They have a title and at most a line that says when they were updated; they are members of their stories."""
    found = imported("no_regjeringen")
    bare = {found.spell(label["url"]) for label in labels(corpus, "no_regjeringen") if label["paragraphs"] == "0"}
    assert {url for url, row in found.articles().items() if row["state"] == "empty"} == bare | stamped_only(corpus)
    assert len(bare) == 96


def test_ties_of_the_norwegian_ministries(imported: Callable[[str], Imported], corpus: Path) -> None:
    """Pairs of captured siblings, by the labels, against pairs in one story; what differs is listed when it fails."""
    found = imported("no_regjeringen")
    articles = found.articles()
    labelled = {
        frozenset((found.spell(label["url"]), found.spell(variant.partition("=")[2])))
        for label in labels(corpus, "no_regjeringen")
        for variant in label["variants"].split(";")
        if variant
    }
    wanted = {pair for pair in labelled if len(pair) == 2 and pair <= articles.keys()}
    stories: dict[str, list[str]] = defaultdict(list)
    for url, row in articles.items():
        stories[row["story"]].append(url)
    tied = pairs(stories.values())
    precision, recall = share(len(tied & wanted), len(tied)), share(len(tied & wanted), len(wanted))
    assert precision >= 0.995, sorted(map(sorted, tied - wanted))
    assert recall >= 0.97, sorted(map(sorted, wanted - tied))


def test_equal_bodies_of_the_norwegian_ministries(imported: Callable[[str], Imported], corpus: Path) -> None:
    """Exact duplicates of 80 characters and more, as the labels count them; no address is a duplicate of itself.

    Pages that differ only in the day when they were updated are equal too; pages that are too short without it are not
    compared.
    """
    found = imported("no_regjeringen")
    wanted = {
        frozenset((found.spell(label["url"]), found.spell(other)))
        for label in labels(corpus, "no_regjeringen")
        for other in label["same_body_as"].split(";")
        if other
    }
    wanted = {pair for pair in wanted if len(pair) == 2 and are_long_without_stamps(corpus, pair)}
    assert len(wanted) == 61
    groups: dict[str, set[str]] = defaultdict(set)
    for url, original in found.rows("select url, original_url from duplicate_pair where kind = 'exact'"):
        assert url != original
        groups[original] |= {url, original}
    bodies = dict(found.rows("select url, body from revision_log"))
    said = {pair for pair in pairs(groups.values()) if all(len(bodies[url]) >= 80 for url in pair)}
    assert [pair for pair in said - wanted if not are_equal_without_stamps(corpus, pair)] == []
    assert share(len(said & wanted), len(wanted)) >= 0.99, sorted(map(sorted, wanted - said))


def test_texts_in_another_language_than_they_claim(imported: Callable[[str], Imported]) -> None:
    """A fifth of the labelled pairs hold one; bodies of 200 characters and more are enough to tell."""
    found = imported("no_regjeringen")
    bodies = dict(found.rows("select url, body from revision_log"))
    long = [row for url, row in found.articles().items() if len(bodies[url]) >= 200]
    other = [row for row in long if not agree(row["language"], row["language_claimed"])]
    assert len(long) > 1700
    assert 80 <= len(other) <= 160
    assert all(row["state"] in ("untranslated", "archived") for row in other)

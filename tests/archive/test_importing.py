"""Imports: what comes in, what is said about it, and that neither order nor repetition matters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.errors import SourceUnreadable
from crawler.pages.site import generic_site
from crawler.sources.importing import ImportReport, import_files
from tests.support.warcs import DIGEST_PROFILE, HTML, NOT_MODIFIED_PROFILE, WarcFile

HOST = "https://mfa.example"
WORDS = {
    "en": "The minister met the ambassador number {n} in the capital and talked about trade, roads and the border.",
    "ru": "Министр встретился в столице с послом номер {n} и обсудил с ним торговлю, дороги и общую границу.",
    "be": "Міністр сустрэўся ў сталіцы з паслом нумар {n} і абмеркаваў з ім гандаль, дарогі і агульную мяжу.",
}


@dataclass(frozen=True)
class Saved:
    """One record of the set that is shuffled."""

    path: str
    at: str
    body: bytes = b""
    status: str = "200 OK"
    headers: Sequence[tuple[str, str]] = (HTML,)


def page(language: str, n: int, *, word: str = "", alternates: Iterable[tuple[str, str]] = ()) -> bytes:
    """A page of a small ministry."""
    links = "".join(f'<link rel="alternate" hreflang="{tag}" href="{HOST}{path}">' for tag, path in alternates)
    text = "".join(f"<p>{WORDS[language].format(n=n * 10 + each)} {word}</p>" for each in range(5))
    return (
        f'<html lang="{language}"><head><meta charset="utf-8"><title>{language} {n}</title>{links}</head><body><main>'
        f"<article><h1>{language} {n} {WORDS[language].split(' ')[1]}</h1>{text}</article></main></body></html>"
    ).encode()


PAIR = [("en", "/en/1.html"), ("ru", "/1.html")]
LATE = [("en", "/en/2.html"), ("be", "/be/2.html")]
RECORDS = [
    Saved("/en/1.html", "2026-01-01T00:00:00Z", page("en", 1, alternates=PAIR)),
    Saved("/1.html", "2026-01-01T00:01:00Z", page("ru", 1, alternates=PAIR)),
    Saved("/en/1.html", "2026-01-02T00:00:00Z", page("en", 1, word="corrected", alternates=PAIR)),
    Saved("/en/1.html", "2026-01-03T00:00:00Z", page("en", 1, word="corrected", alternates=PAIR)),
    Saved("/en/2.html", "2026-01-01T00:02:00Z", page("en", 2, alternates=LATE)),
    Saved("/be/2.html", "2026-01-04T00:02:00Z", page("be", 2, alternates=LATE)),
    Saved("/en/copy.html", "2026-01-02T00:03:00Z", page("en", 2)),
    Saved("/en/3.html", "2026-01-01T00:04:00Z", page("en", 3)),
    Saved("/en/3.html", "2026-01-03T00:04:00Z", status="404 Not Found"),
    Saved("/en/3.html", "2026-01-05T00:04:00Z", status="404 Not Found"),
    Saved("/old/1", "2026-01-02T00:05:00Z", status="301 Moved", headers=[("Location", "/en/1.html")]),
]


def write(path: Path, saved: Iterable[Saved]) -> Path:
    """The records as a WARC, in the order given."""
    file = WarcFile()
    for each in saved:
        file.add(HOST + each.path, each.body, at=each.at, status=each.status, headers=each.headers)
    return file.save(path)


def take_in(archive: Archive, *paths: Path) -> ImportReport:
    """An import with no hand-written site: every host is read by the generic page."""
    return import_files(archive, paths, lambda url: None)


def public_face(archive: Archive) -> dict[str, Any]:
    """Articles, timemaps, variants and stories as commands show them; all but the numbers of runs."""

    def rows(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: value for key, value in row.items() if key != "run"} for row in found]

    articles = sorted(rows(archive.articles()), key=lambda row: row["id"])
    urls = sorted({HOST + each.path for each in RECORDS})
    return {
        "articles": articles,
        "timemaps": {url: sorted(rows(archive.timemap(url)), key=lambda row: row["captured_at"]) for url in urls},
        "variants": {row["id"]: sorted(rows(archive.variants(row["id"])), key=str) for row in articles},
    }


def all_rows(path: Path, *, but: Iterable[str] = ("run", "sqlite_sequence")) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for the tables named."""
    with sqlite3.connect(path) as db:
        names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table' order by name")]
        found = {name: db.execute(f'select * from "{name}"').fetchall() for name in names if name not in set(but)}
    db.close()
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Iterable[Archive]:
    """A fresh archive."""
    with Archive.open(tmp_path / "a.db") as opened:
        yield opened


def test_what_came_in_is_said(archive: Archive, tmp_path: Path) -> None:
    """Captures by outcome, per site; the host became a site of its own."""
    report = take_in(archive, write(tmp_path / "a.warc.gz", RECORDS))
    (row,) = report.rows()
    assert row["site"] == "mfa.example"
    assert row["captures"] == report.captures == len(RECORDS)
    assert row["articles"] == 8
    assert row["outcomes"] == {"article": 8, "missing": 2, "moved": 1}
    assert not report.broken
    assert [run["mode"] for run in archive.runs() if "mode" in run] in ([], ["import"])


def test_captures_keep_the_times_of_their_records(archive: Archive, tmp_path: Path) -> None:
    """The archive's history is that of the web, not that of the import."""
    take_in(archive, write(tmp_path / "a.warc.gz", RECORDS))
    times = [row["captured_at"][:10] for row in archive.timemap(f"{HOST}/en/1.html")]
    assert sorted(times) == ["2026-01-01", "2026-01-02", "2026-01-03"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(RECORDS))), cuts=st.sets(st.integers(1, len(RECORDS) - 1), max_size=3))
def test_neither_order_nor_the_number_of_imports_matters(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    """The same records in any order, in one import or several, give the same articles, revisions, stories and ids."""
    folder = tmp_path_factory.mktemp("order")
    with Archive.open(folder / "straight.db") as straight:
        take_in(straight, write(folder / "all.warc.gz", RECORDS))
        wanted = public_face(straight)
    bounds = [0, *sorted(cuts), len(RECORDS)]
    with Archive.open(folder / "shuffled.db") as shuffled:
        for n, (start, end) in enumerate(pairwise(bounds)):
            take_in(shuffled, write(folder / f"{n}.warc.gz", [RECORDS[at] for at in order[start:end]]))
        assert public_face(shuffled) == wanted


def test_importing_twice_changes_nothing_but_the_run_table(tmp_path: Path) -> None:
    """Every other table has the same rows afterwards; every capture is said to have been seen."""
    path, warc = tmp_path / "a.db", write(tmp_path / "a.warc.gz", RECORDS)
    with Archive.open(path) as archive:
        take_in(archive, warc)
    before = all_rows(path)
    assert before["capture"]
    with Archive.open(path) as archive:
        report = take_in(archive, warc)
    assert report.seen == report.captures == len(RECORDS)
    assert all_rows(path) == before


def test_every_payload_is_read_back_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    """Compressed or kept as a delta, what went in comes out."""
    odd = [
        Saved("/odd/1", "2026-01-01T00:00:00Z", bytes(range(256)) * 40),
        Saved("/odd/2", "2026-01-01T00:00:00Z", b"\xff\xfe<html>\xd1\xd1</html>"),
    ]
    take_in(archive, write(tmp_path / "a.warc.gz", [*RECORDS, *odd]))
    back = {(capture.url, capture.captured_at.isoformat()): capture.body for capture in archive.captures()}
    for each in [*RECORDS, *odd]:
        assert back[HOST + each.path, each.at.replace("Z", "+00:00")] == each.body


def test_a_revisit_finds_its_payload_in_the_archive(archive: Archive, tmp_path: Path) -> None:
    """Its original came with an earlier import."""
    take_in(archive, write(tmp_path / "a.warc.gz", RECORDS[:1]))
    later = WarcFile().add_revisit(
        f"{HOST}/en/1.html",
        at="2026-01-09T00:00:00Z",
        WARC_Profile=DIGEST_PROFILE,
        WARC_Refers_To_Target_URI=f"{HOST}/en/1.html",
        WARC_Refers_To_Date=RECORDS[0].at,
    )
    report = take_in(archive, later.save(tmp_path / "b.warc.gz"))
    assert report.read.revisits == 1
    newest = max(archive.captures(url=f"{HOST}/en/1.html"), key=lambda capture: capture.captured_at)
    assert (newest.captured_at.day, newest.body) == (9, RECORDS[0].body)
    assert next(row for row in archive.articles() if row["url"] == f"{HOST}/en/1.html")["revisions"] == 1


def test_what_is_no_whole_page_changes_no_article(archive: Archive, tmp_path: Path) -> None:
    """A body cut short, a revisit of nothing we have, a 304: each a capture with a reason or outcome, never an edit."""
    file = WarcFile().add(f"{HOST}/en/1.html", RECORDS[0].body, at="2026-01-01T00:00:00Z")
    file.add(
        f"{HOST}/en/1.html",
        RECORDS[0].body[:-300],
        at="2026-01-02T00:00:00Z",
        warc_headers={"WARC-Truncated": "length"},
    )
    file.add_revisit(f"{HOST}/en/1.html", at="2026-01-03T00:00:00Z", WARC_Payload_Digest="sha1:NOWHERE")
    file.add_revisit(f"{HOST}/en/1.html", at="2026-01-04T00:00:00Z", WARC_Profile=NOT_MODIFIED_PROFILE)
    report = take_in(archive, file.save(tmp_path / "a.warc.gz"))
    (row,) = report.rows()
    assert row["reasons"]["cut-short"] == 1
    assert row["reasons"]["revisit-unresolved"] == 1
    assert row["outcomes"]["article"] == 1
    assert row["outcomes"]["unchanged"] == 1
    assert [article["revisions"] for article in archive.articles()] == [1]


def test_broken_records_are_listed_and_the_rest_comes_in(archive: Archive, tmp_path: Path) -> None:
    """One line each: which file, where, what."""
    warc = write(tmp_path / "a.warc.gz", RECORDS)
    warc.write_bytes(warc.read_bytes()[:-40])
    report = take_in(archive, warc)
    assert report.captures == len(RECORDS) - 1
    (broken,) = report.broken
    assert str(broken).startswith("a.warc.gz, record at byte ")


def test_a_file_that_is_no_warc_stops_an_import_before_it_begins(archive: Archive, tmp_path: Path) -> None:
    """Nothing is written, not even of the good files beside it."""
    good, bad = write(tmp_path / "a.warc.gz", RECORDS), tmp_path / "notes.txt"
    bad.write_text("hello")
    with pytest.raises(SourceUnreadable, match=r"notes\.txt"):
        take_in(archive, good, bad)
    assert list(archive.runs()) == []


def test_an_import_tells_how_far_it_is(archive: Archive, tmp_path: Path) -> None:
    """Bytes done and bytes there are, ending with all of them."""
    warc = write(tmp_path / "a.warc.gz", RECORDS)
    told: list[tuple[int, int]] = []
    import_files(archive, [warc], lambda url: None, progress=lambda done, total: told.append((done, total)))
    size = warc.stat().st_size
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_an_import_that_was_stopped_is_completed_by_the_next(tmp_path: Path) -> None:
    """Ctrl-C between two batches: what was stored stays, the run says so, and the whole comes out the same."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    many = [Saved(f"/en/{n}.html", f"2026-02-01T00:{n // 60:02}:{n % 60:02}Z", page("en", n)) for n in range(100, 350)]
    warc = write(tmp_path / "a.warc.gz", [*RECORDS, *many])
    with Archive.open(tmp_path / "whole.db") as whole, Archive.open(tmp_path / "stopped.db") as stopped:
        take_in(whole, warc)
        with pytest.raises(KeyboardInterrupt):
            import_files(stopped, [warc], lambda url: None, progress=stop)
        assert 0 < sum(1 for _ in stopped.captures()) < len(RECORDS) + len(many)
        assert [run["how"] for run in stopped.runs()] == ["stopped"]
        take_in(stopped, warc)
        assert public_face(stopped) == public_face(whole)


def test_hosts_that_nobody_wrote_a_spider_for_become_sites(archive: Archive, tmp_path: Path) -> None:
    """One run for each host; an address without a host is passed over."""
    file = WarcFile().add("https://a.example/1", page("en", 1)).add("https://b.example/1", page("en", 1))
    file.add("https://user@:80/nowhere", b"x")
    report = take_in(archive, file.save(tmp_path / "a.warc.gz"))
    assert [row["site"] for row in report.rows()] == ["a.example", "b.example"]
    assert report.read.skipped == {"bad-address": 1}
    assert generic_site("a.example").owns("https://a.example/1")
    assert not generic_site("a.example").owns("https://b.example/1")

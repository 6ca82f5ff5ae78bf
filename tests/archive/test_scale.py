"""How much work grows with the archive, by counts of steps and bytes and not by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive.derive import due, work_queue
from crawler.archive.facts.payloads import WORTH_TRAINING, Payloads
from crawler.archive.readings.extracts import found_in
from crawler.items import Alternate, Capture, Found, Listing
from crawler.rules.url.spelling import spell
from crawler.sources.replay_handler import SavedInArchive
from crawler.sources.save_page import from_archive
from tests.support.captures import HOST, answer, article, at, page, rows


def steps(path: Path, captures: list[Capture]) -> int:
    """How many thousand steps SQLite takes to derive what follows from these captures."""
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        run = archive.start_run("mfa", mode="import", at=at(1000))
        archive.store(run, captures)
        counted = [0]

        def step() -> int:
            counted[0] += 1
            return 0

        archive._db.conn.set_progress_handler(step, 1000)
        archive.end_run(run, at=at(1001), ended="finished", counts={})
    return counted[0]


def test_many_redirects_to_one_article_cost_as_much_each_as_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are one article, which is derived once, whatever the number of chunks."""
    monkeypatch.setattr(work_queue, "CHUNK", 50)
    counts = []
    for number in (100, 800):
        captures = [page("/to", 0), *(answer(f"/from/{n}", "moved", hours=1, to="/to") for n in range(number))]
        counts.append(steps(tmp_path / f"{number}.db", captures))
    few, many = counts
    assert many < 8 * few * 1.5, "eight times as many redirects"
    assert len(rows(tmp_path / "800.db", "SELECT 1 FROM resource WHERE article IS NOT NULL")) == 801


@pytest.fixture
def payloads_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the payloads that are decompressed, those that a delta is based on too."""
    sizes: list[int] = []
    original = Payloads.read

    def counted(self: Payloads, payload: int) -> bytes:
        sizes.append(len(body := original(self, payload)))
        return body

    monkeypatch.setattr(Payloads, "read", counted)
    return sizes


def versions(folder: Path, number: int) -> Path:
    """An archive of an address that was captured so many times, each time with another payload; then half a page."""
    path = folder / f"{number}.db"
    captures = [
        replace(article("/a", hours=hour), body=f"<h1>Title</h1>{'<p>The ministry.</p>' * 40}{hour}".encode())
        for hour in range(number)
    ]
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        run = archive.start_run("mfa", mode="import", at=at(0))
        archive.store(run, [*captures, answer("/a", "unreadable", hours=number, reason="cut-short", body=b"<h1>")])
        archive.end_run(run, at=at(number + 1), ended="finished", counts={})
    return path


@pytest.mark.parametrize("number", [4, 40])
def test_the_newest_capture_is_found_by_decompressing_one_payload(
    tmp_path: Path, payloads_read: list[int], number: int
) -> None:
    """And the one that it is a delta of, however many captures the address has: for a replay, a saved page, a revisit
    of an import, and by a time."""
    path = versions(tmp_path, number)
    last = str(number - 1).encode()
    url = f"{HOST}/a"
    saved = SavedInArchive(path, spell)
    with Archive.open(path, readonly=True) as archive:
        finders: list[Callable[[], Capture | None]] = [
            lambda: saved.get("GET", url),
            lambda: from_archive(archive, url, at=at(number - 0.5)),
            lambda: archive.captures.newest(url, skipped=["cut-short"]),
            lambda: archive.captures.one(url, at(number - 1)),
        ]
        for find in finders:
            payloads_read.clear()
            found = find()
            assert found is not None
            assert found.body.endswith(last)
            assert len(payloads_read) <= 2
        payloads_read.clear()
        assert (archive.captures.payload_in_second(url, at(number - 1)) or b"").endswith(last)
        assert archive.captures.payload_in_second(url, at(number + 5)) is None
        assert archive.captures.newest(url, method="POST") is None
        assert len(payloads_read) <= 2
    saved.close()


def test_training_reads_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary is for pages: large payloads are neither read nor compressed again."""
    read: list[int] = []
    original = Payloads.read

    def counted(self: Payloads, payload: int) -> bytes:
        read.append(len(body := original(self, payload)))
        return body

    monkeypatch.setattr(Payloads, "read", counted)
    pages = [
        replace(article(f"/{n}"), body=f"<h1>Title {n}</h1>{'<p>The ministry says so.</p>' * 60}{n}".encode())
        for n in range(60)
    ]
    files = [answer(f"/{n}.pdf", "file", body=bytes([n]) * WORTH_TRAINING.stop) for n in range(5)]
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        run = archive.start_run("mfa", mode="import", at=at(0))
        archive.store(run, [*files, *pages])
        archive.end_run(run, at=at(1), ended="finished", counts={})
    assert rows(tmp_path / "a.db", "SELECT pages FROM dictionary WHERE kind = 'payload'") == [(50,)]
    assert max(read) < WORTH_TRAINING.stop
    assert sum(read) <= 2 * sum(len(each.body) for each in pages), "samples, and each page once to be compressed again"
    assert len(read) < 60 * 3


def last_run(folder: Path, days: int) -> tuple[int, int]:
    """How many times twenty steps of SQLite, and how many listings that are unpacked, the last of so many daily runs
    takes to be derived: each reads a listing and a sitemap, both changed, and a new article."""
    counted: list[int] = []
    unpacked: list[int] = []

    def step() -> int:
        counted.append(1)
        return 0

    def unpack(db: Database, extract: int) -> frozenset[str]:
        unpacked.append(extract)
        return found_in(db, extract)

    with pytest.MonkeyPatch.context() as patch, Archive.open(folder / f"{days}.db") as archive:
        patch.setattr(due, "found_in", unpack)
        seeds = ((f"{HOST}/news/", "listing", "en"), (f"{HOST}/sitemap.xml", "sitemap", ""))
        archive.add_site("mfa", "Ministry", ("en",), seeds=seeds)
        for day in range(days):
            run = archive.start_run("mfa", mode="live", at=at(24 * day))
            archive.store(run, [*listed_on(day), article(f"/{day}", hours=24 * day, body=(f"Day {day} " * 40,))])
            unpacked.clear()
            counted.clear()
            archive._db.conn.set_progress_handler(step, 20)
            archive.end_run(run, at=at(24 * day + 1), ended="finished", counts={})
            archive._db.conn.set_progress_handler(None, 0)
    return len(counted), len(unpacked)


def listed_on(day: int) -> Iterator[Capture]:
    """A listing and a sitemap with the latest five articles; the sitemap announces their Russian versions."""
    for path, kind in (("/news/", "listing"), ("/sitemap.xml", "sitemap")):
        urls = [f"{HOST}/{number}" for number in range(max(0, day - 4), day + 1)]
        found = tuple(
            Found(url=url, alternates=(Alternate(hreflang="ru", url=f"{url}/ru", evidence="sitemap"),)) for url in urls
        )
        yield replace(
            answer(path, "listing", hours=24 * day, body=f"{kind} {day}".encode()),
            outcome=kind,
            listing=Listing(found=found if kind == "sitemap" else tuple(replace(one, alternates=()) for one in found)),
        )


def test_deriving_a_run_reads_no_whole_history_of_listings(tmp_path: Path) -> None:
    """A listing has a capture for each run: eight times as many runs before do not make a run twice as costly."""
    few, many = last_run(tmp_path, 16), last_run(tmp_path, 128)
    assert many[0] < 1.6 * few[0], (few, many)
    assert few[1] == many[1] <= 4, "the two latest of each listing say whether it changed"

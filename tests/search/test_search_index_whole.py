"""Whatever comes and goes, and wherever its making was ended, the search index is one made from the texts alone."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import worker_command
from crawler.archive import Archive
from crawler.archive.derive.article_rows import delete_revision
from crawler.archive.search import entries
from crawler.archive.search import index as search_index
from crawler.archive.sql import writing
from crawler.items import Capture
from tests.support.captures import HOST, START, answer, article, at, filled
from tests.support.indexes import BATCH, change, cut_short, found, index_of, made_anew


@pytest.mark.parametrize("upto", [0, 1, 2])
def test_an_index_half_made_is_completed_by_the_next_call(tmp_path: Path, upto: int) -> None:
    """It was ended between two batches: what stands is kept, and only the rest is taken."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    whole = index_of(path)
    cut_short(path, upto)
    with Archive.open(path) as archive:
        assert not archive.is_searchable()
        assert archive.index() == len(BATCH) - upto
        assert archive.is_searchable()
    assert index_of(path) == whole


def test_an_index_made_in_batches_is_the_one_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended by an error after the second batch, it goes on where it was; progress is told after each."""
    path = tmp_path / "a.db"
    with filled(path, [article(f"/{number}", title=f"Minister {number}") for number in range(9)]):
        pass
    whole = index_of(path)
    monkeypatch.setattr(entries, "BLOCK", 2)
    monkeypatch.setattr(search_index, "GROUP", 1)
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 2:
            raise KeyboardInterrupt

    with Archive.open(path) as archive:
        with pytest.raises(KeyboardInterrupt):
            archive.index(anew=True, progress=tell)
        assert archive.index(progress=tell) == 5
    assert told == [(2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]
    assert index_of(path) == whole


def test_a_process_beside_makes_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where much is to be indexed, another process analyses it; should that one die, this one does what is left."""
    path = tmp_path / "a.db"
    with filled(path, [article(f"/{number}", title=f"Minister {number}") for number in range(9)]):
        pass
    whole = index_of(path)
    monkeypatch.setattr(search_index, "KEPT_UP", 0)
    with Archive.open(path) as archive:
        assert archive.index(anew=True) == 9
    assert index_of(path) == whole


def test_without_a_process_beside_the_index_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Should it die, this one does what is left, and says so."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    whole = index_of(path)
    monkeypatch.setattr(search_index, "KEPT_UP", 0)
    monkeypatch.setattr(sys, "executable", "false")
    with Archive.open(path) as archive:
        assert archive.index(anew=True) == len(BATCH)
    assert index_of(path) == whole
    assert "the process that analyses texts ended with 1: this one goes on alone" in caplog.text
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with Archive.open(path) as archive:
        assert archive.index(anew=True) == len(BATCH)
    assert index_of(path) == whole
    assert "no process to analyse texts could be started" in caplog.text


def test_a_process_of_another_version_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Old keys and new are never mixed; and what stands in the folder where the call is made is not run."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    whole = index_of(path)
    monkeypatch.setattr(search_index, "KEPT_UP", 0)
    for name in ("queue.py", "crawler.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with Archive.open(path) as archive:
        archive.index(anew=True)
    assert caplog.text == ""
    monkeypatch.setattr(worker_command, "_CODE", worker_command._CODE.replace(
        "import main;", "import main; import crawler.archive.search.worker as b; b.version_of = lambda by: 'other';"
    ))  # fmt: skip
    with Archive.open(path) as archive:
        assert archive.index(anew=True) == len(BATCH)
    assert index_of(path) == whole
    assert "is of another version: this one does it alone" in caplog.text


def test_texts_of_megabytes_are_taken_in_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their characters, so that memory is bounded; the index is the same."""
    path = tmp_path / "a.db"
    with filled(path, [article(f"/{number}", body=("zebra " * 40 * number,)) for number in range(1, 9)]):
        pass
    whole = index_of(path)
    monkeypatch.setattr(entries, "CHARACTERS", 500)
    monkeypatch.setattr(search_index, "KEPT_UP", 0)
    with Archive.open(path) as archive:
        assert len(entries.read(archive._db, 0)) == 2
        assert len(entries.read(archive._db, 2)) == 1
        assert archive.index(anew=True) == 8
    assert index_of(path) == whole


def test_a_reader_does_not_make_writers_wait_when_the_index_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is shortened only if nobody reads; a busy one waits as ever afterwards."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    monkeypatch.setattr(search_index, "KEPT_UP", 0)
    with Archive.open(path) as archive, Archive.open(path, readonly=True) as reader, reader.snapshot():
        reader.count()
        assert archive.index(anew=True) == len(BATCH)
        assert archive._db.execute("PRAGMA busy_timeout").fetchone() == (30_000,)


def test_a_text_that_changes_while_it_waits_is_indexed_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process took a text away, and edited one, after they were analysed and before they were written."""
    path = tmp_path / "a.db"
    with filled(path, [article(f"/{number}", title=f"Minister {number}") for number in range(9)]):
        pass
    monkeypatch.setattr(entries, "BLOCK", 3)
    monkeypatch.setattr(search_index, "GROUP", 2)
    prepare = entries.prepare
    changed: list[bool] = []

    def slowly(rows: list[object], belarusian: str) -> entries.Batch:
        batch = prepare(rows, belarusian)
        if not changed:
            changed.append(True)
            with closing(sqlite3.connect(path)) as db, db:
                db.execute("UPDATE revision SET title = 'Envoy' WHERE id = 2")
                db.execute("DELETE FROM revision WHERE id = 5")
        return batch

    monkeypatch.setattr(search_index, "prepare", slowly)
    with Archive.open(path) as archive:
        assert archive.index(anew=True) == 8
    assert index_of(path) == made_anew(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT rowid FROM revision_fts WHERE revision_fts MATCH 'envoy'").fetchall() == [(2,)]


@pytest.mark.parametrize("kept_up", [0, 10_000])
def test_two_that_index_at_once_make_one_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_up: int) -> None:
    """With a process beside each, and alone; no text twice, none left out."""
    path = tmp_path / "a.db"
    with filled(path, [article(f"/{number}", title=f"Minister {number}") for number in range(30)]):
        pass
    whole = index_of(path)
    monkeypatch.setattr(entries, "BLOCK", 3)
    monkeypatch.setattr(search_index, "GROUP", 2)
    monkeypatch.setattr(search_index, "KEPT_UP", kept_up)

    def index(anew: bool) -> None:
        with Archive.open(path) as archive:
            archive.index(anew=anew)

    with ThreadPoolExecutor(2) as both:
        list(both.map(index, [True, True]))
    with Archive.open(path) as archive:
        archive.index()
    assert index_of(path) == whole


TEXTS = st.sampled_from(["Visit of ministers", "Visits", "", "Łódź, O’Brien and сям'я", "a a a b"])
ADDRESSES = st.sampled_from(["/1", "/2", "/3"])
CAPTURES = st.one_of(
    st.builds(
        lambda path, text, hours, language, canonical: article(
            path, hours=hours, title=text, body=(text,), language=language, canonical_url=canonical
        ),
        ADDRESSES,
        TEXTS,
        st.integers(0, 9),
        st.sampled_from(["en", "ru", "be", ""]),
        st.sampled_from([None, HOST + "/1", HOST + "/2"]),
    ),
    st.builds(
        lambda path, outcome, hours: answer(path, outcome, hours=hours, body=outcome.encode()),
        ADDRESSES,
        st.sampled_from(["missing", "blocked"]),
        st.integers(0, 9),
    ),
)


@settings(max_examples=40)
@given(st.lists(st.lists(CAPTURES, max_size=5), min_size=1, max_size=4), st.integers(0, 2))
def test_whatever_comes_and_goes_the_index_is_one_made_anew(runs: Sequence[list[Capture]], cut: int) -> None:
    """Edits, removals, captures out of order, addresses that turn out to be one article, blocked runs; and an index
    that was half made when the next run began."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        for number, captures in enumerate(runs):
            with Archive.open(path) as archive:
                archive.add_site("mfa", "Ministry", ("ru", "en", "be"))
                run = archive.start_run("mfa", mode="live", at=at(24 * number))
                archive.store(run, captures)
                archive.end_run(run, at=at(24 * number + 10), ended="finished", counts={})
                assert archive.is_searchable()
            assert index_of(path) == made_anew(path)
            if cut:
                cut_short(path, cut)


def test_a_text_that_goes_while_the_index_is_stale_is_not_mixed_in(tmp_path: Path) -> None:
    """Its words are another analyzer's, so they cannot be taken out one by one: the index is emptied, and made anew."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    change(path, "UPDATE analyzer SET version = 'x'")
    with Archive.open(path) as archive:
        with writing(archive._db):
            archive._db.execute("UPDATE article SET revision = NULL WHERE revision = 2")
            delete_revision(archive._db, 2)
        assert index_of(path) == []
        assert not archive.is_searchable()
        assert archive.index() == 2
    assert index_of(path) == made_anew(path)


def test_an_id_that_is_given_again_is_indexed_again(tmp_path: Path) -> None:
    """Where the index was half made, and the texts from its end on are deleted, the next text gets the id of one of
    them."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    cut_short(path, 2)
    with Archive.open(path) as archive:
        with writing(archive._db):
            archive._db.execute("UPDATE article SET revision = NULL WHERE revision > 1")
            for revision in (2, 3):
                delete_revision(archive._db, revision)
        run = archive.start_run("mfa", mode="live", at=START)
        archive.store(run, [article("/en/9", title="Zebra")])
        assert found(archive, "zebra") == "/en/9"

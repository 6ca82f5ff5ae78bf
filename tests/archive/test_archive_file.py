"""The archive as a file: read while it is written, killed, full, broken; what goes wrong is said in one line."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.connection import PAGE_SIZE
from crawler.errors import (
    ArchiveBroken,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveUnwritable,
    CommuniqueError,
)
from tests.conftest import ROOT
from tests.support.captures import HOST, START, article, at, filled, rows


def test_reading_works_while_another_writes(tmp_path: Path) -> None:
    """A reader sees what was committed, whatever a writer is doing."""
    path = tmp_path / "a.db"
    with (
        filled(path, [article("/1")]),
        Archive.open(path, readonly=True) as reader,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM revision")
        assert reader.show(f"{HOST}/1")["title"] == "News /1"
        writer.execute("ROLLBACK")


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    """Read-only means it."""
    with (
        filled(tmp_path / "a.db"),
        Archive.open(tmp_path / "a.db", readonly=True) as reader,
        pytest.raises(ArchiveUnwritable),
    ):
        reader.add_site("x", "X", ())


def no_file(path: Path) -> None:
    """Leave the file away."""


def no_database(path: Path) -> None:
    path.write_text("This is a letter, not a database. " * 100, encoding="utf-8")


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE shopping (item TEXT)")


def cut_short(path: Path) -> None:
    with filled(path, [article(f"/{n}", body=(f"{n} " * 2000,)) for n in range(50)]):
        pass
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def from_the_future(path: Path) -> None:
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('communique', 'wings', '')"
        )


def from_the_past(path: Path) -> None:
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'views'")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (no_file, ArchiveMissing),
        (no_database, ArchiveBroken),
        (another_database, ArchiveBroken),
        (cut_short, ArchiveBroken),
        (from_the_future, ArchiveTooNew),
        (from_the_past, ArchiveBroken),
    ],
)
def test_a_bad_file_is_explained_in_one_line(
    tmp_path: Path, make: Callable[[Path], None], error: type[CommuniqueError]
) -> None:
    """Whoever opens the wrong file is told what it is and what to do."""
    path = tmp_path / "bad.db"
    make(path)
    with pytest.raises(error) as caught, Archive.open(path, readonly=True) as archive:
        list(archive.export())
    assert "\n" not in str(caught.value)
    assert "bad.db" in str(caught.value)


def test_writing_refuses_files_that_are_not_ours(tmp_path: Path) -> None:
    """Nothing is added to somebody else's database, nor to an archive of a later version."""
    for make, error in (
        (another_database, ArchiveBroken),
        (from_the_future, ArchiveTooNew),
        (no_database, ArchiveBroken),
    ):
        path = tmp_path / f"{make.__name__}.db"
        make(path)
        before = path.read_bytes()
        with pytest.raises(error):
            Archive.open(path)
        assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file where the folder should be, or a folder where the file should be."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnwritable, match="cannot make the folder"):
        Archive.open(tmp_path / "file" / "a.db")
    with pytest.raises(ArchiveUnwritable):
        Archive.open(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_explained(tmp_path: Path) -> None:
    """It can be read, and writing says what is wrong."""
    folder = tmp_path / "locked"
    with filled(folder / "a.db", [article("/1")]):
        pass
    folder.chmod(0o500)
    try:
        with pytest.raises(ArchiveUnwritable):
            Archive.open(folder / "a.db")
        with Archive.open(folder / "a.db", readonly=True) as archive:
            assert archive.count() == 1
    finally:
        folder.chmod(0o700)


def test_a_full_disk_loses_the_batch_and_nothing_else(tmp_path: Path) -> None:
    """A batch is written whole or not at all, and the archive goes on when there is room again."""
    path = tmp_path / "a.db"
    big = [article(f"/{n}", body=tuple(os.urandom(4000).hex() for _ in range(4))) for n in range(2, 22)]
    with filled(path, [article("/1")], end=False) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        pages = rows(path, "PRAGMA page_count")[0][0]
        archive._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ArchiveUnwritable, match="free space"):
            archive.store(run, big)
        assert archive.count() == 1
        archive._db.execute("PRAGMA max_page_count = 1000000")
        assert archive.store(run, big) == ["new"] * 20
        archive.end_run(run, at=at(1), ended="finished", counts={})
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_an_archive_may_be_made_by_several_at_once(tmp_path: Path) -> None:
    """Whoever comes first makes the tables, the others find them."""
    with ThreadPoolExecutor(8) as threads:
        opened = [threads.submit(lambda: Archive.open(tmp_path / "a.db").close()) for _ in range(8)]
    assert [each.exception() for each in opened] == [None] * 8
    told = rows(tmp_path / "a.db", "SELECT name, count(*) FROM _sqlite_migrations GROUP BY name")
    assert {name for name, _ in told} >= {"facts", "search_in_order"}
    assert {count for _, count in told} == {1}


def test_pages_are_of_the_measured_size(tmp_path: Path) -> None:
    """8 KiB pages waste the least on payloads of about 2 KB; WAL lets readers read."""
    Archive.open(tmp_path / "a.db").close()
    assert rows(tmp_path / "a.db", "PRAGMA page_size") == [(PAGE_SIZE,)]
    assert rows(tmp_path / "a.db", "PRAGMA journal_mode") == [("wal",)]


WRITER = """
import sys
from pathlib import Path
from tests.support.captures import article, filled
with filled(Path(sys.argv[1]), end=False) as archive:
    run = archive.start_run("mfa", mode="live", at=article("/").captured_at)
    for number in range(100000):
        archive.store(run, [article(f"/{number}/{n}", hours=number, title=f"{number} {n}") for n in range(10)])
        print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    """After ``kill -9`` the archive opens, holds whole batches only, and the next run settles them."""
    path = tmp_path / "a.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(12)]
    writer.send_signal(signal.SIGKILL)
    told += [int(line) for line in writer.stdout.read().split()]
    writer.stdout.close()
    writer.wait()
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    with Archive.open(path) as archive:
        archive.start_run("mfa", mode="live", at=START)
        count = archive.count()
        assert count >= 10 * len(told)
        assert count % 10 == 0
        assert len(list(archive.search("ambassador"))) == count

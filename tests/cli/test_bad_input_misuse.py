"""Wrong arguments and full disks: each is one clear line, and the archive stays whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.demo.ministry import Ministry
from crawler.demo.truth import truth_on
from tests.cli.test_bad_input_files import ADDRESS, archive, call, good, said, warc
from tests.support.programs import communique, rows

__all__ = ["archive", "good", "warc"]  # fixtures


@pytest.mark.parametrize(
    ("name", "hint"), [("by_mfs", "did you mean by_mfa?"), ("dmo", "did you mean demo?"), ("xyzzy", "communique sites")]
)
def test_an_unknown_site_is_one_line_with_the_nearest_name(good: Path, name: str, hint: str) -> None:
    """This holds for every command that takes the name of a spider."""
    assert hint in said(call("crawl", name, archive=good))
    assert hint in said(call("savepage", name, ADDRESS, archive=good))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "demo", "--since", "tomorrow"), "'tomorrow' is not a date: use YYYY-MM-DD"),
        (("articles", "--since", "2026-02-31"), "'2026-02-31' is not a date: use YYYY-MM-DD"),
        (("export", "jsonl", "--until", "31.12.2026"), "is not a date: use YYYY-MM-DD"),
        (("articles", "--limit", "0"), "0 is not in the range"),
        (("crawl", "demo", "--limit", "0"), "0 is not in the range"),
        (("search", "x", "--limit", "many"), "'many' is not a valid integer"),
        (("export", "xml"), "No such command 'xml'"),
        (("crawl", "demo", "by_mfa"), "demo has an archive of its own: name it alone"),
        (("crawl", "by_mfa", "--base", "http://127.0.0.1:1"), "--base is the URL of a simulated site"),
        (("crawl",), "Missing argument"),
        (("crawll",), "No such command"),
    ],
)
def test_wrong_usage_has_status_2(good: Path, arguments: tuple[str, ...], words: str) -> None:
    """One line says what is wrong."""
    assert words in said(call(*arguments, archive=good), 2)


@pytest.mark.parametrize("ref", ["aaaaaaaaaaaa", "http://nowhere.example/", "javascript:void(0)", "http://[broken", ""])
def test_what_the_archive_does_not_hold_is_one_line(good: Path, ref: str) -> None:
    """The argument is an id, an address, or neither."""
    for command in ("show", "timemap", "variants"):
        line = said(call(command, ref, archive=good))
        assert "the archive" in line
        assert ref in line


@pytest.mark.parametrize(
    "query", ['"', "minister AND", "-x", "*", "NEAR(", 'a" OR "b', "title:", "{x}^", "\x00", "😀", ""]
)
def test_any_text_is_a_query(good: Path, query: str) -> None:
    """No query is a syntax error."""
    result = call("search", "--json", "--", query, archive=good)
    assert (result.exit_code, result.exception) == (0, None)


def test_a_page_of_another_site_is_not_saved(good: Path, tmp_path: Path) -> None:
    """Its host is not requested, and an archive gives only what it has."""
    for url, words in (
        ("https://example.com/", "is not an address of by_mfa"),
        ("javascript:x", "not an http(s) address"),
    ):
        assert words in said(call("savepage", "by_mfa", url, "--to", tmp_path, archive=good))
    unknown = ("savepage", "by_mfa", "https://mfa.gov.by/x", "--from", good, "--to", tmp_path)
    assert "does not know" in said(call(*unknown, archive=good))
    assert list(tmp_path.iterdir()) == []


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, str, Callable[[], str]]]:
    """A folder with room for 1,800 KiB, what to run before a call for that, and how to make room.

    A file system of that size where this may be mounted, else a limit on the size of each file.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1800k", "none", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield folder, "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (900_000, 900_000))", lambda: ""
        return
    try:
        yield folder, "", lambda: str(subprocess.run([*mount[:4], "remount,size=64m", str(folder)], check=True))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_costs_a_crawl_its_last_batch(small_disk: tuple[Path, str, Callable[[], str]]) -> None:
    """Status 1 and one line; each batch is whole or absent; the next crawl completes it."""
    folder, before, make_room = small_disk
    path = folder / "a.db"
    done = communique("--archive", path, "crawl", "demo", cwd=folder, before=before)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error:")]
    assert line.startswith(f"Error: cannot write {path} (")
    assert "free space" in line
    make_room()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        unread = "SELECT count(*) FROM capture WHERE id NOT IN (SELECT capture FROM reading)"
        textless = "SELECT count(*) FROM article WHERE revision IS NULL"
        assert db.execute(f"SELECT ({unread}), ({textless})").fetchall() == [(0, 0)]
        db.execute("INSERT INTO revision_fts (revision_fts) VALUES ('integrity-check')")
    with Archive.open(path, readonly=True) as archive:
        kept = [capture.url for capture in archive.captures()]
        assert 0 < len(kept) < 214
    done = communique("--archive", path, "crawl", "demo", "--json", cwd=folder)
    truth = Counter(article["language"] for article in truth_on(Ministry(), 1)["articles"])
    assert {row["language"]: row["archived"] for row in rows(done)} == truth
    with Archive.open(path, readonly=True) as archive:
        assert [run["how"] for run in archive.runs()] == ["finished", "died"]


def test_an_import_onto_a_full_disk_is_one_line(warc: Path, tmp_path: Path) -> None:
    """Be it the archive's disk, or the one for temporary files, where the language model is unpacked (68 MB).

    The archive opens, and the next import completes it.
    """
    path = tmp_path / "a.db"
    for most, words in ((300_000, "cannot write"), (2_000_000, "the language model cannot be unpacked in")):
        before = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({most}, {most}))"
        done = communique("--archive", path, "import", warc, cwd=tmp_path, before=before)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"Error: {words} ")
        assert done.stderr.count("\n") == 1
    assert call("import", warc, archive=path).exit_code == 0
    with Archive.open(path, readonly=True) as archive:
        assert archive.count() == 40

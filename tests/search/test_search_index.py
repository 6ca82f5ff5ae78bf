"""The search index is in step with the texts, by one analyzer at a time, and any SQLite with FTS5 can ask it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.derive.article_rows import delete_revision
from crawler.archive.schema.migrations import migrations
from crawler.archive.sql import writing
from crawler.errors import ArchiveBroken, SearchStale
from tests.support.captures import article, at, filled, rows
from tests.support.indexes import (
    BATCH,
    call,
    change,
    found,
    index_of,
    made_anew,
    needs_hunspell,
    without_dictionary,
    without_library,
)


def test_the_index_is_in_step_after_each_transaction(tmp_path: Path) -> None:
    """A text is found as soon as it is stored, an edit as soon as the run has ended, and what it replaced no more."""
    with filled(tmp_path / "a.db", BATCH, end=False) as archive:
        assert archive.is_searchable()
        assert found(archive, "minister") == "/en/1"
        archive.end_run(1, at=at(2), ended="finished", counts={})
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(run, [article("/en/1", hours=24, title="Journey", body=("A zebra.",))])
        archive.end_run(run, at=at(25), ended="finished", counts={})
        assert archive.is_searchable()
        assert found(archive, "zebras") == "/en/1"
        assert found(archive, "ministers") == ""
        assert [row["revision"] for row in archive.search("ministers", all_revisions=True)] == [1]
    assert index_of(tmp_path / "a.db") == made_anew(tmp_path / "a.db")


def test_any_sqlite_with_fts5_can_ask_the_index(tmp_path: Path) -> None:
    """Nothing of ours is registered: words stand in their columns as they are folded, other forms under their keys."""
    with filled(tmp_path / "a.db", BATCH):
        pass
    asked = "SELECT revision.title FROM revision_fts JOIN revision ON revision.id = revision_fts.rowid "
    asked += "WHERE revision_fts MATCH '{}'"
    assert rows(tmp_path / "a.db", asked.format('"министра"')) == [("Визит министра",)]
    assert rows(tmp_path / "a.db", asked.format('"·en·minist"')) == [("Visit",)]
    assert rows(tmp_path / "a.db", asked.format("{title body} : мін *")) == [("Сустрэча",)]


def test_another_analyzer_makes_the_index_stale_and_a_search_makes_it_anew(tmp_path: Path) -> None:
    """The library says so and does nothing; the command says so on stderr and does it, once."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    whole = index_of(path)
    change(path, "UPDATE analyzer SET version = 'x'")
    with Archive.open(path, readonly=True) as archive:
        assert not archive.is_searchable()
        with pytest.raises(SearchStale, match="communique index"):
            found(archive, "ministers")
        assert found(archive, "") == ""
    first = call(path, "search", "ministers", "--json")
    assert first.exit_code == 0, first.output
    assert first.stderr.startswith("The search index ")
    assert first.stderr.count("\n") == 1
    assert first.stdout.count("\n") == 1
    again = call(path, "search", "ministers", "--json")
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert index_of(path) == whole


def test_the_command_says_how_many_texts_it_took(tmp_path: Path) -> None:
    """None where the index is in step; all of them with --anew; no archive is an error."""
    path = tmp_path / "a.db"
    assert call(path, "index").exit_code == 1
    assert not path.exists()
    with filled(path, BATCH):
        pass
    assert call(path, "index").stderr == "0 texts indexed; Belarusian is analyzed by the built-in stemmer\n"
    assert call(path, "index", "--anew").stderr == "3 texts indexed; Belarusian is analyzed by the built-in stemmer\n"


def test_belarusian_is_analysed_by_the_dictionary_where_it_is_told_so(tmp_path: Path) -> None:
    """And by our own stemmer again; each time the whole index is the one analyzer's, and new texts are, too."""
    needs_hunspell()
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    own = index_of(path)
    told = call(path, "index", "--belarusian", "hunspell")
    assert told.stderr == "3 texts indexed; Belarusian is analyzed by hunspell-be\n"
    assert call(path, "index", "--belarusian", "hunspell").stderr.startswith("0 texts")
    with Archive.open(path) as archive:
        assert archive.belarusian_by() == "hunspell"
        assert found(archive, "сустрэчы") == "/be/2"
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(run, [article("/be/3", hours=24, language="be", title="Моўны саюз", body=("Маю дзве мовы.",))])
        archive.end_run(run, at=at(25), ended="finished", counts={})
        assert found(archive, "мова") == "/be/3"
    assert index_of(path) == made_anew(path)
    assert (
        call(path, "index", "--belarusian", "own").stderr
        == "4 texts indexed; Belarusian is analyzed by the built-in stemmer\n"
    )
    assert [row for row in index_of(path) if row[0] != 4] == own


def test_a_dictionary_that_is_gone_is_one_line_and_crawls_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is chosen that cannot be used. What was chosen and went away stops searches, not the record."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    with without_dictionary(monkeypatch):
        told = call(path, "index", "--belarusian", "hunspell")
        assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
        assert call(path, "search", "ministers").exit_code == 0
        change(path, "UPDATE analyzer SET belarusian = 'hunspell', version = 'x'")
        told = call(path, "search", "ministers")
        assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
        with Archive.open(path) as archive:
            run = archive.start_run("mfa", mode="live", at=at(24))
            archive.store(run, [article("/en/1", hours=24, title="Journey")])
            archive.end_run(run, at=at(25), ended="finished", counts={})
    assert call(path, "index", "--belarusian", "own").stderr.startswith("4 texts indexed")
    assert index_of(path) == made_anew(path)


def test_a_library_that_is_not_there_is_not_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dictionary alone is not enough; the index stays as it was, and searches go on."""
    needs_hunspell()
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    with without_library(monkeypatch):
        told = call(path, "index", "--belarusian", "hunspell")
        assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
        assert call(path, "search", "ministers").exit_code == 0


def test_a_library_that_is_gone_does_not_stop_a_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text can be stored, and one can be taken away."""
    needs_hunspell()
    path = tmp_path / "a.db"
    with filled(path, BATCH) as archive:
        archive.index(belarusian="hunspell")
    with without_library(monkeypatch), Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(run, [article("/be/3", hours=24, language="be", title="Мовы", body=("Маю дзве мовы.",))])
        with writing(archive._db):
            archive._db.execute("UPDATE article SET revision = NULL WHERE revision = 3")
            delete_revision(archive._db, 3)


def test_an_archive_of_the_former_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """Reading says what to do; communique index does it, and the index is then as if it had always been kept."""
    path = tmp_path / "a.db"
    with filled(path, BATCH):
        pass
    whole = index_of(path)
    change(
        path,
        "DROP TABLE revision_fts", "DROP TABLE analyzer", "DROP TABLE name_key", "DROP INDEX article_revision",
        """CREATE VIRTUAL TABLE revision_fts USING fts5 (
            title, body, tokenize = 'unicode61 remove_diacritics 2', content = 'revision')""",
        "INSERT INTO revision_fts (revision_fts) VALUES ('rebuild')",
        f"DELETE FROM {migrations.migrations_table} WHERE name IN ('search_by_keys', 'search_in_order')",
    )  # fmt: skip
    shutil.copy(path, tmp_path / "b.db")
    with pytest.raises(ArchiveBroken, match="communique index brings it up to date"):
        Archive.open(path, readonly=True)
    told = call(path, "search", "ministers")
    assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert call(path, "index").stderr == "3 texts indexed; Belarusian is analyzed by the built-in stemmer\n"
    assert index_of(path) == whole
    with Archive.open(tmp_path / "b.db") as archive:
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(run, [article("/en/9", hours=24, title="Zebra")])
        archive.end_run(run, at=at(25), ended="finished", counts={})
        assert found(archive, "zebra OR ireland") in ("/en/1 /en/9", "/en/9 /en/1")
        assert archive.is_searchable()

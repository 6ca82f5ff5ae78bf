"""The search index of an archive, looked at from outside, and harmed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.archive import Archive
from crawler.archive.search import entries, index
from crawler.archive.sql import writing
from crawler.cli import main
from crawler.errors import HunspellMissing
from crawler.rules.language import hunspell
from crawler.rules.search import analyzer
from tests.support.captures import HOST, article, says

BATCH = [
    article("/en/1", title="Visit", body=("The ministers of Ireland arrived.",), alternates=says(ru="/ru/1")),
    article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит министра",
            body=("Министр Лукашенко прибыл, началась миграция.",), alternates=says(en="/en/1")),
    article("/be/2", language="be", language_claimed="be", title="Сустрэча", body=("Ўсё пра Мінск і міністраў.",)),
]  # fmt: skip


def found(archive: Archive, words: str) -> str:
    """The paths of the hits, best first."""
    return " ".join(row["url"].removeprefix(HOST) for row in archive.search(words))


def index_of(path: Path) -> list[tuple[object, ...]]:
    """Every word that stands in the index, with its text, column and place; SQLite finds it sound."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO revision_fts (revision_fts) VALUES ('integrity-check')")
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, revision_fts, instance)")
        return db.execute("SELECT doc, col, offset, term FROM temp.words ORDER BY 1, 2, 3, 4").fetchall()


def made_anew(path: Path) -> list[tuple[object, ...]]:
    """What stands in the index of a copy that was made from the texts alone."""
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(copy)) as other:
        db.backup(other)
    with Archive.open(copy) as archive:
        archive.index(anew=True)
    made = index_of(copy)
    copy.unlink()
    return made


def change(path: Path, *statements: str) -> None:
    """Do something to the file behind the archive's back."""
    with closing(sqlite3.connect(path)) as db, db:
        for each in statements:
            db.execute(each)


def cut_short(path: Path, upto: int) -> None:
    """Leave of the index what stands there when its making was ended after so many texts."""
    change(path, "INSERT INTO revision_fts (revision_fts) VALUES ('delete-all')", "DELETE FROM name_key",
           "UPDATE analyzer SET upto = 0, languages = '[]'")  # fmt: skip
    with Archive.open(path) as archive, writing(archive._db):
        batch = entries.read(archive._db, 0)[:upto]
        index._write(archive._db, entries.prepare(batch, "own"))


def call(path: Path, *words: str) -> Result:
    """A command of ours on that archive."""
    return CliRunner().invoke(main, ["--archive", str(path), *words])


def needs_hunspell() -> None:
    """Skips where the Belarusian dictionary is not installed."""
    try:
        hunspell.digest()
        hunspell.stem("мова")
    except HunspellMissing as error:
        pytest.skip(str(error))


@contextmanager
def without_dictionary(patched: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine where the Belarusian dictionary is not installed."""
    with patched.context() as now:
        now.setattr(hunspell, "FOLDERS", ())
        forget_words()
        try:
            yield
        finally:
            forget_words()


@contextmanager
def without_library(patched: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine that has the dictionary, and not the library that reads it."""
    with patched.context() as now:
        now.setattr(hunspell, "find_library", lambda name: None)
        forget_words()
        try:
            yield
        finally:
            forget_words()


def forget_words() -> None:
    """What is remembered of words and of the dictionary is asked anew."""
    entries.forget_words()
    for kept in (hunspell.stem, hunspell._dictionary, analyzer.key_of, analyzer.version_of):
        getattr(kept, "cache_clear", str)()

"""The entry of each text in the search index: its words, folded, in order, and then the keys of those words.

An entry is a pure function of title, body and language, so that it can be removed from the index again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.rules.language.romanization import sounds
from crawler.rules.search.analyzer import KeyFunction, key_of
from crawler.rules.search.tokens import LONGEST, fold, fold_all, spelled

BLOCK, CHARACTERS = 2_000, 3_000_000
"""Revisions of one batch: their ids lie between two multiples of the first number, and their texts have hardly more
characters than the second. So every process makes the same batches."""
FORMS_KEPT, FORMS_OF_ALL = 50_000, 600_000
"""Words of a language whose keys are remembered: some 8 MiB in a crawl; about 100 MiB in the process that reads all
texts."""

IndexEntry = tuple[int, str, str]
"""The id of a revision, and the columns ``body`` and ``title`` of its entry."""


class Batch(NamedTuple):
    """Revisions made ready to be indexed."""

    marks: list[tuple[int, bytes]]
    """Their ids, and a digest of each text, by which a changed text is recognized."""
    entries: list[IndexEntry]
    names: list[tuple[str, str]]
    """Words with a capital letter: how each sounds, and the word."""
    languages: list[str]


def read(db: Database, after: int) -> list[Any]:
    """The next revisions with a greater id, at most a block of them: ``id title body language``."""
    (first,) = db.conn.execute("SELECT min(id) FROM revision WHERE id > ?", (after,)).fetchone()
    if first is None:
        return []
    last = ((first - 1) // BLOCK + 1) * BLOCK
    rows, size = [], 0
    for row in db.conn.execute(
        "SELECT id, title, body, language FROM revision WHERE id > ? AND id <= ? ORDER BY id", (after, last)
    ):
        rows.append(row)
        size += len(row[1]) + len(row[2])
        if size >= CHARACTERS:
            break
    return rows


def prepare(rows: Sequence[Any], belarusian: str) -> Batch:
    """The entries of revisions that ``read`` gave. Raises HunspellMissing."""
    entries: list[IndexEntry] = []
    seen: set[str] = set()
    for number, title, body, language in rows:
        titled, bodied = spelled(title), spelled(body)
        seen.update(titled, bodied)
        entries.append(_entry(number, titled, bodied, language, belarusian))
    capitalised = [word for word in seen if word[0].isupper() and len(word) <= LONGEST]
    names = sorted({(key, fold(word)) for word in capitalised for key in _sounds(word)})
    return Batch(marks(rows), entries, names, sorted({row[3] or "" for row in rows}))


def marks(rows: Sequence[Any]) -> list[tuple[int, bytes]]:
    """The ids of revisions, and for each a digest of everything that its entry depends on."""
    return [
        (number, blake2b(f"{title}\0{body}\0{language}".encode(errors="replace"), digest_size=8).digest())
        for number, title, body, language in rows
    ]


def entry(number: int, title: str, body: str, language: str | None, *, belarusian: str) -> IndexEntry:
    """The entry of one revision. Raises HunspellMissing."""
    return _entry(number, spelled(title), spelled(body), language, belarusian)


def _entry(number: int, title: list[str], body: list[str], language: str | None, belarusian: str) -> IndexEntry:
    keys = _keys(language or "", belarusian)
    return number, _column(body, keys), _column(title, keys)


def _column(words: list[str], keys: _Keys) -> str:
    """Each word, then each key once. No word begins as a key does, so neither a phrase nor a prefix matches a key."""
    low = " ".join(words).lower()
    terms = dict.fromkeys(map(keys.__getitem__, low.split(" ")))
    terms.pop("", None)
    return " ".join([fold_all(low), *terms])


class _Keys(dict[str, str]):
    """The keys of words, remembered.

    It is emptied when it is full. A large archive goes through its words again and again: the least recently used word
    would be dropped just before it is needed.
    """

    def __init__(self, key: KeyFunction) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, word: str) -> str:
        if not word or len(word) > LONGEST:
            return ""
        if len(self) >= FORMS_KEPT:
            self.clear()
        made = self[word] = self._key(word)
        return made


@cache
def _keys(language: str, belarusian: str) -> _Keys:
    return _Keys(key_of(language, belarusian))


def forget_words() -> None:
    """Forget the keys that are remembered, since another analyzer makes them now."""
    _keys.cache_clear()


_sounds = lru_cache(maxsize=100_000)(sounds)

"""What the search index has of each text: its words, folded, in their order, and after them the keys of those words.

A pure function of title, body and language, so that a text can be taken out of the index again.
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
"""Revisions that are read at once: their ids are from one multiple to the next, and their texts have hardly more
characters. So whoever reads, reads the same."""
FORMS_KEPT, FORMS_OF_ALL = 50_000, 600_000
"""Words of a language whose keys are remembered: by a crawl, some 8 MiB; by the process that goes through all texts,
about 100 MiB."""

IndexEntry = tuple[int, str, str]
"""Of a revision: its id, and what the columns ``body`` and ``title`` have of it."""


class Batch(NamedTuple):
    """Revisions made ready to be indexed."""

    marks: list[tuple[int, bytes]]
    """Their ids, and by what to know that a text is still the same."""
    entries: list[IndexEntry]
    names: list[tuple[str, str]]
    """The words with a capital, by how they sound."""
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
    """What the index is to have of revisions, as ``read`` gives them. Raises HunspellMissing."""
    entries: list[IndexEntry] = []
    met: set[str] = set()
    for number, title, body, language in rows:
        titled, bodied = spelled(title), spelled(body)
        met.update(titled, bodied)
        entries.append(_entry(number, titled, bodied, language, belarusian))
    capitalised = [word for word in met if word[0].isupper() and len(word) <= LONGEST]
    names = sorted({(key, fold(word)) for word in capitalised for key in _sounds(word)})
    return Batch(marks(rows), entries, names, sorted({row[3] or "" for row in rows}))


def marks(rows: Sequence[Any]) -> list[tuple[int, bytes]]:
    """The ids of revisions, and of each a digest of what its entry depends on."""
    return [
        (number, blake2b(f"{title}\0{body}\0{language}".encode(errors="replace"), digest_size=8).digest())
        for number, title, body, language in rows
    ]


def entry(number: int, title: str, body: str, language: str | None, *, belarusian: str) -> IndexEntry:
    """What the index has of one revision. Raises HunspellMissing."""
    return _entry(number, spelled(title), spelled(body), language, belarusian)


def _entry(number: int, title: list[str], body: list[str], language: str | None, belarusian: str) -> IndexEntry:
    keys = _keys(language or "", belarusian)
    return number, _column(body, keys), _column(title, keys)


def _column(words: list[str], keys: _Keys) -> str:
    """Each word, then each key once; keys begin as no word does, so neither a phrase nor a prefix meets one."""
    low = " ".join(words).lower()
    told = dict.fromkeys(map(keys.__getitem__, low.split(" ")))
    told.pop("", None)
    return " ".join([fold_all(low), *told])


class _Keys(dict[str, str]):
    """The keys of words, remembered: emptied when it is full, since a large archive goes through its words again and
    again, and the least recently used one would go just before it is needed."""

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
    """Forget what is remembered of words, since their keys are made in another way now."""
    _keys.cache_clear()


_sounds = lru_cache(maxsize=100_000)(sounds)

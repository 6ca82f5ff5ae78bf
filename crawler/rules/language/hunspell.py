"""Belarusian words by the dictionary of Debian's package hunspell-be, if it and libhunspell are installed."""

from __future__ import annotations

import ctypes
import hashlib
from ctypes.util import find_library
from functools import cache, lru_cache
from pathlib import Path

from crawler.errors import HunspellMissing
from crawler.rules.language import belarusian

FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/opt/homebrew/share/hunspell"))
"""The folders in which systems keep their dictionaries."""
NAMES = ("be_BY", "be-official", "be")
_APOSTROPHE = "'"


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The key of a folded word: our own stemmer's key of the word's dictionary form.

    If a word has several dictionary forms, the alphabetically first counts (``маю`` is a form of ``мець`` and
    ``маяць``). A word that the dictionary does not know goes to our own stemmer directly, so that it can still share a
    key with known forms. Raises HunspellMissing if the dictionary or libhunspell is not installed.
    """
    return belarusian.stem(min(_dictionary().stems(word), default=word))


def digest() -> str:
    """The release of the dictionary: the first 12 hexadecimal digits of the SHA-256 of its files.

    Raises HunspellMissing if the dictionary or libhunspell is not installed.
    """
    _library()
    made = hashlib.sha256()
    for path in _files():
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


class _Dictionary:
    """A dictionary of libhunspell, used through its C interface (hunspell.h, stable since 1.5)."""

    def __init__(self, library: ctypes.PyDLL, affixes: Path, words: Path) -> None:
        self._library = library
        library.Hunspell_create.restype = ctypes.c_void_p
        library.Hunspell_get_dic_encoding.restype = ctypes.c_char_p
        library.Hunspell_get_dic_encoding.argtypes = [ctypes.c_void_p]
        answers = ctypes.POINTER(ctypes.POINTER(ctypes.c_char_p))
        library.Hunspell_stem.argtypes = [ctypes.c_void_p, answers, ctypes.c_char_p]
        library.Hunspell_free_list.argtypes = [ctypes.c_void_p, answers, ctypes.c_int]
        self._handle = library.Hunspell_create(str(affixes).encode(), str(words).encode())
        self._encoding = library.Hunspell_get_dic_encoding(self._handle).decode()

    def stems(self, word: str) -> list[str]:
        """The dictionary forms of a word, in lower case; an empty list if the dictionary does not know it."""
        answers = ctypes.POINTER(ctypes.c_char_p)()
        encoded = word.encode(self._encoding, "replace")
        count = self._library.Hunspell_stem(self._handle, ctypes.byref(answers), encoded)
        found = [(answers[place] or b"").decode(self._encoding, "replace").lower() for place in range(count)]
        self._library.Hunspell_free_list(self._handle, ctypes.byref(answers), count)
        return found


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary(_library(), *_files())


def _library() -> ctypes.PyDLL:
    for name in ("hunspell-1.7", "hunspell-1.8", "hunspell-1.6", "hunspell"):
        if found := find_library(name):
            return ctypes.PyDLL(found)  # a PyDLL holds the GIL during calls: a dictionary is not thread-safe
    raise HunspellMissing("libhunspell is not installed (Debian: apt install libhunspell-1.7-0 hunspell-be)")


def _files() -> tuple[Path, Path]:
    for folder in FOLDERS:
        for name in NAMES:
            affixes, words = folder / f"{name}.aff", folder / f"{name}.dic"
            if affixes.exists() and words.exists():
                return affixes, words
    raise HunspellMissing("the Belarusian dictionary is not installed (Debian: apt install hunspell-be)")

"""Belarusian words by the dictionary of Debian's package hunspell-be, where it and libhunspell are installed."""

from __future__ import annotations

import ctypes
import hashlib
from ctypes.util import find_library
from functools import cache, lru_cache
from pathlib import Path

from crawler.errors import HunspellMissing
from crawler.rules.language import belarusian

FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/opt/homebrew/share/hunspell"))
"""Where systems keep their dictionaries."""
NAMES = ("be_BY", "be-official", "be")
_APOSTROPHE = "'"


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The key of a folded word: our own stemmer's, of the dictionary form where the dictionary knows one.

    The alphabetically first counts where there are several (``маю`` is of ``мець`` and ``маяць``). Words of which the
    dictionary knows none go to our own stemmer as they are, so forms known and unknown meet where its rules let them.
    Raises HunspellMissing.
    """
    return belarusian.stem(min(_dictionary().stems(word), default=word))


def digest() -> str:
    """What tells one release of the dictionary from another: 12 hexadecimal digits of its sha256; libhunspell is there.

    Raises HunspellMissing.
    """
    _library()
    made = hashlib.sha256()
    for path in _files():
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


class _Dictionary:
    """libhunspell, asked through its C interface (hunspell.h, stable since 1.5)."""

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
        """The dictionary forms of a word, in lower case; none where it is unknown."""
        answers = ctypes.POINTER(ctypes.c_char_p)()
        asked = word.encode(self._encoding, "replace")
        count = self._library.Hunspell_stem(self._handle, ctypes.byref(answers), asked)
        found = [(answers[place] or b"").decode(self._encoding, "replace").lower() for place in range(count)]
        self._library.Hunspell_free_list(self._handle, ctypes.byref(answers), count)
        return found


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary(_library(), *_files())


def _library() -> ctypes.PyDLL:
    for name in ("hunspell-1.7", "hunspell-1.8", "hunspell-1.6", "hunspell"):
        if found := find_library(name):
            return ctypes.PyDLL(found)  # which keeps other threads out: a dictionary is for one at a time
    raise HunspellMissing("libhunspell is not installed (Debian: apt install libhunspell-1.7-0 hunspell-be)")


def _files() -> tuple[Path, Path]:
    for folder in FOLDERS:
        for name in NAMES:
            affixes, words = folder / f"{name}.aff", folder / f"{name}.dic"
            if affixes.exists() and words.exists():
                return affixes, words
    raise HunspellMissing("the Belarusian dictionary is not installed (Debian: apt install hunspell-be)")

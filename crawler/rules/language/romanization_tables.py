"""Romanization tables: sounds as codes that Cyrillic and Latin letters share, and tables from Cyrillic to Latin."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_CYRILLIC = {
    "а": "A", "б": "B", "в": "V", "г": "H", "ґ": "H", "д": "D", "е": "A", "ё": "A", "ж": "J", "з": "Z", "и": "I",
    "і": "I", "ї": "I", "й": "I", "к": "K", "л": "L", "м": "M", "н": "N", "о": "A", "п": "P", "р": "R", "с": "S",
    "т": "T", "у": "U", "ў": "V", "ф": "F", "х": "H", "ц": "T", "ч": "C", "ш": "X", "щ": "X", "ъ": "", "ы": "I",
    "ь": "", "э": "A", "є": "A", "ю": "IU", "я": "A",
}  # fmt: skip
_LATIN = {
    "a": "A", "b": "B", "c": "c", "d": "D", "e": "E", "f": "F", "g": "H", "h": "H", "i": "I", "j": "j", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "A", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "U", "v": "V",
    "w": "V", "x": "x", "y": "Y", "z": "Z",
    "â": "A", "æ": "A", "č": "C", "ć": "t", "đ": "D", "ð": "D", "ı": "I", "ł": "L", "ø": "A", "œ": "A", "ß": "S",
    "ş": "X", "š": "X", "ŝ": "X", "þ": "T", "û": "IU", "ŭ": "V", "ž": "J",
}  # fmt: skip
_SILENT = "'’‘”ʼ`´ʹʺ″\"·-\u2010\u2011\u00ad"
"""Apostrophes, the marks for soft and hard signs, the point between two letters, hyphens."""
UNKNOWN = "?"
"""The code of every character that is not a letter of these scripts."""


class _Letters(dict[int, str]):
    def __missing__(self, letter: int) -> str:
        return UNKNOWN


def _letters() -> Mapping[int, str]:
    codes = _Letters({ord(letter): code for letter, code in (_CYRILLIC | _LATIN).items()})
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if code not in codes and base in _LATIN:
            codes[code] = _LATIN[base]
    codes.update(dict.fromkeys([*range(0x300, 0x370), *map(ord, _SILENT)], ""))
    return codes


LETTERS: Mapping[int, str] = _letters()
"""The code of each small letter, for ``str.translate``. An upper-case code is a sound; a lower-case code has several
readings.

A, I and U are the vowels. A stands for a, e and o, because Belarusian writes them alike if they are unstressed (and я,
ё, е as well). I stands for i, ы and й. E and Y sound like A and I, but a c before them is soft. H is г and х, T also ц,
X is ш and щ, J is ж.
"""


READINGS: tuple[Mapping[int, str], ...] = tuple(
    {ord(code): sound for code, sound in zip("cshkzxjt", sounds.split(), strict=True)}
    for sounds in ("K S C K C KS J C", "K T C K C KS I C", "T T H TK C KS I T", "T T C K T H I T")
)
"""The sounds of c, of c before e and i, and of ch, ck, cz, x, j, ć, for ``str.translate``: in English; in names that
English took over; in Belarusian and its neighbours in Latin letters; in GOST 7.79 (System B) and ISO 9."""


class Table(NamedTuple):
    """A table for writing Cyrillic in Latin letters."""

    language: str
    plain: Mapping[str, str]
    """The Latin letters of each letter."""
    opening: Mapping[str, str]
    """Letters that have another sound at the start of a word and after a vowel, ў, й, or one of the signs ь, ъ, ’."""
    pairs: Mapping[str, str] = {}
    """Pairs of letters, with the Latin letters of the pair."""


_SAME = dict(zip("абвдзклмнопрстуф", "abvdzklmnoprstuf", strict=True))
_RU = _SAME | dict(zip("гиы", "giy", strict=True))
_BE = _SAME | dict(zip("гіы", "hiy", strict=True)) | {"'": "", "’": ""}
_HUSHING = {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh"}
_CARON = {"ж": "ž", "х": "ch", "ц": "c", "ч": "č", "ш": "š"}
_SOFTENED = {"зь": "ź", "ль": "ĺ", "нь": "ń", "сь": "ś", "ць": "ć"}
_YE = {"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"}

TABLES: Mapping[str, Table] = {
    "bgn-pcgn-ru": Table(
        "ru",
        _RU
        | _HUSHING
        | {"е": "e", "ё": "ë", "й": "y", "щ": "shch", "ъ": "”", "ь": "’", "э": "e", "ю": "yu", "я": "ya"},
        {"е": "ye", "ё": "yë"},
    ),
    "gost-7.79-b": Table(
        "ru",
        _RU
        | {"е": "e", "ё": "yo", "ж": "zh", "й": "j", "х": "x", "ц": "cz", "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "``"}
        | {"ы": "y`", "ь": "`", "э": "e`", "ю": "yu", "я": "ya"},
        {},
        {"це": "ce", "ци": "ci", "цы": "cy`", "цй": "cj"},
    ),
    "iso-9": Table(
        "ru",
        _RU
        | {"е": "e", "ё": "ë", "ж": "ž", "й": "j", "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "ŝ", "ъ": "ʺ", "ь": "ʹ"}
        | {"э": "è", "ю": "û", "я": "â"},
        {},
    ),
    "icao-ru": Table(
        "ru",
        _RU
        | _HUSHING
        | {"е": "e", "ё": "e", "й": "i", "щ": "shch", "ъ": "ie", "ь": "", "э": "e", "ю": "iu", "я": "ia"},
        {},
    ),
    "bgn-pcgn-be": Table("be", _BE | _HUSHING | _YE | {"й": "y", "ў": "w", "ь": "’", "э": "e"}, {}),
    "instruction-be": Table(
        "be",
        _BE | _CARON | {"й": "j", "ў": "ŭ", "ь": "", "э": "e", "е": "ie", "ё": "io", "ю": "iu", "я": "ia"},
        {"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
        _SOFTENED,
    ),
    "lacinka": Table(
        "be",
        _BE | _CARON | {"й": "j", "л": "ł", "ў": "ŭ", "ь": "", "э": "e", "е": "ie", "ё": "io", "ю": "iu", "я": "ia"},
        {"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
        _SOFTENED | {"ль": "l", "ле": "le", "лё": "lo", "лю": "lu", "ля": "la", "лі": "li"},
    ),
    "passport-be": Table(
        "be",
        _BE | _HUSHING | {"й": "i", "ў": "u", "ь": "", "э": "e", "е": "ie", "ё": "io", "ю": "iu", "я": "ia"},
        _YE,
    ),
}
"""The tables that news and passports follow, by name.

- ``bgn-pcgn-ru``, ``bgn-pcgn-be``: BGN/PCGN 1947 System for Russian, BGN/PCGN 1979 System for Belarusian; both without
  the points that separate two letters.
- ``gost-7.79-b``: GOST 7.79-2000, System B, Russian.
- ``iso-9``: ISO 9:1995, which is System A of GOST 7.79-2000.
- ``icao-ru``: ICAO Doc 9303, as used in Russian passports since the 2010s.
- ``instruction-be``: the Instruction on the transliteration of Belarusian geographical names with letters of the Latin
  script (2000), with the soft consonants of its 2007 amendment.
- ``lacinka``: the traditional Belarusian Latin alphabet (ł, and l before soft vowels).
- ``passport-be``: the letters of Belarusian passports (Aliaksandr, Ryzhankou).
"""

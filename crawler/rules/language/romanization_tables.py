"""How letters sound, as codes that Cyrillic and Latin share, and the tables by which Cyrillic is written in Latin."""

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
"""Apostrophes, the marks for soft and hard signs, the point that parts two letters, hyphens."""
UNKNOWN = "?"
"""The code of whatever is no letter of these scripts."""


class _Letters(dict[int, str]):
    def __missing__(self, letter: int) -> str:
        return UNKNOWN


def _letters() -> Mapping[int, str]:
    told = _Letters({ord(letter): code for letter, code in (_CYRILLIC | _LATIN).items()})
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if code not in told and base in _LATIN:
            told[code] = _LATIN[base]
    told.update(dict.fromkeys([*range(0x300, 0x370), *map(ord, _SILENT)], ""))
    return told


LETTERS: Mapping[int, str] = _letters()
"""For ``str.translate``: each small letter's code. An upper-case code is a sound, a lower-case one has readings.

A, I, U are the vowels: a with e and o (Belarusian writes them alike where they are not stressed, and я, ё, е as well),
i with ы and й, u. E and Y are A and I, told apart for the c before them. H is г and х, T also ц, X is ш and щ, J is ж.
"""


READINGS: tuple[Mapping[int, str], ...] = tuple(
    {ord(code): sound for code, sound in zip("cshkzxjt", told.split(), strict=True)}
    for told in ("K S C K C KS J C", "K T C K C KS I C", "T T H TK C KS I T", "T T C K T H I T")
)
"""For ``str.translate``: how English reads c, the c before e and i, ch, ck, cz, x, j, ć; names that English took over;
Belarusian and its neighbours in Latin letters; GOST 7.79, System B, and ISO 9."""


class Table(NamedTuple):
    """A way to write Cyrillic in Latin letters."""

    language: str
    plain: Mapping[str, str]
    """Each letter."""
    opening: Mapping[str, str]
    """Letters that are another sound at the start of a word, and after a vowel, ў, й, and the signs ь, ъ, ’."""
    pairs: Mapping[str, str] = {}
    """Two letters written as one."""


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
"""By name, the tables that news and passports are written by.

- ``bgn-pcgn-ru``, ``bgn-pcgn-be``: BGN/PCGN 1947 System for Russian, BGN/PCGN 1979 System for Belarusian; of both the
  letters, without the points that part two letters.
- ``gost-7.79-b``: GOST 7.79-2000, System B, Russian.
- ``iso-9``: ISO 9:1995, which GOST 7.79-2000 has as System A.
- ``icao-ru``: ICAO Doc 9303, as Russian passports have it since the 2010s.
- ``instruction-be``: the Instruction on the transliteration of Belarusian geographical names with letters of the Latin
  script (2000), with the soft consonants of its 2007 amendment.
- ``lacinka``: the traditional Belarusian Latin alphabet (ł, and l before soft vowels).
- ``passport-be``: the letters of Belarusian passports (Aliaksandr, Ryzhankou).
"""

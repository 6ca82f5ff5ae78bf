"""Typography: quotation marks, dashes, spaces, ligatures and the dots of ``ё``, which change no word of a text."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "'\"`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇ʼʹʻ״׳"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}
_LIGATURES |= {sign: unicodedata.normalize("NFKC", sign) for sign in "ǄǅǆǇǈǉǊǋǌŀĿŉ"}
_LIGATURES |= {
    sign: plain
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEFD))
    if (plain := unicodedata.normalize("NFKC", sign := chr(code))) != sign and not plain.isspace()
}
"""Two letters in one sign, and the forms of Arabic letters by their place in a word."""
_CEDILLAS = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
"""Romanian letters as keyboards before Unicode 3.0 wrote them. No language has both."""
_INVISIBLE = "\u00ad\u034f\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphens, joiners, direction marks, and the stroke that stretches Arabic words."""

_FOLDS = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
        **_LIGATURES,
        **_CEDILLAS,
        "…": "...",
        "ё": "е",
        "Ё": "Е",
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _QUOTES + _DASHES},
    }
)
_LOOSE = re.compile(r"\s*-[-\s]*|\s*'['\s]*|\s+(?=[:;!?%)\]])|(?<=[(\[])\s+")
"""Dashes and quotation marks with the spaces around them, and spaces before marks that some languages set apart."""


def fold(text: str) -> str:
    """A form that is equal for two texts which differ in typography alone.

    Quotation marks and apostrophes of all kinds are one, and so are hyphens and dashes; ``ё`` is ``е``; ligatures,
    full-width signs and contextual forms of Arabic letters are plain letters; Romanian cedillas are commas; every white
    space is one space, and none stands beside a dash or a quotation mark. The form is for comparison only. Case,
    numbers, and other punctuation stay.
    """
    folded = " ".join(text.translate(_FOLDS).split())
    return _LOOSE.sub(lambda found: found[0].strip()[:1], folded)

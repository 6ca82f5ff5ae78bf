"""Typography: quotation marks, dashes, spaces, ligatures and the dots of ``ё``, which change no word of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_QUOTES = "'\"`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟《》〈〉＂＇｢｣ʼʹʻ״׳❛❜❝❞"
_DASHES = "-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe31\ufe32\ufe58\ufe63\uff0d"
_BULLETS = "•‣●◦▪■□○∙⁃"
_SHAPES = frozenset(
    {"<compat>", "<final>", "<initial>", "<isolated>", "<medial>", "<narrow>", "<small>", "<square>", "<vertical>"}
    | {"<wide>"}
)
"""Kinds of signs that Unicode has for older encodings and stand for plain letters (Unicode Standard, 3.7): ligatures,
forms by place, width or direction, signs of two letters, radicals. Raised and lowered digits, fractions and numbers in
circles are not among them: ``10²`` is not ``102``."""
_KEPT = "№"


def _plain_forms() -> Iterator[tuple[str, str]]:
    """The signs that are other shapes of plain letters, each with these."""
    for code in range(0x80, 0x10000):
        sign = chr(code)
        shape = unicodedata.decomposition(sign).partition(" ")[0]
        plain = unicodedata.normalize("NFKC", sign) if shape in _SHAPES and sign not in _KEPT else sign
        if plain != sign and not any(letter.isspace() for letter in plain):
            yield sign, plain


_LIGATURES = {"œ": "oe", "Œ": "OE", "ŉ": "'n"}
_KEYBOARDS = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "\u06cc": "\u064a", "\u0643": "\u06a9"}
"""Letters as other keyboards write them: Romanian ones before Unicode 3.0, and Persian ones of Arabic keyboards. No
language has both."""
_INVISIBLE = "\u00ad\u034f\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphens, joiners, direction marks, and the stroke that stretches Arabic words."""

_PLAIN = dict(_plain_forms())
_MARKS = {
    **dict.fromkeys(_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_BULLETS, "•"),
    **dict.fromkeys(_INVISIBLE, ""),
    "〜": "~",
    "ё": "е",
    "Ё": "Е",
}
_SINGLE = str.maketrans(_LIGATURES | _KEYBOARDS | _MARKS)
_FOLDS = str.maketrans({sign: plain.translate(_SINGLE) for sign, plain in _PLAIN.items()}) | _SINGLE
_EAST = "\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Han and kana with their marks: a space beside them is no part of the text."""
_LOOSE = re.compile(
    r"\s*-[-\s]*|\s*'['\s]*|\s+(?=[:;!?%)\]])|(?<=[(\[№§])\s+|(?<=\.)\s+(?=\.)" rf"|(?<=[{_EAST}])\s+|\s+(?=[{_EAST}])"
)
"""Dashes and quotation marks with the spaces around them, and spaces beside marks that some languages set apart, beside
Han and kana, and between the dots of an ellipsis."""


def fold(text: str) -> str:
    """A form that is equal for two texts which differ in typography alone.

    Quotation marks and apostrophes of all kinds are one, and so are hyphens and dashes, and bullets; ``ё`` is ``е``;
    ligatures, full-width and half-width signs and contextual forms of Arabic letters are plain letters; Romanian
    cedillas are commas, and Arabic letters on Persian pages are the Persian ones; every white space is one space, and
    none stands beside a dash, a quotation mark, Han or kana. The form is for comparison only. Case, numbers, and other
    punctuation stay.
    """
    if text.isascii():
        folded = " ".join(text.translate(_FOLDS).split())
    else:
        composed = unicodedata.normalize("NFC", text).translate(_FOLDS)
        folded = " ".join(unicodedata.normalize("NFC", composed).split())
    return _LOOSE.sub(lambda found: found[0].strip()[:1], folded)

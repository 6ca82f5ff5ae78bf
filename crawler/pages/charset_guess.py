"""Guesses of character sets: by the bytes, by the language that a page declares, and by the text that results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

_ASCII = bytes(range(0x80))
_TAGS = re.compile(rb"<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ENOUGH = 5
"""The least number of bytes beyond ASCII that is evidence."""
_ENOUGH_OF_A_LANGUAGE = 1
"""The same where the page declares its language."""
_MOST = 20_000
"""The most bytes of text that are looked at."""
_LETTERS = 0.75
"""The least share of letters of the expected script among a decoded text's characters beyond ASCII."""
_SURE_BYTES, _SURE = 12, 0.3
"""How many bytes beyond ASCII, and which confidence, outweigh a declared set that fits every byte."""
_CYRILLIC = ("windows-1251", "koi8-u", "koi8-r", "iso-8859-5", "cp866")
_ARABIC = ("windows-1256", "iso-8859-6")
_CENTRAL = ("windows-1250", "iso-8859-2", "windows-1252")
_BALTIC = ("windows-1257", "iso-8859-13", "iso-8859-4", "windows-1252")
_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("ru", "be", "uk", "bg", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "os", "cv"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ku", "ckb", "ug"), _ARABIC),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq", "hsb", "dsb"), _CENTRAL),
    **dict.fromkeys(("lt", "lv", "et"), _BALTIC),
    "sr": (*_CYRILLIC, *_CENTRAL),
    "zh": ("gb18030", "big5hkscs"),
    "ja": ("cp932", "euc_jis_2004"),
    "ko": ("cp949",),
    "el": ("windows-1253", "iso-8859-7"),
    "he": ("windows-1255", "iso-8859-8"),
    "yi": ("windows-1255", "iso-8859-8"),
    "th": ("cp874",),
    "vi": ("windows-1258", "windows-1252"),
    "tr": ("windows-1254", "iso-8859-9", "windows-1252"),
    "az": ("windows-1254", "windows-1251"),
    **dict.fromkeys(
        "fr es pt it de nl en da sv no nb nn fi is fo ca eu gl ga gd lb af id ms sw br oc rm se".split(),  # noqa: SIM905
        ("windows-1252",),
    ),
}
"""The sets in which pages of a language are written, if not in UTF-8: the most frequent ones first."""
_SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(_CYRILLIC, "\u0400-\u04ff"),
    **dict.fromkeys(_ARABIC, "\u0600-\u06ff\ufb50-\ufeff"),
    "gb18030": "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef",
    "big5hkscs": "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef",
    **dict.fromkeys(("cp932", "euc_jis_2004"), "\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef"),
    "cp949": "\u3000-\u303f\uac00-\ud7af\u4e00-\u9fff\uff00-\uffef",
    **dict.fromkeys(("windows-1253", "iso-8859-7"), "\u0370-\u03ff"),
    **dict.fromkeys(("windows-1255", "iso-8859-8"), "\u0590-\u05ff"),
    "cp874": "\u0e00-\u0e7f",
}
"""The characters that the text of a set has. Sets that are not named have Latin letters."""
_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u0323\u1e00-\u1eff"
_SIGNS = re.compile("[\u00a0-\u00bf\u2000-\u20cf\u2116\u2122\u2026]")
"""Signs that stand in a text of any script: quotes, dashes, currencies, spaces."""

_WIDE = frozenset(("gb18030", "big5hkscs", "cp932", "cp949"))
"""Sets of two bytes and more a character."""
_STRAY = re.compile("(?<=[^\\W\\d_])[\u00a1-\u00a8\u00ac\u00af\u00b1-\u00b6\u00b8\u00b9\u00bc-\u00bf]")
"""Signs that follow a letter, where a text has letters in its own set."""
_MIXED = re.compile("[a-zA-Z][^\\W\\d_a-zA-Z]|[^\\W\\d_a-zA-Z][a-zA-Z]")
"""Letters of another script that touch Latin ones."""
_FEW = 0.1
_FEW_LATIN = 3

_READ_AS = {
    **dict.fromkeys(("ascii", "iso-8859-1", "iso8859-1", "iso-8859-15", "iso8859-15", "cp1252"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift-jis", "shift-jis-2004"), "cp932"),
    **dict.fromkeys(("euc-jp", "euc-jis-2004"), "euc_jis_2004"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("utf-8", "utf-8-sig"), ""),
    "euc-kr": "cp949",
    "iso-8859-9": "windows-1254",
}
"""The detector's names → Python's names of the sets, or of their supersets."""


def guessed(body: bytes, language: str = "", *, sure: bool = False) -> str:
    """The character set of text like these bytes; empty if they are like none.

    ``language`` is the primary subtag that the page declares, or empty. With ``sure``, a set is named only if the bytes
    speak clearly against windows-1252. UTF-8 is not considered.
    """
    text = _TAGS.sub(b" ", body)[:_MOST] or body[:_MOST]
    expected = _BY_LANGUAGE.get(language, ())
    least = _ENOUGH_OF_A_LANGUAGE if expected else _SURE_BYTES if sure else _ENOUGH
    beyond = len(text.translate(None, _ASCII))
    if beyond < least:
        return ""
    if expected and beyond < _fewest(expected[0]):
        return (
            "" if sure and expected[0] not in _SCRIPTS else next((each for each in expected if _reads(text, each)), "")
        )
    name, confidence = _detected(text, expected)
    is_unlikely = confidence < _SURE and name not in expected
    if sure and (name in ("", "windows-1252") or is_unlikely or not _reads(text, name)):
        return ""
    if name and _reads(text, name):
        return name
    return next((each for each in expected if _reads(text, each)), name)


def _fewest(first: str) -> int:
    """How many bytes the detector needs, by the most frequent set of a language. With fewer, that set is used.

    Letters of a script of its own are evidence in themselves; a Latin letter may be that of a foreign name.
    """
    if first in _CYRILLIC or first in _WIDE:
        return 0
    return _SURE_BYTES if first in _SCRIPTS else _FEW_LATIN


def _detected(text: bytes, expected: tuple[str, ...]) -> tuple[str, float]:
    """The detector's set and its confidence: among the expected sets if the text reads well in one, else among all."""
    for among in (expected, _all_sets()):
        if among and (found := _detector().detect_all(text, include_encodings=among, no_match_encoding=among[0])):
            for each in found:
                name = _python_name(each["encoding"] or "")
                if name and (among is not expected or _reads(text, name)):
                    return name, float(each["confidence"])
    return "", 0.0


def _python_name(encoding: str) -> str:
    """Latin-1 is read as windows-1252 and the Chinese and Korean sets as their supersets, as browsers read them
    (WHATWG Encoding, 4.2)."""
    lowered = encoding.lower().replace("_", "-")
    return _READ_AS.get(lowered, lowered)


def _reads(text: bytes, encoding: str) -> bool:
    """Whether a text decodes, nearly without damage, into letters of the set's script."""
    try:
        decoded = text.decode(encoding, "replace")
    except LookupError:
        return False
    beyond = [each for each in decoded if each > "\x7f"]
    letters = re.compile(f"[{_SCRIPTS.get(encoding, _LATIN)}]")
    fit = sum(bool(letters.match(each)) for each in beyond)
    signs = sum(bool(_SIGNS.match(each)) for each in beyond)
    if len(_STRAY.findall(decoded)) > _FEW * len(beyond):
        return False
    is_latin = encoding not in _SCRIPTS
    mixed = 0 if is_latin else len(_MIXED.findall(decoded))
    return fit > 0 and fit >= _LETTERS * (len(beyond) - signs) and signs <= max(3, fit) and 3 * mixed <= fit


@cache
def _all_sets() -> tuple[str, ...]:
    sets = ("windows-1252", "big5hkscs", *(each for sets in _BY_LANGUAGE.values() for each in sets))
    return tuple(dict.fromkeys(sets))


@cache
def _detector() -> Any:
    """The module chardet. Its models are loaded by the first page that needs them."""
    import chardet

    return chardet

"""Names across scripts: the keys that a name's spellings share, in Russian, Belarusian, Ukrainian and Latin letters.

A key says roughly how a name sounds: its consonants and three classes of vowels, without an ending of a case.
Лукашенко, Лукашэнкі, Lukashenko and Łukašenka all have the key ``LUKAXANK``. An archive keeps the keys of each of its
distinct words. A search looks up the words that share a key with the typed word, and leaves out those that
``may_be_same`` rejects. All words that remain are in the index. Nothing is stored with the texts.
"""

from __future__ import annotations

import re
import unicodedata

from crawler.rules.language.romanization_tables import LETTERS, READINGS, TABLES, UNKNOWN

VERSION = 1
"""The version of the keys. Keys that were stored under another version are computed again."""
LONGEST = 64
"""The most characters of a name. A longer word has no keys."""

_SHORT = 3
"""A key of this many consonants or fewer is common to many words, so the endings must agree as well."""
_VOWELS = "AIU"
_PARSED = (("SH", "X"), ("TScH", "C"), ("TcH", "C"), ("ScH", "X"), ("cH", "h"), ("cK", "k"), ("cZ", "z"))
"""Latin letters that are one sound in every spelling; tsch, tch and sch are German too."""
_SOFT_C = re.compile(r"c(?=[EIYj])")
_STILL_J = re.compile(r"j(?![AEIUY])|(?<=[BFGHKLMPRSTVXZCct])j")
"""A j that can only be й: no vowel follows it, or a consonant precedes it."""
_FOLDS = (
    ("TSKH", "TH"), ("KKH", "H"), ("KH", "H"), ("ZH", "J"), ("SH", "X"), ("SZ", "X"), ("TH", "T"), ("PH", "F"),
    ("DJ", "J"), ("DZ", "D"), ("TZ", "T"), ("TC", "C"), ("SC", "X"), ("XC", "X"), ("XH", "X"), ("E", "A"), ("Y", "I"),
)  # fmt: skip
"""Two letters of one table that another table writes as one; and ц and дз, which Belarusian has for т and д before a
soft vowel."""
_DOUBLED = re.compile(r"([^A])(?=\1)")
_SHORT_U = re.compile(r"(?:(?<=A)|^)U(?![AIU]|$)|(?<=A)U$")
"""A u that may be ў, or the в that Belarusian writes as ў: after a, e or o, and before the first consonant."""
_GLIDE = re.compile(r"I+(?=[AU])")
_CASE = re.compile(r"(?<=..)(?:[оеёаяыиі]м|[ое]го|[оая]га|[оеая]му)$")
"""Endings of cases that have a consonant. The end of Максим only looks like one, so the whole word has a key too."""

_TAILS = (
    (r"[оеёаяыиі]м|[ое]го|[оая]га|[оеая]му", "bnrj"),
    (r"[иыі]й", "rb"),
    (r"[аеёоуэюяє]й", "jor"),
    (r"[иіыї][аеёиіїоуыэюяє]", "ar"),
    (r"[аеёоуэюяє][яюе]", "jor"),
    (r"[ая]", "bano"),
    (r"[ую]", "banuo"),
    (r"[еэє]", "baneo"),
    (r"[ыиії]", "bairo"),
    (r"[оё]", "nao"),
    (r"[aeo][iyj]a", "r"),
    (r"[iyj][ao]", "ano"),
    (r"[aeou][iyj]", "jr"),
    (r"[iyj]+", "ir"),
    (r"[aeo]u", "bu"),
    (r"[ao]", "ano"),
    (r"e", "ea"),
    (r"u", "u"),
)
"""Endings, and for each the kinds of names that have it in some case. The first ending that fits counts.

The kinds are: (b) a bare stem; names that end in (a), in (n)euter o, in (e), (i) or (u), or in a vowel and (j);
adjectives (r); and (o), the endings -ой and the like of names in a. Геннадий is of kind b too, because its Belarusian
form Генадзь is bare.
"""
_TAIL = re.compile("(?:" + "|".join(f"({ending})" for ending, _ in _TAILS) + ")$")


def sounds(word: str) -> tuple[str, ...]:
    """The keys of one word, in any grammatical case and in Cyrillic or Latin letters.

    ``word`` is written as in a text or a query, without spaces. Apostrophes, hyphens and combining marks do not count.
    The result has one or two keys, rarely up to four, of the letters A-Z, without repeats. A Cyrillic word has a second
    key if its last letters may be an ending. A Latin word has several if its letters (c, ch, cz, j, x) have more than
    one reading. The result is empty for words with other letters, of one sound, or of more than ``LONGEST`` characters.
    """
    if len(word) > LONGEST:
        return ()
    small = word.lower()
    coded = small.translate(LETTERS)
    if UNKNOWN in coded:
        return ()
    if not coded.isupper():
        keys = [_key(reading) for reading in _readings(coded)]
    else:
        keys = [_key(coded)]
        if not small.isascii() and (case := _CASE.search(small)):
            keys.append(_key(small[: case.start()].translate(LETTERS)))
    return tuple(dict.fromkeys(filter(None, keys)))


def may_be_same(one: str, other: str) -> bool:
    """Whether two words may be one name, in two scripts or two cases.

    The words, as for ``sounds``, must share a key. If the key is short, they must also have endings that one name can
    have: Макей and Makey, not Makey and make. The order of the words does not matter. A word that has keys may be the
    same as itself.
    """
    shared = set(sounds(one)) & set(sounds(other))
    if any(sum(code not in _VOWELS for code in key) > _SHORT for key in shared):
        return True
    return bool(shared) and bool(_kinds(one) & _kinds(other))


def romanized(word: str, table: str) -> str:
    """A Cyrillic word in the Latin letters of one of ``TABLES``, in lower case; other characters stay as they are.

    ``table`` is the name of the table; raises KeyError for an unknown name. The word and the result share a key, except
    in three cases: two letters that look like one sound in Latin (кх, цг, цз, цх, тх, щч), ъ in ``icao-ru``, and in
    ``passport-be`` an ў in a place where Belarusian does not have it (not after a, e, o).
    """
    _, plain, opening, pairs = TABLES[table]
    small = word.lower()
    written: list[str] = []
    at, opens = 0, True
    while at < len(small):
        letter, two = small[at], small[at : at + 2]
        if two in pairs:
            written.append(pairs[two])
            letter, at = two[1], at + 1
        else:
            written.append(opening[letter] if opens and letter in opening else plain.get(letter, letter))
        opens = letter in "аеёиоуыэюяіўйьъ'’" or not letter.isalpha()
        at += 1
    return "".join(written)


def _readings(coded: str) -> list[str]:
    """Latin letters as sounds, once for each spelling that may be meant."""
    if "c" in coded:
        for letters, sound in _PARSED:
            coded = coded.replace(letters, sound)
        coded = _SOFT_C.sub("s", coded)
    if "j" in coded:
        coded = _STILL_J.sub("I", coded)
    if coded.isupper():
        return [coded]
    return list(dict.fromkeys([coded.translate(reading) for reading in READINGS]))


def _key(codes: str) -> str:
    for letters, sound in _FOLDS:
        codes = codes.replace(letters, sound)
    codes = _DOUBLED.sub("", codes).replace("TS", "T")
    if "U" in codes:
        codes = _SHORT_U.sub("V", codes)
    if "I" in codes:
        codes = _GLIDE.sub("", codes)
    codes = _DOUBLED.sub("", codes)
    stem = codes.rstrip(_VOWELS)
    if len(stem) < 2:
        stem = codes
    if stem.endswith("IV"):  # Kharkiv, Харьков
        stem = f"{stem[:-2]}AV"
    return stem if len(stem) > 1 else ""


def _kinds(word: str) -> frozenset[str]:
    bare = unicodedata.normalize("NFD", word.lower().replace("ŭ", "w"))
    bare = unicodedata.normalize("NFC", "".join(mark for mark in bare if mark in "\u0306\u0308" or mark.isalpha()))
    found = _TAIL.search(bare)
    return frozenset(_TAILS[found.lastindex - 1][1] if found and found.lastindex else "b")

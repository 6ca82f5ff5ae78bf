"""Names across scripts: the keys that a name's spellings share, in Russian, Belarusian, Ukrainian and Latin letters.

A key is how a name sounds, roughly: consonants, three classes of vowels, no ending of a case. Лукашенко, Лукашэнкі,
Lukashenko and Łukašenka all have the key ``LUKAXANK``. An archive keeps the keys of its distinct words, each word once;
a search asks it for the words that share a key with the word that was typed, and leaves out those that ``may_be_same``
denies: what remains are words that the index has already. Nothing is stored with the texts.
"""

from __future__ import annotations

import re
import unicodedata

from crawler.rules.language.romanization_tables import LETTERS, READINGS, TABLES, UNKNOWN

VERSION = 1
"""Of the keys: what was stored under another version is to be made anew."""
LONGEST = 64
"""A word of more characters is no name: it has no keys."""

_SHORT = 3
"""A key of so many consonants or fewer is common to many words: the endings have to agree as well."""
_VOWELS = "AIU"
_PARSED = (("SH", "X"), ("TScH", "C"), ("TcH", "C"), ("ScH", "X"), ("cH", "h"), ("cK", "k"), ("cZ", "z"))
"""Latin letters that are one sound, before one has to know whose spelling it is; tsch, tch and sch are German too."""
_SOFT_C = re.compile(r"c(?=[EIYj])")
_STILL_J = re.compile(r"j(?![AEIUY])|(?<=[BFGHKLMPRSTVXZCct])j")
"""A j that can only be й: no vowel follows, or a consonant stands before."""
_FOLDS = (
    ("TSKH", "TH"), ("KKH", "H"), ("KH", "H"), ("ZH", "J"), ("SH", "X"), ("SZ", "X"), ("TH", "T"), ("PH", "F"),
    ("DJ", "J"), ("DZ", "D"), ("TZ", "T"), ("TC", "C"), ("SC", "X"), ("XC", "X"), ("XH", "X"), ("E", "A"), ("Y", "I"),
)  # fmt: skip
"""What one table writes as two letters is one in another, and т before a soft vowel is ц in Belarusian, д is дз."""
_DOUBLED = re.compile(r"([^A])(?=\1)")
_SHORT_U = re.compile(r"(?:(?<=A)|^)U(?![AIU]|$)|(?<=A)U$")
"""A u that may be ў, or the в that Belarusian has as ў: after a, e, o, and before the first consonant."""
_GLIDE = re.compile(r"I+(?=[AU])")
_CASE = re.compile(r"(?<=..)(?:[оеёаяыиі]м|[ое]го|[оая]га|[оеая]му)$")
"""Endings of cases that have a consonant. Максим has none of it, so the whole word counts as well."""

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
"""Endings, and what a name may be that has it in some case: (b)are, ending in (a) or (n)euter o, (e), (i), (u), in a
vowel and (j), an adjective (r) (Геннадий is bare in Belarusian, Генадзь); (o) is -ой and the like
of what ends in a. The first that fits counts."""
_TAIL = re.compile("(?:" + "|".join(f"({ending})" for ending, _ in _TAILS) + ")$")


def sounds(word: str) -> tuple[str, ...]:
    """The keys of one word in whatever case and letters; none where it is not of Cyrillic or Latin letters only.

    In: a word as it stands in a text or was typed, without spaces; apostrophes, hyphens and combining marks do not
    count. Out: one or two keys, seldom more, four at most, of the letters A-Z, without repeats. A Cyrillic word has a
    second one where its last letters may be an ending, a Latin one where its letters (c, ch, cz, j, x) are read in more
    than one way. A word of one sound, and one of more than ``LONGEST`` characters, has none.
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
    """Whether two words may be one name, in two scripts or cases: they share a key, and are not too short to say.

    Where the key is short the endings have to be such as one name has: Макей and Makey, not Makey and make. In: two
    words as for ``sounds``. Out: the answer is the same for both orders, and True for a word that has keys and itself.
    """
    shared = set(sounds(one)) & set(sounds(other))
    if any(sum(code not in _VOWELS for code in key) > _SHORT for key in shared):
        return True
    return bool(shared) and bool(_kinds(one) & _kinds(other))


def romanized(word: str, table: str) -> str:
    """A Cyrillic word in the Latin letters of one of ``TABLES``, in lower case; other characters stay as they are.

    A word and what is written for it share a key, but for two letters that happen to be written like one (кх, цг, цз,
    цх, тх, щч), ъ in ``icao-ru``, and in ``passport-be`` an ў where Belarusian has none: not after a, e, o.
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
    """Latin letters as sounds, once for each way of writing that may be meant."""
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

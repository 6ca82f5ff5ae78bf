"""The analyzer: it gives each word of a text a key that all forms of the word share, in the text's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import version
from unicodedata import unidata_version

import Stemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from crawler.rules.language import belarusian, hunspell, romanization
from crawler.rules.search.tokens import APOSTROPHES, LONGEST, fold

KeyFunction = Callable[[str], str]
"""A function from a word, as it is written, to the key that its forms share; empty if the word is kept as it is."""
DOT = "·"

VERSION = 4
"""The version of the analyzer. Raise it whenever a word gets another key or a text is split into other words."""

OWN = "own"
HUNSPELL = "hunspell"
BELARUSIAN = (OWN, HUNSPELL)
"""The analyzers of Belarusian words: our own stemmer, and the dictionary of Debian's hunspell-be."""

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's stemmer for each language."""
_LEMMAS = {
    "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hu", "it", "lt", "lv", "mk", "nb", "nl", "nn",
    "pl", "pt", "ro", "ru", "se", "sk", "sl", "sq", "sv", "tr", "uk",
}  # fmt: skip
"""Languages whose words simplemma brings to their dictionary form before a stemmer cuts them."""
_SHORT, _WHOLE = 3, 5
"""The stemmer must not cut a dictionary form of at least ``_WHOLE`` letters to ``_SHORT`` or fewer: "прием" is not
"при"."""
_ALL_CYRILLIC, _ANY_CYRILLIC = re.compile("['\u0400-\u052f]+"), re.compile("[\u0400-\u052f]")
_BARE = APOSTROPHES | {0x300: None, 0x301: None}
"""A table that removes stress marks and makes all apostrophes one."""
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-\x7f]")
"""Punctuation in a dictionary form ("ростов-на-дону"). The tokenizer would split the key there."""
_CYRILLIC = {"be", "bg", "mk", "ru", "sr", "uk"}


@cache
def version_of(belarusian_by: str = OWN) -> str:
    """The version that the keys depend on. An index of another version must be made again. Raises HunspellMissing if
    the dictionary is chosen but not installed."""
    parts = [f"{VERSION}", f"unicode-{unidata_version}", f"be-{belarusian.VERSION}", f"names-{romanization.VERSION}"]
    parts += [f"{name}-{version(name)}" for name in ("simplemma", "PyStemmer")]
    if belarusian_by == HUNSPELL:
        parts.append(f"hunspell-be-{hunspell.digest()}")
    return " ".join(parts)


@cache
def key_of(language: str, belarusian_by: str = OWN) -> KeyFunction:
    """The key function of a language (a BCP 47 tag; its first subtag counts).

    A key is a middle dot, the language, another middle dot, and what the forms share: ``·ru·миграц``. So keys of two
    languages never collide, and no word begins like a key. The key is empty for words that are kept as they are: words
    of an unknown language or of none, words with a digit, of mixed script, or of another script than the language's.
    """
    first = language.partition("-")[0].lower()
    stem = _stem(first, belarusian_by)
    if stem is None:
        return lambda word: ""
    is_cyrillic = first in _CYRILLIC

    @lru_cache(maxsize=20_000)
    def known(word: str) -> str:
        bare = word.lower().translate(_BARE)
        if not 1 < len(bare) <= LONGEST or not bare.replace("'", "").isalpha() or _script(bare) is not is_cyrillic:
            return ""
        return f"{DOT}{first}{DOT}{fold(_PUNCTUATION.sub('', stem(bare))) or fold(bare)}"

    return lambda word: known(word) if len(word) <= LONGEST else ""


def keys_for(word: str, languages: frozenset[str], belarusian_by: str = OWN) -> tuple[str, ...]:
    """Everything that the index may hold for a word in texts of the languages: the folded word, then its keys."""
    keys = (key_of(each, belarusian_by)(word) for each in sorted(languages))
    return tuple(dict.fromkeys([fold(word), *filter(None, keys)]))


def _stem(language: str, belarusian_by: str) -> KeyFunction | None:
    if language == "be":
        return hunspell.stem if belarusian_by == HUNSPELL else belarusian.stem
    lemma, cut = _lemma(language), _snowball(language)
    if lemma is None or cut is None:
        return lemma or cut

    def both(word: str) -> str:
        found = lemma(word.replace("ё", "е"))
        short = cut(found)
        return short if len(short) > _SHORT or len(found) < _WHOLE else found

    return both


def _lemma(language: str) -> KeyFunction | None:
    if language == "no":
        language = "nb"
    if language not in _LEMMAS:
        return None
    return lambda word: _lemmatizer().lemmatize(word, lang=language).lower()


@cache
def _lemmatizer() -> Lemmatizer:
    """simplemma's lemmatizer with its dictionaries as tries. They are made once per user and then mapped from a file: 6
    ms and 20 MiB for Russian, against 1 to 3 s and 150 MiB for a dictionary in memory at each start."""
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=TrieDictionaryFactory()))


def _snowball(language: str) -> KeyFunction | None:
    name = _SNOWBALL.get(language)
    if name is None:
        return None
    stemmer = Stemmer.Stemmer(name, 0)  # without a cache of its own
    return lambda word: str(stemmer.stemWord(word))


def _script(word: str) -> bool | None:
    """Whether a word is Cyrillic; None if it mixes scripts."""
    return True if _ALL_CYRILLIC.fullmatch(word) else None if _ANY_CYRILLIC.search(word) else False

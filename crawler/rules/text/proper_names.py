"""Proper names in prose: found by their capitals, and compared in different forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.rules.text.words import MIDDLE, Word, words

_ENDING = """
    а я у ю е и ы і о й ь ой ей ом ем ам ям ах ях ами ями амі ямі ов ев аў яў ым им ім ыя ія его ого ага яга ему ому аму
    яму ый ий ая яя ое ее ые ие ых их іх ыми ими ымі імі ью ию ия ии ій ію іі эй єю ією ів їв еві ові
    """
_ENDINGS = frozenset(("", *_ENDING.split()))
"""Endings of Russian, Belarusian and Ukrainian names in all cases."""
_SUFFIXING = frozenset(
    ("fi", "et", "hu", "se", "smj", "sma", "smn", "sms", "pl", "cs", "sk", "lv", "lt", "hr", "sl", "sr", "bs", "tr")
)
"""Languages in the Latin script in which names have case endings."""
_NOUNS = frozenset(("de", "lb"))
"""Languages that write every noun with a capital, so capitals do not show names."""
_HEADLINE, _HEADLINE_WORDS = 0.8, 3
"""The share of capitals from which the capitals of a title do not show names, and the least number of its longer
words."""
_NO_NAMES = frozenset(("I", "OK"))
_POSSESSIVE = re.compile(r"['’]s?\Z")


class Usage:
    """The spelling of words in a text: those with a capital inside a sentence, and those in lower case."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._capital: set[str] = set()
        self._small: set[str] = set()
        for paragraph in paragraphs:
            for word in words(paragraph):
                if word.text[0].islower():
                    self._small.add(word.text)
                elif word.opens == MIDDLE:
                    self._capital.add(word.text)

    def knows(self, word: str) -> bool:
        """Whether a word that has a capital for another reason is a name elsewhere in the text, and never in lower
        case."""
        return word in self._capital and word.lower() not in self._small


def names(found: Sequence[Word], *, language: str, usage: Usage, title: bool = False) -> Iterator[Word]:
    """The words that are names: those with a capital that the sentence does not require.

    ``found`` are the words of whole paragraphs, or of a ``title``. At the start of a sentence, and in a title whose
    longer words nearly all have a capital, a word is a name only if ``usage`` knows it or if it has a capital inside
    (БелАЭС). Scripts without capitals give no names, nor does German, which writes every noun with a capital.
    """
    if _primary(language) in _NOUNS:
        return
    headline = title and _is_headline(found)
    for word in found:
        if not word.text[0].isupper() or word.text in _NO_NAMES:
            continue
        inner = not word.text.isupper() and any(letter.isupper() for letter in re.sub(r"-\w", "", word.text[1:]))
        if inner or (word.opens == MIDDLE and not headline) or usage.knows(word.text):
            yield word


def same_name(one: str, other: str, language: str = "") -> bool:
    """Whether two words look like one name in two forms: Минск and Минске, Iran and Iran's, but not Iran and Iraq."""
    one, other = (_POSSESSIVE.sub("", word.casefold()) for word in (one, other))
    if one == other or one + "s" == other or other + "s" == one:
        return True
    shorter = min(len(one), len(other))
    common = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    if "\u0400" <= one[:1] <= "\u052f":
        return any(one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in range(common, max(common - 3, 2), -1))
    return _primary(language) in _SUFFIXING and common >= 4 and max(len(one), len(other)) - common <= 3


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _is_headline(line: Sequence[Word]) -> bool:
    longer = [word.text for word in line if word.opens == MIDDLE and len(word.text) > 4 and word.text[0].isalpha()]
    return len(longer) >= _HEADLINE_WORDS and sum(word[0].isupper() for word in longer) > _HEADLINE * len(longer)

"""Snippets: the part of a text that matches a search best, with its matches marked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice
from typing import NamedTuple

from crawler.rules.search.query_syntax import Query
from crawler.rules.search.tokens import fold, places

MARK, END, GAP = "[", "]", "…"
"""The marks around a match, and the sign for text that is left out."""
Marks = tuple[str, str]
"""What is written before and after a match."""
WORDS = 30
"""The most words of a snippet."""
MOST = 600
"""The most characters of a snippet. It limits texts with very long words."""
_LEAD = 6
"""The most words before the first match."""


class SnippetTerms(NamedTuple):
    """The terms of a search, in the form in which they are compared with texts of one language."""

    keys: Collection[str]
    """Keys of words, and folded words that match as they are."""
    phrases: tuple[tuple[str, ...], ...]
    """Phrases, as folded words."""
    prefixes: tuple[str, ...]
    """Beginnings of words, folded; a tuple, for ``str.startswith``."""


def snippet_terms(query: Query, keys: Callable[[str], Collection[str]]) -> SnippetTerms:
    """The terms of a query. ``keys`` gives the index keys of a word, as in ``query_syntax.expression``."""
    terms = list(query.terms())
    return SnippetTerms(
        frozenset(key for term in terms if term.kind == "word" for key in keys(term.words[0])),
        tuple(tuple(map(fold, term.words)) for term in terms if term.kind == "phrase"),
        tuple(fold(term.words[0]) for term in terms if term.kind == "prefix"),
    )


def snippet(text: str, search: SnippetTerms, key: Callable[[str], str], marks: Marks = (MARK, END)) -> str | None:
    """The part of a text with the most matches, which are put in ``marks``; None if the text has no match.

    ``key`` gives the key of a word in the language of the text. White space is folded; an ellipsis stands for text that
    is left out. The time is proportional to the length of the text.
    """
    stand = list(places(text))
    found = _found([word for _, _, word in stand], search, key)
    if not any(found):
        return None
    first, last = _window(found, len(stand))
    begin = 0 if first == 0 else stand[first][0]
    finish = len(text) if last == len(stand) else stand[last - 1][1]
    parts = ["" if first == 0 else GAP]
    at, place = begin, first
    while place < last:
        if (what := found[place]) is None:
            place += 1
            continue
        end = place
        while end + 1 < last and found[end + 1] == what and what[0] == "phrase" and found[end + 1] is not None:
            end += 1
        parts += [text[at : stand[place][0]], marks[0], text[stand[place][0] : stand[end][1]], marks[1]]
        at, place = stand[end][1], end + 1
    parts += [text[at:finish], "" if last == len(stand) else GAP]
    return _short("".join(parts), marks)


_Found = tuple[str, str | int] | None
"""How a word matched: ("word", its key) or ("phrase", its number); None if it did not match."""


def beginning(text: str) -> str:
    """The first words of a text, for a result without a match."""
    stand = [end for _, end, _ in islice(places(text), WORDS)]
    return _short(text[: stand[-1]] + GAP if len(stand) == WORDS else text)


def _short(text: str, marks: Marks = (MARK, END)) -> str:
    """The text with white space folded, cut after ``MOST`` characters. A mark that is open at the cut is closed."""
    folded = " ".join(text.split())
    if len(folded) <= MOST:
        return folded
    cut = folded[:MOST]
    return cut + GAP + (marks[1] if cut.rfind(marks[0]) > cut.rfind(marks[1]) else "")


def _found(words: list[str], search: SnippetTerms, key: Callable[[str], str]) -> list[_Found]:
    matched: list[_Found] = []
    plain = [fold(word) for word in words]
    for word, folded in zip(words, plain, strict=True):
        if folded in search.keys:
            matched.append(("word", folded))
        elif search.keys and (its := key(word)) in search.keys:
            matched.append(("word", its))
        elif search.prefixes and folded.startswith(search.prefixes):
            matched.append(("word", folded))
        else:
            matched.append(None)
    for number, phrase in enumerate(search.phrases):
        for place in range(len(plain) - len(phrase) + 1):
            if plain[place] == phrase[0] and tuple(plain[place : place + len(phrase)]) == phrase:
                matched[place : place + len(phrase)] = [("phrase", number)] * len(phrase)
    return matched


def _window(found: list[_Found], total: int) -> tuple[int, int]:
    """The window with the most different matches, then the most matches: its first place and the place after its
    last."""
    if total <= WORDS:
        return 0, total
    best, first = (0, 0), 0
    for place, what in enumerate(found):
        if what is None:
            continue
        inside = [each for each in found[place : place + WORDS - _LEAD] if each is not None]
        if (score := (len(set(inside)), len(inside))) > best:
            best, first = score, place
    begin = max(0, min(first - _LEAD, total - WORDS))
    return begin, begin + WORDS

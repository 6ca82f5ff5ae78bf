"""The passage of a text that answers a search best, its words marked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice
from typing import NamedTuple

from crawler.rules.search.query_syntax import Query
from crawler.rules.search.tokens import fold, places

MARK, END, GAP = "[", "]", "…"
"""Around what was found, and where text is left out."""
Marks = tuple[str, str]
WORDS = 30
"""Words of a passage."""
MOST = 600
"""Characters of it: some texts have words without end."""
_LEAD = 6
"""Of these, at most so many before the first that was found."""


class Wanted(NamedTuple):
    """What is to be marked in texts of one language."""

    keys: Collection[str]
    """Keys of words, and words that count as found as they stand, folded."""
    phrases: tuple[tuple[str, ...], ...]
    """Words side by side, folded."""
    prefixes: tuple[str, ...]
    """Beginnings of words, folded; a tuple, as ``str.startswith`` takes it."""


def wanted(query: Query, keys: Callable[[str], Collection[str]]) -> Wanted:
    """What a query has one mark; ``keys`` as in ``queries.expression``."""
    terms = list(query.terms())
    return Wanted(
        frozenset(key for term in terms if term.kind == "word" for key in keys(term.words[0])),
        tuple(tuple(map(fold, term.words)) for term in terms if term.kind == "phrase"),
        tuple(fold(term.words[0]) for term in terms if term.kind == "prefix"),
    )


def passage(text: str, search: Wanted, key: Callable[[str], str], marks: Marks = (MARK, END)) -> str | None:
    """The part of a text with most of what was searched, found words in ``marks``; None where nothing of it is there.

    ``key`` gives the key of a word in the language of the text. White space is folded, what is left out is an ellipsis.
    Takes time in proportion to the text.
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
"""What a word was found as: ("word", its key), ("phrase", which one)."""


def beginning(text: str) -> str:
    """The first words of a text."""
    stand = [end for _, end, _ in islice(places(text), WORDS)]
    return _short(text[: stand[-1]] + GAP if len(stand) == WORDS else text)


def _short(text: str, marks: Marks = (MARK, END)) -> str:
    """White space folded, cut after ``MOST`` characters; a mark that is open there is closed."""
    folded = " ".join(text.split())
    if len(folded) <= MOST:
        return folded
    cut = folded[:MOST]
    return cut + GAP + (marks[1] if cut.rfind(marks[0]) > cut.rfind(marks[1]) else "")


def _found(words: list[str], search: Wanted, key: Callable[[str], str]) -> list[_Found]:
    told: list[_Found] = []
    plain = [fold(word) for word in words]
    for word, folded in zip(words, plain, strict=True):
        if folded in search.keys:
            told.append(("word", folded))
        elif search.keys and (its := key(word)) in search.keys:
            told.append(("word", its))
        elif search.prefixes and folded.startswith(search.prefixes):
            told.append(("word", folded))
        else:
            told.append(None)
    for number, phrase in enumerate(search.phrases):
        for place in range(len(plain) - len(phrase) + 1):
            if plain[place] == phrase[0] and tuple(plain[place : place + len(phrase)]) == phrase:
                told[place : place + len(phrase)] = [("phrase", number)] * len(phrase)
    return told


def _window(found: list[_Found], total: int) -> tuple[int, int]:
    """The first and the last place (not in it) of the window with most different things in it, then most of them."""
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

"""The query syntax: words, "phrases", OR, -not, prefix*. Every text is a valid query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crawler.rules.search.tokens import fold, spelled
from crawler.rules.text.normalization import clean

MOST = 32
"""The most terms of a query that are used; the others are ignored."""

LONGEST_PHRASE = 100
"""The most words of a phrase that are used."""

_TERM = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„″‟", '"'))


class Term(NamedTuple):
    """A term: a word in any of its forms, a phrase as it is written, or the beginning of a word."""

    kind: str
    """``word``, ``phrase`` or ``prefix``."""
    words: tuple[str, ...]
    """The words as they were typed: one, or several for a phrase."""


Operand = tuple[Term, ...]
"""What was typed in one piece: a text must contain all of its terms. It has several terms only if it is a word with
hyphens."""


class Query(NamedTuple):
    """A query. A text matches if it contains one operand of each entry of ``required``, and no operand of
    ``excluded``."""

    required: tuple[tuple[Operand, ...], ...] = ()
    """Entries that a text must match: at least one operand of each."""
    excluded: tuple[Operand, ...] = ()
    """Operands that a text must not contain."""

    def terms(self) -> Iterator[Term]:
        """The terms of all required operands."""
        return (term for either in self.required for operand in either for term in operand)


def read_query(typed: str) -> Query:
    """Parse a query.

    A word is found in any of its forms. ``"words"`` in quotes is a phrase. ``a OR b`` (in capitals) finds either;
    ``-a`` and ``-"a b"`` exclude; ``abc*`` finds words with that beginning. Everything else is read as words:
    parentheses, single quotes, operators of other search engines. A word with hyphens is read as its parts, each in any
    form.
    """
    required: list[tuple[Operand, ...]] = []
    excluded: list[Operand] = []
    is_either = False
    text = clean(typed.replace("\0", " ")).translate(_QUOTES)
    if text.count('"') % 2:
        text = text[::-1].replace('"', " ", 1)[::-1]
    for found in _TERM.finditer(text):
        if found["word"] == "OR" and not found["no"]:
            is_either = bool(required)
            continue
        terms = _terms(found)
        if not terms:
            continue
        if found["no"]:
            excluded.append(terms)
        elif is_either:
            required[-1] = (*required[-1], terms)[:MOST]
        else:
            required.append((terms,))
        is_either = False
    return Query(tuple(required[:MOST]), tuple(excluded[:MOST]))


def expression(
    query: Query,
    keys: Callable[[str], Iterable[str]],
    excluded_keys: Callable[[str], Iterable[str]] | None = None,
    *,
    column: str = "",
) -> str:
    """The query in the syntax of SQLite's FTS5, over the columns ``title`` and ``body``; empty if nothing is required.

    ``keys`` gives the index keys of a word; ``excluded_keys`` gives those of an excluded word, if they differ.
    ``column`` restricts the required operands to one column; the excluded ones are excluded from both.
    """
    if not query.required:
        return ""
    required = " AND ".join(_either([_all(operand, keys) for operand in operands]) for operands in query.required)
    if column:
        required = f"{column} : ({required})"
    if not query.excluded:
        return required
    return f"({required}) NOT {_either([_all(operand, excluded_keys or keys) for operand in query.excluded])}"


def _terms(found: re.Match[str]) -> Operand:
    if found["phrase"] is not None:
        words = tuple(spelled(found["phrase"]))[:LONGEST_PHRASE]
        return (Term("phrase", words),) if words else ()
    words = tuple(spelled(found["word"]))[:MOST]
    terms = [Term("word", (word,)) for word in words]
    if terms and found["word"].endswith("*"):
        terms[-1] = Term("prefix", words[-1:])
    return tuple(terms)


def _all(operand: Operand, keys: Callable[[str], Iterable[str]]) -> str:
    parts = [_fts(term, keys) for term in operand]
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _fts(term: Term, keys: Callable[[str], Iterable[str]]) -> str:
    if term.kind == "word":
        return _either([f'"{key}"' for key in keys(term.words[0])])
    folded = " ".join(fold(word) for word in term.words)
    return f'"{folded}"' + (" *" if term.kind == "prefix" else "")


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

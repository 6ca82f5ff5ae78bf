"""What a person types to search, read: words, "phrases", OR, -not, prefix*. Any text is a query, none is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crawler.rules.search.tokens import fold, spelled
from crawler.rules.text.normalization import clean

MOST = 32
"""Terms of a query that count; nobody types more, and each costs."""

LONGEST_PHRASE = 100
"""Words of it that count: a paragraph may be looked for."""

_TERM = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„″‟", '"'))


class Term(NamedTuple):
    """One thing to be found: a word in any of its forms, words side by side as they stand, or how words begin."""

    kind: str
    """``word``, ``phrase`` or ``prefix``."""
    words: tuple[str, ...]
    """As they were typed; one, but for a phrase."""


Operand = tuple[Term, ...]
"""What was typed in one piece: all of it is to be there. It is one term, but for a word that hyphens part."""


class Query(NamedTuple):
    """A text is found where each of ``wanted`` has an operand in it, and none of ``unwanted`` is."""

    wanted: tuple[tuple[Operand, ...], ...] = ()
    """All of these, of each at least one."""
    unwanted: tuple[Operand, ...] = ()

    def terms(self) -> Iterator[Term]:
        """What is to be found, one by one."""
        return (term for either in self.wanted for operand in either for term in operand)


def read_query(typed: str) -> Query:
    """The query that a text is.

    Words are all to be found, in any of their forms; ``"words"`` in quotes as they stand, side by side; ``a OR b``
    (capitals) either; ``-a`` and ``-"a b"`` not; ``abc*`` whatever begins so. All else is taken as words: parentheses,
    stray quotes, operators of other search engines. A word that a hyphen joins is its parts, each in any form.
    """
    wanted: list[tuple[Operand, ...]] = []
    unwanted: list[Operand] = []
    is_either = False
    text = clean(typed.replace("\0", " ")).translate(_QUOTES)
    if text.count('"') % 2:
        text = text[::-1].replace('"', " ", 1)[::-1]
    for found in _TERM.finditer(text):
        if found["word"] == "OR" and not found["no"]:
            is_either = bool(wanted)
            continue
        terms = _terms(found)
        if not terms:
            continue
        if found["no"]:
            unwanted.append(terms)
        elif is_either:
            wanted[-1] = (*wanted[-1], terms)[:MOST]
        else:
            wanted.append((terms,))
        is_either = False
    return Query(tuple(wanted[:MOST]), tuple(unwanted[:MOST]))


def expression(
    query: Query,
    keys: Callable[[str], Iterable[str]],
    unwanted: Callable[[str], Iterable[str]] | None = None,
    *,
    column: str = "",
) -> str:
    """The query as FTS5 reads it, over the columns ``title`` and ``body``; empty where nothing is wanted.

    ``keys`` gives, for a word, what the index may have it as; ``unwanted`` for one that is not to be there, where
    that differs. What is wanted is wanted in ``column`` alone, where one is given; what is
    not to be there, nowhere.
    """
    if not query.wanted:
        return ""
    wanted = " AND ".join(_either([_all(operand, keys) for operand in operands]) for operands in query.wanted)
    if column:
        wanted = f"{column} : ({wanted})"
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT {_either([_all(operand, unwanted or keys) for operand in query.unwanted])}"


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
    told = " ".join(fold(word) for word in term.words)
    return f'"{told}"' + (" *" if term.kind == "prefix" else "")


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

"""What is typed into a search box is a query, whatever it is; and FTS5 reads each of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.search.query_syntax import LONGEST_PHRASE, MOST, Operand, Query, Term, expression, read_query
from crawler.rules.search.tokens import fold


def told(query: Query) -> str:
    """A query in one line: words as they are, a phrase in brackets, a prefix with its star, | for or, - for not, + for
    what was typed in one piece."""
    parts = ["|".join(map(_operand, either)) for either in query.wanted]
    return " ".join(parts + ["-" + _operand(operand) for operand in query.unwanted])


def _operand(terms: Operand) -> str:
    return "+".join(map(_term, terms))


def _term(term: Term) -> str:
    words = " ".join(term.words)
    return {"word": words, "phrase": f"[{words}]", "prefix": words + "*"}[term.kind]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", ""),
        (" \t\n", ""),
        ("visit", "visit"),
        ("Visit МИНСК", "Visit МИНСК"),
        ('"human rights"', "[human rights]"),
        ("“human rights”", "[human rights]"),
        ("„human rights“", "[human rights]"),
        ("«human rights»", "human rights"),
        ('"human-rights, now"', "[human rights now]"),
        ('"one"', "[one]"),
        ('""', ""),
        ('"…"', ""),
        ('a "b c', "a b c"),
        ('a" b', "a b"),
        ('"a b" c"', "[a b] c"),
        ('a"b c"d', "a [b c] d"),
        ("a OR b", "a|b"),
        ("a OR b OR c d", "a|b|c d"),
        ('"a b" OR c', "[a b]|c"),
        ('a OR "b c" d*', "a|[b c] d*"),
        ("a or b", "a or b"),
        ("OR", ""),
        ("OR a", "a"),
        ("a OR", "a"),
        ("a OR OR b", "a|b"),
        ("a OR ... b", "a|b"),
        ("-OR a", "a -OR"),
        ("a OR -b c", "a c -b"),
        ("a -b", "a -b"),
        ('a -"b c" -d*', "a -[b c] -d*"),
        ("-a", "-a"),
        ("a-b", "a+b"),
        ("МиГ-29", "МиГ+29"),
        ("a OR b-c", "a|b+c"),
        ("a -b-c", "a -b+c"),
        ("--a", "-a"),
        ("a - b", "a b"),
        ("dipl*", "dipl*"),
        ("a-dipl*", "a+dipl*"),
        ("*", ""),
        ("*dipl", "dipl"),
        ("di*pl", "di+pl"),
        ("сям'я O’Brien", "сям'я O’Brien"),
        ("(a AND b) NOT c", "a AND b NOT c"),
        ("title:a NEAR(b, 2) ^c {d}", "title+a NEAR+b 2 c d"),
        ("a\x00b", "a b"),
        ("日本 a", "日+本 a"),
    ],
    ids=ascii,
)
def test_a_query_is_read(typed: str, query: str) -> None:
    """Words, phrases in straight and curly quotes, OR in capitals, -not, prefix*; all else is taken as words."""
    assert told(read_query(typed)) == query


@pytest.mark.parametrize("typed", ["", "-a", '-"a b" -c', "OR", "...", '"', "*"])
def test_where_nothing_is_wanted_nothing_is_asked(typed: str) -> None:
    """What is only not wanted finds nothing, rather than all."""
    assert expression(read_query(typed), lambda word: [word]) == ""


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("A", '("a" OR "a!")'),
        ("a b", '("a" OR "a!") AND ("b" OR "b!")'),
        ("a OR b-c", '(("a" OR "a!") OR (("b" OR "b!") AND ("c" OR "c!")))'),
        ("a OR b", '(("a" OR "a!") OR ("b" OR "b!"))'),
        ('"A ё" c*', '"a е" AND "c" *'),
        ("a* -b -c*", '("a" *) NOT (("b" OR "b!") OR "c" *)'),
    ],
)
def test_words_are_looked_for_by_their_keys_and_the_rest_as_it_stands(typed: str, asked: str) -> None:
    """Phrases and prefixes are looked for only where words stand as they are spelled."""
    assert expression(read_query(typed), lambda word: [fold(word), fold(word) + "!"]) == asked


@pytest.mark.parametrize("join", [" ", " -", " OR -", '" "'])
def test_only_so_many_terms_count(join: str) -> None:
    """What is typed beyond them costs nothing."""
    query = read_query("a" + join + join.join(f"w{number}" for number in range(200)))
    assert len(query.wanted) <= MOST
    assert len(query.unwanted) <= MOST


@pytest.mark.parametrize("join", [" OR ", " ", "-"])
def test_so_it_is_with_alternatives_and_phrases(join: str) -> None:
    """And with a word of very many hyphens: each part of them costs as much as a word."""
    text = join.join(f"w{number}" for number in range(200))
    query = read_query(f'"{text}"' if join == " " else text)
    assert sum(len(term.words) for term in query.terms()) == (LONGEST_PHRASE if join == " " else MOST)


TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="ab\"“”*-() \x00:^{}+.,й\u0301\u02bc'日"),
    st.lists(st.sampled_from(["a", "OR", "-", '"', "b*", "NOT", "AND", "NEAR", "c-d", "“", "”", ""])).map(" ".join),
)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """An index like the archive's."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5 (body, title, tokenize = 'ascii')")
        db.execute("INSERT INTO words VALUES ('c d', 'a b')")
        yield db


@given(TEXTS)
def test_every_text_is_a_query_that_fts5_reads(index: sqlite3.Connection, typed: str) -> None:
    """No text is a syntax error, whatever the keys; where nothing is wanted nothing is asked."""
    query = read_query(typed)
    asked = expression(query, lambda word: [fold(word), fold(word)[:1]])
    assert bool(asked) == bool(query.wanted)
    if asked and not set(asked) & set(map(chr, range(0xD800, 0xE000))):
        index.execute("SELECT rowid FROM words WHERE words MATCH ?", (asked,)).fetchall()


@given(TEXTS)
def test_terms_have_words_and_nothing_else(typed: str) -> None:
    """No term is empty, none has a quote or a blank in it, and only phrases have several words."""
    query = read_query(typed)
    operands = [operand for either in (*query.wanted, query.unwanted) for operand in either]
    terms = [term for operand in operands for term in operand]
    assert all(operands)
    assert all(term.words and all(fold(word) for word in term.words) for term in terms)
    assert not any(set(word) & set('" \x00') for term in terms for word in term.words)
    assert {term.kind for term in terms if len(term.words) > 1} <= {"phrase"}

"""The passage that a search shows: of a text the part with most of what was asked, marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.search.analyzer import key_of, keys_for
from crawler.rules.search.query_syntax import read_query
from crawler.rules.search.snippets import END, GAP, MARK, WORDS, beginning, passage, wanted
from crawler.rules.search.tokens import spelled

KEY = key_of("en")
MANY = " ".join(f"word{number}" for number in range(100))


def shown(typed: str, text: str) -> str | None:
    """The passage of an English text for what was typed."""
    return passage(text, wanted(read_query(typed), lambda word: keys_for(word, frozenset(["en"]))), KEY)


@pytest.mark.parametrize(
    ("typed", "text", "part"),
    [
        ("minister", "The Ministers met a minister’s aide.", "The [Ministers] met a [minister’s] aide."),
        ("visiting", "They visit, visited; a visitor.", "They [visit], [visited]; a visitor."),
        ("RESUME", "Her résumé.", "Her [résumé]."),
        ('"trade talks"', "Trade talks; talks on trade.", "[Trade talks]; talks on trade."),
        ('"trade talk"', "Trade talks.", None),
        ('"of the of"', "a of the of the of b", "a [of the of the of] b"),
        ("dip*", "Diplomats dip into diplomacy.", "[Diplomats] [dip] into [diplomacy]."),
        ("a OR b", "b", "[b]"),
        ("visit -north", "A visit north.", "A [visit] north."),
        ("-north", "A visit north.", None),
        ("", "A visit.", None),
        ("visit", "", None),
        ("visit", "...", None),
        ("zebra", "A visit.", None),
        ("visit", "A\n\n\tvisit\u00a0 of\r\nall.", "A [visit] of all."),
        ("a", "[a] … [b]", "[[a]] … [b]"),
        ("東", "東京 visit", "[東]京 visit"),
    ],
    ids=ascii,
)
def test_what_was_found_is_marked(typed: str, text: str, part: str | None) -> None:
    """Words in any form, phrases whole, beginnings; white space is folded; None where nothing of it is there."""
    assert shown(typed, text) == part


def test_what_is_left_out_is_an_ellipsis() -> None:
    """Before, after, or on both sides; a text that is short enough is shown whole."""
    assert shown("word0", MANY) == "[word0] " + " ".join(f"word{number}" for number in range(1, 30)) + GAP
    assert shown("word99", MANY) == GAP + " ".join(f"word{number}" for number in range(70, 99)) + " [word99]"
    middle = shown("word50", MANY)
    assert middle is not None
    assert middle.startswith(GAP + "word44 ")
    assert middle.endswith("word73" + GAP)
    short = " ".join(["word"] * (WORDS - 1))
    assert shown("x", f"  {short} x!") == f"{short} [x]!"


def test_the_window_is_the_one_with_most_different_words() -> None:
    """Then the one with most of them, then the first."""
    text = f"a a a {MANY} a b {MANY} a a {MANY}"
    assert "[a] [b]" in (shown("a b", text) or "")
    assert (shown("a", text) or "").count(MARK) == 3
    assert shown("b OR x", f"b {MANY} x") == shown("b", f"b {MANY} x")


def test_a_text_without_a_hit_is_shown_from_its_beginning() -> None:
    """So many words, then an ellipsis."""
    assert beginning(" one\n two ") == "one two"
    assert beginning(MANY) == " ".join(f"word{number}" for number in range(WORDS)) + GAP
    assert beginning("") == ""


TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="ab \n.-'’\u0301日ёЁ\u200d\ud800"),
    st.lists(st.sampled_from(["a", "b", "ab", "c", ",", "\n\n"]), max_size=120).map(" ".join),
)
QUERIES = st.sampled_from(["a", "a b", '"a b"', "a*", '"a b" OR "b a" c', "x", '"a a a"', "日 e"])


@given(QUERIES, TEXTS)
def test_a_passage_without_its_marks_is_a_part_of_the_text(typed: str, text: str) -> None:
    """Whatever the text; marks come in pairs and hold something."""
    text = text.replace(MARK, "").replace(END, "").replace(GAP, "")
    part = shown(typed, text)
    if part is None:
        return
    assert part.count(MARK) == part.count(END) > 0
    assert MARK + END not in part
    bare = part.removeprefix(GAP).removesuffix(GAP).replace(MARK, "").replace(END, "")
    assert bare in " ".join(text.split())
    assert len(spelled(bare)) <= WORDS


@given(TEXTS, TEXTS)
def test_any_text_and_any_query_go_together(typed: str, text: str) -> None:
    """A passage or none comes back, never an error."""
    assert (shown(typed, text) or beginning(text)) is not None


@given(st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=80))
def test_a_word_of_the_text_is_found_in_it(words: list[str]) -> None:
    """And only what is there."""
    assert (shown("b", " ".join(words)) is None) == ("b" not in words)
    assert (shown('"a b"', " ".join(words)) is None) == ("a b" not in " ".join(each for each in words if each != "."))


def test_a_passage_of_words_without_end_is_cut() -> None:
    """A page with a word of megabytes shows some hundred characters of it, and a mark that is open there is closed."""
    for text in ("x" * 2_000_000 + " minister", "minister " + "x" * 2_000_000):
        told = shown("minister", text)
        assert told is not None
        assert len(told) < 700
        assert told.count(MARK) == told.count(END)
    assert len(beginning("x" * 2_000_000)) < 700

"""Texts held against each other for people."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.compare.article_diff import compare_articles
from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span, compare_texts, new_text, old_text
from crawler.items import Article, Attachment, Link
from crawler.rules.history.edits import measure
from crawler.rules.text.words import words

PIECES = st.sampled_from(
    [
        *("a", "the", "мір", "п'еса", "1,000", " ", "  ", ", ", ". ", "-", "e\u0301", "\u0301", "שלום", "нь", "北"),
        *("\U0001f468\u200d\U0001f469", "\U0001f1e7\U0001f1fe", "\u0915\u094d\u0937\u093f"),
        *("\U0001f44d\U0001f3fd", "\u200d", "\U0001f4bb", "\u3002"),
    ]
)
TEXTS = st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=4)
ANY = st.lists(st.text(st.characters(exclude_characters="\n"), max_size=12), max_size=3)
MARKS = {SAME: "{}", ADDED: "{{+{}+}}", REMOVED: "[-{}-]"}


def marked(spans: list[Span]) -> str:
    return "".join(MARKS[span.kind].format(span.text) for span in spans).replace("\n\n", "¶")


@given(TEXTS | ANY, TEXTS | ANY)
def test_applying_a_diff_gives_the_other_text(old: list[str], new: list[str]) -> None:
    """Nothing is lost or made up; spans are not empty and change their kind."""
    spans = compare_texts(old, new)
    assert old_text(spans) == "\n\n".join(old)
    assert new_text(spans) == "\n\n".join(new)
    assert all(span.text for span in spans)
    assert all(one.kind != other.kind for one, other in pairwise(spans))


@given(TEXTS)
def test_a_text_against_itself_is_the_same(text: list[str]) -> None:
    """One span, or none for no text."""
    joined = "\n\n".join(text)
    assert compare_texts(text, text) == ([Span(SAME, joined)] if joined else [])


@given(TEXTS, TEXTS)
@example(["a\U0001f1e7\U0001f1fe"], ["a\U0001f1e7\U0001f1fe\u0301"])
@example(["\U0001f44d\U0001f3fd"], ["\U0001f44d\U0001f3fd\u0301"])
def test_no_letter_is_cut_from_its_marks(old: list[str], new: list[str]) -> None:
    """In either text, a span begins with a combining mark only where there is no letter before it."""
    spans = compare_texts(old, new)
    for other in (ADDED, REMOVED):
        before = "\n"
        for span in (span for span in spans if span.kind != other):
            assert before[-1].isspace() or not unicodedata.category(span.text[0]).startswith("M")
            before = span.text


@given(TEXTS, TEXTS)
def test_the_spans_have_as_many_words_as_the_edit_says(old: list[str], new: list[str]) -> None:
    """The ledger and ``communique diff`` tell the same story."""
    edit = measure(*(Article(url="u", body=tuple(side)) for side in (old, new)))
    spans = compare_texts(old, new)
    counted = {kind: len(words(" \n\n ".join(span.text for span in spans if span.kind == kind))) for kind in MARKS}
    assert (counted[ADDED], counted[REMOVED]) == (edit.added, edit.removed)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("They met in Minsk.", "They met in Brest.", "They met in [-Minsk-]{+Brest+}."),
        ("the old house stood", "a new house stood", "[-the old-]{+a new+} house stood"),
        ("in Minsk; 200 came", "in Brest; 250 came", "in [-Minsk-]{+Brest+}; [-200-]{+250+} came"),
        ("They left.", "They left!", "They left[-.-]{+!+}"),
        ("One. Two.", "One.¶Two.", "One.[- -]{+¶+}Two."),
        ("One.¶Two.", "One. Two.", "One.[-¶-]{+ +}Two."),
        ("One.¶Two.", "Zero.¶One.¶Two.", "{+Zero.¶+}One.¶Two."),
        ("One.¶Two.", "One.¶More.¶Two.", "One.{+¶More.+}¶Two."),
        ("One.¶Two.", "One.", "One.[-¶Two.-]"),
        ("The one. The two here.", "The one. The three there. The two here.",
         "The one. {+The three there. +}The two here."),
        ("It cost 1,000 roubles", "It cost 2,000 roubles", "It cost [-1,000-]{+2,000+} roubles"),
        ("наша п’еса ідзе", "наша п’еска ідзе", "наша [-п’еса-]{+п’еска+} ідзе"),
        ("שלום עולם טוב", "שלום לעולם טוב", "שלום [-עולם-]{+לעולם+} טוב"),
        ("北京会议", "北京会谈", "北京会[-议-]{+谈+}"),
        ("caf\u00e9 noir", "cafe\u0301 noir", "[-caf\u00e9-]{+cafe\u0301+} noir"),
        ("", "All new.", "{+All new.+}"),
        ("The talks went on in the afternoon and were about trade.",
         "In sum, the weather of May was good for the wheat.",
         "[-The talks went on in the afternoon and were about trade-]"
         "{+In sum, the weather of May was good for the wheat+}."),
    ],
)  # fmt: skip
def test_a_person_sees_what_was_done(old: str, new: str, seen: str) -> None:
    """Words and signs, whole sentences where they were added, and no chance hits between unlike texts."""
    assert marked(compare_texts(old.split("¶"), new.split("¶"))) == seen


def test_a_long_text_is_compared() -> None:
    """Two megabytes in one word, in one paragraph, and in a hundred thousand."""
    assert marked(compare_texts(["a" * 2_000_000], ["b"]))[-5:] == "{+b+}"
    one = " ".join(f"word{number}" for number in range(200_000))
    assert marked(compare_texts([one], [one.replace("word777 ", "")])).count("-]") == 1
    many = [f"p {number}" for number in range(100_000)]
    assert len(compare_texts(many, [*many[:500], "new", *many[500:]])) == 3


def test_links_and_files_are_compared_as_often_as_they_stand() -> None:
    """One of two equal links that goes is one that goes; a media type is no edit."""
    link, other = Link(url="/1", text="one"), Link(url="/2")
    old = Article(url="u", links=(link, link, other), attachments=(Attachment(url="/f", media_type="text/plain"),))
    new = Article(url="u", links=(other, link), attachments=(Attachment(url="/f"),))
    told = compare_articles(old, new).to_dict()
    assert told["fields"] == ["links"]
    assert told["links"] == {"added": [], "removed": [{"url": "/1", "text": "one"}]}
    assert told["attachments"] == {"added": [], "removed": []}


def test_a_link_with_another_scheme_is_no_other_link() -> None:
    """A site that moves to ``https`` changes all its links, and none is shown as gone or new."""
    paths = ("treaties/1", "treaties/2?sid=7")
    old = Article(url="u", body=("a",), links=tuple(Link(url=f"http://m.example/{path}", text="t") for path in paths))
    kept = tuple(Link(url=f"https://www.m.example/{path}", text="t") for path in paths)
    new = Article(url="u", body=("b",), links=(*kept, Link(url="https://m.example/3", text="new")))
    links = compare_articles(old, new).to_dict()["links"]
    assert links == {"added": [{"url": "https://m.example/3", "text": "new"}], "removed": []}

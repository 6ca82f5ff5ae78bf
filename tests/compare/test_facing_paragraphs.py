"""Two versions of a text side by side: every paragraph once, in its order, those that match facing each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.compare.facing_paragraphs import facing

PARAGRAPHS = st.lists(st.text(min_size=1, max_size=400), max_size=12)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_is_there_once_and_in_its_order(left: list[str], right: list[str]) -> None:
    """Whatever the texts are; no row is empty on both sides, none has more than two of either."""
    rows = facing(left, right)
    assert [each for ours, _ in rows for each in ours] == left
    assert [each for _, theirs in rows for each in theirs] == right
    assert all(ours or theirs for ours, theirs in rows)
    assert all(len(ours) <= 2 and len(theirs) <= 2 for ours, theirs in rows)


@given(st.lists(st.text(min_size=20, max_size=400), max_size=12))
def test_a_text_faces_itself(text: list[str]) -> None:
    """Paragraph by paragraph."""
    assert facing(text, text) == [((each,), (each,)) for each in text]


def test_a_paragraph_that_one_version_lacks_faces_nothing() -> None:
    """What follows it faces its own translation again: a number that the other has not tells it apart."""
    left = ["a" * 300, "On 7 May 2026 " + "b" * 80, "c" * 500 + " 12", "d" * 120]
    right = ["A" * 310, "C" * 520 + " 12", "D" * 125]
    assert facing(left, right) == [
        ((left[0],), (right[0],)), ((left[1],), ()), ((left[2],), (right[1],)), ((left[3],), (right[2],)),
    ]  # fmt: skip


def test_a_paragraph_that_a_translator_cut_in_two_faces_both() -> None:
    """Their lengths tell."""
    left = ["a" * 200, "b" * 600, "c" * 150]
    right = ["A" * 210, "B" * 290, "B" * 300, "C" * 155]
    assert facing(left, right) == [
        ((left[0],), (right[0],)), ((left[1],), (right[1], right[2])), ((left[2],), (right[3],)),
    ]  # fmt: skip


def test_texts_of_very_different_length_and_of_thousands_of_paragraphs_are_faced() -> None:
    """One against none, one against many, and a book: where there are too many, by their order."""
    assert facing([], ["a"]) == [((), ("a",))]
    assert len(facing(["a" * 100], ["b" * 10] * 200)) >= 199
    chapter = [f"{number} " * (number % 40 + 3) for number in range(900)]
    assert facing(chapter, chapter) == [((each,), (each,)) for each in chapter]
    book = [str(number) for number in range(5000)]
    assert facing(book, book[:3000]) == [((one,), (one,) if int(one) < 3000 else ()) for one in book]

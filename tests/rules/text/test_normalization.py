"""Text in one form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.normalization import clean, paragraphs

ANY = st.text(st.characters())
INVISIBLE = st.sampled_from("\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202e\u2066\u2069\x00\x07\x7f\x9f")


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """The form is a normal form: what has been cleaned stays as it is."""
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_a_clean_text_is_nfc_encodable_and_single_spaced(text: str) -> None:
    """Whatever the page held, the result can be stored and compared."""
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept
    assert kept == " ".join(kept.split())
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in kept)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_composed_and_decomposed_spellings_are_one_text(text: str) -> None:
    """An ``й`` of two code points is the ``й`` of one."""
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


@given(st.lists(st.sampled_from(["мір", "peace", "ráđđehus", "12"]), min_size=1), st.data())
def test_invisible_characters_and_kinds_of_space_make_no_difference(words: list[str], data: st.DataObject) -> None:
    """Wherever an editor's software puts them, two pages with the same words have the same text."""
    spaces = st.text(st.sampled_from(" \u00a0\u2009\u202f\u3000\t\r\n\u2028"), min_size=1, max_size=3)
    written = data.draw(spaces)
    for word in words:
        at = data.draw(st.integers(0, len(word)))
        written += word[:at] + data.draw(INVISIBLE) + word[at:] + data.draw(spaces)
    assert clean(written) == " ".join(words)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("Мін\u200cск", "Мінск"),
        ("Os\u200dlo", "Oslo"),
        ("\u200d\u0645\u200c", "\u0645"),
    ],
)
def test_a_joiner_stays_only_where_a_script_spells_with_it(written: str, kept: str) -> None:
    """Persian and Hindi words and emoji sequences need it; between Cyrillic or Latin letters it is noise."""
    assert clean(written) == kept


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    """A damaged page's text can still be written to a database."""
    assert clean("a\ud800b") == "a\ufffdb"


def test_paragraphs_are_cleaned_and_empty_ones_left_out() -> None:
    """``<p>&nbsp;</p>`` is on most pages of the seed ministry."""
    assert paragraphs([" a ", "\u00a0", "", "\u200b\n", "b\u00a0c"]) == ("a", "b c")

"""Words, as search knows them: where they stand in any text, and in one form whatever their case and accents."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.search import tokens as words
from crawler.rules.search.tokens import LONGEST, capitalised, fold, fold_all, places, spelled

APOSTROPHES = "'’ʼ‘`´＇"
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="aZбЎёйĄłſß1_-'’ʼ`\u0301\u0306\u0308\u0300日ア \u200dİΣς\ud800\x00"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("One, two — three.", ["One", "two", "three"]),
        ("snake_case a_b", ["snake", "case", "a", "b"]),
        ("МиГ-29 и G20", ["МиГ", "29", "и", "G20"]),
        ("1 000,5 %", ["1", "000", "5"]),
        ("сям'я п’ять O`Brien", ["сям'я", "п’ять", "O`Brien"]),
        ("'quoted' ‘words’", ["quoted", "words"]),
        ("'90s rock'n'roll ministers'", ["90s", "rock'n'roll", "ministers"]),
        ("заго\u0301ловок", ["заго\u0301ловок"]),
        ("и\u0306од", ["и\u0306од"]),
        ("東京 visit", ["東", "京", "visit"]),
        ("ЕС日本EU", ["ЕС", "日", "本", "EU"]),
        ("カナ", ["カ", "ナ"]),
        ("mixеd", ["mixеd"]),
        ("a\x00b\u00adc", ["a", "b", "c"]),
        ("\u0301 ' _ -", []),
    ],
    ids=ascii,
)
def test_words_are_letters_and_digits_parted_by_all_else(text: str, found: list[str]) -> None:
    """Apostrophes within a word and accents over it are part of it; hyphens part; each Han and kana is a word."""
    assert spelled(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The minister of Ireland", ["The", "Ireland"]),
        ("Міністр у Мінску", ["Міністр", "Мінску"]),
        ("O'Brien and O’Neill", ["O'Brien", "O’Neill"]),
        ("ЕС, G20, 20G, iPhone", ["ЕС", "G20"]),
        ("Łódź, Århus, Ёлка, Ўсё", ["Łódź", "Århus", "Ёлка", "Ўсё"]),
        ("東京 ქართული", []),
        ("Jean-Paul", ["Jean", "Paul"]),
    ],
    ids=ascii,
)
def test_words_that_begin_with_a_capital_may_be_names(text: str, found: list[str]) -> None:
    """Of scripts that have capitals; a capital within a word makes none."""
    assert capitalised(text) == found


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        ([f"сям{each}я" for each in APOSTROPHES], "сямя"),
        ([f"O{each}Brien" for each in APOSTROPHES], "obrien"),
        (["ёлка", "ЁЛКА", "елка"], "елка"),
        (["й", "Й", "и\u0306", "И\u0306"], "й"),
        (["ўсё", "Ўсе", "у\u0306се"], "ўсе"),
        (["їжа", "і\u0308жа"], "їжа"),
        (["за\u0301мок", "замо\u0301к", "замок"], "замок"),
        (["Résumé", "re\u0301sume\u0301", "RESUME"], "resume"),
        (["Łukašenka", "lukasenka"], "lukasenka"),
        (["Ångström", "angstrom"], "angstrom"),
        (["Ærø", "aero"], "aero"),
        (["İzmir", "izmir", "Izmir"], "izmir"),
        (["G20", "g20"], "g20"),
        (["日"], "日"),
        (["a" * LONGEST, "A" * 100, "a" * 2_000_000], "a" * LONGEST),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_spellings_of_one_word_have_one_form(spellings: list[str], form: str) -> None:
    """Case, apostrophes and accents do not matter; й, ў and ї are letters of their own; what is too long is cut."""
    assert {fold(word) for word in spellings} == {form}


def test_letters_of_their_own_are_told_apart() -> None:
    """What differs by such a letter is another word."""
    assert len(set(map(fold, ["и", "й", "і", "ї", "у", "ў", "е", "э", "г", "ґ"]))) == 10


def test_a_yo_of_two_characters_is_one() -> None:
    """As a text from a Mac may have it."""
    assert fold("е\u0308лка") == fold("ёлка") == "елка"


def test_a_form_is_never_longer_than_what_counts() -> None:
    """However many letters one letter becomes."""
    assert len(fold("æ" * 100)) <= LONGEST


@given(TEXTS)
def test_places_are_where_the_words_are(text: str) -> None:
    """The same words in the same order, each where it is said to stand."""
    told = list(places(text))
    assert [word for _, _, word in told] == spelled(text)
    assert all(text[begin:end] == word for begin, end, word in told)
    assert all(one[1] <= other[0] for one, other in pairwise(told))


@given(TEXTS)
def test_the_quick_way_tells_the_same_words(text: str) -> None:
    """A text without apostrophes, accents and Han has the same words however they are told."""
    assert spelled(text) == words._WORD.findall(text)
    assert spelled(text) == spelled(text + " 日")[:-1]


@given(TEXTS)
def test_every_word_has_a_form_that_is_its_own(text: str) -> None:
    """Never empty, without blanks and quotes, and the same in capitals' stead of small letters' of the same text."""
    for word in spelled(text):
        form = fold(word)
        assert form
        assert not set(form) & set(' "\x00')
        assert form == form.lower()


@given(TEXTS.filter(lambda text: "\u0308" not in text))
def test_a_form_is_its_own_form(text: str) -> None:
    """Nothing is left to fold; but for ё of two characters, see above."""
    for word in spelled(text):
        form = fold(word)
        assert len(form) > LONGEST or fold(form) == form


@given(TEXTS)
def test_nothing_but_a_word_makes_trouble(text: str) -> None:
    """Whatever is given to it, a form comes back."""
    assert fold(text) is not None
    assert all(word[0].isupper() for word in capitalised(text))


@given(st.text(alphabet="aZбЎÉ1 -_.", max_size=30))
def test_words_with_a_capital_are_words(text: str) -> None:
    """Those of a text that begin with one."""
    assert capitalised(text) == [word for word in spelled(text) if word[0].isupper()]


@pytest.mark.parametrize("text", ["d'Artagnan", "l’Union", "A東", "a\u0301Z"], ids=ascii)
def test_a_part_of_a_word_with_a_capital_is_no_word(text: str) -> None:
    """A name with a small particle before its apostrophe is one word, which does not begin with a capital."""
    assert set(capitalised(text)) <= set(spelled(text))


@given(st.lists(st.text(alphabet="abzяёйіўїé'’ʼ日ς\u0301\u0307İßĀ9_", min_size=1) | st.text(min_size=1)))
def test_many_words_are_folded_as_each_is(texts: list[str]) -> None:
    """Usual ones all at once, others one by one."""
    words = [word for text in texts for word in spelled(text)]
    assert fold_all(" ".join(words).lower()) == " ".join(map(fold, words))


def test_usual_words_are_folded_all_at_once() -> None:
    """Letters of our three languages, digits, apostrophes; a word that is too long is cut as ever."""
    assert fold_all("сям’я ёсць o'brien g20 " + "а" * 70) == "сямя есць obrien g20 " + "а" * 64

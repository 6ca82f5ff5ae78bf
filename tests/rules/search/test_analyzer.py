"""The keys of words: what their forms share, in each language of the archive by that language's own rules."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import HunspellMissing
from crawler.rules.language import hunspell
from crawler.rules.search.analyzer import BELARUSIAN, DOT, HUNSPELL, OWN, key_of, keys_for, version_of
from crawler.rules.search.tokens import fold, spelled
from tests.belarusian_figures import HALVES
from tests.support.indexes import needs_hunspell, without_dictionary, without_library
from tests.support.stemming import PARADIGMS, figures, paradigms

RUSSIAN = paradigms(PARADIGMS / "ru.tsv")
WORDS = st.one_of(
    st.text(min_size=1),
    st.text("абвёйўі'ʼ’", min_size=1),
    st.text("abcøåé'’", min_size=1),
    st.text("aбß1_\u0301日ΣİŁ", min_size=1),
).flatmap(lambda text: st.sampled_from(spelled(text) or ["a"]))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", "миграция миграции миграцию миграцией МИГРАЦИЯ"),
        ("ru", "министр министра министрам министрами"),
        ("ru", "государственный государственного государственной"),
        ("ru", "расчёт расчет расчёта"),
        ("en", "minister ministers Ministers"),
        ("en", "visit visits visited visiting"),
        ("en", "country countries"),
        ("en-GB", "country countries"),
        ("be", "мова мовы мове мову"),
        ("be", "сям'я сям’і сямʼю сям`я"),
        ("be-tarask", "міністр міністра міністрам"),
        ("nb", "minister ministeren ministere ministrene"),
        ("nb", "regjering regjeringen regjeringer regjeringene"),
        ("nb", "avtale avtalen avtaler avtalene"),
        ("no", "avtale avtalen avtaler avtalene"),
    ],
    ids=ascii,
)
def test_the_forms_of_a_word_share_a_key(language: str, forms: str) -> None:
    """In the three languages and in the languages of their neighbours; region and spelling of a tag do not matter."""
    (key,) = set(map(key_of(language), forms.split()))
    assert key.startswith(DOT + language.partition("-")[0] + DOT)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("ru", "су30"), ("ru", "g20"), ("ru", "mинистры"), ("ru", "ministers"), ("ru", "у"), ("ru", "日本"),
        ("be", "министров1"), ("be", "ministers"), ("en", "министры"), ("en", "covid19s"), ("en", "a"),
        ("nb", "министры"), ("ru", "а" * 65), ("en", "visits" * 20),
    ],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_what_is_no_word_of_the_language_is_kept_whole(language: str, word: str) -> None:
    """Digits, letters of two scripts, another script, one letter or very many: it has no key, and is found as it is."""
    assert key_of(language)(word) == ""
    assert keys_for(word, frozenset([language])) == (fold(word),)


@pytest.mark.parametrize("language", ["", "xx", "zh", "und", "-", "ja-JP"])
def test_of_a_language_that_nobody_knows_each_word_is_its_own(language: str) -> None:
    """Folded, and no more."""
    assert [keys_for(word, frozenset([language])) for word in ("Ministers", "Ёлки")] == [("ministers",), ("елки",)]


@given(st.sampled_from(["ru", "en", "be", "nb", "de", "uk", "tr", "hy", "xx", ""]), WORDS)
def test_a_key_is_one_word_that_no_text_has(language: str, word: str) -> None:
    """The language, a dot that is in no word, and something; the same however often it is asked for."""
    key = key_of(language)(word)
    assert key == key_of.__wrapped__(language)(word)
    if key:
        assert key.startswith(DOT + language + DOT)
        assert len(key) > len(language + DOT)
        assert not set(key) & set(' "\x00')
        assert DOT not in word


@given(st.sampled_from(["ru", "en", "be", "nb"]), st.text("абвгёйўі'", min_size=1, max_size=12).filter(str.strip))
def test_case_does_not_matter(language: str, word: str) -> None:
    """Headlines in capitals have the same keys."""
    assert {key_of(language)(each.upper()) for each in spelled(word)} == set(map(key_of(language), spelled(word)))


@given(st.sets(st.sampled_from(["ru", "en", "be", ""])), WORDS)
def test_a_word_has_the_keys_of_all_languages_and_itself(languages: set[str], word: str) -> None:
    """Itself first, each key once, in whatever order the languages are."""
    keys = keys_for(word, frozenset(languages))
    assert keys[0] == fold(word)
    assert len(set(keys)) == len(keys)
    assert set(keys) == {fold(word), *(key_of(each)(word) for each in languages)} - {""}


def test_the_keys_of_two_languages_never_meet() -> None:
    """A word of Russian is not found by what a word of Belarusian is cut to."""
    assert not set(map(key_of("ru"), ["мая", "вайна"])) & set(map(key_of("be"), ["мая", "вайна"]))


def test_russian_forms_share_a_key_and_words_keep_apart() -> None:
    """On 111 words of news of foreign ministries, verbs among them, in 1,105 forms."""
    found = figures(RUSSIAN, key_of("ru"))
    assert found.pairs >= 0.98, found.apart
    assert found.mixed <= 0.03, found.together


def test_the_russian_paradigms_are_enough() -> None:
    """A hundred words and a thousand forms at the least, no word twice, each form of letters only."""
    assert len({word.lemma for word in RUSSIAN}) == len(RUSSIAN) >= 100
    assert sum(len(word.forms) for word in RUSSIAN) >= 1_000
    assert all(form.isalpha() and form.islower() for word in RUSSIAN for form in word.forms)


@pytest.mark.parametrize("half", HALVES)
def test_belarusian_forms_share_a_key_of_the_dictionary(half: str) -> None:
    """As well as by our own stemmer, which was written with some of these words at hand."""
    needs_hunspell()
    found = figures(paradigms(PARADIGMS / f"{half}.tsv"), key_of("be", HUNSPELL))
    assert found.pairs >= 0.95, found.apart
    assert found.mixed <= 0.03, found.together


def test_the_dictionary_knows_what_no_rule_does() -> None:
    """Forms of another stem; a word that it does not know goes to our own stemmer."""
    needs_hunspell()
    assert len(set(map(key_of("be", HUNSPELL), ["чалавек", "людзі", "людзей"]))) <= 2
    assert key_of("be", HUNSPELL)("зюзюкамі") == key_of("be")("зюзюкамі")


@given(WORDS)
def test_no_word_harms_the_dictionary(word: str) -> None:
    """Letters that its encoding has not, too."""
    needs_hunspell()
    assert bool(key_of("be", HUNSPELL)(word)) == bool(key_of("be")(word))


def test_the_version_says_what_the_keys_depend_on() -> None:
    """In one line; by the dictionary, what release of it as well."""
    assert BELARUSIAN == (OWN, HUNSPELL)
    assert version_of() == version_of(OWN)
    for part in ("be-", "names-", "simplemma-", "PyStemmer-"):
        assert version_of().count(part) == 1
    needs_hunspell()
    assert version_of(HUNSPELL) == f"{version_of()} hunspell-be-{hunspell.digest()}"


def test_a_dictionary_that_is_not_installed_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install; our own stemmer works all the same."""
    with without_dictionary(monkeypatch):
        for asked in (hunspell.digest, lambda: version_of(HUNSPELL), lambda: key_of("be", HUNSPELL)("мовамі")):
            with pytest.raises(HunspellMissing, match=r"apt install [^\n]*hunspell-be[^\n]*$"):
                asked()
        assert key_of("be")("мовамі") == key_of("be")("мова")


def test_a_library_that_is_not_installed_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not the dictionary is there."""
    with without_library(monkeypatch), pytest.raises(HunspellMissing, match=r"^[^\n]*apt install[^\n]*$"):
        key_of("be", HUNSPELL)("мовамі")


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [
        ("uk", "Ростов", "на"),
        ("ru", "поллитра", "литр"),
        ("nl", "email", "mail"),
        ("sv", "bla", "a"),
        ("bg", "видях", "се"),
    ],
    ids=ascii,
)
def test_a_key_is_one_token(language: str, word: str, other: str) -> None:
    """Dictionary forms with hyphens and dots are not parted by the tokenizer, so their tails are no words."""
    key = key_of(language)(word)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'ascii')")
        db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (words, row)")
        db.execute("INSERT INTO words VALUES (?)", (key,))
        assert [term for (term,) in db.execute("SELECT term FROM terms")] == [key]
    assert not key.endswith(f" {other}")


def test_stress_marks_are_no_part_of_a_word() -> None:
    """As encyclopedias and statements print them."""
    assert key_of("ru")("мини\u0301стра") == key_of("ru")("министра") != ""
    assert key_of("be")("міні\u0301стра") == key_of("be")("міністра") != ""


def test_words_without_end_are_not_remembered() -> None:
    """They have no key, and a hundred of them take no memory."""
    from crawler.archive.search.entries import _keys, prepare

    rows = [
        (number, "Т" + "а" * 50_000 + str(number), "слово " + "б" * 50_000 + str(number), "ru") for number in range(9)
    ]
    prepare(rows, "own")
    assert max(map(len, _keys("ru", "own"))) <= 64

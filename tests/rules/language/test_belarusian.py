"""The stemmer of Belarusian."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.language.belarusian import VERSION, stem
from tests.belarusian_figures import HALVES, report
from tests.support.stemming import PARADIGMS, Paradigm, figures, paradigms

LETTERS = "абвгдеёжзійклмнопрстуўфхцчшыьэюя"
WORDS = st.text(LETTERS + "'", min_size=1, max_size=20).filter(lambda word: word[0] != "'")
ALL = [word for half in HALVES for word in paradigms(PARADIGMS / f"{half}.tsv")]


@pytest.mark.parametrize("half", HALVES)
def test_the_forms_of_a_word_share_a_key_and_words_keep_apart(half: str) -> None:
    """The floors hold for the words that the rules were written with, and for those that they were not."""
    found = figures(paradigms(PARADIGMS / f"{half}.tsv"), stem)
    assert found.pairs >= 0.93, report(half)
    assert found.mixed <= 0.03, report(half)


def test_the_two_halves_together_keep_apart() -> None:
    """Twice the words have more occasions to meet."""
    assert figures(ALL, stem).mixed <= 0.03


def test_the_paradigms_are_enough_and_no_word_is_in_both_halves() -> None:
    """110 words and 1,100 forms at the least."""
    assert len({word.lemma for word in ALL}) == len(ALL) >= 110
    assert sum(len(word.forms) for word in ALL) >= 1_100


def test_the_figures_see_a_key_that_does_nothing_and_one_that_mixes_all() -> None:
    """What measures is measured: no key unites no pair, one key for all mixes all; a family is no mixture."""
    words = [Paradigm("мова", ("мова", "мовы", "моў"), "мова"), Paradigm("май", ("май", "мая"), "май")]
    nothing, all_one = figures(words, str), figures(words, lambda word: "")
    assert (nothing.pairs, nothing.mixed) == (0, 0)
    assert (all_one.pairs, all_one.mixed, all_one.together) == (1, 1, (("май", "мова"),))
    assert figures([word._replace(family="м") for word in words], lambda word: "").mixed == 0
    assert figures(words, lambda word: word[:2]).apart == ()


@pytest.mark.parametrize(
    "forms",
    [
        "вада воды вод вадзе",  # о and а
        "снег снягі снегу",  # е and я
        "рака рэкі рацэ",  # э and а
        "нага назе нагі",  # г and з
        "рука руцэ рукі",  # к and ц
        "муха мусе мухі",  # х and с
        "рэспубліка рэспубліцы",
        "дэпутат дэпутаце",  # т and ц
        "горад горадзе гарады",  # д and дз
        "хадзіць хаджу хадзіў ходзяць",  # дз and дж
        "плаціць плачу",
        "стол стале сталы",
        "дзейнічаў дзейнічала дзейнічае",  # ў and л
        "галава галоў",  # ў and в
        "любоў любові",
        "адзінка адзінак адзінцы",  # a vowel that comes and goes
        "дзень дня дні",
        "пасол пасла паслоў",
        "акно вокны вокнаў",  # в before о
        "рашэнне рашэнняў рашэннем",  # doubled letters
        "развіццё развіцця развіццём",
        "узаемадзеянне ўзаемадзеянне",  # у and ў
        "сустрэўся сустрэліся сустрэцца сустрэнецца",
        "адбыцца адбылося адбыўся адбудзецца",
        "правесці правёў правяла правядзе",
        "беларускі беларускага беларускаму беларускім беларуская беларускай беларускую беларускія беларускіх",
        "паспяховы паспяхова",
        "Лукашэнка Лукашэнкі Лукашэнкам",
        "Рыжанкоў Рыжанкова Рыжанковым Рыжанкову",
        "Макей Макея",
        "праблема праблем праблемам",
        "год гады гадоў годзе",
        "снег сьнег",  # the older spelling
        "дзейнасць дзейнасьць дзейнасці",
        "рашэнне рашэньне",
    ],
)
def test_these_forms_are_one(forms: str) -> None:
    """A line for each thing that happens to a Belarusian word."""
    assert len({stem(form) for form in forms.split()}) == 1, {form: stem(form) for form in forms.split()}


@pytest.mark.parametrize(
    "words",
    [
        "мова май",
        "мір мера",
        "суд судна",
        "горад гара",
        "вада вадзіцель",
        "рада радыё",
        "права праўда",
        "візіт віза",
        "саюз сад",
        "пасол пасля",
        "міністр мінула",
        "страна старана",
        "краіна край",
        "Брэст брат",
        "дзень дзве",
        "дапамога дапаможнік дап",
    ],
)
def test_these_words_are_none_of_each_other(words: str) -> None:
    """Alike at first sight."""
    assert len({stem(word) for word in words.split()}) == len(words.split()), {w: stem(w) for w in words.split()}


@pytest.mark.parametrize(
    "word",
    ["covid-19", "2026", "g7", "минск", "Минскa", "мінск1", "щука", "ґанак", "прэм'ер-міністр", "", "'мова", "mova"],
)
def test_what_is_no_belarusian_word_stays_whole(word: str) -> None:
    """Digits, Latin, letters of other languages, hyphens."""
    assert stem(word) == word.lower()


@pytest.mark.parametrize(
    ("word", "key"), [("МЗС", "мзс"), ("ААН", "аан"), ("ЕС", "ес"), ("ЗША", "зша"), ("СНД", "снд")]
)
def test_abbreviations_stay_whole(word: str, key: str) -> None:
    """They have no endings."""
    assert stem(word) == key


@given(st.text(max_size=200))
def test_any_text_has_a_key(text: str) -> None:
    """It never raises, says the same twice, and leaves nothing without a key."""
    assert stem(text) == stem(text)
    assert bool(stem(text)) == bool(text)


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=5), WORDS)
def test_halves_of_surrogate_pairs_stay_as_they_are(half: str, word: str) -> None:
    """Broken text is no word."""
    assert stem(half + word) == half + word


@given(WORDS)
def test_case_and_the_kind_of_apostrophe_do_not_matter(word: str) -> None:
    """М'яса, М’ЯСА, мʼяса."""
    assert stem(word.upper()) == stem(word.replace("'", "’")) == stem(word.replace("'", "ʼ")) == stem(word) != ""


@given(WORDS)
def test_a_key_is_no_longer_than_its_word(word: str) -> None:
    """Letters are taken off, never invented; the few verbs with two stems have one letter more at most."""
    assert len(stem(word)) <= max(len(word), 5)


@given(WORDS)
def test_at_the_beginning_short_u_is_u(word: str) -> None:
    """Which of the two is written depends on the word before."""
    assert stem("ў" + word) == stem("у" + word)


@pytest.mark.parametrize("part", ["а", "ц", "дз", "ава", "ўся", "ь", "м'", "\ud800", "сустракаліся"])
def test_endless_words_take_no_time(part: str) -> None:
    """Two million letters are no word."""
    before = time.process_time()
    assert stem(part * (2_000_000 // len(part)))
    assert time.process_time() - before < 1


def test_a_word_is_a_matter_of_microseconds() -> None:
    """An index has millions of them: a floor far below what is usual, for machines that are busy."""
    words = [form for word in ALL for form in word.forms] * 20
    before = time.process_time()
    for word in words:
        stem(word)
    assert len(words) / (time.process_time() - before) > 30_000


def test_the_version_is_a_number() -> None:
    """By which an index knows that its keys are old."""
    assert VERSION >= 1

"""Names across scripts: what one types in Latin letters finds Cyrillic, and the other way round."""

from __future__ import annotations

import html
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.rules.language.romanization import LONGEST, may_be_same, romanized, sounds
from crawler.rules.language.romanization_tables import TABLES
from tests.conftest import ROOT

NAMES = Path(__file__).parent / "romanization_names.txt"
DEMO = ROOT / "crawler" / "demo"
LETTERS = {"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя’"}
WRITTEN_LIKE_ONE = re.compile("[кттсцщ][ъь’]*[гхзч]")
"""Two letters that a table may write like one."""
ENOUGH = 0.95
"""Of the pairs of a name's spellings in two languages, the share that find each other."""
FEW = 0.0002
"""Of the words of a vocabulary, the share that a name may find without cause."""

Group = tuple[tuple[str, ...], ...]
"""The spellings of a name: Russian, Belarusian, Latin."""


def groups() -> list[Group]:
    lines = [line for line in NAMES.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [tuple(tuple(part.split()) for part in line.split("|")) for line in lines]


def finds(query: str, word: str) -> bool:
    return bool(set(sounds(query)) & set(sounds(word))) and may_be_same(query, word)


def pairs(names: list[Group]) -> Iterator[tuple[str, str]]:
    for group in names:
        for one, other in permutations(group, 2):
            yield from ((query, word) for query in one for word in other)


@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held out"])
def test_spellings_of_a_name_find_each_other(half: int) -> None:
    """Across scripts and languages, in all cases and romanizations that the table has."""
    names = groups()[half::2]
    assert len(names) >= 75
    found = [finds(query, word) for query, word in pairs(names)]
    assert sum(found) / len(found) >= ENOUGH


@pytest.mark.parametrize(
    "spellings",
    [
        "Lukashenko Lukashenka Łukašenka LUKASHENKO lukashenko Лукашенко Лукашэнка Лукашэнкі",
        "Ryzhenkov Ryzhankou Ryžankoŭ Рыженков Рыженкова Рыжанкоў Рыжанковым",
        "Makei Makey Makiej Макей Макея Макеем",
        "Zelensky Zelenskyy Zelenskiy Zelenskij Зеленский Зеленского Зяленскі",
        "Tikhanovskaya Tsikhanouskaya Cichanoŭskaja Тихановская Тихановской Ціханоўская",
        "Khrushchev Chruščov Hruščëv Хрущёв Хрущев Хрушчоў",
        "Mogilev Mahilioŭ Mahilyow Могилёв Могилев Магілёў",
        "Yeltsin Eltsin Ельцин Ельцын",
        "Shchyotkina Щёткина Щеткина Шчоткіна",
        "Tchaikovsky Čajkoŭski Чайковский Чайкоўскі",
        "Vitebsk Viciebsk Vitsyebsk Витебск Віцебск",
        "Kyiv Kiev Киев Кіеў Київ Киева",
        "Grodno Hrodna Гродно Гродна",
        "Mikhail Mixail Michaił Михаил Міхаіл",
    ],
)
def test_each_of_these_finds_all_the_others(spellings: str) -> None:
    """Names of the news, all ways round."""
    assert not [pair for pair in permutations(spellings.split(), 2) if not finds(*pair)]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("Minsk", "мінус"),
        ("Minsk", "mink"),
        ("Makei", "make"),
        ("Макей", "make"),
        ("Brest", "breast"),
        ("Брест", "breast"),
        ("Киев", "cave"),
        ("Homiel", "home"),
        ("Лавров", "lover"),
        ("Пинск", "pink"),
        ("Лида", "лёд"),
    ],
)
def test_plain_words_are_no_names(query: str, word: str) -> None:
    """What looks alike but is another word."""
    assert not finds(query, word)


def vocabulary_of_the_demo() -> set[str]:
    return {word for path in DEMO.glob("*.py") for word in re.findall(r"[^\W\d_]{2,}", path.read_text("utf-8").lower())}


@cache
def vocabulary_of_the_corpus(corpus: Path) -> frozenset[str]:
    pages = [path.read_bytes() for path in sorted((corpus / "udhr").glob("*.html"))]
    for path in (corpus / site / "pages.warc.gz" for site in ("no_regjeringen", "se_sametinget")):
        with path.open("rb") as stream:
            records = (record for record in ArchiveIterator(stream) if record.rec_type == "response")
            pages += [record.content_stream().read() for record in records]
    texts = (html.unescape(re.sub(r"<[^>]*>", " ", page.decode("utf-8", "replace"))) for page in pages)
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text.lower()))


def by_key(words: set[str] | frozenset[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for key in sounds(word):
            found[key].add(word)
    return found


def without_cause(names: list[Group], words: set[str] | frozenset[str]) -> float:
    """How many words a name finds that are none of its spellings, on the average, as a share of the vocabulary."""
    keyed, counts = by_key(words), []
    for group in names:
        own = {spelling.lower() for part in group for spelling in part}
        for query in own:
            met = {word for key in sounds(query) for word in keyed.get(key, ())} - own
            counts.append(sum(may_be_same(query, word) for word in met))
    return sum(counts) / len(counts) / len(words)


def test_names_find_few_other_words_in_the_demo() -> None:
    """The demo's sources have words of three languages."""
    assert without_cause(groups(), vocabulary_of_the_demo()) <= FEW


@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held out"])
def test_names_find_few_other_words_in_real_pages(half: int, corpus: Path) -> None:
    """Norwegian, Sámi, Swedish and English words, and the Declaration in six languages."""
    words = vocabulary_of_the_corpus(corpus)
    assert len(words) > 50_000
    assert without_cause(groups()[half::2], words) <= FEW / 10


@st.composite
def cyrillic(draw: st.DrawFn, table: str) -> str:
    """A word of the table's language, without what ``romanized`` says that no key can tell."""
    language = TABLES[table].language
    syllables = st.text(LETTERS[language], min_size=1, max_size=3)
    word = "".join(draw(st.lists(syllables, min_size=1, max_size=5)))
    assume(not WRITTEN_LIKE_ONE.search(word))
    assume(table != "icao-ru" or "ъ" not in word)
    assume(table != "passport-be" or not re.search("(?<![аоэеёя])ў|ў(?![бвгджзйклмнпрстфхцчш]|$)", word))
    return word


@pytest.mark.parametrize("table", TABLES)
@given(st.data())
def test_what_a_table_writes_finds_the_word_again(table: str, data: st.DataObject) -> None:
    """Any word of the alphabet, pronounceable or not, shares a key with its romanization."""
    word = data.draw(cyrillic(table))
    latin = romanized(word, table)
    assert not re.search("[а-яёіў]", latin)
    assert set(sounds(word)) & set(sounds(latin)) or not sounds(word)


@pytest.mark.parametrize(
    ("table", "word", "latin"),
    [
        ("bgn-pcgn-ru", "Ельцин", "yel’tsin"),
        ("gost-7.79-b", "Хрущёв", "xrushhyov"),
        ("iso-9", "Хрущёв", "hruŝëv"),
        ("icao-ru", "Юрий", "iurii"),
        ("bgn-pcgn-be", "Магілёў", "mahilyow"),
        ("instruction-be", "Віцебск", "viciebsk"),
        ("lacinka", "Лукашэнка", "łukašenka"),
        ("lacinka", "Аляксандр", "alaksandr"),
        ("passport-be", "Рыжанкоў", "ryzhankou"),
        ("passport-be", "Яўген", "yauhien"),
    ],
)
def test_tables_write_names_as_one_sees_them(table: str, word: str, latin: str) -> None:
    """One or two names for each table."""
    assert romanized(word, table) == latin


@given(st.text() | st.text("абвгджзіўёCcHhJjXxŠščŭ’'-", max_size=LONGEST))
@example("İ")
@example("ß")
@example("\ud800")
def test_any_text_is_answered(word: str) -> None:
    """The same each time, whatever the case; few keys, of plain letters; a word with keys is itself."""
    keys = sounds(word)
    assert keys == sounds(word)
    assert len(keys) == len(set(keys)) <= 4
    assert all(re.fullmatch("[A-Z]+", key) for key in keys)
    if word.lower().upper().lower() == word.lower():
        assert sounds(word.upper()) == sounds(word.lower()) == keys
    assert may_be_same(word, word) == bool(keys)
    assert all(isinstance(romanized(word, table), str) for table in TABLES)


@given(st.sampled_from(groups()), st.data())
def test_order_does_not_matter(group: Group, data: st.DataObject) -> None:
    """What one word is to another, the other is to it."""
    spelling = st.sampled_from([word for part in group for word in part]) | st.sampled_from(["make", "cave", "Иран"])
    one, other = data.draw(spelling), data.draw(spelling)
    assert may_be_same(one, other) == may_be_same(other, one)


@pytest.mark.parametrize("word", ["", "7", "2026", "北京", "Минск2", "а", "Αθήνα", "a?", "x" * (LONGEST + 1)])
def test_what_is_no_name_has_no_keys(word: str) -> None:
    """Numbers, other scripts, single letters, what is too long."""
    assert sounds(word) == ()


def test_a_very_long_word_takes_no_time() -> None:
    """Two megabytes."""
    begun = time.perf_counter()
    assert sounds("аб" * 1_000_000) == ()
    assert time.perf_counter() - begun < 1

"""How big an edit is, and whether it changed a number, a date or a name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Attachment, Link
from crawler.rules.history.edits import FIELDS, Edit, measure
from crawler.rules.text.digests import content_digest
from crawler.rules.text.proper_names import same_name

WORDS = st.sampled_from(
    ["the", "Minister", "Минск", "в", "5", "1 000", "May", "12 марта 2024", "п'еса", ". The", ", ", "é", "e\u0301", "—"]
)
TEXT = st.lists(WORDS, max_size=8).map(" ".join)
LINKS = st.lists(st.builds(Link, url=st.sampled_from("ab"), text=TEXT), max_size=3).map(tuple)
FILES = st.lists(
    st.builds(Attachment, url=st.sampled_from("ab"), title=TEXT, media_type=st.sampled_from(["", "text/plain"])),
    max_size=2,
).map(tuple)
ARTICLES = st.builds(
    Article,
    url=st.just("https://mfa.example/1"),
    title=TEXT,
    body=st.lists(TEXT, max_size=4).map(tuple),
    language=st.sampled_from(["", "en", "ru", "be"]),
    links=LINKS,
    attachments=FILES,
    tags=st.sampled_from([(), ("a",)]),
)


def text(*body: str, **fields: Any) -> Article:
    return Article(url="https://mfa.example/1", body=body, **{"title": "News", "language": "en", **fields})


@given(ARTICLES)
def test_a_text_against_itself_is_no_edit(article: Article) -> None:
    """Nothing changed, whatever it says."""
    assert measure(article, article) == Edit()


@given(ARTICLES, ARTICLES)
def test_fields_are_told_just_where_the_content_digest_differs(before: Article, after: Article) -> None:
    """An edit that the archive sees has a field to name, and no other has: tags and media types are no edit."""
    edit = measure(before, after)
    assert bool(edit.fields) == (content_digest(before) != content_digest(after))
    assert list(edit.fields) == [name for name in FIELDS if name in edit.fields]
    assert set(edit.changed) <= {"number", "date", "name"}


@given(ARTICLES, ARTICLES)
def test_an_edit_and_its_undoing_are_equally_big(before: Article, after: Article) -> None:
    """What one adds, the other removes."""
    there, back = measure(before, after), measure(after, before)
    assert (there.fields, there.added, there.removed) == (back.fields, back.removed, back.added)


@given(st.lists(st.sampled_from("abcdef"), max_size=20), st.lists(st.sampled_from("abcdef"), max_size=20))
def test_words_added_and_removed_account_for_the_length(old: list[str], new: list[str]) -> None:
    """The later text is as long as the earlier one, less what was removed, with what was added."""
    edit = measure(text(" ".join(old)), text(" ".join(new)))
    assert len(old) - edit.removed + edit.added == len(new)


@pytest.mark.parametrize(
    ("old", "new", "language", "changed"),
    [
        ("Some 5 people came.", "Some 6 people came.", "en", "number"),
        ("Some two people came.", "Some three people came.", "en", "number"),
        ("Some two people came.", "Some 2 people came.", "en", ""),
        ("It cost 3 million roubles.", "It cost 3 billion roubles.", "en", "number"),
        ("It cost 1,000 roubles.", "It cost 1 000 roubles.", "en", ""),
        ("It cost 2.5 per cent.", "It cost 2.6 per cent.", "en", "number"),
        ("5 killed, 10 injured.", "10 killed, 5 injured.", "en", "number"),
        ("Приехали пять человек.", "Приехали шесть человек.", "ru", "number"),
        ("Прыехалі пяць чалавек.", "Прыехалі шэсць чалавек.", "be", "number"),
        ("They met on 5 May 2024 here.", "They met on 6 May 2024 here.", "en", "date"),
        ("They met on 5 May 2024 here.", "They met on May 5, 2024 here.", "en", ""),
        ("They met on 12 May here.", "They met on 13 May here.", "en", "date"),
        ("They met on 3–5 May 2024 here.", "They met on 4–5 May 2024 here.", "en", "date"),
        ("They met on Monday.", "They met on Tuesday.", "en", "date"),
        ("They met in 2023 here.", "They met in 2024 here.", "en", "date"),
        ("A force of 2000 soldiers.", "A force of 2010 soldiers.", "en", "number"),
        ("Встреча 12 марта 2024 г.", "Встреча 13 марта 2024 г.", "ru", "date"),
        ("Встреча 12 марта.", "Встреча 12 апреля.", "ru", "date"),
        ("Встреча будет в среду.", "Встреча будет в четверг.", "ru", "date"),
        ("Встреча будет в 2024 году.", "Встреча будет в 2025 году.", "ru", "date"),
        ("Сустрэча 12 сакавіка 2024 года.", "Сустрэча 13 сакавіка 2024 года.", "be", "date"),
        ("Сустрэча 12.03.2024 была.", "Сустрэча 13.03.2024 была.", "be", "date"),
        ("They met in Minsk.", "They met in Brest.", "en", "name"),
        ("They met with Mr. Smith.", "They met with Mr. Jones.", "en", "name"),
        ("They met Iran's envoy.", "They met the envoy of Iran.", "en", ""),
        ("They met Iran's envoy.", "They met Iraq's envoy.", "en", "name"),
        ("The minister came.", "The Minister came.", "en", ""),
        ("Yesterday they met.", "Today they met.", "en", ""),
        ("Переговоры прошли в Минске.", "Переговоры прошли под Минском.", "ru", ""),
        ("Переговоры прошли в Минске.", "Переговоры прошли в Бресте.", "ru", "name"),
        ("Он встретил посла Ирана.", "Он встретил посла Ирака.", "ru", "name"),
        ("На заводе «Гомсельмаш» были.", "На заводе «Амкодор» были.", "ru", "name"),
        ("Сустрэча была ў Мінску.", "Сустрэча была ў Брэсце.", "be", "name"),
        ("The covid-19 wave.", "The covid-20 wave.", "en", "number"),
        ("The G20 met on 5 May.", "The G7 met on 6 May.", "en", "date name"),
        ("It was said.", "It was written.", "en", ""),
    ],
)
def test_a_number_a_date_and_a_name_are_flagged(old: str, new: str, language: str, changed: str) -> None:
    """In the three languages; another spelling of the same fact, or another case of the same name, is none."""
    edit = measure(text(old, language=language), text(new, language=language))
    assert " ".join(edit.changed) == changed


FULL = "He saw Ivanov and 5 friends on Monday."


def test_whole_new_sentences_change_nothing_that_stood() -> None:
    """How much was added says enough; a name that is put into a sentence that stayed is flagged."""
    assert measure(text("They came."), text("They came. " + FULL)).changed == ()
    assert measure(text("They came."), text("They came.", FULL)).changed == ()
    assert measure(text("They came."), text("They came with Ivanov.")).changed == ("name",)


def test_what_went_with_its_sentence_is_flagged_where_it_stands_nowhere_else() -> None:
    """A name that is scrubbed from a page is what a silent edit does; a paragraph that is moved says the same. A cell
    of a table is a whole text, too: another one in its place is flagged, whatever stands elsewhere."""
    assert measure(text("They came. " + FULL), text("They came.")).changed == ("number", "date", "name")
    assert measure(text("One here.", FULL), text(FULL, "One here.")).changed == ()
    assert measure(text("4.1", "per cent", "4.1"), text("4.2", "per cent", "4.1")).changed == ("number",)
    stands = "Some 5 friends met Ivanov, on Monday."
    assert measure(text(stands, FULL), text(stands)).changed == ()


def test_a_name_at_the_beginning_is_told_by_the_rest_of_the_text() -> None:
    """A sentence begins with a capital anyhow: only a word that is a name elsewhere is one there; so in headlines."""
    rest = "They saw Ivanov and Petrov there."
    assert measure(text("Ivanov left.", rest), text("Petrov left.", rest)).changed == ("name",)
    assert measure(text("Ivanov left."), text("Petrov left.")).changed == ()
    before = text("He saw France.", "He saw Spain.", title="Minister Meets Ambassador of France")
    assert measure(before, replace(before, title="Minister Meets Ambassador of Spain")).changed == ("name",)
    assert measure(before, replace(before, title="Minister Visits Ambassador of France")).changed == ()


def test_punctuation_is_an_edit_of_no_word_and_the_ends_of_paragraphs_are_none() -> None:
    """The field is named all the same; where a paragraph ends is mark-up."""
    assert measure(text("One. Two."), text("One; two!".replace("t", "T"))) == Edit(("body",))
    assert measure(text("One. Two."), text("One.", "Two.")) == Edit()


def test_a_link_or_a_file_that_goes_is_as_big_as_its_words() -> None:
    """With its address as one more, so that a link that only leads elsewhere is not nothing."""
    link, other = Link(url="/1", text="View this dataset"), Link(url="/2", text="View this dataset")
    assert measure(text(links=(link,)), text()) == Edit(("links",), 0, 4)
    assert measure(text(links=(link,)), text(links=(other,))) == Edit(("links",), 1, 1)
    held = Attachment(url="/f.pdf", title="The report")
    assert measure(text(), text(attachments=(held,))) == Edit(("attachments",), 3, 0)
    assert measure(text("One.", links=(link,)), text("Two.")) == Edit(("body", "links"), 1, 1)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(), "no change"),
        (Edit(("body",), 1, 1, ("number",)), "body: 1 word added, 1 removed; a number changed"),
        (Edit(("title", "body"), 0, 2, ()), "title, body: 2 words removed"),
        (
            Edit(("body",), 12, 0, ("number", "date", "name")),
            "body: 12 words added; a number, a date and a name changed",
        ),
        (Edit(("body",)), "body: no word added or removed"),
    ],
)
def test_an_edit_is_told_in_one_sentence(edit: Edit, words: str) -> None:
    """For tables and notes."""
    assert edit.sentence() == words


def test_the_summary_of_an_event_is_plain_json() -> None:
    """Lists and numbers under four keys."""
    assert Edit(("body",), 1, 2, ("date",)).to_dict() == {
        "fields": ["body"], "added": 1, "removed": 2, "changed": ["date"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "language", "same"),
    [
        ("Минск", "Минском", "ru", True),
        ("Макей", "Макеем", "ru", True),
        ("Беларусь", "Беларуси", "ru", True),
        ("Масква", "Маскву", "be", True),
        ("Иран", "Ирак", "ru", False),
        ("Словакия", "Словения", "ru", False),
        ("Петров", "Петровский", "ru", False),
        ("Iran", "Iran’s", "en", True),
        ("Iran", "Iraq", "en", False),
        ("Norga", "Norgii", "se", True),
        ("Maria", "Marie", "en", False),
    ],
)
def test_forms_of_one_name_are_told_from_other_names(one: str, other: str, language: str, same: bool) -> None:
    """By what the languages end their names in."""
    assert same_name(one, other, language) == same
    assert same_name(other, one, language) == same


def test_a_long_text_is_measured_whole() -> None:
    """Twenty thousand paragraphs, each of which changed."""
    before, after = (text(*(f"p {number} {word}" for number in range(20_000))) for word in ("old", "new"))
    assert measure(before, after)[1:3] == (20_000, 20_000)

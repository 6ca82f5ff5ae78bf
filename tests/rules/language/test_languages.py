"""BCP 47 tags, switcher's words, and the language of a text."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import py3langid
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector
from warcio.archiveiterator import ArchiveIterator

from crawler.rules.language import detection
from crawler.rules.language.codes import PRIMARY, THREE
from crawler.rules.language.switcher_words import _NAMES
from crawler.rules.language.tags import agree, detect, hreflang_language, tag, words_language

TAGS = st.sampled_from(sorted({*PRIMARY, *THREE}))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("EN-us", "en-US"),
        ("sme", "se"),
        ("rus", "ru"),
        ("nb_NO", "nb-NO"),
        ("nb_NO.UTF-8", "nb-NO"),
        (" be ", "be"),
        ("BEL", "be"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh-cmn-hans", "cmn-Hans"),
        ("sr-LATN", "sr-Latn"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("en-x-Foo", "en-x-foo"),
        ("iw", "he"),
        ("ger", "de"),
        ("ua", "uk"),
        ("by", "be"),
        ("smj", "smj"),
        ("x-default", None),
        ("", None),
        ("english", None),
        ("qq", None),
        ("zzz", None),
        ("en us", None),
        ("ru;q=0.5", None),
        ("рус", None),
    ],
)
def test_a_tag_has_one_form(written: str, expected: str | None) -> None:
    """RFC 5646, 4.5: shortest code, conventional case; junk is none."""
    assert tag(written) == hreflang_language(written) == expected


@given(TAGS, st.sampled_from(["", "-Latn", "_cyrl", "-HANS"]), st.sampled_from(["", "-us", "_NO", "-419"]))
def test_the_form_of_a_tag_is_stable(primary: str, script: str, region: str) -> None:
    """A canonical tag is its own canonical form, and case is never part of it."""
    once = tag(primary + script + region)
    assert once is not None
    assert tag(once) == tag(once.upper()) == tag(once.replace("-", "_")) == once
    assert agree(once, PRIMARY.get(primary, primary))


@given(st.text())
def test_any_text_is_a_tag_or_none(text: str) -> None:
    """Pages write anything in ``lang`` and ``hreflang``."""
    found = tag(text)
    assert found is None or tag(found) == found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("русская версия", "ru"),
        ("Русская\u00a0версия »", "ru"),
        ("на русском", "ru"),
        ("На русском языке", "ru"),
        ("версия на русском языке", "ru"),
        ("беларуская версія", "be"),
        ("па-беларуску", "be"),
        ("на беларускай мове", "be"),
        ("белорусская версия", "be"),
        ("english version", "en"),
        ("in english", "en"),
        ("(In English)", "en"),
        ("Read in English", "en"),
        ("Version in English", "en"),
        ("рус", "ru"),
        ("Бел.", "be"),
        ("En", "en"),
        ("EN", "en"),
        ("| RU |", "ru"),
        ("BY", "be"),
        ("Deutsch", "de"),
        ("Davvisámegiella", "se"),
        ("Bokmål", "nb"),
        ("Nynorsk", "nn"),
        ("На норвежском", None),
        ("Русский", "ru"),
        ("Français", "fr"),
        ("På svenska", "sv"),
        ("中文", "zh"),
        ("it", None),
        ("IT", "it"),
        ("in", None),
        ("", None),
        ("1", None),
        ("Русская версия соглашения подписана в Минске", None),
        ("English Channel", None),
        ("The English version of the law", None),
        ("Read more", None),
        ("Беларусь", None),
        ("версия для печати", None),
    ],
)
def test_a_switchers_words_mean_a_language_and_prose_means_none(words: str, expected: str | None) -> None:
    """Only a link that says nothing but the language is a switcher."""
    assert words_language(words) == expected


@given(st.sampled_from(sorted(_NAMES)), st.data())
def test_each_name_in_the_table_means_its_language(language: str, data: st.DataObject) -> None:
    """In any case, with marks around it; no name is listed for two languages."""
    name = " ".join(data.draw(st.sampled_from(_NAMES[language].split("|"))).split())
    assert words_language(name) == words_language(f"[ {name.upper()} ]".lower().title()) == language
    assert tag(language) == language


def test_no_name_is_listed_for_two_languages() -> None:
    """Else the later would silently win."""
    names = Counter(" ".join(name.split()) for names in _NAMES.values() for name in names.split("|"))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en-GB", True),
        ("nb", "no", True),
        ("nn", "nb-NO", True),
        ("no", "sv", False),
        ("be", "ru", False),
        ("", "", False),
        ("en", "", False),
        ("EN", "en", True),
    ],
)
def test_tags_agree_by_their_language(one: str, other: str, same: bool) -> None:
    """Region and script make no other language; Norwegian is one; nothing agrees with no tag."""
    assert agree(one, other) is agree(other, one) is same


@pytest.mark.parametrize(
    ("text", "claimed", "expected"),
    [
        ("Міністр замежных спраў наведаў Польшчу", "be", "be"),
        ("Пра сустрэчу ў Мінску", "ru", "be"),
        ("Пра сустрэчу ў Мінску", "", "be"),
        ("Министр посетил Минск", "be", "ru"),
        ("Министр посетил Минск", "ru", "ru"),
        ("О встрече с послом", "be", "be"),
        ("О встрече с новым послом Италии", "", "ru"),
        ("О встрече с новым послом Италии", "en", "ru"),
        ("Зустріч міністрів у Києві", "ru", "uk"),
        ("Съезд", "bg", "bg"),
        ("Statement by the Minister of Foreign Affairs", "ru", "en"),
        ("Statement by the Minister of Foreign Affairs", "fr", "fr"),
        ("Møte i Oslo", "be", ""),
        ("Møte i Oslo", "nb", "nb"),
        ("Møte i Oslo", "", ""),
        ("Υπουργείο", "en", "el"),
        ("საქართველო", "", "ka"),
        ("外交部", "zh-Hans", "zh-Hans"),
        ("Новости", "en-GB", ""),
        ("12.03.2024", "en", ""),
        ("", "en", ""),
    ],
)
def test_a_short_text_is_judged_by_claim_and_letters(text: str, claimed: str, expected: str) -> None:
    """Under 200 characters a model is often wrong; ў, і, ы and their kind are not."""
    assert detect(text, claimed) == expected


def test_whatever_the_model_may_answer_is_a_tag() -> None:
    """A language that the model knows and our table does not would be written as no tag at all."""
    names = [name for name, _ in py3langid.rank("the") if name not in detection._NO_LANGUAGE]
    assert [name for name in names if tag(detection._AS_TAG.get(name, name)) is None] == []


@settings(deadline=None)  # the first long text loads the model
@given(st.text(max_size=600), st.sampled_from(["", "be", "en", "nb-NO", "smj", "zh"]))
def test_any_text_has_a_language_or_none(text: str, claimed: str) -> None:
    """The answer is a tag or empty, and asking again gives the same."""
    found = detect(text, claimed)
    assert found == detect(text, claimed)
    assert found in ("", claimed) or tag(found) == found


def declaration(corpus: Path, name: str) -> str:
    """The text of one language's Universal Declaration of Human Rights."""
    page = Selector(text=(corpus / "udhr" / f"{name}.html").read_text("utf-8"))
    return " ".join(" ".join(page.xpath("//body//text()").getall()).split())


def pieces(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(0, len(text) - length, length)]


@pytest.mark.parametrize(
    ("name", "language"), [("bel", "be"), ("eng", "en"), ("nob", "nb"), ("rus", "ru"), ("sme", "se"), ("ukr", "uk")]
)
def test_every_piece_of_the_declaration_is_in_its_language(corpus: Path, name: str, language: str) -> None:
    """With a right claim, a wrong one of the same script or another, or none: 500 characters settle it."""
    for piece in pieces(declaration(corpus, name), 500):
        for claimed in (language, "", "be", "ru", "uk", "en", "sv", "fi", "nb", "se"):
            assert agree(detect(piece, claimed), language), (claimed, piece)


@pytest.mark.parametrize("claimed", ["smj", "sma"])
def test_a_language_unknown_to_the_model_is_not_contradicted_by_its_neighbours(corpus: Path, claimed: str) -> None:
    """Lule Sámi looks like Northern Sámi to it. Another script still contradicts."""
    assert detect(declaration(corpus, "sme")[:500], claimed) == claimed
    assert detect(declaration(corpus, "bel")[:500], claimed) == "be"


def test_a_claims_region_is_kept_where_the_text_agrees(corpus: Path) -> None:
    """The page knows better than the text which English it is in."""
    assert detect(declaration(corpus, "eng"), "en-GB") == "en-GB"
    assert detect(declaration(corpus, "nob"), "nn") == "nn"


def test_pages_in_another_language_than_they_claim_are_found(corpus: Path) -> None:
    """Of 1,799 Norwegian ministry pages with a text about 120 are: Norwegian under an English or Sámi address."""
    folder = corpus / "no_regjeringen"
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as labels:
        claims = {row["url"]: row["language"] for row in csv.DictReader(labels, delimiter="\t")}
    found: Counter[tuple[str, str]] = Counter()
    texts = 0
    with (folder / "pages.warc.gz").open("rb") as warc:
        for record in ArchiveIterator(warc):
            if record.rec_type != "response":
                continue
            page = Selector(body=record.content_stream().read(), encoding="utf-8")
            text = " ".join(" ".join(paragraph.xpath(".//text()").getall()) for paragraph in page.css("main p"))
            claimed = claims[record.rec_headers.get_header("WARC-Target-URI")]
            if len(text) >= 200:
                texts += 1
                language = detect(" ".join(text.split()), claimed)
                found[claimed, language] += not agree(claimed, language)
    assert texts > 1790
    assert 105 <= sum(found.values()) <= 120
    assert found["en", "no"] + found["se", "no"] + found["en", "nn"] + found["se", "nn"] >= 0.98 * sum(found.values())


def test_the_quick_looks_confirm_what_the_model_would_say(corpus: Path) -> None:
    """Letters and small words confirm no claim that the model would not; and they save asking it for most texts."""
    languages = {"be": "bel", "en": "eng", "nb": "nob", "ru": "rus", "se": "sme", "uk": "ukr"}
    confirmed = texts = 0
    for language, name in languages.items():
        for piece in pieces(declaration(corpus, name), 400):
            best = detection._model().classify(piece)[0]
            claims = [claimed for claimed in (*languages, "sv") if detection._confirmed(piece.lower(), claimed)]
            assert all(agree(best, claimed) for claimed in claims), (claims, best, piece)
            texts += 1
            confirmed += language in claims
    assert confirmed > 0.8 * texts

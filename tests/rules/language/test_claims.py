"""What a page that claims a language means, and what addresses say about languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.language.addresses import named_languages, share_identity
from crawler.rules.language.claims import settled_claim, stands_for, without_region
from crawler.rules.language.tags import agree, tag, words_language
from crawler.rules.language.territories import country_means

TAGS = st.sampled_from(["en", "en-GB", "en-US", "ru", "be", "se", "sv", "no", "nb", "nn", "uk", "zh-Hans", ""])


@pytest.mark.parametrize(
    ("claimed", "spoken", "evidence", "known", "meant"),
    [
        ("en", "ru", ["ru"], [], "ru"),  # a template with one lang; the address says ru
        ("en", "ru", ["en"], [], "en"),  # never translated
        ("be", "ru", ["be"], ["ru"], "be"),
        ("se", "sv", [], ["en"], "sv"),  # a country code
        ("se", "sv", [], ["sv", "en"], "se"),  # the Sámi version, never translated
        ("kr", "ko", [], [], "ko"),
        ("ee", "et", [], [], "et"),
        ("am", "hy", [], [], "hy"),
        ("uk", "en", [], [], "en"),
        ("kg", "ru", [], [], "kg"),  # Kyrgyz, never translated
        ("en", "", ["ru"], [], "en"),
        ("", "ru", ["be"], [], ""),
        ("nb", "nn", ["nn"], [], "nb"),
    ],
)
def test_a_claim_is_taken_as_it_is_meant(
    claimed: str, spoken: str, evidence: list[str], known: list[str], meant: str
) -> None:
    """Only where the text contradicts it, and something else agrees with the text."""
    assert settled_claim(claimed, spoken, evidence, known) == meant


@given(TAGS, TAGS, st.lists(TAGS), st.lists(TAGS))
def test_a_claim_that_fits_the_text_stays(claimed: str, spoken: str, evidence: list[str], known: list[str]) -> None:
    """And the result is the claim or agrees with the text."""
    meant = settled_claim(claimed, spoken, filter(None, evidence), known)
    assert meant == claimed or agree(meant, spoken)
    if agree(claimed, spoken):
        assert meant == claimed


@pytest.mark.parametrize(
    ("language", "languages", "meant"),
    [
        ("en-GB", ["en", "ru"], "en"),
        ("en", ["en-GB", "ru"], "en-GB"),
        ("en-GB", ["en-GB", "en"], "en-GB"),
        ("en-GB", ["en-US", "en-AU"], "en-GB"),
        ("no", ["nb", "en"], "nb"),
        ("se", ["sv", "en"], "sv"),
        ("se", ["sv", "se"], "se"),
        ("fr", ["en"], "fr"),
        ("", ["en"], ""),
        ("zh-CN", ["zh", "en"], "zh"),
    ],
)
def test_a_tag_stands_for_a_language_of_the_site(language: str, languages: list[str], meant: str) -> None:
    """Where only one can be meant."""
    assert stands_for(language, languages) == meant


@pytest.mark.parametrize(
    ("language", "languages", "clipped"),
    [
        ("en-GB", ["en", "ru"], "en"),
        ("ka-GE", ["en", "ka"], "ka"),
        ("es-419", ["es"], "es"),
        ("en-GB", ["en", "en-GB"], "en-GB"),
        ("en-GB", ["en", "en-US"], "en-GB"),
        ("en-GB", ["en-US"], "en-GB"),
        ("pt-BR", ["en"], "pt-BR"),
        ("sr-Latn", ["sr"], "sr-Latn"),
        ("sr-Latn-RS", ["sr"], "sr-Latn-RS"),
        ("ca-valencia", ["ca"], "ca-valencia"),
        ("nb-NO", ["no"], "nb-NO"),
        ("en", ["en"], "en"),
        ("", ["en"], ""),
        ("en-GB", [], "en-GB"),
    ],
)
def test_a_region_is_left_out_where_the_site_has_none(language: str, languages: list[str], clipped: str) -> None:
    """A script, a variant, and the regions of a site that has several, are more than that."""
    assert without_region(language, languages) == clipped


@given(TAGS, st.lists(TAGS.filter(bool), unique=True))
def test_a_tag_without_its_region_is_the_same_language(language: str, languages: list[str]) -> None:
    """It is a language of the site, or what it was; and it stays."""
    clipped = without_region(language, languages)
    assert clipped == language or (clipped in languages and agree(clipped, language))
    assert without_region(clipped, languages) == clipped


@given(TAGS, st.lists(TAGS.filter(bool), unique=True))
def test_what_a_tag_stands_for_is_itself_or_of_the_site(language: str, languages: list[str]) -> None:
    """And it stands for itself from then on."""
    meant = stands_for(language, languages)
    assert meant == language or meant in languages
    assert stands_for(meant, languages) == meant


@pytest.mark.parametrize(
    ("written", "expected"),
    [("ua", "uk"), ("cz", "cs"), ("gr", "el"), ("jp", "ja"), ("cn", "zh"), ("by", "be"), ("dk", "da"), ("gb", "en"),
     ("rs", "sr"), ("vn", "vi"), ("ir", "fa"), ("al", "sq"), ("ge", "ka")],
)  # fmt: skip
def test_country_codes_that_are_no_languages_mean_their_language(written: str, expected: str) -> None:
    """In ``html lang`` and in ``hreflang``."""
    assert tag(written) == expected


def test_country_codes_that_are_languages_mean_both() -> None:
    """The text decides."""
    pairs = [("se", "sv"), ("kr", "ko"), ("ch", "de"), ("sv", "sv"), ("en", "ru"), ("se", "no"), ("kg", "ru")]
    assert [country_means(*pair) for pair in pairs] == [True, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://m.example/ru/news/1", ("ru",)),
        ("https://uk.m.example/news", ("uk",)),
        ("https://m.example/view?id=1&lang=ge", ("ka",)),
        ("https://m.example/news_kk.html", ("kk",)),
        ("https://m.example/news/1", ()),
    ],
)
def test_addresses_name_languages(url: str, expected: tuple[str, ...]) -> None:
    """In the path, the host, a parameter or the file name."""
    assert named_languages(url) == expected


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("/en/news.html?id=5", "/ru/novosti.html?id=5", True),
        ("/en/news.html?id=5", "/ru/novosti.html?id=6", False),
        ("/en/2024/05/visit", "/ru/2024/05/visit", True),
        ("/en/2024/05/visit", "/ru/2024/05/vizit", False),
        ("/press/12345-visit", "/presse/12345-besuch", True),
        ("/news_en.html", "/news_ru.html", True),
        ("/en/", "/ru/", False),
        ("/view.php?id=5&lang_id=1", "/view.php?id=5&lang_id=2", True),
        ("/en/d.php?ELEMENT_ID=5", "/ru/d.php?ELEMENT_ID=5&SECTION_ID=7", True),
        ("/view.php?newsId=5&langId=1", "/view.php?newsId=6&langId=1", False),
        ("/en/t20240305_11530.html", "/ru/t20240306_11530.html", True),
        ("/en/article12345.html", "/ru/statya12345.html", True),
        ("/en/12345/", "/ru/12345/vizit/", True),
        ("/en/2024/0305/other.html", "/ru/2024/0305/vizit.html", False),
        ("/en/other?section_id=1", "/ru/vizit?section_id=1", False),
        ("/en/other?Itemid=101", "/ru/vizit?Itemid=101", False),
        ("/en/resolution-1325-anniversary", "/ru/rezolyutsiya-1325-i-vizit", False),
    ],
)
def test_versions_share_the_identity_of_their_page(one: str, other: str, shared: bool) -> None:
    """A date in the path is no id, nor is a section's, a menu's, or a number that a headline has."""
    assert share_identity("https://m.example" + one, "https://m.example" + other) is shared
    assert share_identity("https://m.example" + other, "https://m.example" + one) is shared


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Meänkieli", "fit"), ("Sámigiella", "se"), ("romani chib", "rom"), ("jiddisch", "yi"), ("Suomeksi", "fi"),
        ("Resanderomani (romani chib)", "rmu"), ("Davvisámigiella (nordsamiska)", "se"), ("anarâškielâ", "smn"),
        ("hornjoserbšćina", "hsb"), ("Tshivenḓa", "ve"), ("Soomaali", "so"), ("Kiswahili", "sw"), ("हिन्दी", "hi"),
        ("kalaallisut", "kl"), ("татарский", "tt"), ("isländska", "is"), ("US", "en"), ("us", None),
        ("Lättläst", None), ("Latin", None), ("English / Русский", None), ("Speech (English)", None),
    ],
)  # fmt: skip
def test_names_of_languages_are_known_in_many_languages(words: str, expected: str | None) -> None:
    """By the table of the forms that switchers use, and by CLDR."""
    assert words_language(words) == expected

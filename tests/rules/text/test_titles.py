"""Which text names an article, and which its site."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.titles import Heading, TitleEvidence, title_of, unescaped

URL = "https://portal.example/news/1"


def title(
    *claims: str,
    url: str = URL,
    names: tuple[str, ...] = (),
    text: str = "",
    headings: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> str:
    """``{"h1": ("A",), "h2": ("B",)}`` are headings, ``banner`` those in the page's banner."""
    made = [
        Heading(words, int(level[1:]) if level != "banner" else 1, level == "banner")
        for level, each in headings.items()
        for words in each
    ]
    return title_of(TitleEvidence(url=url, headings=made, claims=claims, site_names=names, text=text))


@pytest.mark.parametrize(
    ("claims", "headings", "expected"),
    [
        (("Ministry of Trade | Envoy received",), {"h2": ("Envoy received",)}, "Envoy received"),
        (("МИД – Министр принял посла",), {"h3": ("Министр принял посла",)}, "Министр принял посла"),
        (("外交部 | 外长会见大使",), {"h2": ("外长会见大使",)}, "外长会见大使"),
        (("Visite du ministre - Portail", "Visite du ministre"), {"h1": ("Portail",)}, "Visite du ministre"),
        (("Minister reist - Auswärtiges",), {"h1": ("Auswärtiges",), "h2": ("Minister reist",)}, "Minister reist"),
        (("A visit | Ministry",), {"h1": ("A visit", "Links")}, "A visit"),
        (("A visit",), {"h1": ("News",), "h2": ("A visit",)}, "A visit"),
        (("Other words",), {"h1": ("A visit",)}, "A visit"),
    ],
)  # fmt: skip
def test_headings_and_claims_together_say_what_the_title_is(
    claims: tuple[str, ...], headings: Mapping[str, tuple[str, ...]], expected: str
) -> None:
    """Whichever end the site's name is at, and whatever level the headline has."""
    assert title(*claims, headings=headings) == expected


@pytest.mark.parametrize(
    ("claim", "names", "url", "expected"),
    [
        ("Minister visits Minsk – day two", (), URL, "Minister visits Minsk – day two"),
        ("Talks on trade - an end in sight?", (), URL, "Talks on trade - an end in sight?"),
        ("Talks - day two - The State", ("The State",), URL, "Talks - day two"),
        ("The State: Talks | The State", ("The State",), URL, "The State: Talks"),
        ("Samediggi - Vuáđudempeivi", (), "https://www.samediggi.example/1", "Vuáđudempeivi"),
        ("Talks end | MFA", (), "https://mfa.example/1", "Talks end"),
        ("Talks end - Ministry of Foreign Affairs", (), "https://mfa.gov.example/1", "Talks end"),
        ("Ministry of Trade :: Talks end", (), URL, "Talks end"),
        ("The State", ("The State",), URL, ""),
    ],
)
def test_a_claim_is_cut_only_where_something_names_the_site(
    claim: str, names: tuple[str, ...], url: str, expected: str
) -> None:
    """Its own name, its host, the initials that its host has, or an institution's name at one end alone."""
    assert title(claim, names=names, url=url) == expected


def test_a_banner_is_no_title_unless_a_claim_is_the_same() -> None:
    """The name of a ministry stands over every page."""
    assert title("A visit", headings={"banner": ("Ministry of Examples",)}) == "A visit"
    assert title("A visit", "A visit | Portal", headings={"banner": ("A visit",)}) == "A visit"


def test_without_claims_the_address_says_which_heading_it_is() -> None:
    """A publishing system makes the address of the title, and drops accents."""
    url = "https://portal.example/news/nuuham-haavah/"
    assert title(url=url, headings={"h3": ("Elsewhere", "Nuuhâm haavah")}) == "Nuuhâm haavah"
    assert title(url=url, text="Ja taa láá nuuhâm haavah, maid ...") == "Nuuhâm haavah"
    assert title(url=url, headings={"h3": ("Something else",)}, text="no such words") == "Something else"
    assert title(url="https://portal.example/1", text="no such words") == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tie&#273;eet", "tieđeet"),
        ("Trade &amp; science", "Trade & science"),
        ("L&#8217;accord", "L’accord"),
        ("&Scaron;iandien", "Šiandien"),
        ("R&D; then T&T", "R&D; then T&T"),
        ("5 & 6;", "5 & 6;"),
    ],
)
def test_entities_that_were_escaped_twice_are_decoded(written: str, read: str) -> None:
    """Once more than the parser does; an ampersand that is none stays."""
    assert unescaped(written) == read


PARTS = (
    st.text(st.sampled_from("abcdeабвгд "), min_size=3, max_size=20).map(str.strip).filter(lambda part: len(part) > 2)
)


@given(article=PARTS, site=PARTS, mark=st.sampled_from([" | ", " - ", " – ", " :: "]), first=st.booleans())
def test_the_sites_name_is_cut_from_either_end(article: str, site: str, mark: str, first: bool) -> None:
    """If it is known, what is left is the article's title; nothing else is ever cut."""
    claim = f"{site}{mark}{article}" if first else f"{article}{mark}{site}"
    if article.replace(" ", "") != site.replace(" ", ""):
        assert title(claim, names=(site,)).replace(" ", "") == article.replace(" ", "")
    assert title(claim) == claim


MARKS = [" ~ ", " ‒ ", " ― ", " ¦ ", " ❘ ", " ⋅ ", " › ", " ‹ ", " : ", " // ", " < ", "｜"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("Royal Ministry of Transport", "New bridge opened"),
        ("Υπουργείο Εξωτερικών", "Νέα συμφωνία υπογράφηκε"),
        ("Külgazdasági Minisztérium", "Új hidat adtak át"),
        ("Сыртқы істер министрлігі", "Жаңа келісімге қол қойылды"),
        ("Xarici İşlər Nazirliyi", "Yeni saziş imzalandı"),
        ("Välisministeerium", "Uus leping allkirjastati"),
        ("Bộ Ngoại giao", "Bộ trưởng ký hiệp định mới"),
        ("وزارت امور خارجه", "امضای توافق جدید"),
        ("中华人民共和国外交部", "新协议签署"),
    ],
)
def test_an_institution_at_either_end_is_cut_after_any_mark(mark: str, name: str, headline: str) -> None:
    """With no heading and no name of the site: the name says itself that it is an institution's."""
    assert title(f"{headline}{mark}{name}") == headline
    assert title(f"{name}{mark}{headline}") == headline


@pytest.mark.parametrize(
    "claim",
    [
        "Tax in 2025 – statement of the Ministry of Finance on the draft",
        "Visit to the Embassy of Norway – photographs",
        "Government approves budget – what changes",
        "Ministeri tapasi lehdistön – kolme kysymystä",
        "Bộ trưởng tiếp đoàn – ba nội dung",
    ],
)
def test_a_title_about_an_institution_stays_whole(claim: str) -> None:
    """A verb follows the word, or other words come before it; a minister is no ministry."""
    assert title(claim) == claim


@pytest.mark.parametrize(
    "headings",
    [
        {"h1": ("Ministry of Trade", "Envoy received")},
        {"h1": ("Ministry of Trade",), "h2": ("Envoy received",)},
        {"banner": ("Ministry of Trade",), "h2": ("Envoy received",)},
        {"h3": ("Envoy received",)},
    ],
)
def test_a_name_of_an_institution_that_heads_every_page_is_no_title(headings: Mapping[str, tuple[str, ...]]) -> None:
    """Even where the ``title`` has nothing else."""
    assert title("Ministry of Trade", headings=headings) == "Envoy received"


def test_a_page_about_the_institution_keeps_its_title() -> None:
    assert title("Ministry of Trade", headings={"h1": ("Ministry of Trade",)}) == "Ministry of Trade"
    several = {"h1": ("Ministry of Trade",), "h2": ("Leadership", "Contacts")}
    assert title("Ministry of Trade", headings=several) == "Ministry of Trade"


@pytest.mark.parametrize(
    ("claim", "url", "expected"),
    [
        ("外长会见大使_外交门户", "https://x.example/外交门户/1", "外长会见大使"),
        ("Envoy received – trade.gov.example", "https://www.trade.gov.example/1", "Envoy received"),
        ("Envoy received | Releases | Ministry of Trade", "https://x.example/releases/1", "Envoy received"),
        ("Spin-off: a well-known word_here", URL, "Spin-off: a well-known word_here"),
    ],
)
def test_hosts_and_folders_at_an_end_are_cut(claim: str, url: str, expected: str) -> None:
    assert title(claim, url=url) == expected


def test_entities_escaped_three_times() -> None:
    assert unescaped("Law &amp;amp; order") == "Law & order"

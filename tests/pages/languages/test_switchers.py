"""Switchers of any site: which links of a page are its language versions, and which only lead to pages in languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Capture
from crawler.pages.article import ArticlePage
from crawler.pages.languages.alternates import announced
from crawler.pages.page import Page
from crawler.pages.site import Site

SITE = Site(name="example", hosts=("ministry.example",))
URL = "https://ministry.example/en/news/1"
LONG = "The minister received the ambassador and spoke about trade, visas and the road between the two capitals. "


def page(body: str) -> Page:
    """A page with this body."""
    capture = Capture(url=URL, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, body=body.encode())
    return Page(capture, SITE)


def found(body: str, *, anywhere: bool = True) -> list[str]:
    """The alternates as words: tag and path."""
    alternates = announced(page(f"<html><body>{body}</body></html>"), find_switchers=anywhere)
    return [f"{each.hreflang} {each.url.removeprefix('https://ministry.example')}" for each in alternates]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LONG}An earlier <a hreflang='ru' href='/ru/7'>заявление министерства</a> was published.</p>",
        "<ul class='related'><li><a hreflang='ru' href='/ru/7'>О визите</a></li>"
        "<li><a hreflang='be' href='/be/8'>Пра візіт</a></li></ul>",
        f"<div class='read-also'>{LONG}<a hreflang='fr' href='/fr/9'>Déclaration du ministre</a></div>",
        "<table><tr><td>Treaty</td><td><a hreflang='de' href='/de/t1'>Abkommen über Luftverkehr</a></td></tr></table>",
        "<article lang='en' class='lang-en'><p>" + LONG + "<a hreflang='ru' href='/ru/3'>Речь</a></p></article>",
    ],
    ids=["prose", "read also", "box", "table", "article with a class"],
)
def test_a_link_that_only_says_its_language_is_no_version(body: str) -> None:
    """HTML, 4.6.6: ``hreflang`` gives the language of the linked page."""
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><a rel='alternate' hreflang='ru' href='/ru/1'>Речь</a></p>", ["ru /ru/1"]),
        ("<nav><a hreflang='ru' href='/ru/1'>RU</a></nav>", ["ru /ru/1"]),
        ("<ul class='language-switcher'><li><a hreflang='ru' href='/ru/1'>Речь</a></li></ul>", ["ru /ru/1"]),
        ("<div><a hreflang='ru' href='/ru/1'><img src='/flags/ru.svg' alt=''></a></div>", ["ru /ru/1"]),
        ("<p>This page is also available <a hreflang='ru' href='/ru/1'>in Russian</a>.</p>", ["ru /ru/1"]),
        ("<div><a hreflang='kk' href='/kk/1' title='Қазақша'>Q</a></div>", ["kk /kk/1"]),
    ],
    ids=["rel", "code", "container", "flag", "words in a sentence", "title"],
)
def test_a_choice_of_language_is_a_version(body: str, expected: list[str]) -> None:
    """By ``rel``, by its words or picture, or by the container that it stands in."""
    assert found(body) == expected


def test_what_a_switcher_announces_is_not_contradicted_by_a_sentence() -> None:
    """The sentence says that another page is in Russian."""
    body = f"<nav><a hreflang='ru' href='/ru/1'>RU</a></nav><p>{LONG}<a hreflang='ru' href='/ru/7'>in Russian</a></p>"
    assert found(body) == ["ru /ru/1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<ul><li><a href='/fi'>Suomeksi</a></li><li><a href='/fiu'>Meänkieli</a></li><li><a href='/ll'>Lättläst</a>"
            "</li><li><a href='/sme'>Sámigiella</a></li><li><a href='/rom'>romani chib</a></li></ul>",
            ["fi /fi", "fit /fiu", "se /sme", "rom /rom"],
        ),
        ("<header><a href='/'>Home</a> <a href='/news'>News</a> <a href='/ru/1'>Русский</a></header>", ["ru /ru/1"]),
        (
            "<form><select><option value='/uk/1'>Українська</option><option value='/en/news/1' selected>English"
            "</option></select></form>",
            ["uk /uk/1", "en /en/news/1"],
        ),
        ("<div><button onclick=\"location.href='/ka/1'\">ქართული</button></div>", ["ka /ka/1"]),
        ("<form action='/de/1'><button>Deutsch</button></form>", ["de /de/1"]),
        (
            "<div class='flags'><a href='/lv/1'><img src='a.png' alt='Latviešu'></a><a href='/lt/1'>"
            "<img src='b.png' alt='Lietuvių'></a></div>",
            ["lv /lv/1", "lt /lt/1"],
        ),
        (
            "<p><a href='/cy/1'>Cymraeg</a> | <a href='/ga/1'>Gaeilge</a> | <a href='/gd/1'>Gàidhlig</a></p>",
            ["cy /cy/1", "ga /ga/1", "gd /gd/1"],
        ),
        ("<p><a href='/yi/1'>ייִדיש</a> <a href='/he/1'>עברית</a></p>", ["yi /yi/1", "he /he/1"]),
        ("<div><a href='/smj/1'>Julevsámegiella (lulesamiska)</a></div>", ["smj /smj/1"]),
    ],
    ids=["minorities", "one link", "select", "button", "form", "flags", "bars", "right to left", "two names"],
)
def test_switchers_are_found_wherever_they_are(body: str, expected: list[str]) -> None:
    """No selector of a site file is needed."""
    assert found(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LONG}She speaks <a href='/people/7'>Polish</a>.</p>",
        "<ul>" + "".join(f"<li>Report {n} <a href='/r{n}e'>English</a> <a href='/r{n}f'>Français</a></li>"
                         for n in range(4)) + "</ul>",
        "<p><a href='/law-en.pdf'>English</a> <a href='/law-fr.pdf'>Français</a></p>",
        "<div><a href='https://elsewhere.example/ru'>Русский</a></div>",
        "<select><option value='en'>English</option><option value='ru'>Русский</option></select>",
        "<p><a href='/speech'>Speech of the minister (English)</a></p>",
    ],
    ids=["prose", "list of reports", "files", "other host", "no addresses", "remark"],
)  # fmt: skip
def test_what_is_no_switcher_announces_nothing(body: str) -> None:
    """Words that name a language are not enough."""
    assert found(body) == []


def test_a_site_file_that_names_no_switcher_has_none() -> None:
    """Only the generic page looks for them."""
    assert found("<nav><a href='/ru/1'>Русский</a></nav>", anywhere=False) == []


def test_an_article_page_takes_no_link_of_its_text_for_a_version() -> None:
    """The link stays a link."""
    body = (
        f"<h1>Visit</h1><p>{LONG}<a hreflang='ru' href='/ru/7'>Заявление</a></p><nav><a hreflang='be' href='/be/1'>be"
    )
    read = ArticlePage(replace(page(body).capture), SITE).to_item()
    assert [each.url for each in read.alternates] == ["https://ministry.example/be/1"]
    assert "https://ministry.example/ru/7" in [link.url for link in read.links]


@given(st.lists(st.sampled_from(["ru", "be", "uk", "fr", "ka"]), unique=True, min_size=1), st.text("абв ", min_size=3))
def test_titles_of_other_news_never_announce(tags: list[str], title: str) -> None:
    """Whatever the language of each link: a list of news is no switcher."""
    items = "".join(f"<li><a hreflang='{tag}' href='/{tag}/9'>{title} {LONG}</a></li>" for tag in tags)
    assert found(f"<ul>{items}</ul>") == []

"""Pages that say by their title or heading that they are none."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.rules.outcome.block_texts import BLOCKED, MISSING, REASONS
from crawler.rules.outcome.classification import judge

PROSE = "The Minister met the Ambassador of Norway and spoke about trade, transport and culture. " * 40
ARTICLE = f"<!doctype html><title>A meeting - Ministry</title><h1>A meeting</h1><p>{PROSE}</p>".encode()
PAGE = Capture(
    url="https://mfa.gov.by/press/news_mfa/a.html",
    captured_at=datetime(2024, 3, 12, tzinfo=UTC),
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"),),
    body=ARTICLE,
)


def page(title: str, text: str = "", *, heading: str = "", encoding: str = "utf-8", status: int = 200) -> Capture:
    """A page with little on it but a title, a heading and a text."""
    html = f"<html><head><title>{title}</title></head><body><h1>{heading}</h1><p>{text}</p></body></html>"
    return replace(PAGE, body=html.encode(encoding), status=status)


BLOCK_PAGES = [
    ("Web Page Blocked!", "firewall"),
    ("Just a moment...", "challenge"),
    ("Attention Required! | Cloudflare", "challenge"),
    ("Access Denied", "firewall"),
    ("403 Forbidden", "firewall"),
    ("403 — Доступ запрещён", "firewall"),
    ("Доступ ограничен", "firewall"),
    ("Доступ заблокирован | Провайдер", "firewall"),
    ("Доступ абмежаваны", "firewall"),
    ("DDOS-GUARD", "challenge"),
    ("Проверка браузера", "challenge"),
    ("Ведутся технические работы", "maintenance"),
    ("На сайце вядуцца тэхнічныя работы", "maintenance"),
    ("Site under maintenance", "maintenance"),
    ("429 Too Many Requests", "rate-limit"),
    ("Слишком много запросов", "rate-limit"),
    ("Превышен лимит запросов", "rate-limit"),
    ("Занадта шмат запытаў", "rate-limit"),
    ("Забагато запитів", "rate-limit"),
    ("För många förfrågningar", "rate-limit"),
    ("For mange forespørsler | Departementet", "rate-limit"),
    ("Network login", "captive-portal"),
    ("Авторизация в сети Wi-Fi", "captive-portal"),
    ("Аўтарызацыя ў сетцы", "captive-portal"),
    ("Вхід до мережі", "captive-portal"),
    ("Anslut till Wi-Fi", "captive-portal"),
    ("Gjestenett", "captive-portal"),
    ("Сайт на техническом обслуживании", "maintenance"),
    ("Сайт часова не працуе", "maintenance"),
    ("Технічні роботи", "maintenance"),
    ("Webbplatsen är tillfälligt nere", "maintenance"),
    ("Planlagt vedlikehold", "maintenance"),
    ("Siidu ii leat dál olámuttus", "maintenance"),
    ("Доступ до сайту обмежено", "firewall"),
    ("Du har blivit blockerad", "firewall"),
    ("Du har ikke tilgang", "firewall"),
    ("Beassan gildojuvvon", "firewall"),
    ("Перевірка, що ви не робот", "challenge"),
    ("Säkerhetskontroll", "challenge"),
    ("Vennligst vent...", "challenge"),
]


@pytest.mark.parametrize(("title", "reason"), BLOCK_PAGES)
@pytest.mark.parametrize("status", [200, 202, 403, 404, 503])
def test_a_block_page_is_known_by_its_title_whatever_its_status(title: str, reason: str, status: int) -> None:
    """Firewalls answer with 200 as often as not, and a blocked page is never a missing one."""
    verdict = judge(page(title, "Contact the administrator.", status=status))
    assert verdict == ("blocked", reason)


@pytest.mark.parametrize(("title", "reason"), BLOCK_PAGES)
def test_a_block_page_is_known_by_its_heading(title: str, reason: str) -> None:
    """Some have the host's name as title."""
    assert judge(page("mfa.gov.by", heading=f"<b>{title}</b>")) == ("blocked", reason)


def test_a_block_page_is_known_in_windows_1251() -> None:
    """The seed ministry's country still writes it, and the page's own declaration is not needed."""
    assert judge(page("Доступ к сайту ограничен", encoding="cp1251")) == ("blocked", "firewall")


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Page not found | Ministry",
        "Ошибка 404",
        "Страница не найдена - МИД",
        "Siden finnes ikke",
        "Старонка не знойдзена",
        "Error 404: page not found",
        "Sidan kunde inte hittas",
        "Ministry — 404",
    ],
)
def test_a_page_that_says_it_is_not_there_is_a_soft_404(title: str) -> None:
    """Status 200, a title that says the contrary, and hardly any text."""
    assert judge(page(title, "Try the search.")) == ("missing", "soft-404")
    assert judge(page("Ministry", heading=title)) == ("missing", "soft-404")
    assert judge(page(title, status=404)) == ("missing", "http-404")


@pytest.mark.parametrize(
    "title",
    [
        "Access denied: how visas are refused",
        "Page not found | Ministry",
        "Доступ ограничен",
        "404",
        "Just a moment...",
        "Maintenance",
        "Вход",
        "Blocked",
        "Too many requests",
        "Гостевой доступ",
        "Технические работы",
        "Network login",
        "Driftstopp",
    ],
)
def test_a_page_with_a_text_is_never_refused_for_its_title(title: str) -> None:
    """An article about a blocked site, or one with an unlucky title, stays an article."""
    assert judge(page(title, PROSE)) is None
    assert judge(page("News", PROSE, heading=title)) is None


@pytest.mark.parametrize(
    "text",
    [
        "The site said: access denied.",
        "404",
        "Доступ заблокирован, сообщило министерство.",
        "Just a moment...",
        "Log in",
        "Too many requests, said the consulate of the applications.",
        "На сайте ведутся технические работы, сообщило министерство.",
    ],
)
def test_words_in_the_text_of_a_short_page_do_not_refuse_it(text: str) -> None:
    """Only the whole of a title or heading counts."""
    assert judge(page("Statement on the archive", text, heading="Access denied: the Minister on the archive")) is None


@pytest.mark.parametrize(
    "mark",
    [
        '<meta property="og:type" content="article">',
        "<article>x</article>",
        '<script>{"@type": "NewsArticle"}</script>',
        '<meta property="article:published_time" content="2024-03-12">',
        '<div itemprop="articleBody">x</div>',
    ],
)
def test_article_mark_up_speaks_against_a_refusal(mark: str) -> None:
    """A short news item titled "Access denied" that says it is an article is believed."""
    assert judge(page("Access denied", mark)) is None


def test_a_log_in_wall_needs_a_password_field() -> None:
    """ "Вход" may be the title of a page about an entrance."""
    assert judge(page("Вход")) is None
    assert judge(page("Вход | МИД", '<input name="p" type="password">')) == ("blocked", "log-in")


def test_links_of_a_menu_are_not_the_text_of_a_page() -> None:
    """A soft 404 in the site's own clothes has hundreds of links around four words."""
    menu = "<ul>" + '<li><a href="/x">A section of the Ministry with a long name</a></li>' * 200 + "</ul>"
    assert judge(page("Page not found", menu)) == ("missing", "soft-404")


@pytest.mark.parametrize(
    "script",
    [
        "<script>window._cf_chl_opt={cvId:'3'}</script>",
        '<iframe src="/_Incapsula_Resource?x=1"></iframe>',
        '<script src="/aes.js"></script><script>function toNumbers(d){return d}</script>',
    ],
)
def test_a_page_that_is_only_a_challenge_script_is_blocked(script: str) -> None:
    """It has neither title nor text; on an ordinary page the same script changes nothing."""
    assert judge(replace(PAGE, body=f"<html><body>{script}</body></html>".encode())) == ("blocked", "challenge")
    assert judge(replace(PAGE, body=ARTICLE + script.encode())) is None


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><!-- <WISPAccessGatewayParam><Redirect/></WISPAccessGatewayParam> --></body></html>",
        b'<html><script>window.location="http://192.0.2.1:1000/fgtauth?04030f3a";</script></html>',
    ],
)
def test_a_page_that_only_leads_to_a_networks_portal_is_blocked(body: bytes) -> None:
    """WISPr and the firewalls of offices answer any address under status 200."""
    assert judge(replace(PAGE, body=body)) == ("blocked", "captive-portal")
    assert judge(replace(PAGE, body=ARTICLE + body)) is None


def test_no_phrase_means_two_things() -> None:
    """A phrase listed under two reasons would be judged by the order of the table."""
    lists = [*BLOCKED.values(), MISSING]
    phrases = [
        " ".join(phrase.split()) for text in lists for line in text.strip().splitlines() for phrase in line.split("|")
    ]
    assert sorted(phrases) == sorted(REASONS)
    assert all(phrase == phrase.lower() and phrase for phrase in phrases)


@pytest.mark.parametrize("part", ["<script a", "<a ", "<select ", "<", "<input ", "<!--", "og:type ", "<svg>", "<h1"])
def test_no_page_can_hold_a_crawl_up(part: str) -> None:
    """A page made of beginnings without ends is looked through once, not once for each beginning (minutes, once)."""
    body = f"<title>Log in</title>{part * (250_000 // len(part))}".encode()
    before = time.process_time()
    judge(replace(PAGE, body=body))
    assert time.process_time() - before < 2

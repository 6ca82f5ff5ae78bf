"""Headings of walls in words of their own, in many languages; and bare pages which are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.outcome.error_titles import refusal
from crawler.rules.outcome.wall_sentences import says_wall

WALLS = [
    ("Wir überprüfen Ihren Browser", "challenge"),
    ("Prohlížeč se kontroluje, čekejte prosím", "challenge"),
    ("Идёт проверка вашего браузера", "challenge"),
    ("브라우저를 확인하고 있습니다", "challenge"),
    ("お使いのブラウザーを確認しています", "challenge"),
    ("جارٍ التحقق من المتصفح", "challenge"),
    ("Потврдете дека не сте робот", "challenge"),
    ("Jeste li čovjek? Niste robot?", "challenge"),
    ("กรุณารอสักครู่…", "challenge"),
    ("Xin chờ", "challenge"),
    ("Esate eilėje", "challenge"),
    ("Sunteți în coadă", "challenge"),
    ("Your request was rejected by our filter", "firewall"),
    ("您的访问被拒绝", "firewall"),
    ("Pristup odbijen", "firewall"),
    ("Сайт окунун техникалык иштери", "maintenance"),
    ("Puslapis atnaujinamas", "maintenance"),
    ("Le site est en maintenance", "maintenance"),
    ("網站維護中", "maintenance"),
    ("Κάνουμε συντήρηση στον ιστότοπο", "maintenance"),
]


@pytest.mark.parametrize(("heading", "reason"), WALLS)
def test_a_heading_of_a_wall(heading: str, reason: str) -> None:
    """On a bare page it is a wall; with a date, a menu or a text, or where the page says so, the page is an article."""
    body = f"<title>Ministry</title><h1>{heading}</h1><p>1.2.3.4</p>"
    menu = "".join(f'<a href="/{name}">{name}</a>' for name in ("news", "about", "visas", "contacts"))
    assert says_wall(heading) == reason
    assert refusal(body.encode()) == reason
    assert refusal(f"{body}<p>{'The ministry says this and that. ' * 90}</p>".encode()) is None
    others = (f"<nav>{menu}</nav>{body}", f"{body}<p>3 May 2026</p>", f"{body}<time>May</time>", f"<article>{body}")
    assert [refusal(each.encode()) for each in others] == [None] * 4


@pytest.mark.parametrize(
    "heading",
    [
        "Minister confirms commitment to human rights",
        "Robots do not replace diplomats",
        "Access to education has been limited",
        "Maintenance of peace in the region",
        "Acces interzis minorilor",
        "외교부 점검회의 개최",
        "外交部维护国家主权",
        "صيانة السلم والأمن",
        "Технические работы в здании посольства завершены",
        "Queue at the border",
        "Wait for the verdict",
        "",
    ],
)
def test_a_headline_is_no_wall(heading: str) -> None:
    """It names other things too."""
    assert says_wall(heading) is None


@pytest.mark.parametrize(
    "mark",
    [
        '<script src="/__qrator/qauth.js"></script>',
        "<script>var dd={'host':'geo.captcha-delivery.com'}</script><p>Please enable JS</p>",
        '<script id="anubis_challenge" type="application/json">{}</script><p>Loading...</p>',
        "<script>window.KPSDK={}</script>",
        '<script src="https://a.token.awswaf.com/challenge.js"></script>',
    ],
)
def test_a_mark_of_a_challenge_counts_on_a_bare_page_alone(mark: str) -> None:
    """A form on an ordinary page has such a script too."""
    assert refusal(f"<html><head><title></title></head><body>{mark}</body></html>".encode()) == "challenge"
    page = f"<html><head>{mark}<title>Contacts</title></head><body><h1>Contacts</h1><p>{'The post address. ' * 30}</p>"
    assert refusal(page.encode()) is None


@given(st.text(max_size=200))
def test_any_heading_is_read(heading: str) -> None:
    """No heading stops the reading, and spaces around it change nothing."""
    assert says_wall(heading) == says_wall(f" {heading}\t ") or len(heading) > 110

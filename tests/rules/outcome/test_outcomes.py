"""What an exchange was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import BadAddress
from crawler.items import Capture
from crawler.rules.outcome.classification import CODES, OUTCOMES, judge, redirect_target

PROSE = "The Minister met the Ambassador of Norway and spoke about trade, transport and culture. " * 40
ARTICLE = f"<!doctype html><title>A meeting - Ministry</title><h1>A meeting</h1><p>{PROSE}</p>".encode()
PAGE = Capture(
    url="https://mfa.gov.by/press/news_mfa/a.html",
    captured_at=datetime(2024, 3, 12, tzinfo=UTC),
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"),),
    body=ARTICLE,
)


def redirect(location: str | None, status: int = 302, url: str = PAGE.url) -> Capture:
    headers = () if location is None else (("location", location),)
    return replace(PAGE, url=url, status=status, headers=headers, body=b"")


def is_front(url: str) -> bool:
    return url in ("https://mfa.gov.by/", "https://mfa.gov.by/en/")


def test_the_outcomes_and_their_codes_are_part_of_the_archive_format() -> None:
    """The archive stores the numbers: a word may be appended, none may move."""
    assert OUTCOMES[:14] == (
        *("article", "listing", "feed", "sitemap", "file", "unchanged", "moved", "excluded", "offsite", "robots"),
        *("missing", "blocked", "unreachable", "unreadable"),
    )
    assert [CODES[word] for word in OUTCOMES] == list(range(1, len(OUTCOMES) + 1))


@given(
    st.integers(0, 999),
    st.binary(max_size=300),
    st.lists(st.tuples(st.sampled_from(["Location", "Content-Length", "content-type", "X"]), st.text()), max_size=4),
)
def test_every_exchange_is_judged(status: int, body: bytes, headers: list[tuple[str, str]]) -> None:
    """Whatever a server sends, the verdict is a known outcome, and has a reason unless it is plain success."""
    verdict = judge(replace(PAGE, status=status, body=body, headers=tuple(headers)), is_front=is_front)
    if verdict is not None:
        outcome, reason = verdict
        assert outcome in OUTCOMES
        assert reason or outcome == "file"
        assert " " not in reason


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(404, ("missing", "http-404")), (410, ("missing", "http-410")), (304, ("unchanged", "not-modified"))]
    + [(status, ("blocked", f"http-{status}")) for status in (401, 402, 403, 407, 429, 451, 511)]
    + [(status, ("unreachable", f"http-{status}")) for status in (408, 500, 502, 503, 504, 520, 599)]
    + [(status, ("unreadable", f"http-{status}")) for status in (100, 400, 405, 406, 418)]
    + [(0, ("unreachable", "no-answer")), (206, ("unreadable", "cut-short")), (200, None), (203, None)],
)
def test_a_status_decides(status: int, verdict: tuple[str, str] | None) -> None:
    """Design, section 6: missing, blocked and unreachable are three things, with three effects."""
    assert judge(replace(PAGE, status=status)) == verdict


def test_no_answer_keeps_the_reason_that_the_downloader_gave() -> None:
    """A time-out and a refused connection are told apart."""
    assert judge(replace(PAGE, status=0, reason="timeout", body=b"")) == ("unreachable", "timeout")


def test_a_redirect_moves_its_address() -> None:
    """Each hop is a capture, with the place it leads to, resolved against the address as asked."""
    assert judge(redirect("/en/", 301), is_front=None) == ("moved", "http-301")
    assert redirect_target(redirect("../x.html#top")) == "https://mfa.gov.by/press/x.html"
    asked = replace(redirect("x"), asked="http://www.mfa.gov.by/press/")
    assert redirect_target(asked) == "http://www.mfa.gov.by/press/x"
    assert redirect_target(PAGE) is None


@pytest.mark.parametrize(
    ("location", "verdict"),
    [
        ("/", ("missing", "redirect-to-front")),
        ("https://mfa.gov.by/en", ("moved", "http-302")),
        ("https://mfa.gov.by/en/?utm_source=gone", ("missing", "redirect-to-front")),
        ("/press/news_mfa/b.html", ("moved", "http-302")),
        ("/404.html", ("missing", "redirect-to-404")),
        ("/en/page-not-found/", ("missing", "redirect-to-404")),
        ("/user/login?destination=x", ("blocked", "redirect-to-log-in")),
        ("https://sso.gov.by/auth/realms", ("blocked", "redirect-to-log-in")),
        ("/press/login-to-the-forum-opened.html", ("moved", "http-302")),
        ("/press/404-tonnes-of-aid/", ("moved", "http-302")),
        (None, ("unreadable", "no-location")),
        ("  ", ("unreadable", "no-location")),
        ("javascript:history.back()", ("unreadable", "bad-location")),
        ("http://a.by:99999/", ("unreadable", "bad-location")),
    ],
)
def test_where_a_redirect_leads_decides(location: str | None, verdict: tuple[str, str]) -> None:
    """A news page that leads to the front page is gone; one that leads to a log-in form is closed."""
    assert judge(redirect(location), is_front=is_front) == verdict


@pytest.mark.parametrize(
    "location",
    [
        "http://192.168.0.1/",
        "http://10.10.0.1:8080/login.html?redirect=mfa.gov.by/",
        "https://captive.example.net/",
        "https://wifi-portal.hotel.example/start",
        "https://example.net/guest/s/default/?ap=00:11",
        "http://gate.example.net:1000/fgtauth?0a1b",
        "https://example.net/start?uamip=10.1.0.1&uamport=3990",
        "https://example.net/go?switch_url=https%3A%2F%2Fx&ap_mac=00",
        "https://example.net/cgi-bin/login?cmd=login",
    ],
)
def test_a_network_that_wants_a_log_in_is_no_answer_of_the_site(location: str) -> None:
    """A crawl from an hotel, a train, an office: the portal answers in the place of any site."""
    assert judge(redirect(location)) == ("blocked", "captive-portal")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://other.gov.by/news/hotspots-of-the-conflict.html", PAGE.url),
        ("https://other.gov.by/captive-soldiers-return/", PAGE.url),
        ("https://www.mfa.gov.by/hotspot/", PAGE.url),
        ("http://192.168.0.2/x", "http://192.168.0.1/"),
    ],
)
def test_another_host_alone_is_no_portal(location: str, url: str) -> None:
    """News moves between hosts, and some of it is about prisoners and crises."""
    assert judge(redirect(location, url=url)) == ("moved", "http-302")


def test_a_front_page_may_lead_to_a_front_page() -> None:
    """``/`` leads to ``/en/`` on many sites: nothing is missing there."""
    assert judge(redirect("/en/", url="https://mfa.gov.by/"), is_front=is_front) == ("moved", "http-302")


def test_a_redirect_to_no_address_has_no_target() -> None:
    """The caller is told, as for any other address."""
    with pytest.raises(BadAddress):
        redirect_target(redirect("mailto:x@mfa.gov.by"))


@pytest.mark.parametrize("field", [("CF-Mitigated", "challenge"), ("x-amzn-waf-action", "captcha")])
def test_a_header_that_names_a_challenge_is_believed(field: tuple[str, str]) -> None:
    """Cloudflare and AWS say it themselves."""
    assert judge(replace(PAGE, headers=(*PAGE.headers, field))) == ("blocked", "challenge")


@pytest.mark.parametrize(
    ("media", "body", "verdict"),
    [
        ("application/pdf", b"%PDF-1.7\n", ("file", "")),
        ("text/html", b"%PDF-1.7\n", ("file", "")),
        ("image/jpeg", b"\xff\xd8\xff\xe0", ("file", "")),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ("file", "")),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04", ("file", "")),
        ("application/msword", b"x", ("file", "")),
        ("application/octet-stream", b"\x00\x01\x02", ("file", "")),
        ("application/octet-stream", ARTICLE, None),
        ("", ARTICLE, None),
        ("", b"PK\x03\x04", ("file", "")),
        ("", b"\x00\x00\x00\x18ftypmp42", ("file", "")),
        ("application/rss+xml", b"<rss/>", None),
        ("application/xhtml+xml", ARTICLE, None),
        ("application/json; charset=utf-8", b"{}", None),
        ("text/plain", b"x", None),
        ("text/html", ARTICLE.decode().encode("utf-16"), None),
        ("application/x-gzip", b"\x1f\x8b\x08", None),
    ],
)
def test_a_file_is_told_from_a_page(media: str, body: bytes, verdict: tuple[str, str] | None) -> None:
    """By its first bytes, then by its media type; a page without a media type is still read."""
    headers = (("Content-Type", media),) if media else ()
    assert judge(replace(PAGE, headers=headers, body=body)) == verdict


@pytest.mark.parametrize(
    ("headers", "cut"),
    [
        ((("Content-Length", str(len(ARTICLE) + 1)),), True),
        ((("content-length", str(len(ARTICLE))),), False),
        ((("Content-Length", "10"),), False),
        ((("Content-Length", str(len(ARTICLE) + 1)), ("Content-Encoding", "gzip")), False),
        ((("Content-Length", str(len(ARTICLE) + 1)), ("Content-Encoding", "identity")), True),
        ((("Content-Length", str(len(ARTICLE) + 1)), ("Transfer-Encoding", "chunked")), False),
        ((("Content-Length", "many"),), False),
        ((("Content-Length", "-1"),), False),
    ],
)
def test_a_body_shorter_than_announced_is_cut_short(headers: tuple[tuple[str, str], ...], cut: bool) -> None:
    """An article that ends in the middle is no edit. The length of an encoded body says nothing of the decoded one."""
    verdict = judge(replace(PAGE, headers=(*PAGE.headers, *headers)))
    assert verdict == (("unreadable", "cut-short") if cut else None)


def test_an_empty_page_is_unreadable_and_an_empty_robots_txt_is_not() -> None:
    """RFC 9309: an empty robots.txt allows everything."""
    assert judge(replace(PAGE, body=b"")) == ("unreadable", "no-body")
    assert judge(replace(PAGE, url="https://mfa.gov.by/robots.txt", body=b"")) is None


@pytest.mark.parametrize("site", ["by_mfa", "se_sametinget", "no_regjeringen", "eu_parliament"])
def test_no_real_page_is_refused(corpus: Path, site: str) -> None:
    """2,200 captured pages, none of them a block page: each is left to its content."""
    with (corpus / site / "pages.warc.gz").open("rb") as warc:
        for record in ArchiveIterator(warc):
            if record.rec_type != "response":
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            headers = tuple(record.http_headers.headers)
            status = int(record.http_headers.get_statuscode())
            body = record.content_stream().read()
            assert judge(replace(PAGE, url=url, headers=headers, status=status, body=body)) is None, url

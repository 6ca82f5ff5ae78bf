"""Classification: the outcome of an exchange by its status, headers, redirect and known texts, or left to the
content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from crawler.errors import BadAddress
from crawler.items import Capture
from crawler.rules.outcome.error_titles import refusal
from crawler.rules.outcome.html_end import is_cut_html
from crawler.rules.url.spelling import is_private_host, spell

OUTCOMES = (
    "article",
    "listing",
    "feed",
    "sitemap",
    "file",
    "unchanged",
    "moved",
    "excluded",
    "offsite",
    "robots",
    "missing",
    "blocked",
    "unreachable",
    "unreadable",
)
"""Every outcome. The archive stores the places in this tuple: append new words, never reorder them."""

CODES: Mapping[str, int] = MappingProxyType({word: number for number, word in enumerate(OUTCOMES, 1)})
"""The integer that stands for each outcome in the archive, from 1."""

OutcomeReason = tuple[str, str]
"""An outcome and the reason word for it."""

_BLOCKED = frozenset({401, 402, 403, 407, 429, 451, 511})
_NO_ANSWER_YET = frozenset({408, 421, 425})
_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_READ = ("html", "xml", "json", "text/", "javascript")
_UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/unknown"})
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf",  # documents
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"ID3", b"OggS", b"wOF",
    b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
"""The first bytes of files that are not pages, whatever their media type is."""
_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf<", b"\x00<")
"""The first bytes of pages in UTF-16, and in UTF-8 with a byte order mark."""
_LOG_IN = re.compile(r"/(?:wp-)?(?:log-?in|sign-?in|auth|sso|saml2?|oauth2?)(?:\.\w+)?(?:/|\Z)", re.IGNORECASE)
_NOT_FOUND = re.compile(r"/(?:error[-_/]?)?(?:404|not-?_?found|page-?_?not-?_?found)(?:\.\w+)?/?\Z", re.IGNORECASE)
_PORTAL = re.compile(
    r"\A(?:[\w-]+\.)*(?:captive(?:-?portal)?|hotspot|wi-?fi|wlan)[.-]"
    r"|/(?:captive(?:[-_]?portal)?|hotspot(?:[-_]?login)?|wifidog|wispr|fgtauth|customwebauth|web-?auth|guest/s"
    r"|cgi-bin/login|nodogsplash|opennds)(?:[/.?]|\Z)"
    r"|[?&](?:uamip|uamport|userurl|switch_url|ap_?mac|client_?mac|wlanuserip|wlanacname|nasid)=",
    re.IGNORECASE,
)
"""Hosts, paths and query parameters of captive portals, with which a network answers instead of the site."""
_CHALLENGE = {
    "cf-mitigated": frozenset({"challenge", "block"}),
    "x-amzn-waf-action": frozenset({"challenge", "captcha"}),
}


def judge(capture: Capture, *, is_front: Callable[[str], bool] | None = None) -> OutcomeReason | None:
    """The outcome and the reason word, if status, headers or known texts decide them; None if the content decides.

    ``is_front`` says whether an address (in the spelling of ``url.spelling.spell``) is a front page of the site: a
    redirect there from another page means that the page is gone. A ``file`` and None have no reason word; every other
    outcome has one. The status alone decides for a robots.txt. Statuses are read by RFC 9110, section 15;
    ``block_texts`` holds the words of firewalls.
    """
    status, headers = capture.status, _headers(capture)
    if status == 0:
        return "unreachable", capture.reason or "no-answer"
    if status == 304:
        return "unchanged", "not-modified"
    if 300 <= status < 400:
        return _redirected(capture, headers, is_front)
    for name, values in _CHALLENGE.items():
        if headers.get(name, "").lower() in values:
            return "blocked", "challenge"
    robots = capture.url.endswith("/robots.txt")
    if 200 <= status < 300:
        return None if robots else _answered(capture, headers)
    found = None if robots else refusal(capture.body)
    if found and found != "soft-404":
        return "blocked", found
    return _failed(status)


def redirect_target(capture: Capture) -> str | None:
    """The target of a redirect, absolute, in one spelling; None if there is none. Raises BadAddress."""
    location = _headers(capture).get("location", "").strip()
    return spell(location, base=capture.asked or capture.url) if location and 300 <= capture.status < 400 else None


def _headers(capture: Capture) -> dict[str, str]:
    """Header fields by lower-case name; the first one of a repeated field."""
    return {name.lower(): value for name, value in reversed(capture.headers)}


def _failed(status: int) -> OutcomeReason:
    reason = f"http-{status}"
    if status in (404, 410):
        return "missing", reason
    if status in _BLOCKED:
        return "blocked", reason
    if status >= 500 or status in _NO_ANSWER_YET:
        return "unreachable", reason
    return "unreadable", reason


def _redirected(capture: Capture, headers: Mapping[str, str], is_front: Callable[[str], bool] | None) -> OutcomeReason:
    reason = f"http-{capture.status}"
    location = headers.get("location", "").strip()
    if capture.status not in _REDIRECTS or not location:
        return "unreadable", "no-location"
    try:
        target = spell(location, base=capture.asked or capture.url)
    except BadAddress:
        return "unreadable", "bad-location"
    path = urlsplit(target).path
    if _NOT_FOUND.search(path):
        return "missing", "redirect-to-404"
    if _is_portal(target, capture.url):
        return "blocked", "captive-portal"
    if _LOG_IN.search(path) and not _LOG_IN.search(urlsplit(capture.url).path):
        return "blocked", "redirect-to-log-in"
    if is_front and is_front(target) and not is_front(capture.url):
        return "missing", "redirect-to-front"
    return "moved", reason


def _is_portal(target: str, url: str) -> bool:
    """Whether a redirect leads to a captive portal: to another host with a portal's words in its address, or to a
    private host, where no public site sends a reader."""
    there, here = urlsplit(target), urlsplit(url)
    host = there.hostname or ""
    if host.removeprefix("www.") == (here.hostname or "").removeprefix("www."):
        return False
    if is_private_host(host) and not is_private_host(here.hostname or ""):
        return True
    return bool(_PORTAL.search(f"{host}{there.path}?{there.query}"))


def _answered(capture: Capture, headers: Mapping[str, str]) -> OutcomeReason | None:
    body = capture.body
    if capture.status == 206 or _is_cut_short(capture, headers):
        return "unreadable", "cut-short"
    if not body:
        return "unreadable", "no-body"
    if _is_file(body, headers.get("content-type", "")):
        return "file", ""
    if found := refusal(body):
        return ("missing" if found == "soft-404" else "blocked"), found
    return ("unreadable", "cut-short") if is_cut_html(body) else None


def _is_cut_short(capture: Capture, headers: Mapping[str, str]) -> bool:
    """Whether fewer bytes came than ``Content-Length`` says. The length of an encoded body does not count."""
    announced = headers.get("content-length", "").strip()
    if not (announced.isascii() and announced.isdigit()) or len(announced) > 15 or capture.method == "HEAD":
        return False
    if "transfer-encoding" in headers or headers.get("content-encoding", "identity").lower() != "identity":
        return False
    return int(announced) > len(capture.body)


def _is_file(body: bytes, content_type: str) -> bool:
    """Whether the body is a file and not a page, by its first bytes, else by its media type. A gzipped sitemap may be a
    page."""
    if body.startswith(_GZIP):
        return False
    if body.startswith(_MAGIC):
        return True
    media = content_type.partition(";")[0].strip().lower()
    if media in _UNKNOWN or (any(word in media for word in _READ) and "svg" not in media):
        # a NUL behind mark-up does not make a page a file
        return b"\x00" in body[:512] and not body.lstrip().startswith((b"<", *_WIDE))
    return True

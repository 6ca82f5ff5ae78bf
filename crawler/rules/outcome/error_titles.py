"""Error titles: whether the title or heading of a page is that of an error page or block page, by its bytes,
unparsed."""

from __future__ import annotations

import html
import re

from crawler.rules.outcome.block_texts import REASONS
from crawler.rules.outcome.missing_sentences import says_missing

_HEAD = 32_768
"""The bytes at the start of an error page that hold its title and heading; it may have its styles before them."""
_MOST = 262_144
"""The largest error page, in bytes."""
_MOST_WORDS = 2_000
"""The most bytes of text outside links in an error page. Cyrillic takes two bytes a letter in UTF-8."""

_OPENING = {"title": (b"<title", b"<TITLE"), "h1": (b"<h1", b"<H1")}
_INSIDE = re.compile(rb"[^>]*>(.{1,400}?)</(?:title|h1)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")
_SILENT = re.compile(
    rb"<(script|style|noscript|svg|template|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|<(select|a)\b(?:(?!<\2\b).)*?</\2\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""Parts without visible text. The pattern is written so that no page can make it search to the end from its every
byte."""
_ARTICLE = re.compile(
    rb"<article\b|article:published_time|og:type[\"']?\s+content=[\"']?article|itemprop=[\"']?articleBody"
    rb"|\"(?:News|Report|Blog)?(?:Article|Posting)\"",
    re.IGNORECASE,
)
_PASSWORD = re.compile(rb"<input[^<>]+type=[\"']?password", re.IGNORECASE)
_MARKS = (
    (b"_cf_chl_opt", "challenge"),
    (b"/_Incapsula_Resource", "challenge"),
    (b"toNumbers(", "challenge"),
    (b"_pxCaptcha", "challenge"),
    (b"ddos-guard/js-challenge", "challenge"),
    (b"AwsWafIntegration", "challenge"),
    (b"WISPAccessGatewayParam", "captive-portal"),
    (b"/fgtauth?", "captive-portal"),
)
"""Marks of challenge pages and captive portals. They count only on a page without paragraphs and with hardly any
text."""
_MARKED_MOST = 16_384

_ERROR = re.compile(
    rb"<[a-z][a-z0-9]*\s[^<>]*(?:class|id)=[\"']?[^\"'<>]{0,80}(?:error|not-?found|404|alert|warning|message)[^<>]{0,80}>"
    rb"\s*([^<>]{6,300}?)\s*<",
    re.IGNORECASE,
)
_ERROR_MOST_WORDS = 600
_FRAME = re.compile(rb"<(header|footer|nav|aside)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ALONE_MOST = 65_536
"""The largest page, in bytes, on which an unmarked sentence is looked for."""
_ALONE_MOST_PARAGRAPHS = 8
"""The most paragraphs of such a page, those of its frame included."""
_ALONE_MOST_WORDS = 240
"""The most characters of text outside links and the frame of a page whose text is only such a sentence."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d\d")
_STATUS = re.compile(r"[345]\d\d")
_BARS = str.maketrans(dict.fromkeys("–—·•»", "|"))
_NUMBER = re.compile(
    r"\A(?:(?:http|error|ошибка|памылка|code|код)[\s#:]*)*[345]\d\d\b[\s.:,\-–—]*|[\s.:,\-–—(]*\b[345]\d\d\)?\Z"
)
_LONGEST = max(map(len, REASONS)) + 16
_ENDS = " .!?…\"'«»()[]"


def refusal(body: bytes) -> str | None:
    """The reason word if a page is a firewall page, a challenge, a log-in wall, a rate limit, a maintenance note, a
    captive portal, or a soft 404; None if it is another page.

    Its title or its first heading must consist of known words only, or its whole text says that the page does not
    exist. The page must have no article mark-up and hardly any text outside its links, so news *about* a blocked site
    stays news.
    """
    if len(body) > _MOST:
        return None
    reason = _meaning(_inside("title", body)) or _meaning(_inside("h1", body))
    if reason is None and len(body) <= _MARKED_MOST and b"</p>" not in body:
        reason = next((word for mark, word in _MARKS if mark in body), None)
    if reason is None and (_says_error(body) or _says_only_error(body)):
        reason = "soft-404"
    if reason is None or _ARTICLE.search(body):
        return None
    if reason == "log-in" and not _PASSWORD.search(body):
        return None
    return reason if _says_little(body) else None


def _says_error(body: bytes) -> bool:
    """Whether an element that is marked as an error says that the page does not exist, on a page without other text."""
    for found in _ERROR.finditer(body, 0, _MOST):
        if says_missing(_decoded(found[1])):
            return len(b" ".join(_TAG.sub(b" ", _SILENT.sub(b" ", body)).split())) <= _ERROR_MOST_WORDS
    return False


def _says_only_error(body: bytes) -> bool:
    """Whether a page has no text but a heading and a sentence that says that it does not exist, in any element.

    A page with a date is a notice.
    """
    if len(body) > _ALONE_MOST or body.count(b"</p>") > _ALONE_MOST_PARAGRAPHS:
        return False
    inside = _SILENT.sub(b" ", _FRAME.sub(b" ", body))
    if len(b" ".join(_TAG.sub(b" ", inside).split())) > 4 * _ALONE_MOST_WORDS:
        return False
    lines = [" ".join(_decoded(line).split()) for line in _TAG.split(inside)]
    text = " ".join(filter(None, lines))
    return len(text) <= _ALONE_MOST_WORDS and not _DATE.search(text) and any(map(says_missing, lines))


def _decoded(words: bytes) -> str:
    try:
        return html.unescape(words.decode("utf-8"))
    except UnicodeDecodeError:
        return html.unescape(words.decode("cp1251", "replace"))


def _inside(element: str, body: bytes) -> bytes:
    """The text of the first element of that name, without mark-up; empty if there is none near the top."""
    for opening in _OPENING[element]:
        at = body.find(opening, 0, _HEAD)
        if at >= 0 and (found := _INSIDE.match(body, at + len(opening), at + 600)):
            return _TAG.sub(b" ", found[1]) if b"<" in found[1] else found[1]
    return b""


def _says_little(body: bytes) -> bool:
    return len(b" ".join(_TAG.sub(b" ", _SILENT.sub(b" ", body)).split())) <= _MOST_WORDS


def _meaning(written: bytes) -> str | None:
    """The reason word of a title or heading, in any encoding; None for an ordinary one."""
    for encoding in ("utf-8", "cp1251", "cp1252"):
        try:
            words = written.decode(encoding)
        except UnicodeDecodeError:
            continue
        if reason := _reason(words):
            return reason
        if encoding == "utf-8":
            return None
    return None


def _reason(words: str) -> str | None:
    if "&" in words:
        words = html.unescape(words)
    words = " ".join(words.lower().replace("ё", "е").replace("’", "'").split())
    if reason := _looked_up(words):
        return reason
    parts = words.translate(_BARS).replace(" - ", "|").split("|")
    if len(parts) > 1 and (reason := next((found for part in parts if (found := _looked_up(part))), None)):
        return reason
    return "soft-404" if any(says_missing(part) for part in parts) else None


def _looked_up(words: str) -> str | None:
    words = words.strip(_ENDS)
    if reason := REASONS.get(words):
        return reason
    if len(words) > _LONGEST or not _STATUS.search(words):
        return None
    return REASONS.get(_NUMBER.sub("", words).strip(_ENDS))

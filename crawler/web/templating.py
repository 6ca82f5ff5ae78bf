"""Templates, and the filters that write dates, languages and events in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crawler import __version__
from crawler.rules.history import event_words
from crawler.web import urls
from crawler.web.responses import HEADERS, HtmlPage, RawResponse, WebRequest

MAX_TITLE = 300
"""Characters of a title in lists; the page of the article has the whole title."""
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def as_html(page: HtmlPage, request: WebRequest, archive_name: str) -> RawResponse:
    """The page as HTML; ``archive_name`` is named in its footer."""
    context = {
        "title": short(page.title),
        "data": page.data,
        "section": "/" + request.path.strip("/").partition("/")[0].partition(".")[0],
        "json_address": urls.json_of(request.path, request.query),
        "feed_address": urls.page(f"{request.path.rstrip('/') or '/index'}.atom", **request.query) if page.feed else "",
        "feed_title": page.feed.title if page.feed else "",
        "version": __version__,
        "archive_name": archive_name,
    }
    text = _templates().get_template(page.template).render(context)
    headers = {**HEADERS, **page.headers}
    return RawResponse(text.encode("utf-8", "replace"), "text/html; charset=utf-8", page.status, headers)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("crawler.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_without_directions,
    )  # fmt: skip
    made.globals |= {"at": urls, "outside": outside}
    made.filters |= {
        "day": day,
        "moment": moment,
        "language": language,
        "direction": direction,
        "preferring": preferring,
        "short": short,
        "what": event_words.what,
        "changed": lambda row: event_words.changed(row) or "first captured",
        "evidence": event_words.evidence,
    }
    return made


def _without_directions(value: Any) -> Any:
    """The value without the direction controls of Unicode, which could reorder the text around it."""
    return type(value)(value.translate(_DIRECTIONS)) if isinstance(value, str) else value


def short(text: str) -> str:
    """A title in a list, cut at MAX_TITLE."""
    return text if len(text) <= MAX_TITLE else text[:MAX_TITLE] + "…"


def day(written: str) -> str:
    """A date in words, as the site gave it: ``24 November 2026``, with the time if there is one."""
    try:
        if len(written) == 10:
            return str(format_date(datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC), "d MMMM y", "en"))
        return str(format_datetime(datetime.fromisoformat(written), "d MMMM y, HH:mm", locale="en"))
    except ValueError:
        return written


def moment(at: str) -> str:
    """A time in UTC in words: ``24 Nov 2026, 10:00 UTC``."""
    try:
        return str(format_datetime(datetime.fromisoformat(at).astimezone(UTC), "d MMM y, HH:mm", locale="en")) + " UTC"
    except ValueError:
        return at


@cache
def language(tag: str) -> str:
    """The name of a language in that language; the tag itself if CLDR has no name."""
    if not tag:
        return "no language"
    try:
        name = Locale.parse(tag, sep="-").get_display_name(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        main, parted, rest = tag.partition("-")
        return f"{language(main)} ({rest})" if parted else tag
    return str(name or tag)


@cache
def direction(tag: str) -> str:
    """The direction of a language for ``dir``: ``ltr`` or ``rtl``; ``auto`` if CLDR does not know."""
    try:
        order = Locale.parse(tag, sep="-").character_order if tag else ""
    except (UnknownLocaleError, ValueError):
        order = ""
    return {"left-to-right": "ltr", "right-to-left": "rtl"}.get(order, "auto")


def preferring(texts: Sequence[Mapping[str, Any]], tag: str | None) -> Mapping[str, Any]:
    """The text in a language; the first text if there is none in it."""
    return next((text for text in texts if text["language"] == tag), texts[0])


def outside(url: str, text: str) -> Markup:
    """A link to another site; only its text if the address is not http or https (``javascript:``)."""
    if not url.startswith(("http://", "https://")):
        return escape(text)
    return Markup('<a href="{}" rel="noreferrer nofollow external">{}</a>').format(url, text)

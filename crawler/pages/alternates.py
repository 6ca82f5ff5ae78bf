"""Alternates: the other language versions of a page, by every means with which a page announces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from crawler.items import Alternate
from crawler.pages.page import Page
from crawler.pages.selectors import compiled, elements, text_of
from crawler.rules.language.tags import tag, words_language
from crawler.rules.text.normalization import clean

HREFLANG = "descendant::link[@hreflang and @href] | descendant::a[@hreflang and @href]"
"""An XPath of every element that names the language of its link."""

_CHOICES = compiled("descendant-or-self::a[@href] | descendant::option[@value]")
_LINK_VALUE = re.compile(r"""<([^>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)""")
_PARAMETER = re.compile(r""";\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+)))?""")
_NAME_PARTS = re.compile(r"[a-z]+")


def announced(
    page: Page, *, hreflang: str = HREFLANG, switcher: str = "", flags: Mapping[str, str] | None = None
) -> Iterator[Alternate]:
    """All alternates of a page, and the page itself if it announces itself. ``x-default`` is kept as written.

    ``hreflang`` selects the elements whose ``hreflang`` counts. ``switcher`` selects the containers whose links, flags
    and options are read by their words. ``flags`` maps words in the file names of flags to tags. A pair of ``hreflang``
    and address comes once, with the first evidence.
    """
    seen: set[tuple[str, str]] = set()
    for alternate in _all(page, hreflang, switcher, flags or {}):
        key = (alternate.hreflang, alternate.url)
        if key not in seen:
            seen.add(key)
            yield alternate


def _all(page: Page, hreflang: str, switcher: str, flags: Mapping[str, str]) -> Iterator[Alternate]:
    if page.mentions(b"hreflang"):
        yield from by_hreflang(page, elements(hreflang, page.root))
    yield from by_header(page)
    for container in elements(switcher, page.root):
        yield from by_words(page, _CHOICES(container), flags)


def by_hreflang(page: Page, marked: Iterable[etree._Element]) -> Iterator[Alternate]:
    """``link rel=alternate`` and ``a`` with ``hreflang`` (HTML, 4.6.6). An ``a`` counts only if it links within the
    site.

    A feed (known by its ``type``) is an alternate too, but not a language version of the page.
    """
    for element in marked:
        written = element.get("hreflang", "").strip()
        url = page.address(element.get("href", "")) if written else ""
        if not url:
            continue
        if element.tag != "link":
            if page.site.owns(url):
                yield Alternate(hreflang=written, url=url, evidence="a")
        elif _is_version(element.get("rel", ""), element.get("type", "")):
            yield Alternate(hreflang=written, url=url, evidence="link")


def by_header(page: Page) -> Iterator[Alternate]:
    """The ``Link`` header (RFC 8288): its members with ``rel=alternate`` and one or more ``hreflang``."""
    for name, value in page.capture.headers:
        if name.lower() != "link":
            continue
        for target, written in _LINK_VALUE.findall(value):
            parameters = [
                (key.lower(), re.sub(r"\\(.)", r"\1", quoted) or plain)
                for key, quoted, plain in _PARAMETER.findall(written)
            ]
            first = dict(reversed(parameters))
            is_version = _is_version(first.get("rel", ""), first.get("type", ""))
            url = page.address(target, base=page.request_url) if is_version else ""
            for key, language in parameters:
                if url and key == "hreflang" and language.strip():
                    yield Alternate(hreflang=language.strip(), url=url, evidence="header")


def by_words(
    page: Page, choices: Iterable[etree._Element], flags: Mapping[str, str] | None = None
) -> Iterator[Alternate]:
    """Links and options within the site whose words, flag or ``title`` name a language. Others are skipped.

    The ``hreflang`` of the alternate is the tag that the words mean, or the element's own ``hreflang``.
    """
    for choice in choices:
        href = choice.get("href") or choice.get("value") or ""
        if not href or href.startswith("#"):
            continue
        language, evidence = _named(choice, flags or {})
        url = page.address(href) if language else ""
        if url and page.site.owns(url):
            yield Alternate(hreflang=language, url=url, evidence=evidence)


def _named(choice: etree._Element, flags: Mapping[str, str]) -> tuple[str, str]:
    """The language that a link or option names, and the evidence."""
    if written := choice.get("hreflang"):
        return written.strip(), "a"
    image = next(choice.iter("img"), None)
    if image is not None and (language := _flag(image, flags)):
        return language, "flag"
    for words in (text_of(choice), choice.get("title", "")):
        if words and (named := words_language(clean(words))):
            return named, "flag" if image is not None else "words"
    return (tag(choice.get("lang", "")) or "", "words")


def _flag(image: etree._Element, flags: Mapping[str, str]) -> str:
    """The language of a flag: by the site's word in its file name, else by the words of the image."""
    parts = _NAME_PARTS.findall(image.get("src", "").rpartition("/")[2].lower())
    for part in parts:
        if part in flags:
            return flags[part]
    words = (image.get("alt", ""), image.get("title", ""))
    return next((language for each in words if each and (language := words_language(clean(each)))), "")


def _is_version(rel: str, media_type: str) -> bool:
    return "alternate" in rel.lower().split() and not media_type.strip().lower().endswith(("xml", "json"))

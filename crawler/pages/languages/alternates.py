"""Alternates: the other language versions of a page, by every means with which a page announces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from crawler.items import Alternate
from crawler.pages.languages import switchers
from crawler.pages.languages.switchers import block_of, is_prose, is_remark, names_its_hreflang, target_of
from crawler.pages.page import Page
from crawler.pages.selectors import compiled, elements
from crawler.rules.language.tags import agree, tag

HREFLANG = "descendant::link[@hreflang and @href] | descendant::a[@hreflang and @href]"
"""An XPath of every element that names the language of its link."""

_CHOICES = compiled("descendant-or-self::a[@href] | descendant::option[@value]")
_LINK_VALUE = re.compile(r"""<([^>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)""")
_PARAMETER = re.compile(r""";\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+)))?""")


def announced(
    page: Page,
    *,
    hreflang: str = HREFLANG,
    switcher: str = "",
    flags: Mapping[str, str] | None = None,
    find_switchers: bool = False,
) -> Iterator[Alternate]:
    """All alternates of a page, and the page itself if it announces itself. ``x-default`` is kept as written.

    ``hreflang`` selects the elements whose ``hreflang`` counts; with the default, an ``a`` counts only where it is a
    choice of language (see ``by_hreflang``). ``switcher`` selects the containers whose links, flags and options are
    read by their words; ``find_switchers`` looks for such containers. ``flags`` maps words in the file names of flags
    to tags. A pair of ``hreflang`` and address comes once, with the first evidence.
    """
    seen: set[tuple[str, str]] = set()
    for alternate in _all(page, hreflang, switcher, flags or {}, find_switchers):
        key = (alternate.hreflang, alternate.url)
        if key not in seen:
            seen.add(key)
            yield alternate


def _all(page: Page, hreflang: str, switcher: str, flags: Mapping[str, str], find: bool) -> Iterator[Alternate]:
    if page.mentions(b"hreflang"):
        yield from by_hreflang(page, elements(hreflang, page.root), is_chosen=hreflang != HREFLANG)
    yield from by_header(page)
    for container in elements(switcher, page.root):
        yield from by_words(page, _CHOICES(container), flags)
    if find:
        yield from by_words(page, (choice.element for choice in switchers.find(page)), flags)


def by_hreflang(page: Page, marked: Iterable[etree._Element], *, is_chosen: bool = False) -> Iterator[Alternate]:
    """``link rel=alternate`` and ``a`` with ``hreflang`` (HTML, 4.6.6). An ``a`` counts only if it links within the
    site.

    An ``a`` in a sentence or in a list of other news has ``hreflang`` too: it says which language the linked page is
    in. Unless the site file chose the elements (``is_chosen``), it counts only with ``rel=alternate``, within a
    switcher, or where its words name a language. In running text it counts only for a language that nothing else on the
    page announces, and not in a long paragraph or in brackets. A feed (known by its ``type``) is an alternate too, but
    not a language version of the page.
    """
    versions: list[tuple[Alternate, bool]] = []
    for element in marked:
        written = element.get("hreflang", "").strip()
        url = page.address(element.get("href", "")) if written else ""
        if not url:
            continue
        is_alternate = _is_version(element.get("rel", ""), element.get("type", ""))
        if element.tag == "link":
            if is_alternate:
                versions.append((Alternate(hreflang=written, url=url, evidence="link"), False))
        elif page.site.owns(url) and (is_chosen or is_alternate or names_its_hreflang(element)):
            in_prose = not (is_chosen or is_alternate) and is_prose(block_of(element))
            if in_prose and is_remark(element):
                continue
            versions.append((Alternate(hreflang=written, url=url, evidence="a"), in_prose))
    elsewhere = [tag(each.hreflang) or "" for each, in_prose in versions if not in_prose]
    for each, in_prose in versions:
        language = tag(each.hreflang) or ""
        if not (in_prose and any(agree(language, other) for other in elsewhere)):
            yield each


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
    """Links, options and buttons within the site whose words, flag or ``title`` name a language. Others are skipped.

    The ``hreflang`` of the alternate is the tag that the words mean, or the element's own ``hreflang``.
    """
    for choice in choices:
        href = target_of(choice)
        if not href:
            continue
        written = choice.get("hreflang", "").strip()
        language, evidence = (written, "a") if written else switchers.named(choice, flags or {})
        url = page.address(href) if language else ""
        if url and page.site.owns(url):
            yield Alternate(hreflang=language, url=url, evidence=evidence)


def _is_version(rel: str, media_type: str) -> bool:
    return "alternate" in rel.lower().split() and not media_type.strip().lower().endswith(("xml", "json"))

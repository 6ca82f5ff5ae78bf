"""Metadata of a page: meta elements, Open Graph, JSON-LD, ``html lang`` and the canonical link."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any

from crawler.pages.date_claims import Claimed, claimed_dates, linked_claims, linked_headlines
from crawler.pages.page import Page
from crawler.pages.selectors import compiled
from crawler.rules.dates.parsing import read_date
from crawler.rules.language.tags import tag
from crawler.rules.text.normalization import clean

_LINKED_DATA = compiled("descendant::script[@type='application/ld+json']")
_MODIFIED = ("article:modified_time", "datemodified", "dcterms.modified", "last-modified", "og:updated_time")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
_TITLE = compiled("descendant::title[not(ancestor::svg)]")
_ARTICLE_BODY = compiled(
    "descendant::*[@itemprop='articleBody' or contains(@itemtype, 'schema.org/NewsArticle')"
    " or contains(@itemtype, 'schema.org/Article') or contains(@itemtype, 'schema.org/BlogPosting')]"
)
_SITE_TYPES = frozenset(("website", "organization", "governmentorganization", "newsmediaorganization"))
_LANGUAGES = ("content-language", "language", "dc.language", "dcterms.language", "og:locale")


class Metadata:
    """The claims of a page about itself, as written. Each is read on first use. They are claims, not facts."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def meta(self) -> dict[str, str]:
        """The meta elements: ``property``, ``name``, ``itemprop`` or ``http-equiv`` in lower case → ``content``. The
        first one of each name counts."""
        found: dict[str, str] = {}
        for element in self._page.root.iter("meta"):
            content = element.get("content")
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            if name and content and content.strip():
                found.setdefault(name.strip().lower(), content.strip())
        return found

    @property
    def canonical_url(self) -> str | None:
        """``link rel=canonical``, else ``og:url``: absolute and in the site's spelling; None if there is neither."""
        if not self._page.mentions(b"canonical", b"og:url"):
            return None
        links = self._page.root.iter("link")
        hrefs = [link.get("href", "") for link in links if "canonical" in link.get("rel", "").lower().split()]
        hrefs.append(self.meta.get("og:url", ""))
        return next((url for href in hrefs if href and (url := self._page.address(href))), None)

    @staticmethod
    def claimed(written: Iterable[str]) -> str:
        """The first of the values that names a language, as a BCP 47 tag; empty if none does."""
        return next((language for raw in written if raw and (language := tag(raw.strip()))), "")

    @property
    def language(self) -> str:
        """The BCP 47 tag that ``html lang`` or a meta element claims; empty if none does."""
        root = self._page.root
        written = [root.get("lang", ""), root.get("xml:lang", "")]
        written += [self.meta.get(name, "") for name in _LANGUAGES]
        return self.claimed(written)

    @property
    def title(self) -> str:
        """Open Graph's title, else JSON-LD's headline, else the ``title`` element; cleaned."""
        return next(iter(self.titles), "")

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """All titles that the page claims, cleaned, in that order."""
        titles = [self.meta.get(name, "") for name in _TITLES[:1]] + linked_headlines(self._documents, self._urls)
        titles += [self.meta.get(name, "") for name in _TITLES[1:]]
        titles += ["".join(element.itertext()) for element in _TITLE(self._page.root)][:1]
        return tuple(dict.fromkeys(title for raw in titles if raw and (title := clean(raw))))

    @property
    def site_names(self) -> tuple[str, ...]:
        """The names of the site and of its publisher in JSON-LD, cleaned."""
        found = []
        for thing in self.linked_data:
            publisher = thing.get("publisher")
            named = [thing] if _types(thing) & _SITE_TYPES else []
            named += [publisher] if isinstance(publisher, dict) else []
            found += [each["name"] for each in named if isinstance(each.get("name"), str)]
        return tuple(dict.fromkeys(filter(None, map(clean, found))))

    @property
    def is_article(self) -> bool:
        """Whether the page says that it is an article: ``og:type``, a publication time, microdata or JSON-LD."""
        if self.meta.get("og:type", "").lower().startswith("article") or "article:published_time" in self.meta:
            return True
        if any(_is_article_type(name) for thing in self.linked_data for name in _types(thing)):
            return True
        return bool(_ARTICLE_BODY(self._page.root))

    @property
    def published(self) -> tuple[str, str] | None:
        """The first usable publication date as written, and its ``date_source``: ``meta``, ``json-ld`` or ``element``.

        Usable is a day that exists, in the years of news, and not later than the day after the capture.
        """
        site, claimed = self._page.site, self.claimed_dates(self.title)
        latest = (self._page.capture.captured_at + timedelta(days=1)).date().isoformat()
        for raw, source in (*claimed.sure, *claimed.loose):
            read = read_date(raw, language=self.language, zone=site.zone, day_first=site.day_first)
            if read and read[:10] <= latest:
                return raw, source
        return None

    def claimed_dates(self, title: str) -> Claimed:
        """All publication dates that the page claims to machines, as written. ``title`` is the title of the article."""
        return claimed_dates(self._page.root, self._documents, urls=self._urls, title=title)

    @property
    def _urls(self) -> tuple[str, ...]:
        return (self._page.capture.url, self._page.request_url, self.canonical_url or "", self.meta.get("og:url", ""))

    @property
    def modified(self) -> str | None:
        """The date of the last change as written."""
        dates = [self.meta.get(_MODIFIED[0], ""), self._linked_modified()]
        dates += [self.meta.get(name, "") for name in _MODIFIED[1:]]
        return next(filter(None, dates), None)

    @property
    def image(self) -> str:
        """Open Graph's image as an absolute address; empty if there is none."""
        href = self.meta.get("og:image") or self.meta.get("og:image:url", "")
        return self._page.address(href) if href else ""

    def _linked_modified(self) -> str:
        claims = linked_claims(self._documents, urls=self._urls, title=self.title, key="dateModified")
        return next((claim.raw for claim in claims), "")

    @cached_property
    def _documents(self) -> tuple[Any, ...]:
        """The documents of the page's JSON-LD. Broken scripts are skipped."""
        if not self._page.mentions(b"ld+json"):
            return ()
        found = []
        for script in _LINKED_DATA(self._page.root):
            try:
                found.append(json.loads("".join(script.itertext()), strict=False))
            except (ValueError, RecursionError):
                continue
        return tuple(found)

    @cached_property
    def linked_data(self) -> tuple[dict[str, Any], ...]:
        """Every object in the page's JSON-LD, outer ones first. Broken scripts are skipped."""
        return tuple(node for document in self._documents for node in _objects(document))


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON document, breadth first."""
    waiting = [document]
    for value in waiting:
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _types(thing: dict[str, Any]) -> frozenset[str]:
    """The types of a JSON-LD object, in lower case, without their vocabulary's address."""
    written = thing.get("@type")
    names = written if isinstance(written, list) else [written]
    return frozenset(name.rpartition("/")[2].lower() for name in names if isinstance(name, str))


def _is_article_type(name: str) -> bool:
    return name.endswith(("article", "blogposting", "pressrelease"))

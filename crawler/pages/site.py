"""The facts of one site, and the one way from a capture to what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Article, Capture, Found, Listing
from crawler.pages.generic import GenericPage
from crawler.pages.page import Page
from crawler.pages.paging import Paging
from crawler.rules.outcome.classification import judge
from crawler.rules.outcome.probes import PROBE_MARK
from crawler.rules.schedule.revisits import BUDGET
from crawler.rules.url.spelling import TRACKING, is_private_host, spell


@dataclass(frozen=True)
class Seed:
    """Where discovery begins."""

    url: str
    """Absolute, or a path on the site's own origin."""
    kind: str = "listing"
    """``listing``, ``feed`` or ``sitemap``."""
    language: str = ""
    """BCP 47 tag of what is listed there."""
    paging: Paging | None = None
    """How the listing goes on; None: it is one page."""


@dataclass(frozen=True)
class PageRule:
    """Which page object reads which addresses."""

    pattern: str
    """Regular expression, searched in path and query."""
    page: type[Page]
    kind: str = "article"
    """``article``, ``listing``, ``feed`` or ``sitemap``."""
    since: date | None = None
    """In force for captures of this day (UTC) and later; None: always. The first that matches wins: newest first."""
    article_kind: str = ""
    """The section's word for its articles: ``news``, ``statement``, ..."""


@dataclass(frozen=True)
class Site:
    """One site: what a spider file states, and everything that follows from it. Frozen; compiled once."""

    name: str
    title: str = ""
    hosts: tuple[str, ...] = ()
    """Hosts that are this site's, the main one first. Each is one with its ``www.`` twin, unless both are named here;
    http and https are one."""
    zone: str = "UTC"
    """IANA time zone of the dates that the site writes."""
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    """BCP 47 tag → the address prefix (``/en/``) or front address that claims it, the longest that fits; empty where no
    address does."""
    encoding: str | None = None
    """The character set of pages that declare none."""
    seeds: tuple[Seed, ...] = ()
    rules: tuple[PageRule, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """(regular expression, replacement) on path and query: from a twin (a print view) to the main address."""
    fronts: tuple[str, ...] = ()
    """Front pages besides ``/`` and the languages' own."""
    private: bool = False
    """Whether loopback and private hosts may be asked (the demo)."""
    https: bool = True
    """Whether https is the one spelling of the scheme; else http. A host with a port keeps what was written."""
    delay: float = 1.0
    """Seconds between requests to one host."""
    concurrency: int = 1
    """Requests at a time to one host."""
    first_days: int | None = 30
    """How many days back the first live run goes; None: all."""
    daily_revisits: int = BUDGET
    """Requests a day at most, besides those for new articles, that a scheduled run makes."""
    drop: frozenset[str] = frozenset()
    """Query parameters that do not tell resources apart, besides the known tracking ones."""

    @cached_property
    def origin(self) -> str:
        """Scheme and host of the site's own addresses."""
        scheme = "https" if self.https else "http"
        return f"{scheme}://{self.hosts[0]}" if self.hosts else ""

    def spell(self, url: str, base: str | None = None) -> str:
        """An address in this site's one spelling; ``base`` makes a relative one absolute. Raises BadAddress."""
        spelled = spell(url, base=base or self.origin or None, drop=self._drop)
        host, slash, path = spelled.partition("://")[2].partition("/")
        origin = self._origins.get(host)
        return spelled if origin is None else f"{origin}{slash}{path}"

    def owns(self, url: str) -> bool:
        """Whether the address is this site's: a private or loopback host only where ``private`` is set."""
        host = url.partition("://")[2].partition("/")[0]
        return host in self._owned or (urlsplit(url).hostname or "") in self._owned

    def is_front(self, url: str) -> bool:
        """Whether the address is the site's front page or that of a language."""
        return url in self.front_pages

    def claimed(self, url: str) -> str:
        """The BCP 47 tag that an address claims by its prefix; empty where it claims none."""
        for prefix, tag in self._prefixes:
            if url.startswith(prefix) and (prefix[-1] == "/" or url[len(prefix) : len(prefix) + 1] in _ENDS):
                return tag
        return ""

    def rule(self, url: str, captured_at: datetime | None = None) -> PageRule | None:
        """The rule for an address as it stood at a time (any, where none is given); None: the site file has none."""
        path = path_of(url)
        for pattern, rule in self._rules:
            if pattern.search(path) and (rule.since is None or captured_at is None or rule.since <= captured_at.date()):
                return rule
        return None

    def kind(self, url: str) -> str:
        """``article``, ``listing``, ``feed``, ``sitemap``, ``front``, ``robots``, or empty for an unknown address."""
        rule = self.rule(url)
        if self.is_front(url) and (rule is None or rule.kind == "article"):
            return "front"
        if rule is not None:
            return rule.kind
        return "robots" if path_of(url) == "/robots.txt" else ""

    def alias(self, url: str) -> str | None:
        """The main address of a twin; None where the address is no twin."""
        path = path_of(url)
        for pattern, replacement in self._aliases:
            main, changes = pattern.subn(replacement, path)
            if changes and main != path:
                return self.spell(main, base=url)
        return None

    def read(self, capture: Capture) -> Capture:
        """The capture with outcome, reason, and what was read. Pure; never raises for what a page holds.

        By status, headers and known block texts first; then by the rule for the address. On a site with rules, an
        address without one is read by the generic page: an article where it has a title and a text of substance, else
        a ``listing`` with reason ``no-rule`` (of a site without rules: ``no-title``, ``no-text``). A page on which all
        versions that the site file has for its address miss a required field is ``unreadable``.
        """
        alias_of = self.alias(capture.url) if self.aliases else None
        verdict = judge(capture, is_front=lambda url: self.is_front(self.spell(url)))
        if PROBE_MARK in capture.url and (verdict is None or verdict[0] == "file"):
            verdict = ("missing", "probe")
        if verdict is not None:
            outcome, reason = verdict
            location = self._location(capture)
            if outcome == "moved" and self._gave_up(capture.url, location):
                outcome, reason = "missing", "redirect-to-listing"
            return replace(capture, outcome=outcome, reason=reason, location=location, alias_of=alias_of)
        return replace(capture, alias_of=alias_of, **self._reading(capture))

    def _gave_up(self, url: str, location: str | None) -> bool:
        """Whether a redirect leads from an article to a list of others: the site has no better place to send one. From
        a listing to a listing (past its end, say) it is an ordinary redirect."""
        if location is None or self.kind(url) != "article" or not self.owns(location):
            return False
        return self.kind(location) in ("listing", "feed", "sitemap")

    def _reading(self, capture: Capture) -> dict[str, Any]:
        """What a page that answered is, as fields of its capture."""
        if path_of(capture.url) == "/robots.txt":
            return {"outcome": "robots"}
        rule = self.rule(capture.url, capture.captured_at)
        if self.is_front(capture.url) and (rule is None or rule.kind == "article"):
            return {"outcome": "listing", "reason": "front", "listing": Listing()}
        if rule is not None:
            return self._by_versions(capture, rule)
        page = GenericPage(capture, self)
        try:
            return {"outcome": "article", "article": page.to_item(), **self._named(page)}
        except FieldMissing as missing:
            reason = "no-rule" if self.rules else f"no-{missing.field}"
            return {"outcome": "listing", "reason": reason, "listing": Listing(), **self._named(page)}

    def _by_versions(self, capture: Capture, rule: PageRule) -> dict[str, Any]:
        """By the version in force; where the page has not what that one needs, by the others for its address.

        A redesign leaves some pages in the old skin, and not every capture is dated: the page itself has the last word.
        What only the generic page reads keeps the reason for which the version in force did not: it is a guess.
        """
        first = page = rule.page(capture, self, rule.article_kind)
        try:
            return self._taken(page, rule.kind)
        except FieldMissing as missing:
            reason = f"no-{missing.field}"
        for other in self._others(capture.url, rule):
            page = other.page(capture, self, other.article_kind)
            page.share(first)
            try:
                taken = self._taken(page, other.kind)
            except FieldMissing:
                continue
            return taken | {"reason": reason} if isinstance(page, GenericPage) else taken
        return {"outcome": "unreadable", "reason": reason, **self._named(first)}

    def _others(self, url: str, rule: PageRule) -> Iterator[PageRule]:
        path = path_of(url)
        return (other for pattern, other in self._rules if other is not rule and pattern.search(path))

    def _taken(self, page: Page, kind: str) -> dict[str, Any]:
        item = page.to_item()
        if isinstance(item, Article):
            return {"outcome": "article", "article": item, **self._named(page)}
        outcome = kind if kind != "article" else "listing"
        return {"outcome": outcome, "listing": self.judged(item), **self._named(page)}

    def _named(self, page: Page) -> dict[str, str]:
        return {"extractor": f"{self.name}.{type(page).__name__}", "extractor_version": str(page.version)}

    def judged(self, listing: Listing) -> Listing:
        """The listing with addresses that the site does not own refused as ``offsite``."""
        return replace(listing, found=tuple(self._judged(found) for found in listing.found))

    def _judged(self, found: Found) -> Found:
        return found if found.refused or self.owns(found.url) else replace(found, refused="offsite")

    def _location(self, capture: Capture) -> str | None:
        if not 300 <= capture.status < 400:
            return None
        for name, value in capture.headers:
            if name.lower() == "location":
                try:
                    return self.spell(value, base=capture.asked or capture.url)
                except BadAddress:
                    return None
        return None

    @cached_property
    def _drop(self) -> frozenset[str]:
        return frozenset(TRACKING) | self.drop

    @cached_property
    def _owned(self) -> frozenset[str]:
        hosts = [host for host in self.hosts if self.private or not is_private_host(host)]
        return frozenset(twin for host in hosts for twin in _twins(host))

    @cached_property
    def _origins(self) -> dict[str, str]:
        scheme = "https" if self.https else "http"
        twins = {twin: f"{scheme}://{host}" for host in reversed(self.hosts) for twin in _twins(host)}
        return twins | {host: f"{scheme}://{host}" for host in self.hosts}

    @cached_property
    def front_pages(self) -> frozenset[str]:
        """The addresses of its front pages: the site's own and those of its languages, on each host."""
        paths = ("/", *filter(None, self.languages.values()), *self.fronts)
        return frozenset(url for path in paths for url in self._on_each_host(path))

    @cached_property
    def seed_facts(self) -> tuple[tuple[str, str, str], ...]:
        """Address, kind and language of each seed: what the archive keeps of them, to say when each is due."""
        return tuple((self.spell(seed.url), seed.kind, seed.language) for seed in self.seeds)

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        prefixes = [(url, tag) for tag, path in self.languages.items() if path for url in self._on_each_host(path)]
        return sorted(prefixes, key=lambda pair: -len(pair[0]))

    def _on_each_host(self, path: str) -> list[str]:
        origins = dict.fromkeys(self._origins[host] for host in self.hosts)
        return [self.spell(path, base=f"{origin}/") for origin in origins]

    @cached_property
    def _rules(self) -> list[tuple[re.Pattern[str], PageRule]]:
        return [(re.compile(rule.pattern), rule) for rule in self.rules]

    @cached_property
    def _aliases(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern), replacement) for pattern, replacement in self.aliases]


def path_of(url: str) -> str:
    """Path and query of an absolute address."""
    start = url.find("/", url.find("://") + 3)
    return url[start:] if start >= 0 else "/"


def _twins(host: str) -> tuple[str, str]:
    bare = host.removeprefix("www.")
    return bare, f"www.{bare}"


_ENDS = ("", "/", ".", "?", "#")

GENERIC = Site(name="generic", title="Sites without a spider of their own")
"""For hosts that nobody wrote a spider for: every page is read by the generic page."""

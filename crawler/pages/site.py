"""The facts of one site, as a spider file states them, and what follows from the facts alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.pages.paging import Paging
from crawler.pages.text.host_template import NO_TEMPLATE, HostTemplate
from crawler.rules.schedule.revisits import BUDGET
from crawler.rules.url.spelling import TRACKING, is_private_host, spell


@dataclass(frozen=True)
class Seed:
    """An address at which discovery begins: a listing, a feed or a sitemap that names articles."""

    url: str
    """The address: absolute, or a path on the site's own origin. Example: ``/en/press/news/``."""
    kind: str = "listing"
    """What is at the address: ``listing`` (the default), ``feed`` or ``sitemap``."""
    language: str = ""
    """The BCP 47 tag of the articles that are named there. Empty (the default): the articles' own addresses and pages
    claim their languages. Example: ``be``."""
    paging: Paging | None = None
    """The strategy that leads to the pages after the first. None (the default): the listing has one page. Example:
    ``PageNumber()``."""


@dataclass(frozen=True)
class PageRule:
    """A rule that says which page object reads which addresses."""

    pattern: str
    """A regular expression that is searched for in path and query. Example: ``^/(?:be/|en/)?press/news/\\d+$``."""
    page: type[Page]
    """The page object that reads a capture of such an address. Example: ``ArticlePage``, or a subclass of it."""
    kind: str = "article"
    """What such an address holds: ``article`` (the default), ``listing``, ``feed`` or ``sitemap``."""
    since: date | None = None
    """The day (UTC) from which the rule is in force: it reads captures of this day and later ones. None (the default):
    it reads captures of any day. The first rule that matches an address is used, so the newest one stands first.
    Example: ``date(2020, 1, 1)``."""
    article_kind: str = ""
    """The section's word for its articles, which each article gets as its ``kind``. Empty (the default): the site has
    one kind of article. Example: ``statement``."""


@dataclass(frozen=True)
class Site:
    """The facts of one site: a table that a person fills in. It is frozen, and its patterns are compiled once.

    Its methods say only what follows from the facts. ``crawler.pages.reading`` reads captures by them.
    """

    name: str
    """The name of the site, which is also the spider's: letters, digits and underscores. Example: ``by_mfa``."""
    title: str = ""
    """The name of the site for readers. Empty (the default): ``name`` is shown. Example: ``Government of Norway``."""
    hosts: tuple[str, ...] = ()
    """The hosts that belong to the site, the main one first. A host and its ``www.`` twin are one host, unless both are
    named here; ``http`` and ``https`` are one scheme. Example: ``("mfa.gov.by",)``."""
    zone: str = ""
    """The IANA time zone of the dates that the site writes. Empty (the default): it is not known. A time then keeps the
    offset that is written with it, and one without an offset counts as UTC. Example: ``Europe/Minsk``."""
    day_first: bool | None = None
    """Whether 03/04/2024 is the third of April on this site. None (the default): it is, unless the language of the page
    has a region that writes the month first, as ``en-US`` does. Example: ``False``."""
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The languages of the site: BCP 47 tag → the address prefix or the front page that claims it. The longest prefix
    that fits an address decides. An empty prefix means that no address claims the language. Empty (the default): no
    address claims a language. Example: ``{"ru": "/", "be": "/be/"}``."""
    encoding: str | None = None
    """The character set of pages that declare none. None (the default): UTF-8. Example: ``windows-1251``."""
    seeds: tuple[Seed, ...] = ()
    """The addresses at which discovery begins. Example: ``(Seed("/en/news/", language="en"),)``."""
    rules: tuple[PageRule, ...] = ()
    """The rules by which captures are read. The first one that matches an address is used. Empty (the default): the
    generic page reads every address. Example: ``(PageRule(r"^/news/", NewsPage),)``."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Pairs of a regular expression and its replacement, applied to path and query. They lead from a twin, such as a
    print view, to the main address. Example: ``((r"^/print/", "/"),)``."""
    fronts: tuple[str, ...] = ()
    """The front pages besides ``/`` and those in ``languages``: paths or addresses. A redirect from an article to a
    front page means that the article is missing. Example: ``("/home/",)``."""
    private: bool = False
    """Whether the spider may send requests to loopback and private hosts. Default: False. The demo sets it."""
    https: bool = True
    """Whether the site's addresses are spelled with ``https`` (the default); if not, with ``http``. An address with a
    port keeps its scheme."""
    delay: float = 1.0
    """Seconds between two requests to one host. Default: 1. Example: ``2.0``."""
    concurrency: int = 1
    """How many requests to one host may be open at the same time. Default: 1."""
    first_days: int | None = 30
    """How many days back the first live run looks for articles. Default: 30. None: as far back as the listings go."""
    daily_revisits: int = BUDGET
    """How many requests a scheduled run may make in a day, besides those for new articles. Default: 150. The setting
    ``DAILY_REVISITS`` overrides it."""
    drop: frozenset[str] = frozenset()
    """Query parameters that do not identify a resource. They are removed from every address, as the known tracking
    parameters are. A name that ends in ``*`` is a prefix. Example: ``frozenset({"sessionid"})``."""
    template: HostTemplate = field(default=NO_TEMPLATE, metadata={"learned": True})
    """What the pages of a host without rules share, as the archive learned it: a site file leaves it out."""

    @cached_property
    def origin(self) -> str:
        """Scheme and host of the site's own addresses."""
        scheme = "https" if self.https else "http"
        return f"{scheme}://{self.hosts[0]}" if self.hosts else ""

    def spell(self, url: str, base: str | None = None) -> str:
        """The address in this site's spelling. Raises BadAddress for what is not an http(s) address.

        ``base`` (default: the site's origin) is what a relative address is resolved against. See ``rules.url.spelling``
        for the rules that all sites share; a site adds its scheme, its main host and its ``drop``.
        """
        spelled = spell(url, base=base or self.origin or None, drop=self._drop)
        host, slash, path = spelled.partition("://")[2].partition("/")
        origin = self._origins.get(host)
        return spelled if origin is None else f"{origin}{slash}{path}"

    def owns(self, url: str) -> bool:
        """Whether the address is on one of the site's hosts. A private host counts only if ``private`` is set."""
        host = url.partition("://")[2].partition("/")[0]
        return host in self._owned or (urlsplit(url).hostname or "") in self._owned

    def is_front(self, url: str) -> bool:
        """Whether the address is the site's front page or that of a language."""
        return url in self.front_pages

    def claimed(self, url: str) -> str:
        """The BCP 47 tag that an address claims by its prefix; empty if it claims none."""
        for prefix, tag in self._prefixes:
            if url.startswith(prefix) and (prefix[-1] == "/" or url[len(prefix) : len(prefix) + 1] in _ENDS):
                return tag
        return ""

    def rule(self, url: str, captured_at: datetime | None = None) -> PageRule | None:
        """The rule for an address that was in force at that time; None if no rule of the site matches.

        Without ``captured_at`` a rule of any time counts.
        """
        for rule in self.rules_for(url):
            if rule.since is None or captured_at is None or rule.since <= captured_at.date():
                return rule
        return None

    def rules_for(self, url: str) -> Iterator[PageRule]:
        """The rules that match an address, whatever their day, in the order of the site file."""
        path = path_of(url)
        return (rule for pattern, rule in self._rules if pattern.search(path))

    def article_kind(self, url: str) -> str:
        """The section's word for articles at an address; empty if no rule gives one."""
        rule = self.rule(url)
        return "" if rule is None else rule.article_kind

    def kind(self, url: str) -> str:
        """What an address holds: ``article``, ``listing``, ``feed``, ``sitemap``, ``front`` or ``robots``.

        Empty for an address that no rule matches.
        """
        rule = self.rule(url)
        if self.is_front(url) and (rule is None or rule.kind == "article"):
            return "front"
        if rule is not None:
            return rule.kind
        return "robots" if path_of(url) == "/robots.txt" else ""

    def alias(self, url: str) -> str | None:
        """The main address of a twin, by ``aliases``; None if the address is not a twin."""
        path = path_of(url)
        for pattern, replacement in self._aliases:
            main, changes = pattern.subn(replacement, path)
            if changes and main != path:
                return self.spell(main, base=url)
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
        """The addresses of the front pages: the site's own and those of its languages, on each of its hosts."""
        paths = ("/", *filter(None, self.languages.values()), *self.fronts)
        return frozenset(url for path in paths for url in self._on_each_host(path))

    @cached_property
    def seed_facts(self) -> tuple[tuple[str, str, str], ...]:
        """Address, kind and language of each seed. The archive keeps them to compute when each seed is due."""
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
"""The site of hosts without a spider of their own: the generic page reads every page."""


def generic_site(host: str, template: HostTemplate = NO_TEMPLATE) -> Site:
    """The site of a host for which no spider was written; it is named after the host."""
    return replace(GENERIC, name=host, title=host, hosts=(host,), template=template)

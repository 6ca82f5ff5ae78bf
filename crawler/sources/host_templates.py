"""Learns the templates of hosts without a spider: from files that are about to be imported, and from the archive.

What is learned follows from the set of captures. Of each month those pages count whose payloads have the least digests,
so neither the order of imports nor the number of files matters.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crawler.archive import Archive, StoredMonth, storable
from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.guarded_reading import read_guarded
from crawler.pages.host_sample import is_page, month_of, sampled
from crawler.pages.site import Site
from crawler.pages.text import template_learning
from crawler.pages.text.host_template import HostTemplate, PlacedLine
from crawler.pages.text.template_learning import MonthTemplate, SampledPage, combined, learned_in_month
from crawler.rules.text.digests import address_id
from crawler.sources.warc import Located, WarcReader

ARTICLES = 60
"""The most articles of a month that are sampled. A paragraph that is furniture stands on three in ten."""
LOOKED_AT = 480
"""The most pages of a month among which these articles are looked for."""
VERSION = f"{template_learning.VERSION}.{GenericPage.version}"
"""The version of the rule, and of the page object that reads the sample."""


def page_key(digest: str, url: str) -> str:
    """The key by which pages are sampled, of the payload's digest (hexadecimal) and the page's address."""
    return f"{digest[:16]}-{address_id(url)}"


class FilePages:
    """The pages of one host in files, each as its place in them: of each month those with the least keys."""

    def __init__(self, site: Site, reader: WarcReader) -> None:
        self._site = site
        self._reader = reader
        self._months: dict[str, list[tuple[str, Located]]] = {}

    def add(self, found: Located) -> None:
        """Take a capture of the host, if it is a page that may be sampled."""
        capture = found.capture
        if not capture.body or capture.reason:
            return
        url = self._site.spell(capture.asked or capture.url)
        key = page_key(hashlib.sha256(capture.body).hexdigest(), url)
        pages = self._months.setdefault(month_of(capture), [])
        at = bisect_left(pages, key, key=lambda page: page[0])
        is_known = at < len(pages) and pages[at][0] == key
        if at < LOOKED_AT and not is_known and is_page(self._site, capture):
            pages.insert(at, (key, found.without_payload()))
            del pages[LOOKED_AT:]

    @property
    def months(self) -> set[str]:
        """The months of the captures in UTC, such as ``2024-03``."""
        return {month for month, pages in self._months.items() if pages}

    def adds_to(self, stored: StoredMonth) -> bool:
        """Whether the sample of a month is another one with these pages."""
        keys = {key for key, _ in self._months.get(stored.month, ())} - set(stored.sample)
        is_full = len(stored.sample) >= LOOKED_AT or json.loads(stored.content)["sampled"] >= ARTICLES
        return any(not is_full or key < stored.sample[-1] for key in keys)

    def of_month(self, month: str) -> Iterator[tuple[str, Capture]]:
        """The pages of a month with their keys, in the order of the keys. Each is read when it is asked for."""
        return ((key, self._reader.at(found)) for key, found in self._months.get(month, ()))


def learn(archive: Archive, site: Site, files: FilePages | None = None) -> list[StoredMonth]:
    """What the pages of a site share, by month. Nothing is written.

    With ``files`` only the months are learned again whose sample has other pages with those of the files, and those
    that an earlier version learned; without, all months are. Raises ArchiveError.
    """
    name = site.name
    known = archive.templates(name)
    kept = {each.month: each for each in known if files is not None and each.version == VERSION}
    months = files.months if files is not None else set()
    if len(kept) < len(known) or not kept:
        months |= set(archive.templates.months(name))
    for month in months:
        stored = kept.get(month)
        if stored is None or files is None or files.adds_to(stored):
            stored_pages = ((page_key(digest, url), page) for digest, url, page in archive.templates.pages(name, month))
            new_pages = files.of_month(month) if files is not None else iter(())
            kept[month] = _learned(site, month, heapq.merge(stored_pages, new_pages, key=lambda page: page[0]))
    return [kept[month] for month in sorted(kept)]


def _learned(site: Site, month: str, pages: Iterable[tuple[str, Capture]]) -> StoredMonth:
    """What the first articles among some pages share. The pages come in the order of their keys, some of them twice."""
    keys: list[str] = []
    sample: list[SampledPage] = []
    for key, capture in pages:
        if keys and key == keys[-1]:
            continue
        if len(keys) == LOOKED_AT or len(sample) == ARTICLES:
            break
        keys.append(key)
        sample += _sampled(site, capture)
    found = learned_in_month(sample) if sample else MonthTemplate(month, 0, frozenset(), ())
    content = {
        "articles": found.articles,
        "sampled": len(sample),
        "lines": sorted([line.spot, storable(line.text)] for line in found.lines),
        "site_names": [storable(name) for name in found.site_names],
    }
    return StoredMonth(month, VERSION, tuple(keys), json.dumps(content, ensure_ascii=False))


def _sampled(site: Site, capture: Capture) -> list[SampledPage]:
    """The page as part of a sample; nothing for what is no article, or where reading it fails: the import says that."""
    found: list[SampledPage | None] = []

    def take(page: Capture) -> Capture:
        found.append(sampled(site, page))
        return page

    read_guarded(capture, take)
    return [page for page in found if page is not None]


def template_of(months: Sequence[StoredMonth]) -> HostTemplate:
    """The template that follows from what was learned of each month."""
    return combined(_month(each.month, json.loads(each.content)) for each in months)


def _month(month: str, content: dict[str, Any]) -> MonthTemplate:
    lines = frozenset(PlacedLine(spot, text) for spot, text in content["lines"])
    return MonthTemplate(month, content["articles"], lines, tuple(content["site_names"]))

"""Learning the template of a host: what recurs over the pages of many different articles is furniture of the host.

The rule is pure, and a function of the *set* of pages: neither their order nor their number of copies matters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crawler.pages.text.host_template import HostTemplate, PlacedLine
from crawler.rules.outcome.page_type import weight
from crawler.rules.text.titles import ends, key

VERSION = 1
"""The version of the rule. Raise it when the same pages would give another template."""
ARTICLES = 5
"""The least number of different articles on which a paragraph or a name recurs."""
_SHARE = 0.3
"""The least share of a period's articles on which a paragraph recurs."""
_NEARLY_ALL = 0.8
"""The share for a short line amid the texts of articles, where a subheading such as "Background" recurs too."""
_HALF = 0.5
"""The least share of the articles whose title ends or begins with the site's name."""


class SampledLine(NamedTuple):
    """A paragraph of a page."""

    spot: str
    text: str
    is_prose: bool
    """Whether it is a sentence or more, and not mostly links."""


@dataclass(frozen=True, slots=True)
class SampledPage:
    """What the rule knows of one capture of a page."""

    url: str
    month: str
    """The month of the capture in UTC, such as ``2024-03``: what recurs is looked for within one period."""
    language: str
    """The language that the page claims. Pages in one language share their furniture; empty if there is no claim."""
    claims: tuple[str, ...]
    """The titles that the page claims in its metadata, cleaned."""
    headings: tuple[str, ...]
    """The headings of the page, cleaned, the first level first."""
    first_headings: tuple[str, ...]
    """The headings of the first level, cleaned."""
    lines: tuple[SampledLine, ...]
    """All paragraphs of the page, in its order."""
    body: tuple[str, ...]
    """The paragraphs that the generic page takes for the article's text without a template."""


@dataclass(frozen=True, slots=True)
class MonthTemplate:
    """What recurs over the captures of one month."""

    month: str
    """The month in UTC, such as ``2024-03``."""
    articles: int
    """How many different articles with a title it was learned from."""
    lines: frozenset[PlacedLine]
    site_names: tuple[str, ...]
    """In alphabetical order."""


def learned(pages: Iterable[SampledPage]) -> HostTemplate:
    """The template of the host of these pages, of any months."""
    months: dict[str, set[SampledPage]] = defaultdict(set)
    for page in pages:
        months[page.month].add(page)
    return combined(learned_in_month(each) for each in months.values())


def learned_in_month(pages: Iterable[SampledPage]) -> MonthTemplate:
    """What recurs over captures of one month.

    A paragraph is furniture if, among the captures in one language, it stands at the same kind of place on at least
    five different articles and on three in ten of all; a short line amid texts must stand on four in five. An article
    counts if it has prose of its own, and, for a paragraph amid its own text, more of it than of what recurs: versions
    of one text at several addresses are no evidence. What the generic page leaves out of every text by itself is not
    kept. A name of the site is an end of the titles, or the whole of the first-level headings, of at least five
    articles and of half of all. Raises ValueError without pages, or for pages of several months.
    """
    known = frozenset(pages)
    (month,) = {page.month for page in known}
    periods: dict[str, list[_Own]] = defaultdict(list)
    articles = _articles(known)
    for each in articles:
        periods[each.language].append(each)
    taken = {line for page in known for line in page.body}
    lines = {line for period in periods.values() for line in _recurring(period) if line.text in taken}
    titled = sum(1 for each in articles if each.claims or each.first_headings)
    return MonthTemplate(month, titled, frozenset(lines), tuple(sorted(_names(articles))))


def combined(months: Iterable[MonthTemplate]) -> HostTemplate:
    """The template of a host: the lines of all months, and the names of half of the months that have enough articles.

    A title that begins alike on the few articles of one month is no name.
    """
    known = list(months)
    judged = [each for each in known if each.articles >= ARTICLES]
    count = Counter(key(name) for each in judged for name in each.site_names)
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in (name for each in judged for name in each.site_names):
        spelled[key(name)].append(name)
    names = sorted(min(spelled[each]) for each, number in count.items() if number >= _HALF * len(judged))
    return HostTemplate(frozenset(line for each in known for line in each.lines), tuple(names))


class _Own(NamedTuple):
    """One article in one month, in whichever captures and at whichever addresses."""

    language: str
    month: str
    claims: frozenset[str]
    first_headings: frozenset[str]
    lines: frozenset[SampledLine]


def _articles(pages: Collection[SampledPage]) -> list[_Own]:
    """The pages of a language and month as articles: those of one address, of equal titles, or of equal prose are one.

    An article has the lines of all its captures.
    """
    above: dict[tuple[str, ...], tuple[str, ...]] = {}

    def top(name: tuple[str, ...]) -> tuple[str, ...]:
        while (up := above.setdefault(name, name)) != name:
            name = up
        return name

    for page in pages:
        for name in _identities(page):
            above[top(name)] = top(_address(page))
    joined: dict[tuple[str, ...], list[SampledPage]] = defaultdict(list)
    for page in pages:
        joined[top(_address(page))].append(page)
    return [_joined(group) for group in joined.values()]


def _address(page: SampledPage) -> tuple[str, ...]:
    return "address", page.language, page.month, page.url


def _identities(page: SampledPage) -> Iterator[tuple[str, ...]]:
    """What makes two pages one article, besides their address."""
    if page.claims or page.headings:
        yield "titles", page.language, page.month, *page.claims, "", *page.headings
    if prose := sorted({line.text for line in page.lines if line.is_prose}):
        yield "prose", page.language, page.month, *prose


def _joined(group: Collection[SampledPage]) -> _Own:
    first = next(iter(group))
    return _Own(
        first.language,
        first.month,
        frozenset(claim for page in group for claim in page.claims),
        frozenset(heading for page in group for heading in page.first_headings),
        frozenset(line for page in group for line in page.lines),
    )


def _recurring(articles: Collection[_Own]) -> Iterator[PlacedLine]:
    """The furniture of one period."""
    if len(articles) < ARTICLES:
        return
    count = Counter(line for each in articles for line in each.lines)
    often = {line for line, number in count.items() if number >= ARTICLES}
    support: Counter[SampledLine] = Counter()
    amid: set[str] = set()
    for each in articles:
        own = _own_weights(each, count)
        amid.update(_blocks(own))
        if own:
            support.update(_supported(each, often, own))
    for line, number in support.items():
        share = _SHARE if line.is_prose or _block(line.spot) not in amid else _NEARLY_ALL
        if number >= max(ARTICLES, share * len(articles)):
            yield PlacedLine(line.spot, line.text)


def _own_weights(article: _Own, count: Mapping[SampledLine, int]) -> dict[str, int]:
    """The weight of the prose that no other article has, by kind of place."""
    own: Counter[str] = Counter()
    for line in article.lines:
        if line.is_prose and count[line] == 1:
            own[line.spot] += weight(line.text)
    return own


def _supported(article: _Own, often: Collection[SampledLine], own: Mapping[str, int]) -> Iterator[SampledLine]:
    """The lines for whose being furniture an article is evidence."""
    shared: Counter[str] = Counter()
    found = [line for line in article.lines if line in often]
    for line in found:
        shared[_block(line.spot)] += weight(line.text)
    own_blocks: Counter[str] = Counter()
    for spot, amount in own.items():
        own_blocks[_block(spot)] += amount
    for line in found:
        block = _block(line.spot)
        if block not in own_blocks or own_blocks[block] > shared[block]:
            yield line


def _block(spot: str) -> str:
    """The kind of place of the element around a paragraph."""
    return spot.rpartition(">")[0]


def _blocks(spots: Iterable[str]) -> set[str]:
    return {_block(spot) for spot in spots}


def _names(articles: Collection[_Own]) -> Iterator[str]:
    """What names the site: an end that many titles have, or a title or first-level heading that many articles have."""
    rests: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, set[str]] = defaultdict(set)
    whole: Counter[str] = Counter()
    for each in articles:
        for text in each.claims | each.first_headings:
            spelled[key(text)].add(text)
        whole.update({key(text) for text in each.claims | each.first_headings})
        for name, rest in (pair for claim in each.claims for pair in _either(claim)):
            rests[key(name)].add(key(rest))
            spelled[key(name)].add(name)
    titled = sum(1 for each in articles if each.claims or each.first_headings)
    least = max(ARTICLES, _HALF * titled)
    for name, texts in spelled.items():
        if name and (whole[name] >= least or len(rests[name]) >= least):
            yield min(texts)


def _either(claim: str) -> Iterator[tuple[str, str]]:
    """Each end of a title with the rest of it."""
    for left, right in ends(claim):
        if key(left) and key(right):
            yield left, right
            yield right, left

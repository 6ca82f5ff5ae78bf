"""Which addresses are one article, what it is called, and whose readings tell its history.

An article is called by its earliest address: the one that was captured first *as an article*, a twin (a print view)
only where nothing else was. Another address is an alias by a captured redirect, by a canonical claim with equal text at
both addresses, or by the site file's word. Equal text alone is a duplicate, never an alias (design, section 5). All of
it is a function of the set of readings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

Text = tuple[str, str]
"""Text digest and title of one reading; an empty digest (no body) proves nothing."""


class Address(NamedTuple, Generic[K]):
    """What the captures of one address said of its identity."""

    uri_r: str
    first: int | None = None
    """When it was first captured as an article, milliseconds UTC; None if it never was."""
    last: int | None = None
    texts: frozenset[Text] = frozenset()
    """All texts it was read with."""
    moved_to: K | None = None
    """Where its latest captured redirect leads."""
    canonical: frozenset[tuple[K, Text]] = frozenset()
    """Other addresses it claimed to be, each with the text it had then."""
    twin_of: K | None = None
    """The address that the site file says it is a twin of."""

    @property
    def is_article(self) -> bool:
        return self.first is not None


@dataclass(frozen=True)
class Identity(Generic[K]):
    """What a set of addresses comes to."""

    called: dict[K, K]
    """The name (an address) of the article that each address is or leads to; addresses of no article are absent."""
    until: dict[K, int | None]
    """Up to when (milliseconds UTC, exclusive) the readings of an address belong to its article's history; None: all
    of them do."""
    arrives: dict[K, K]
    """Where an address leads that is no article's: the end of its redirects, itself where it has none or they run in
    a ring."""


def identify(addresses: Mapping[K, Address[K]]) -> Identity[K]:
    """Find the articles among addresses. Every address that one of them points to must be given too, if it was ever
    captured."""
    arrives = {key: _arrive(key, addresses) for key in addresses}
    moves = _moves(addresses, arrives)
    claims = {
        (key, other)
        for key, address in addresses.items()
        for other, text in address.canonical
        if other != key and text[0] and address.is_article and text in _texts(addresses, other)
    }
    twins = {
        (key, main)
        for key, address in addresses.items()
        if address.twin_of is not None
        and address.is_article
        and (main := arrives.get(address.twin_of, address.twin_of)) != key
        and main in addresses
        and addresses[main].is_article
    }
    called: dict[K, K] = {}
    until: dict[K, int | None] = {}
    for group in _groups(moves | claims | twins, addresses):
        told = _History(group, addresses, {a for a, _ in claims}, {a for a, _ in twins})
        called.update(dict.fromkeys(group, told.name))
        until.update(told.until())
    return Identity(called, until, arrives)


def _texts(addresses: Mapping[K, Address[K]], key: K) -> frozenset[Text]:
    return addresses[key].texts if key in addresses else frozenset()


def _arrive(start: K, addresses: Mapping[K, Address[K]]) -> K:
    """The first article on the way of an address's redirects, else their end."""
    seen, key = {start}, start
    while (onward := addresses[key].moved_to if key in addresses else None) is not None:
        if onward in seen:
            return start
        key = onward
        seen.add(key)
        if key in addresses and addresses[key].is_article:
            break
    return key


def _moves(addresses: Mapping[K, Address[K]], arrives: Mapping[K, K]) -> set[tuple[K, K]]:
    """Redirects that make an alias.

    An address that was an article itself is none if it stood beside the other with another text: a site that sends
    several removed pages to one ("this page is gone") does not make them one article.
    """
    towards: dict[K, set[K]] = defaultdict(set)
    for key, end in arrives.items():
        if end != key and end in addresses and addresses[end].is_article:
            towards[end].add(key)
    found = set()
    for end, sources in towards.items():
        articles = [key for key in sources if addresses[key].is_article]
        strangers = {
            key
            for key in articles
            if any(_stood_beside(addresses[key], addresses[other]) for other in (end, *articles) if other != key)
        }
        found |= {(key, end) for key in sources - strangers}
    return found


def _stood_beside(a: Address[K], b: Address[K]) -> bool:
    """Whether two addresses were articles over the same time and never had a text in common."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    return a.first <= b.last and b.first <= a.last and a.texts.isdisjoint(b.texts)


def _groups(links: Collection[tuple[K, K]], addresses: Mapping[K, Address[K]]) -> Iterable[set[K]]:
    near: dict[K, set[K]] = {key: set() for key, address in addresses.items() if address.is_article}
    for a, b in links:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    done: set[K] = set()
    for start in near:
        if start not in done:
            group, waiting = {start}, [start]
            while waiting:
                new = near[waiting.pop()] - group
                group |= new
                waiting += new
            done |= group
            yield group


class _History(Generic[K]):
    """The addresses of one article: its name, and whose readings count."""

    def __init__(
        self, group: set[K], addresses: Mapping[K, Address[K]], claimants: Collection[K], twins: Collection[K]
    ) -> None:
        self._first = {key: first for key in group if (first := addresses[key].first) is not None}
        self._group, self._claimants, self._twins = group, claimants, twins
        self.name = min(self._first, key=lambda key: (key in twins, self._first[key], addresses[key].uri_r))

    def until(self) -> dict[K, int | None]:
        """A twin's readings never count beside the main address's own; a claimant's count until the claimed address
        has some."""
        mains = {key for key in self._first if key not in self._twins} or {self.name}
        primary = {key for key in mains if key not in self._claimants} or mains & {self.name} or mains
        since = min(self._first[key] for key in primary)
        until: dict[K, int | None] = {}
        for key in self._group:
            if key in primary or key not in self._first:
                until[key] = None
            else:
                until[key] = since if key in mains else 0
        return until

"""Identity: which addresses are one article, what the article is called, and whose readings make its history.

An article is called by its earliest address: the one that was first captured *as an article*. A twin, such as a print
view, gives the name only if no other address was captured. Another address is an alias by a captured redirect, by a
canonical claim with equal text at both addresses, or by the aliases in the site file. Equal text alone makes a
duplicate, never an alias. The result is a function of the set of readings: the order in which they arrive does not
matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

TextKey = tuple[str, str]
"""The text digest and the title of one reading. An empty digest (no body) proves nothing."""


class AddressEvidence(NamedTuple, Generic[K]):
    """What the captures of one address say about its identity."""

    uri_r: str
    first: int | None = None
    """The time of its first capture as an article, in milliseconds UTC; None if it never was one."""
    last: int | None = None
    texts: frozenset[TextKey] = frozenset()
    """All texts that were read from it."""
    moved_to: K | None = None
    """The target of its latest captured redirect."""
    canonical: frozenset[tuple[K, TextKey]] = frozenset()
    """The other addresses that it claimed as canonical, each with the text it had at that time."""
    twin_of: K | None = None
    """The main address of this twin, by the site file."""

    @property
    def is_article(self) -> bool:
        return self.first is not None


@dataclass(frozen=True)
class Identity(Generic[K]):
    """The articles that a set of addresses makes."""

    called: dict[K, K]
    """The name (an address) of the article that each address is or leads to. Addresses that lead to no article are
    absent."""
    until: dict[K, int | None]
    """The time (milliseconds UTC, exclusive) up to which the readings of an address belong to its article's history;
    None if all of them do."""
    arrives: dict[K, K]
    """The end of the redirects of an address that is not an article: the address itself if it has none or they form a
    loop."""


def identify(addresses: Mapping[K, AddressEvidence[K]]) -> Identity[K]:
    """The articles among addresses. ``addresses`` must hold every captured address that one of them points to."""
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
        history = _History(group, addresses, {a for a, _ in claims}, {a for a, _ in twins})
        called.update(dict.fromkeys(group, history.name))
        until.update(history.until())
    return Identity(called, until, arrives)


def _texts(addresses: Mapping[K, AddressEvidence[K]], key: K) -> frozenset[TextKey]:
    return addresses[key].texts if key in addresses else frozenset()


def _arrive(start: K, addresses: Mapping[K, AddressEvidence[K]]) -> K:
    """The first article that an address's redirects lead to, else their end."""
    seen, key = {start}, start
    while (onward := addresses[key].moved_to if key in addresses else None) is not None:
        if onward in seen:
            return start
        key = onward
        seen.add(key)
        if key in addresses and addresses[key].is_article:
            break
    return key


def _moves(addresses: Mapping[K, AddressEvidence[K]], arrives: Mapping[K, K]) -> set[tuple[K, K]]:
    """The pairs of an alias and its target that redirects make.

    An address that was an article itself is not an alias if it existed at the same time as the target with another
    text: a site that redirects several removed pages to one ("this page is gone") does not make them one article.
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
            if any(_coexisted(addresses[key], addresses[other]) for other in (end, *articles) if other != key)
        }
        found |= {(key, end) for key in sources - strangers}
    return found


def _coexisted(a: AddressEvidence[K], b: AddressEvidence[K]) -> bool:
    """Whether two addresses were articles during the same time and never had the same text."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    return a.first <= b.last and b.first <= a.last and a.texts.isdisjoint(b.texts)


def _groups(links: Collection[tuple[K, K]], addresses: Mapping[K, AddressEvidence[K]]) -> Iterable[set[K]]:
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
    """The addresses of one article: they give its name and say whose readings count."""

    def __init__(
        self, group: set[K], addresses: Mapping[K, AddressEvidence[K]], claimants: Collection[K], twins: Collection[K]
    ) -> None:
        self._first = {key: first for key in group if (first := addresses[key].first) is not None}
        self._group, self._claimants, self._twins = group, claimants, twins
        self.name = min(self._first, key=lambda key: (key in twins, self._first[key], addresses[key].uri_r))

    def until(self) -> dict[K, int | None]:
        """The end of each address's readings. A twin's readings do not count if the main address has its own. A
        claimant's readings count until the claimed address has its own."""
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

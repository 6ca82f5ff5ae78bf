"""Groups: sets of articles that are joined into stories, and the languages that clash within a story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Generic, TypeVar

K = TypeVar("K")

NORWEGIAN = frozenset({"no", "nb", "nn"})


def takes_the_place_of(language: str, other: str) -> bool:
    """Whether two members with these BCP 47 tags would be the same language version of one story.

    A bare tag clashes with every regional one (``en`` and ``en-GB``, ``no`` and ``nb``). Two regional ones can stand in
    one story (``en-GB`` and ``en-US``, ``nb`` and ``nn``).
    """
    if language == other:
        return True
    (group, whole), (other_group, other_whole) = _place(language), _place(other)
    return group == other_group and (whole or other_whole)


@cache
def _place(language: str) -> tuple[str, bool]:
    """The group of tags that may clash, and whether this tag clashes with all of its group."""
    primary = language.partition("-")[0]
    if primary in NORWEGIAN:
        return "no", language == "no"
    return primary, primary == language


class Groups(Generic[K]):
    """A partition of articles, given by key. At first each is its own group. No group ever has one language twice.

    Keys need no order: no answer depends on which member represents its group.
    """

    def __init__(self, languages: Mapping[K, str]) -> None:
        self._parent: dict[K, K] = {key: key for key in languages}
        self._members: dict[K, list[K]] = {key: [key] for key in languages}
        self._languages = languages

    def root(self, key: K) -> K:
        """The member that represents the group of ``key`` at present."""
        while (parent := self._parent[key]) != key:
            self._parent[key] = key = self._parent[parent]
        return key

    def members(self, root: K) -> list[K]:
        return self._members[root]

    def unite(self, a: K, b: K) -> None:
        """Make one group of two. The caller must have checked ``crowded`` before."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)

    def crowded(self, roots: Iterable[K]) -> bool:
        """Whether these groups together would have one language twice."""
        seen: set[str] = set()
        among = list(roots)
        for root in among:
            for member in self._members[root]:
                group = _place(self._languages[member])[0]
                if group in seen:
                    return bool(self._clashing(among))
                seen.add(group)
        return False

    def crowd(self, root: K, neighbours: Collection[K]) -> set[K]:
        """The neighbours (roots) that cannot join this group: they clash with it, or with another neighbour that
        could."""
        clashing = {near for near in neighbours if self.crowded((root, near))}
        return clashing | self._clashing(near for near in neighbours if near not in clashing)

    def clusters(self, pairs: Iterable[tuple[K, K]]) -> Iterator[list[tuple[K, K]]]:
        """The pairs, divided into sets that share no group."""
        touching: dict[K, list[tuple[K, K]]] = defaultdict(list)
        for pair in pairs:
            for root in {self.root(pair[0]), self.root(pair[1])}:
                touching[root].append(pair)
        done: set[K] = set()
        for start in touching:
            if start in done:
                continue
            done.add(start)
            waiting, cluster = [start], set()
            while waiting:
                for pair in touching[waiting.pop()]:
                    cluster.add(pair)
                    new = {self.root(pair[0]), self.root(pair[1])} - done
                    done |= new
                    waiting += new
            yield list(cluster)

    def _clashing(self, roots: Iterable[K]) -> set[K]:
        """The groups that have a language which another of them has too."""
        places: dict[str, list[tuple[str, bool, K]]] = defaultdict(list)
        for root in roots:
            for member in self._members[root]:
                language = self._languages[member]
                group, whole = _place(language)
                places[group].append((language, whole, root))
        clashing: set[K] = set()
        for members in places.values():
            if len(members) == 1:
                continue
            tags = Counter(language for language, _, _ in members)
            whole = any(whole for _, whole, _ in members)
            clashing |= {root for language, _, root in members if whole or tags[language] > 1}
        return clashing

"""Which articles are one story: what pages announce, held against what was captured.

A tie is made on announcements alone, and a wrong tie is worse than a missing one: where the evidence allows two
readings, every member of the ambiguous set is refused with a word that says why, and nothing is chosen. The result is
a function of the set of announcements; the order they are given in, and the keys' own order, never matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from crawler.rules.language import tags
from crawler.rules.stories.groups import Groups, takes_the_place_of

K = TypeVar("K")

ARCHIVED, UNTRANSLATED, EMPTY = "archived", "untranslated", "empty"
KNOWN, MISSING, REFUSED = "known", "missing", "refused"

FRONT_PAGE, LISTING, NOT_AN_ARTICLE, OFFSITE = "front-page", "listing", "not-an-article", "offsite"
OTHER_LANGUAGE, ANNOUNCES_OTHERS, ANNOUNCED_BY_SEVERAL, LANGUAGE_TAKEN = (
    "other-language",
    "announces-others",
    "announced-by-several",
    "language-taken",
)
REASONS = (
    FRONT_PAGE,
    LISTING,
    NOT_AN_ARTICLE,
    OFFSITE,
    OTHER_LANGUAGE,
    ANNOUNCES_OTHERS,
    ANNOUNCED_BY_SEVERAL,
    LANGUAGE_TAKEN,
)
"""Why an announcement may be refused; where several hold, the first of them is given."""


class Node(NamedTuple):
    """An article, as far as ties go."""

    language: str
    """The tag it claims; where it claims none, the tag of its text; empty where neither is known."""
    seen: tuple[int, str]
    """When it was first captured as an article (milliseconds UTC), and its address: the order of members in a story."""
    state: str = ARCHIVED
    """``archived``, or how the member falls short: ``untranslated`` or ``empty``."""


class Announcement(NamedTuple, Generic[K]):
    """An article says that another address is its version in a language. Both are given as the articles they resolve
    to."""

    source: K
    language: str
    target: K


class Verdict(NamedTuple):
    """What an announcement came to: a state of the table ``variants`` (design section 7), and a reason word or
    nothing."""

    state: str
    reason: str = ""


@dataclass(frozen=True)
class Judgement(Generic[K]):
    """The stories of a set of articles, and what each announcement came to."""

    stories: dict[K, K]
    """Each article's story, named by its earliest captured member."""
    verdicts: dict[Announcement[K], Verdict]
    """Announcements of oneself are left out."""


def claims(announced: str, claimed: str) -> bool:
    """Whether a page that claims one tag may be announced under the other: regions are compared only where both name
    one."""
    if announced == claimed:
        return True
    if not announced or not claimed or not tags.agree(announced, claimed):
        return False
    return "-" not in announced or "-" not in claimed


def tie(
    articles: Mapping[K, Node], announcements: Iterable[Announcement[K]], others: Mapping[K, Verdict]
) -> Judgement[K]:
    """Tie articles into stories.

    ``articles`` holds every article that the announcements connect (the closure in both directions); ``others`` says
    of each target that is no article what it is (absent: ``known``). Announcements are those in force.

    Mutual announcements are believed first (those of three articles that all announce each other before those of
    two), then one-sided ones that nothing speaks against.
    """
    verdicts: dict[Announcement[K], Verdict] = {}
    credible: list[Announcement[K]] = []
    spoken: dict[K, list[Announcement[K]]] = defaultdict(list)
    for said in set(announcements):
        if said.source == said.target or said.source not in articles:
            continue
        plain = _look(said, articles, others)
        if plain is None:
            credible.append(said)
        else:
            verdicts[said] = plain
        if plain is None or plain.state in (KNOWN, MISSING):
            spoken[said.source].append(said)
    groups = Groups({key: node.language for key, node in articles.items()})
    directed = {(said.source, said.target) for said in credible}
    mutual = {(a, b) for a, b in directed if (b, a) in directed}
    reasons = _Reasons[K]()
    hard = {pair for cluster in groups.clusters(mutual) if not _unite(groups, cluster) for pair in cluster}
    _join(groups, _closed(hard), reasons)
    _join(groups, hard, reasons)
    _join(groups, _unopposed(groups, directed - mutual, articles, spoken, reasons), reasons)
    for said in credible:
        if groups.root(said.source) == groups.root(said.target):
            verdicts[said] = Verdict(articles[said.target].state)
        else:
            verdicts[said] = Verdict(REFUSED, reasons.of(said.source, said.target))
    return Judgement(_name(groups, articles), verdicts)


def _look(said: Announcement[K], articles: Mapping[K, Node], others: Mapping[K, Verdict]) -> Verdict | None:
    """What can be said of one announcement by itself; None where it may be a tie."""
    target = articles.get(said.target)
    own = articles[said.source].language
    if target is None:
        verdict = others.get(said.target, Verdict(KNOWN))
        if verdict.state in (KNOWN, MISSING) and own and takes_the_place_of(said.language, own):
            return Verdict(REFUSED, LANGUAGE_TAKEN)
        return verdict
    if not claims(said.language, target.language):
        return Verdict(REFUSED, OTHER_LANGUAGE)
    if own and takes_the_place_of(target.language, own):
        return Verdict(REFUSED, LANGUAGE_TAKEN)
    return None


def _closed(mutual: set[tuple[K, K]]) -> set[tuple[K, K]]:
    """The mutual pairs that have a third article announcing, and announced by, both."""
    near: dict[K, set[K]] = defaultdict(set)
    for a, b in mutual:
        near[a].add(b)
    return {(a, b) for a, b in mutual if not near[a].isdisjoint(near[b])}


def _unopposed(
    groups: Groups[K],
    pairs: set[tuple[K, K]],
    articles: Mapping[K, Node],
    spoken: Mapping[K, list[Announcement[K]]],
    reasons: _Reasons[K],
) -> set[tuple[K, K]]:
    """One-sided pairs that mutual evidence has not refuted and that the target's side does not contradict.

    A pair whose two sides already hold the same language is refuted; what is refuted contradicts nobody any more, so
    that one wrong link does not cost its page the right tie.
    """
    apart = {(a, b) for a, b in pairs if groups.root(a) != groups.root(b)}
    refuted = {(a, b) for a, b in apart if groups.crowded((groups.root(a), groups.root(b)))}
    sides = _Sides(groups, articles, spoken, refuted)
    contradicted = {(a, b) for a, b in apart - refuted if sides.differ(a, b)}
    for a, b in refuted:
        only_superfluous = sides.hold(a, articles[b].language) and not sides.names_another(b, a)
        reasons.add(a, b, LANGUAGE_TAKEN if only_superfluous else ANNOUNCES_OTHERS)
    for a, b in contradicted:
        reasons.add(a, b, ANNOUNCES_OTHERS)
    return apart - refuted - contradicted


def _join(groups: Groups[K], pairs: Iterable[tuple[K, K]], reasons: _Reasons[K]) -> None:
    """Join what the pairs connect, all at once; refuse the pairs that would bring one language twice into a story.

    Pairs are refused where a side has several partners of one language; if what is left still holds one twice, at a
    distance, all of its pairs are.
    """
    for cluster in groups.clusters(pairs):
        if not _unite(groups, cluster):
            for rest in groups.clusters(set(cluster) - _refuse(groups, cluster, reasons)):
                if not _unite(groups, rest):
                    for a, b in rest:
                        reasons.add(a, b, LANGUAGE_TAKEN)


def _unite(groups: Groups[K], cluster: Collection[tuple[K, K]]) -> bool:
    """Make one group of a cluster, if no language is in it twice."""
    if groups.crowded({groups.root(key) for pair in cluster for key in pair}):
        return False
    for a, b in cluster:
        groups.unite(a, b)
    return True


def _refuse(groups: Groups[K], cluster: Iterable[tuple[K, K]], reasons: _Reasons[K]) -> set[tuple[K, K]]:
    """The pairs of a cluster at whose one end another pair brings the same language, or the group itself has it."""
    near: dict[K, dict[K, list[tuple[K, K]]]] = defaultdict(lambda: defaultdict(list))
    for a, b in cluster:
        x, y = groups.root(a), groups.root(b)
        if x != y:
            near[x][y].append((a, b))
            near[y][x].append((a, b))
    refused: set[tuple[K, K]] = set()
    for x, neighbours in near.items():
        for y in groups.crowd(x, neighbours):
            for a, b in neighbours[y]:
                refused.add((a, b))
                towards = groups.root(b) == x and not groups.crowded((x, y))
                reasons.add(a, b, ANNOUNCED_BY_SEVERAL if towards else LANGUAGE_TAKEN)
    return refused


def _name(groups: Groups[K], articles: Mapping[K, Node]) -> dict[K, K]:
    """Each article's story: the earliest captured member's key."""
    first: dict[K, K] = {}
    for key, node in articles.items():
        root = groups.root(key)
        if root not in first or node.seen < articles[first[root]].seen:
            first[root] = key
    return {key: first[groups.root(key)] for key in articles}


@dataclass
class _Reasons(Generic[K]):
    """Why a pair was refused; of several reasons the first in ``REASONS``."""

    words: dict[tuple[K, K], str] = field(default_factory=dict)

    def add(self, a: K, b: K, word: str) -> None:
        old = self.words.get((a, b), word)
        self.words[a, b] = min(old, word, key=REASONS.index)

    def of(self, a: K, b: K) -> str:
        return self.words[a, b]


class _Sides(Generic[K]):
    """What each group says its siblings are: its own members, and for other languages whom its members announce."""

    def __init__(
        self,
        groups: Groups[K],
        articles: Mapping[K, Node],
        spoken: Mapping[K, list[Announcement[K]]],
        refuted: Collection[tuple[K, K]],
    ) -> None:
        self._groups, self._articles, self._spoken, self._refuted = groups, articles, spoken, refuted
        self._named: dict[K, dict[str, set[K]]] = {}

    def differ(self, a: K, b: K) -> bool:
        """Whether the groups of two articles name siblings for one language and none of them in common."""
        mine, yours = self._siblings(self._groups.root(a)), self._siblings(self._groups.root(b))
        return any(
            takes_the_place_of(language, other) and keys.isdisjoint(other_keys)
            for language, keys in mine.items()
            for other, other_keys in yours.items()
        )

    def hold(self, a: K, language: str) -> bool:
        """Whether the group of ``a`` has a member in that language."""
        members = self._groups.members(self._groups.root(a))
        return any(takes_the_place_of(language, self._articles[member].language) for member in members)

    def names_another(self, b: K, a: K) -> bool:
        """Whether the group of ``b`` names somebody for the language of ``a``, and not ``a``."""
        language = self._articles[a].language
        return any(
            takes_the_place_of(language, other) and a not in keys
            for other, keys in self._siblings(self._groups.root(b)).items()
        )

    def _siblings(self, root: K) -> dict[str, set[K]]:
        named = self._named.get(root)
        if named is None:
            members = self._groups.members(root)
            own = {self._articles[member].language for member in members}
            named = defaultdict(set)
            for member in members:
                if self._articles[member].language:
                    named[self._articles[member].language].add(member)
                for said in self._spoken.get(member, ()):
                    held = any(takes_the_place_of(said.language, language) for language in own)
                    if not held and (said.source, said.target) not in self._refuted:
                        named[said.language].add(said.target)
            self._named[root] = named
        return named

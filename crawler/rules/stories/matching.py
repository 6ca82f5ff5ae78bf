"""Matching: which articles are one story, by what pages announce and what was captured.

Only announcements tie articles, and a wrong tie is worse than a missing one. If the evidence allows two readings, every
member of the ambiguous set is refused with a reason word, and none is chosen. The result is a function of the set of
announcements: neither their order nor the order of the keys matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from crawler.rules.language import tags
from crawler.rules.language.addresses import share_identity
from crawler.rules.language.territories import country_means
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
"""The reasons why an announcement may be refused. If several apply, the first of them is given."""


class Node(NamedTuple):
    """The facts of an article that ties depend on."""

    language: str
    """The BCP 47 tag that it claims, else that of its text; empty if neither is known."""
    seen: tuple[int, str]
    """The time of its first capture as an article (milliseconds UTC), and its address. They order the members of a
    story."""
    state: str = ARCHIVED
    """``archived``, or what the member lacks: ``untranslated`` or ``empty``."""
    text: str = ""
    """The BCP 47 tag of its text; empty if it is unknown."""


class Announcement(NamedTuple, Generic[K]):
    """An article's claim that another address is its version in a language. Both are given as the articles they resolve
    to."""

    source: K
    language: str
    target: K


class LinkVerdict(NamedTuple):
    """The verdict on an announcement: a state of the table ``variants``, and a reason word or nothing."""

    state: str
    reason: str = ""


@dataclass(frozen=True)
class Judgement(Generic[K]):
    """The stories of a set of articles, and the verdict on each announcement."""

    stories: dict[K, K]
    """The story of each article, named by its earliest captured member."""
    verdicts: dict[Announcement[K], LinkVerdict]
    """The verdicts. Announcements of an article by itself are left out."""
    meant: dict[K, str] = field(default_factory=dict)
    """The articles that are in the language of their text, though they claim another one → that language."""


def claims(announced: str, claimed: str) -> bool:
    """Whether a page that claims one tag may be announced under the other. Regions are compared only if both tags have
    one."""
    if announced == claimed:
        return True
    if not announced or not claimed or not tags.agree(announced, claimed):
        return False
    return "-" not in announced or "-" not in claimed


def tie(
    articles: Mapping[K, Node], announcements: Iterable[Announcement[K]], others: Mapping[K, LinkVerdict]
) -> Judgement[K]:
    """Tie articles into stories.

    ``articles`` holds every article that the announcements connect (the closure in both directions). ``others`` gives
    the verdict for targets that are not articles (default: ``known``). The announcements are those in force.

    Mutual announcements are believed first: those of three articles that all announce each other before those of two.
    Then one-sided ones are believed if nothing contradicts them. Among mutual or one-sided announcements that
    contradict each other, those between addresses that share their id are believed.
    """
    announcements = set(announcements)
    meant = _meant(articles, announcements)
    articles = {**articles, **{key: articles[key]._replace(language=tag, state=ARCHIVED) for key, tag in meant.items()}}
    verdicts: dict[Announcement[K], LinkVerdict] = {}
    credible: list[Announcement[K]] = []
    by_source: dict[K, list[Announcement[K]]] = defaultdict(list)
    for announcement in announcements:
        if announcement.source == announcement.target or announcement.source not in articles:
            continue
        plain = _verdict_alone(announcement, articles, others)
        if plain is None:
            credible.append(announcement)
        else:
            verdicts[announcement] = plain
        if plain is None or plain.state in (KNOWN, MISSING):
            by_source[announcement.source].append(announcement)
    groups = Groups({key: node.language for key, node in articles.items()})
    directed = {(announcement.source, announcement.target) for announcement in credible}
    mutual = {(a, b) for a, b in directed if (b, a) in directed}
    reasons = _Reasons[K]()
    hard = {pair for cluster in groups.clusters(mutual) if not _unite(groups, cluster) for pair in cluster}
    _join(groups, _closed(hard), articles, reasons)
    _join(groups, hard, articles, reasons)
    _join(groups, _unopposed(groups, directed - mutual, articles, by_source, reasons), articles, reasons)
    for announcement in credible:
        if groups.root(announcement.source) == groups.root(announcement.target):
            verdicts[announcement] = LinkVerdict(articles[announcement.target].state)
        else:
            verdicts[announcement] = LinkVerdict(REFUSED, reasons.of(announcement.source, announcement.target))
    return Judgement(_name(groups, articles), verdicts, meant)


def _meant(articles: Mapping[K, Node], announcements: Collection[Announcement[K]]) -> dict[K, str]:
    """The articles whose text and a mutual announcement contradict the language that they claim, with the language of
    their text. A template with one ``html lang`` for all languages makes such pages."""
    doubtful = {key for key, node in articles.items() if node.text and not tags.agree(node.language, node.text)}
    if not doubtful:
        return {}
    directed = {(each.source, each.target) for each in announcements}
    found: dict[K, set[str]] = defaultdict(set)
    for each in announcements:
        is_mutual = each.source in articles and (each.target, each.source) in directed
        if each.target in doubtful and is_mutual and tags.agree(each.language, articles[each.target].text):
            found[each.target].add(each.language)
    return {key: articles[key].text if len(said) > 1 else min(said) for key, said in found.items()}


def _verdict_alone(
    announcement: Announcement[K], articles: Mapping[K, Node], others: Mapping[K, LinkVerdict]
) -> LinkVerdict | None:
    """The verdict on one announcement by itself; None if it may be a tie."""
    target = articles.get(announcement.target)
    own = articles[announcement.source].language
    if target is None:
        verdict = others.get(announcement.target, LinkVerdict(KNOWN))
        if verdict.state in (KNOWN, MISSING) and own and takes_the_place_of(announcement.language, own):
            return LinkVerdict(REFUSED, LANGUAGE_TAKEN)
        return verdict
    if not (claims(announcement.language, target.language) or _is_country(announcement.language, target)):
        return LinkVerdict(REFUSED, OTHER_LANGUAGE)
    if own and takes_the_place_of(target.language, own):
        return LinkVerdict(REFUSED, LANGUAGE_TAKEN)
    return None


def _is_country(announced: str, target: Node) -> bool:
    """Whether the announced tag is a country code, and the target claims and has a text in the country's language."""
    return country_means(announced, target.language) and tags.agree(target.language, target.text)


def _closed(mutual: set[tuple[K, K]]) -> set[tuple[K, K]]:
    """The mutual pairs with a third article that announces both and is announced by both."""
    near: dict[K, set[K]] = defaultdict(set)
    for a, b in mutual:
        near[a].add(b)
    return {(a, b) for a, b in mutual if not near[a].isdisjoint(near[b])}


def _unopposed(
    groups: Groups[K],
    pairs: set[tuple[K, K]],
    articles: Mapping[K, Node],
    by_source: Mapping[K, list[Announcement[K]]],
    reasons: _Reasons[K],
) -> set[tuple[K, K]]:
    """The one-sided pairs that mutual evidence has not refuted and that the target's side does not contradict.

    A pair whose two sides already have the same language is refuted. A refuted pair contradicts no other pair, so that
    one wrong link does not cost its page the right tie.
    """
    apart = {(a, b) for a, b in pairs if groups.root(a) != groups.root(b)}
    refuted = {(a, b) for a, b in apart if groups.crowded((groups.root(a), groups.root(b)))}
    sides = _Sides(groups, articles, by_source, refuted)
    contradicted = {(a, b) for a, b in apart - refuted if sides.differ(a, b)}
    for a, b in refuted:
        only_superfluous = sides.hold(a, articles[b].language) and not sides.names_another(b, a)
        reasons.add(a, b, LANGUAGE_TAKEN if only_superfluous else ANNOUNCES_OTHERS)
    for a, b in contradicted:
        reasons.add(a, b, ANNOUNCES_OTHERS)
    return apart - refuted - contradicted


def _join(groups: Groups[K], pairs: Collection[tuple[K, K]], articles: Mapping[K, Node], reasons: _Reasons[K]) -> None:
    """Join what the pairs connect, all at once. Refuse the pairs that would bring one language into a story twice.

    Pairs whose addresses share their id come first. Then pairs are refused if a side has several partners of one
    language. If the rest still has a language twice, at a distance, all of its pairs are refused.
    """
    for cluster in list(groups.clusters(pairs)):
        if _unite(groups, cluster):
            continue
        for near in list(groups.clusters(_of_one_page(cluster, articles))):
            _unite(groups, near)
        for left in list(groups.clusters(cluster)):
            if _unite(groups, left):
                continue
            for rest in groups.clusters(set(left) - _refuse(groups, left, reasons)):
                if not _unite(groups, rest):
                    for a, b in rest:
                        reasons.add(a, b, LANGUAGE_TAKEN)


def _of_one_page(pairs: Iterable[tuple[K, K]], articles: Mapping[K, Node]) -> list[tuple[K, K]]:
    """The pairs whose addresses are those of one page in two languages."""
    return [(a, b) for a, b in pairs if share_identity(articles[a].seen[1], articles[b].seen[1])]


def _unite(groups: Groups[K], cluster: Collection[tuple[K, K]]) -> bool:
    """Make one group of a cluster. Returns False if a language would be in it twice."""
    if groups.crowded({groups.root(key) for pair in cluster for key in pair}):
        return False
    for a, b in cluster:
        groups.unite(a, b)
    return True


def _refuse(groups: Groups[K], cluster: Iterable[tuple[K, K]], reasons: _Reasons[K]) -> set[tuple[K, K]]:
    """Refuse the pairs of a cluster at one end of which another pair brings the same language, or the group itself has
    it."""
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
    """The story of each article: the key of its earliest captured member."""
    first: dict[K, K] = {}
    for key, node in articles.items():
        root = groups.root(key)
        if root not in first or node.seen < articles[first[root]].seen:
            first[root] = key
    return {key: first[groups.root(key)] for key in articles}


@dataclass
class _Reasons(Generic[K]):
    """The reason why a pair was refused: the first one in ``REASONS`` of several."""

    words: dict[tuple[K, K], str] = field(default_factory=dict)

    def add(self, a: K, b: K, word: str) -> None:
        old = self.words.get((a, b), word)
        self.words[a, b] = min(old, word, key=REASONS.index)

    def of(self, a: K, b: K) -> str:
        return self.words[a, b]


class _Sides(Generic[K]):
    """The siblings that each group names: its own members and, for other languages, the articles that its members
    announce."""

    def __init__(
        self,
        groups: Groups[K],
        articles: Mapping[K, Node],
        by_source: Mapping[K, list[Announcement[K]]],
        refuted: Collection[tuple[K, K]],
    ) -> None:
        self._groups, self._articles, self._by_source, self._refuted = groups, articles, by_source, refuted
        self._named: dict[K, dict[str, set[K]]] = {}

    def differ(self, a: K, b: K) -> bool:
        """Whether the groups of two articles name siblings for one language and share none of them."""
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
        """Whether the group of ``b`` names a sibling for the language of ``a``, and not ``a``."""
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
                for announcement in self._by_source.get(member, ()):
                    is_taken = any(takes_the_place_of(announcement.language, language) for language in own)
                    if not is_taken and (announcement.source, announcement.target) not in self._refuted:
                        named[announcement.language].add(announcement.target)
            self._named[root] = named
        return named

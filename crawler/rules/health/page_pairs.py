"""Page pairs: the reading of a page in this run compared with its reading before, to see what many pages lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

FEWEST = 3
"""The least number of pages with the same damage, from two stories at least: a story may change in all its
languages."""
MOST_OF = 0.5
"""The least share of the pages that could show it."""
SHORTER = 0.65
"""A body with less than this share of its earlier length is cut. An edit seldom removes so much, and never from
many."""
LONGER = 1.8
"""A body with more than this many times its earlier length has grown."""
WORTH = 120
"""The least length of a body that can be cut, and the least gain of one that has grown, in characters."""
OTHER_WORDS = 0.25
"""A text with a smaller share of its earlier words is another text."""
REQUIRED = {"no-title": "title", "no-block": "body", "no-text": "body"}
"""The reason word of an unreadable or guessed page → the field that was not found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One reading of one page."""

    url: str
    capture: str = ""
    """The name of the capture: ``<12-letter address id>@<ISO captured_at>``."""
    outcome: str = "article"
    reason: str = ""
    extractor: str = ""
    version: str = ""
    language: str = ""
    """BCP 47 tag of the text."""
    claimed: str = ""
    """BCP 47 tag that the page claims."""
    kind: str = ""
    title: str = ""
    published: str = ""
    """The date as YYYY-MM-DD, or with time and offset."""
    days: frozenset[str] = frozenset()
    """The calendar days of the capture, in any time zone."""
    announced: frozenset[str] = frozenset()
    """The BCP 47 tags of the versions that it announces."""
    paragraphs: tuple[str, ...] = ()
    characters: int = 0

    @property
    def slot(self) -> str:
        """The BCP 47 tag of the language that the page claims, else of the language of its text."""
        return self.claimed or self.language

    @property
    def unread(self) -> str:
        """The required field that the page object did not find, even if a guess replaced it; else empty."""
        if self.outcome == "unreadable":
            return REQUIRED.get(self.reason, "body")
        return REQUIRED.get(self.reason, "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A page that was captured before and in this run, both times with a body."""

    before: Seen
    now: Seen

    @property
    def unread(self) -> str:
        """The field that the page object found before and does not find now: the page is unreadable, or read by a
        guess."""
        return "" if self.before.unread == self.now.unread else self.now.unread

    @property
    def is_comparable(self) -> bool:
        """Whether other differences come from the site, and not from a guess or from a changed page object."""
        if self.now.outcome != "article" or self.unread:
            return False
        return self.before.extractor != self.now.extractor or self.before.version == self.now.version


@dataclass(slots=True)
class PairTally:
    """How many pages show one kind of damage, and how many could show it."""

    possible: Counter[str] = field(default_factory=Counter)
    """The number of pages that could show it, by language."""
    hit: list[Seen] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    """The dates, before the damage, of the pages that show it. The versions of one story share a date."""

    @classmethod
    def among(cls, pages: Iterable[Seen], hit: Iterable[Seen]) -> PairTally:
        """A tally of all ``pages`` and of those that are ``hit``."""
        return cls(Counter(seen.slot for seen in pages), list(hit))

    @property
    def of(self) -> int:
        """How many pages could show it."""
        return self.possible.total()

    @property
    def is_alarming(self) -> bool:
        """Whether edits cannot explain it: over all pages, or in one language, which may have a template of its own."""
        hits = Counter(seen.slot for seen in self.hit)
        if any(count >= FEWEST and count >= MOST_OF * self.possible[slot] for slot, count in hits.items()):
            return True
        stories = max(len(self.days - {""}), *hits.values()) if hits else 0
        return len(self.hit) >= max(FEWEST, MOST_OF * self.of) and stories >= FEWEST - 1


Damage = Callable[[Pair], bool | None]
"""A test whether a pair shows a kind of damage; None if it cannot (the page had no date before, for example)."""


def _title_lost(pair: Pair) -> bool | None:
    return not pair.now.title if pair.before.title else None


def _date_lost(pair: Pair) -> bool | None:
    return not pair.now.published if pair.before.published else None


def _date_changed(pair: Pair) -> bool | None:
    return pair.now.published != pair.before.published if pair.before.published and pair.now.published else None


def _date_today(pair: Pair) -> bool | None:
    """Whether a page shows a clock as its date: the date of each capture."""
    changed = _date_changed(pair)
    return changed and pair.now.published[:10] in pair.now.days


def _body_cut(pair: Pair) -> bool | None:
    return pair.now.characters < SHORTER * pair.before.characters if pair.before.characters >= WORTH else None


def _body_grown(pair: Pair) -> bool | None:
    if not pair.before.characters:
        return None
    return pair.now.characters > max(LONGER * pair.before.characters, pair.before.characters + WORTH)


def _language_changed(pair: Pair) -> bool | None:
    return pair.now.language != pair.before.language if pair.before.language and pair.now.language else None


def _text_other(pair: Pair) -> bool | None:
    if min(pair.before.characters, pair.now.characters) < WORTH:
        return None
    before, now = _words(pair.before), _words(pair.now)
    return len(before & now) < OTHER_WORDS * min(len(before), len(now))


DAMAGES: dict[str, Damage] = {
    "title-lost": _title_lost,
    "date-lost": _date_lost,
    "date-today": _date_today,
    "date-changed": _date_changed,
    "body-cut": _body_cut,
    "body-grown": _body_grown,
    "language-changed": _language_changed,
    "text-other": _text_other,
}


def compare(pairs: Sequence[Pair]) -> dict[str, PairTally]:
    """The tally of each kind of damage, by its name. Kinds that no page shows are left out.

    Besides the kinds in ``DAMAGES`` there are ``unread-<field>`` (see ``Pair.unread``), ``title-same`` and
    ``text-same`` (pages that differed are the same now), ``furniture`` (pages gained a paragraph that others gained
    too) and ``announced-<tag>`` (a language is no longer announced).
    """
    kept = [pair for pair in pairs if pair.is_comparable]
    tallies = {name: _tally(kept, damage) for name, damage in DAMAGES.items()}
    for name in sorted(set(REQUIRED.values())):
        tallies[f"unread-{name}"] = PairTally.among(
            (pair.now for pair in pairs), (pair.now for pair in pairs if pair.unread == name)
        )
    tallies["title-same"] = _same(kept, lambda seen: seen.title)
    read = [pair for pair in pairs if pair.now.outcome == "article"]  # a block page may have been read by a guess
    tallies["text-same"] = _same(read, lambda seen: "\n".join(seen.paragraphs))
    tallies["furniture"] = _furniture(kept)
    for tag in sorted({tag for pair in kept for tag in pair.before.announced}):
        tallies[f"announced-{tag}"] = _tally(kept, partial(_no_longer_announced, tag))
    return {name: tally for name, tally in tallies.items() if tally.hit}


def _tally(pairs: Iterable[Pair], damage: Damage) -> PairTally:
    tally = PairTally()
    for pair in pairs:
        shows = damage(pair)
        if shows is not None:
            tally.possible[pair.now.slot] += 1
            if shows:
                tally.hit.append(pair.now)
                tally.days.add(pair.before.published[:10])
    return tally


def _no_longer_announced(tag: str, pair: Pair) -> bool | None:
    return tag not in pair.now.announced if tag in pair.before.announced else None


def _same(pairs: Sequence[Pair], value: Callable[[Seen], str]) -> PairTally:
    """Pages that now have the same value as another page, and had other values before (a site has one name per
    language)."""
    groups: dict[str, dict[str, Seen]] = defaultdict(dict)
    for pair in pairs:
        before, now = value(pair.before), value(pair.now)
        if now and before and now != before:
            groups[now][before] = pair.now
    hit = [seen for group in groups.values() if len(group) > 1 for seen in group.values()]
    return PairTally.among((pair.now for pair in pairs), hit)


def _furniture(pairs: Sequence[Pair]) -> PairTally:
    """Pages whose text gained a paragraph that a page with another text gained too."""
    gained = [set(pair.now.paragraphs) - set(pair.before.paragraphs) for pair in pairs]
    earlier = [frozenset(pair.before.paragraphs) for pair in pairs]
    texts: dict[str, set[frozenset[str]]] = defaultdict(set)
    for new, before in zip(gained, earlier, strict=True):
        for paragraph in new:
            texts[paragraph].add(before)
    hit = [
        pair.now
        for pair, new, before in zip(pairs, gained, earlier, strict=True)
        if before and any(len(texts[paragraph]) > 1 for paragraph in new)
    ]
    return PairTally.among((pair.now for pair in pairs), hit)


def _words(seen: Seen) -> set[str]:
    return set(" ".join(seen.paragraphs).lower().split())

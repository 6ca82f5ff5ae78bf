"""This run's reading of a page held against the reading before it: what many pages have lost at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

FEWEST = 3
"""Pages that must show the same damage, of two stories at least: a story may change in all of its languages."""
MOST_OF = 0.5
"""The share of the pages in question that must show it."""
SHORTER = 0.65
"""A body of less than this share of its length before is a cut one; an edit seldom takes so much, and never of many."""
LONGER = 1.8
"""A body of more than so many times its length before has taken something in."""
WORTH = 120
"""Characters from which a body can be said to have been cut, and that it must gain to have grown."""
OTHER_WORDS = 0.25
"""Where fewer of the words are those of before, it is another text."""
REQUIRED = {"no-title": "title", "no-block": "body", "no-text": "body"}
"""From the reason that a page could not be read, or only by a guess, to the field that was not found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One reading of one page."""

    url: str
    capture: str = ""
    """How the capture is called: ``<12-letter address id>@<ISO captured_at>``."""
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
    """As YYYY-MM-DD, or with a time and offset."""
    days: frozenset[str] = frozenset()
    """The calendar days on which it was captured, somewhere on Earth."""
    announced: frozenset[str] = frozenset()
    """BCP 47 tags of the versions that it announces."""
    paragraphs: tuple[str, ...] = ()
    characters: int = 0

    @property
    def slot(self) -> str:
        """The language that the page stands for."""
        return self.claimed or self.language

    @property
    def unread(self) -> str:
        """The required field that its page object did not find, whether a guess took its place or not; else empty."""
        if self.outcome == "unreadable":
            return REQUIRED.get(self.reason, "body")
        return REQUIRED.get(self.reason, "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A page captured before and captured again, both times with its bytes."""

    before: Seen
    now: Seen

    @property
    def unread(self) -> str:
        """The field that the page object found before and not now: the page is unreadable, or read by a guess."""
        return "" if self.before.unread == self.now.unread else self.now.unread

    @property
    def is_comparable(self) -> bool:
        """Whether other differences are the site's: not those of a guess, nor of a page object that was changed."""
        if self.now.outcome != "article" or self.unread:
            return False
        return self.before.extractor != self.now.extractor or self.before.version == self.now.version


@dataclass(slots=True)
class Tally:
    """How many pages show one kind of damage, of how many that could."""

    asked: Counter[str] = field(default_factory=Counter)
    """Pages that could show it, by language."""
    hit: list[Seen] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    """When those that show it were published, by what they said before: versions of one story have one day."""

    @classmethod
    def among(cls, pages: Iterable[Seen], hit: Iterable[Seen]) -> Tally:
        """Of these pages those."""
        return cls(Counter(seen.slot for seen in pages), list(hit))

    @property
    def of(self) -> int:
        """How many pages could show it."""
        return self.asked.total()

    @property
    def is_alarming(self) -> bool:
        """Whether it is more than edits explain: over all pages, or in one language, whose template may be its own."""
        hits = Counter(seen.slot for seen in self.hit)
        if any(count >= FEWEST and count >= MOST_OF * self.asked[slot] for slot, count in hits.items()):
            return True
        stories = max(len(self.days - {""}), *hits.values()) if hits else 0
        return len(self.hit) >= max(FEWEST, MOST_OF * self.of) and stories >= FEWEST - 1


Damage = Callable[[Pair], bool | None]
"""Whether a pair shows it; None where it cannot (the page had no date before)."""


def _title_lost(pair: Pair) -> bool | None:
    return not pair.now.title if pair.before.title else None


def _date_lost(pair: Pair) -> bool | None:
    return not pair.now.published if pair.before.published else None


def _date_changed(pair: Pair) -> bool | None:
    return pair.now.published != pair.before.published if pair.before.published and pair.now.published else None


def _date_today(pair: Pair) -> bool | None:
    """A page that shows a clock: its date is that of each capture."""
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


def compare(pairs: Sequence[Pair]) -> dict[str, Tally]:
    """Each kind of damage by its name, with the pages that show it; kinds that no page shows are left out.

    Besides those of ``DAMAGES``: ``unread-<field>`` (see ``Pair.unread``), ``title-same``, ``text-same`` (pages that
    differed say the same now), ``furniture`` (pages gained a paragraph that others gained too), ``announced-<tag>`` (a
    language is no longer announced).
    """
    kept = [pair for pair in pairs if pair.is_comparable]
    tallies = {name: _tally(kept, damage) for name, damage in DAMAGES.items()}
    for name in sorted(set(REQUIRED.values())):
        tallies[f"unread-{name}"] = Tally.among(
            (pair.now for pair in pairs), (pair.now for pair in pairs if pair.unread == name)
        )
    tallies["title-same"] = _same(kept, lambda seen: seen.title)
    read = [pair for pair in pairs if pair.now.outcome == "article"]  # a guess may have read the wall
    tallies["text-same"] = _same(read, lambda seen: "\n".join(seen.paragraphs))
    tallies["furniture"] = _furniture(kept)
    for tag in sorted({tag for pair in kept for tag in pair.before.announced}):
        tallies[f"announced-{tag}"] = _tally(kept, partial(_no_longer_announced, tag))
    return {name: tally for name, tally in tallies.items() if tally.hit}


def _tally(pairs: Iterable[Pair], damage: Damage) -> Tally:
    tally = Tally()
    for pair in pairs:
        shows = damage(pair)
        if shows is not None:
            tally.asked[pair.now.slot] += 1
            if shows:
                tally.hit.append(pair.now)
                tally.days.add(pair.before.published[:10])
    return tally


def _no_longer_announced(tag: str, pair: Pair) -> bool | None:
    return tag not in pair.now.announced if tag in pair.before.announced else None


def _same(pairs: Sequence[Pair], said: Callable[[Seen], str]) -> Tally:
    """Pages that now say the same as another, and said something else each before (a site has a name per language)."""
    groups: dict[str, dict[str, Seen]] = defaultdict(dict)
    for pair in pairs:
        before, now = said(pair.before), said(pair.now)
        if now and before and now != before:
            groups[now][before] = pair.now
    hit = [seen for group in groups.values() if len(group) > 1 for seen in group.values()]
    return Tally.among((pair.now for pair in pairs), hit)


def _furniture(pairs: Sequence[Pair]) -> Tally:
    """Pages whose text gained a paragraph that a page of another text gained as well."""
    gained = [set(pair.now.paragraphs) - set(pair.before.paragraphs) for pair in pairs]
    told = [frozenset(pair.before.paragraphs) for pair in pairs]
    texts: dict[str, set[frozenset[str]]] = defaultdict(set)
    for new, before in zip(gained, told, strict=True):
        for paragraph in new:
            texts[paragraph].add(before)
    hit = [
        pair.now
        for pair, new, before in zip(pairs, gained, told, strict=True)
        if before and any(len(texts[paragraph]) > 1 for paragraph in new)
    ]
    return Tally.among((pair.now for pair in pairs), hit)


def _words(seen: Seen) -> set[str]:
    return set(" ".join(seen.paragraphs).lower().split())

"""Pages of one run, without any past: missing fields, titles that are all alike, shared paragraphs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from crawler.rules.health.page_pairs import REQUIRED, PairTally, Seen

EMPTY = 40
"""Bodies with fewer characters have no text."""
ENOUGH_PAGES = 10
"""The least number of pages for which a floor counts."""
SHARED = 0.5
"""A paragraph on more than this share of a language's pages is furniture."""
MANY_PAGES = 30
"""The least number of pages in one language for which furniture differs clearly from a phrase that ministries often
use."""


def page_faults(pages: Sequence[Seen]) -> dict[str, PairTally]:
    """The tally of each fault of a run's pages, by name. Faults that no page could have are left out.

    ``unread-<field>``
        A required field was not found: the page is unreadable, or read by a guess.
    ``undated-<kind>``, ``empty``
        The page has no date; its text is empty.
    ``title-alike``
        The page has the title of a page with another text.
    ``today``
        The date of the page is the day of the capture.
    ``furniture``
        The page has a paragraph that many pages share.
    """
    articles = [seen for seen in pages if seen.outcome == "article" and not seen.unread]  # a guess is not measured
    tallies = {f"unread-{field}": PairTally.among(pages, hit) for field, hit in _unread(pages).items()}
    for kind in sorted({seen.kind for seen in articles}):
        of_kind = [seen for seen in articles if seen.kind == kind]
        tallies[f"undated-{kind}"] = PairTally.among(of_kind, [seen for seen in of_kind if not seen.published])
    tallies["empty"] = PairTally.among(articles, [seen for seen in articles if seen.characters < EMPTY])
    tallies["title-alike"] = PairTally.among(articles, _alike(articles))
    dated = [seen for seen in articles if seen.published]
    tallies["today"] = PairTally.among(dated, [seen for seen in dated if seen.published[:10] in seen.days])
    tallies["furniture"] = _furniture(articles)
    return {name: tally for name, tally in tallies.items() if tally.of}


def _unread(pages: Iterable[Seen]) -> dict[str, list[Seen]]:
    """The pages on which each field was not found. Every field is listed, so that later runs know how many pages had
    none."""
    found: dict[str, list[Seen]] = {name: [] for name in REQUIRED.values()}
    for seen in pages:
        if seen.unread:
            found[seen.unread].append(seen)
    return found


def _alike(articles: Iterable[Seen]) -> Iterable[Seen]:
    """Pages whose title is also that of another text."""
    groups: dict[tuple[str, str], dict[tuple[str, ...], Seen]] = defaultdict(dict)
    for seen in articles:
        groups[seen.slot, seen.title].setdefault(seen.paragraphs, seen)
    for group in groups.values():
        if len(group) > 1:
            yield from group.values()


def _furniture(articles: Iterable[Seen]) -> PairTally:
    tally = PairTally()
    by_language: dict[str, dict[tuple[str, ...], Seen]] = defaultdict(dict)
    for seen in articles:
        if seen.paragraphs:
            by_language[seen.slot].setdefault(seen.paragraphs, seen)
    for slot, texts in by_language.items():
        if len(texts) < MANY_PAGES:
            continue
        counts = Counter(paragraph for text in texts for paragraph in set(text))
        shared = {paragraph for paragraph, count in counts.items() if count > SHARED * len(texts)}
        tally.possible[slot] += len(texts)
        tally.hit += [seen for text, seen in texts.items() if not shared.isdisjoint(text)]
    return tally

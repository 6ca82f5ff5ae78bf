"""What one run's pages say without any past: fields that no page object found, titles all alike, shared paragraphs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from crawler.rules.health.page_pairs import REQUIRED, Seen, Tally

EMPTY = 40
"""Characters that are no text."""
ENOUGH_PAGES = 10
"""Pages from which a floor says something."""
SHARED = 0.5
"""A paragraph on more than this share of a language's pages is furniture."""
MANY_PAGES = 30
"""Pages in one language from which furniture can be told from a phrase that ministries like."""


def look(pages: Sequence[Seen]) -> dict[str, Tally]:
    """What a run's whole pages have wrong, by name; what no page could have is left out.

    ``unread-<field>`` (a required field was not found: unreadable, or read by a guess), ``undated-<kind>``, ``empty``,
    ``title-alike`` (the title of a page with another text), ``today`` (dated on the day of the capture), ``furniture``
    (a paragraph that many pages share).
    """
    articles = [seen for seen in pages if seen.outcome == "article" and not seen.unread]  # a guess is no measure
    tallies = {f"unread-{field}": Tally.among(pages, hit) for field, hit in _unread(pages).items()}
    for kind in sorted({seen.kind for seen in articles}):
        of_kind = [seen for seen in articles if seen.kind == kind]
        tallies[f"undated-{kind}"] = Tally.among(of_kind, [seen for seen in of_kind if not seen.published])
    tallies["empty"] = Tally.among(articles, [seen for seen in articles if seen.characters < EMPTY])
    tallies["title-alike"] = Tally.among(articles, _alike(articles))
    dated = [seen for seen in articles if seen.published]
    tallies["today"] = Tally.among(dated, [seen for seen in dated if seen.published[:10] in seen.days])
    tallies["furniture"] = _furniture(articles)
    return {name: tally for name, tally in tallies.items() if tally.of}


def _unread(pages: Iterable[Seen]) -> dict[str, list[Seen]]:
    """Each field's pages; every field is there, so that the past knows how many had none."""
    found: dict[str, list[Seen]] = {name: [] for name in REQUIRED.values()}
    for seen in pages:
        if seen.unread:
            found[seen.unread].append(seen)
    return found


def _alike(articles: Iterable[Seen]) -> Iterable[Seen]:
    """Pages whose title stands over another text too."""
    groups: dict[tuple[str, str], dict[tuple[str, ...], Seen]] = defaultdict(dict)
    for seen in articles:
        groups[seen.slot, seen.title].setdefault(seen.paragraphs, seen)
    for group in groups.values():
        if len(group) > 1:
            yield from group.values()


def _furniture(articles: Iterable[Seen]) -> Tally:
    tally = Tally()
    by_language: dict[str, dict[tuple[str, ...], Seen]] = defaultdict(dict)
    for seen in articles:
        if seen.paragraphs:
            by_language[seen.slot].setdefault(seen.paragraphs, seen)
    for slot, texts in by_language.items():
        if len(texts) < MANY_PAGES:
            continue
        counts = Counter(paragraph for text in texts for paragraph in set(text))
        shared = {paragraph for paragraph, count in counts.items() if count > SHARED * len(texts)}
        tally.asked[slot] += len(texts)
        tally.hit += [seen for text, seen in texts.items() if not shared.isdisjoint(text)]
    return tally

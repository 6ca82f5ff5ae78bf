"""The size of an edit: which fields changed, how many words, and whether a number, a date or a name changed."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from crawler.items import Article
from crawler.rules.history.changed_facts import changed_facts
from crawler.rules.text.alignment import Budget
from crawler.rules.text.compared_links import compared_files, compared_links
from crawler.rules.text.digests import running
from crawler.rules.text.word_diff import Difference, differences
from crawler.rules.text.words import words

FIELDS = ("title", "body", "links", "attachments")
"""The fields that ``content_digest`` covers, in the order in which an edit lists them."""


class Edit(NamedTuple):
    """The difference between two texts of one article."""

    fields: tuple[str, ...] = ()
    """The fields of ``FIELDS`` that differ, in that order; empty if ``content_digest`` is equal."""
    added: int = 0
    """The number of words that were added."""
    removed: int = 0
    """The number of words that were removed."""
    changed: tuple[str, ...] = ()
    """The kinds of facts that changed: ``number``, ``date`` and ``name``, in that order."""

    def to_dict(self) -> dict[str, Any]:
        """The summary of an event: ``fields added removed changed``, as JSON has it."""
        return {
            "fields": list(self.fields),
            "added": self.added,
            "removed": self.removed,
            "changed": list(self.changed),
        }

    def sentence(self) -> str:
        """The edit in English, without a full stop: ``body: 1 word added, 1 removed; a number changed``."""
        if not self.fields:
            return "no change"
        parts = [f"{self.added} {_words(self.added)} added"] if self.added else []
        if self.removed:
            parts.append(f"{self.removed} removed" if parts else f"{self.removed} {_words(self.removed)} removed")
        size = ", ".join(parts) or "no word added or removed"
        kinds = [f"a {kind}" for kind in self.changed]
        listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
        return f"{', '.join(self.fields)}: {size}" + (f"; {listed} changed" if kinds else "")


def measure(before: Article, after: Article) -> Edit:
    """The difference between two texts of one article.

    Words are counted in title and paragraphs, as ``communique diff`` shows them. A moved paragraph counts as removed
    and added; punctuation and the ends of paragraphs do not count. If no word of title and paragraphs changed, the
    words of the links and attachments count, with each address as one word. ``changed_facts`` defines what a changed
    number, date or name is. Swapping the texts swaps ``added`` and ``removed``.
    """
    contents = _contents(before), _contents(after)
    fields = tuple(name for name in FIELDS if contents[0][name] != contents[1][name])
    if not fields:
        return Edit()
    budget = Budget()
    title, body = (
        [piece for piece in differences(*pair, budget) if isinstance(piece, Difference)]
        for pair in (((before.title,), (after.title,)), (before.body, after.body))
    )
    gaps = [gap for piece in (*title, *body) for gap in piece.gaps]
    if gaps:
        added, removed = sum(gap.other_end - gap.other_start for gap in gaps), sum(gap.end - gap.start for gap in gaps)
        return Edit(fields, added, removed, changed_facts(before, after, title, body))
    carried, carries = _carried(before), _carried(after)
    return Edit(fields, (carries - carried).total(), (carried - carries).total())


def _words(count: int) -> str:
    return "word" if count == 1 else "words"


def _contents(article: Article) -> dict[str, object]:
    """The fields that ``content_digest`` covers, by name."""
    return {
        "title": article.title,
        "body": running(article.body),
        "links": compared_links(article),
        "attachments": compared_files(article),
    }


def _carried(article: Article) -> Counter[str]:
    """The words of links and attachments, and their addresses."""
    counted: Counter[str] = Counter()
    for address, text in (*compared_links(article), *compared_files(article)):
        counted.update(word.text for word in words(text))
        counted[address] += 1
    return counted

"""What an edit changed: which fields, how many words, and whether a number, a date or a name is another one."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from crawler.items import Article
from crawler.rules.history.changed_facts import changed_facts
from crawler.rules.text.alignment import Budget
from crawler.rules.text.digests import running
from crawler.rules.text.link_spelling import told_files, told_links
from crawler.rules.text.word_diff import Difference, differences, words

FIELDS = ("title", "body", "links", "attachments")
"""What ``content_digest`` covers, in the order that an edit names them."""


class Edit(NamedTuple):
    """What lies between two texts of one article."""

    fields: tuple[str, ...] = ()
    """Those of ``FIELDS`` that differ, in that order; empty where ``content_digest`` is equal."""
    added: int = 0
    """Words that the later text has more."""
    removed: int = 0
    changed: tuple[str, ...] = ()
    """Which of ``number``, ``date`` and ``name`` became another, in that order."""

    def to_dict(self) -> dict[str, Any]:
        """The summary of an event: ``fields added removed changed``, as JSON has it."""
        return {
            "fields": list(self.fields),
            "added": self.added,
            "removed": self.removed,
            "changed": list(self.changed),
        }

    def sentence(self) -> str:
        """In English, without a stop: ``body: 1 word added, 1 removed; a number changed``."""
        if not self.fields:
            return "no change"
        told = [f"{self.added} {_words(self.added)} added"] if self.added else []
        if self.removed:
            told.append(f"{self.removed} removed" if told else f"{self.removed} {_words(self.removed)} removed")
        size = ", ".join(told) or "no word added or removed"
        kinds = [f"a {kind}" for kind in self.changed]
        listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
        return f"{', '.join(self.fields)}: {size}" + (f"; {listed} changed" if kinds else "")


def measure(before: Article, after: Article) -> Edit:
    """What lies between two texts of one article; swapped, ``added`` and ``removed`` are swapped.

    Words are counted in title and paragraphs, as ``communique diff`` shows them: a paragraph that is moved counts as
    removed and added, punctuation and the ends of paragraphs count nothing. Where no word of them changed, those of the
    links and attachments count instead, each address as one word.

    What counts as a changed number, date or name is said by ``changed_facts``.
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
    """What ``content_digest`` covers, by the name of the field."""
    return {
        "title": article.title,
        "body": running(article.body),
        "links": told_links(article),
        "attachments": told_files(article),
    }


def _carried(article: Article) -> Counter[str]:
    """The words of links and attachments, and their addresses."""
    counted: Counter[str] = Counter()
    for address, text in (*told_links(article), *told_files(article)):
        counted.update(word.text for word in words(text))
        counted[address] += 1
    return counted

"""Changed facts: whether an edit changed a number, a date or a name. A silent edit often does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import NamedTuple

from crawler.items import Article
from crawler.rules.history.stated_facts import KINDS, NAME, Fact, facts
from crawler.rules.text.proper_names import Usage, same_name
from crawler.rules.text.word_diff import Difference
from crawler.rules.text.words import BREAK, MIDDLE, Word, words

_MOST_LIKES = 20
"""The most names with one beginning that are searched for another form of a name."""


class _Touched(NamedTuple):
    """A fact in the words that were added or removed."""

    fact: Fact
    whole: bool
    """Whether its whole sentence was added or removed."""
    place: int
    """The number of its gap. What was removed and what was added in one gap have the same number."""


def changed_facts(
    before: Article, after: Article, title: Iterable[Difference], body: Iterable[Difference]
) -> tuple[str, ...]:
    """The kinds of facts (``number``, ``date``, ``name``, in that order) that an edit changed.

    ``title`` and ``body`` are the differences between the two articles. A fact is changed if another one replaced it,
    if it was added to or removed from a sentence that stayed, or if it was removed with its sentence and occurs nowhere
    in the later text. Facts in wholly new sentences change nothing. A moved paragraph, another form of a name, and
    another spelling of a number or a date are not changes.
    """
    comparison = _Comparison(before, after)
    for piece in title:
        comparison.add(piece, title=True)
    for piece in body:
        comparison.add(piece, title=False)
    return comparison.changed()


class _Side:
    """The old or the new half of a difference."""

    def __init__(self, found: Sequence[Word], stated: Sequence[Fact]) -> None:
        self.words = found
        self.facts = stated
        self._sentences = [index for index, word in enumerate(found) if word.opens != MIDDLE]

    def touched(self, start: int, end: int, against: Sequence[Word], place: int) -> list[_Touched]:
        """The facts with a word from ``start`` to ``end``. A name that ``against`` has with small letters only
        (minister, Minister) is left out."""
        if start == end or not self.facts:
            return []
        first = bisect_right(self.facts, self.words[start].start, key=lambda fact: fact.end)
        last = bisect_left(self.facts, self.words[end - 1].end, key=lambda fact: fact.start)
        found = self.facts[first:last]
        if any(fact.kind == NAME for fact in found):
            there = {word.text for word in against}
            folded = {text.casefold() for text in there} - {text.casefold() for text in there if text[0].isupper()}
            found = [fact for fact in found if fact.kind != NAME or fact.value.casefold() not in folded]
        return [_Touched(fact, self._is_whole(start, end, fact), place) for fact in found]

    def _is_whole(self, start: int, end: int, fact: Fact) -> bool:
        """Whether the sentence of a fact lies within those words."""
        at = bisect_right(self.words, fact.start, key=lambda word: word.start) - 1
        place = bisect_right(self._sentences, at)
        ends = self._sentences[place] if place < len(self._sentences) else len(self.words)
        return place > 0 and self._sentences[place - 1] >= start and ends <= end


class _Comparison:
    """The facts of two articles, compared by their places."""

    def __init__(self, before: Article, after: Article) -> None:
        self._language = after.language or after.language_claimed or before.language or before.language_claimed
        self._after = after
        self._usage = Usage(dict.fromkeys((*before.body, *after.body)))
        self._places = count()
        self._kinds: set[str] = set()
        self._gone: list[_Touched] = []
        self._come: list[_Touched] = []

    def add(self, piece: Difference, *, title: bool) -> None:
        """Add a difference: what changed inside sentences that stayed, and what came or went with whole sentences."""
        old = _Side(piece.old_words, self._facts(piece.old, piece.old_words, title=title))
        new = _Side(piece.new_words, self._facts(piece.new, piece.new_words, title=title))
        gone: list[_Touched] = []
        come: list[_Touched] = []
        for start, end, other_start, other_end in piece.gaps:
            place = next(self._places)
            removed = old.touched(start, end, new.words[other_start:other_end], place)
            added = new.touched(other_start, other_end, old.words[start:end], place)
            removed, added = self._unlike(removed, added)
            gone += removed
            come += added
        stayed = _without(old.facts, gone), _without(new.facts, come)
        for kind in {each.fact.kind for each in (*gone, *come) if not each.whole}:
            if not self._same_order(*([fact for fact in side if fact.kind == kind] for side in stayed)):
                self._kinds.add(kind)
        self._gone += [each for each in gone if each.whole]
        self._come += [each for each in come if each.whole]

    def changed(self) -> tuple[str, ...]:
        """The kinds of facts that changed."""
        gone, come = self._unlike(self._gone, self._come)
        places = {(each.place, each.fact.kind) for each in come}
        self._kinds |= {each.fact.kind for each in gone if (each.place, each.fact.kind) in places}
        lost = {each.fact[:2]: each for each in gone if each.fact.kind not in self._kinds}
        if lost:
            later = BREAK.join(self._after.body)
            stated = self._facts(self._after.title, words(self._after.title), title=True)
            stated += self._facts(later, words(later), title=False)
            standing = {fact[:2]: _Touched(fact, True, -1) for fact in stated}
            self._kinds |= {each.fact.kind for each in self._unlike(list(lost.values()), list(standing.values()))[0]}
        return tuple(kind for kind in KINDS if kind in self._kinds)

    def _same_order(self, old: Sequence[Fact], new: Sequence[Fact]) -> bool:
        """Whether two lists of facts are equal. If they are, only words around the facts were moved."""
        return len(old) == len(new) and all(self._same(*pair) for pair in zip(old, new, strict=True))

    def _facts(self, text: str, found: Sequence[Word], *, title: bool) -> list[Fact]:
        return facts(text, found, language=self._language, usage=self._usage, title=title) if found else []

    def _unlike(self, ours: list[_Touched], theirs: list[_Touched]) -> tuple[list[_Touched], list[_Touched]]:
        """The facts of each side that have no equal on the other side. Each fact is paired with at most one."""
        if not ours or not theirs:
            return ours, theirs
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, each in enumerate(theirs):
            waiting[_key(each.fact)].append(number)
        left = []
        for each in ours:
            likes = waiting[_key(each.fact)]
            newest = range(len(likes) - 1, max(-1, len(likes) - 1 - _MOST_LIKES), -1)
            at = next((at for at in newest if self._same(each.fact, theirs[likes[at]].fact)), None)
            if at is None:
                left.append(each)
            else:
                del likes[at]
        return left, [theirs[number] for number in sorted(number for likes in waiting.values() for number in likes)]

    def _same(self, one: Fact, other: Fact) -> bool:
        return one.value == other.value or (one.kind == NAME and same_name(one.value, other.value, self._language))


def _without(stated: Iterable[Fact], touched: Iterable[_Touched]) -> list[Fact]:
    """The facts of ``stated`` that did not come or go with their whole sentence."""
    apart: Collection[Fact] = {each.fact for each in touched if each.whole}
    return [fact for fact in stated if fact not in apart]


def _key(fact: Fact) -> tuple[str, str]:
    """A key that is equal for all facts that may be the same."""
    return fact.kind, fact.value.casefold()[:3] if fact.kind == NAME else fact.value

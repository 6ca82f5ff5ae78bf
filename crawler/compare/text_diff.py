"""Text diffs: two texts as spans that are the same, added or removed, so that a reader sees what an editor changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.rules.text.alignment import Budget, Match
from crawler.rules.text.word_diff import Difference, Same, differences
from crawler.rules.text.words import BREAK, Word, pieces

SAME, ADDED, REMOVED = "same", "added", "removed"


class Span(NamedTuple):
    """A part of a text."""

    kind: str
    """``same``, ``added`` or ``removed``."""
    text: str
    """``BREAK`` separates paragraphs. A span may consist of it alone."""


def compare_texts(old: Sequence[str], new: Sequence[str], budget: Budget | None = None) -> list[Span]:
    """Compare the paragraphs of two texts. The spans are in order, and neighbours differ in kind.

    The ``same`` and ``removed`` spans joined are the old text, with ``BREAK`` between paragraphs; the ``same`` and
    ``added`` spans joined are the new text. Whole paragraphs are matched first, then words. White space and punctuation
    between equal words are compared character by character; a grapheme (a letter with its accents, an emoji) is never
    cut. If words were replaced, the removed ones come before the added ones. ``budget`` bounds the time, as
    ``crawler.rules.text.alignment`` says.
    """
    spans: list[Span] = []
    waiting = {ADDED: "", REMOVED: ""}
    for kind, text in _spans(differences(old, new, budget)):
        if not text:
            continue
        if kind != SAME:
            waiting[kind] += text
            continue
        spans += _flushed(waiting)
        if spans and spans[-1].kind == SAME:
            spans[-1] = Span(SAME, spans[-1].text + text)
        else:
            spans.append(Span(SAME, text))
    return spans + _flushed(waiting)


def old_text(spans: Sequence[Span]) -> str:
    """The old text of a comparison, with ``BREAK`` between paragraphs."""
    return "".join([span.text for span in spans if span.kind != ADDED])


def new_text(spans: Sequence[Span]) -> str:
    """The new text of a comparison, with ``BREAK`` between paragraphs."""
    return "".join([span.text for span in spans if span.kind != REMOVED])


def _flushed(waiting: dict[str, str]) -> list[Span]:
    found = [Span(kind, waiting[kind]) for kind in (REMOVED, ADDED) if waiting[kind]]
    waiting.update({ADDED: "", REMOVED: ""})
    return found


def _spans(parts: Iterator[Same | Difference]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, Difference):
            yield from _difference(part)
            continue
        if part.begins_old != part.begins_new:
            yield (ADDED if part.begins_old else REMOVED), BREAK
        elif not part.begins_old:
            yield SAME, BREAK
        yield SAME, BREAK.join(part.paragraphs)


class _Side(NamedTuple):
    """One of two texts that differ."""

    text: str
    words: Sequence[Word]

    def before(self, place: int) -> str:
        """The text between the word at ``place`` and the word before it; after the last word, the rest of the text."""
        start = self.words[place - 1].end if place else 0
        return self.text[start : self.words[place].start if place < len(self.words) else len(self.text)]

    def stretch(self, start: int, end: int) -> str:
        """The text of words, from ``start`` to before ``end``, with the signs between them."""
        return self.text[self.words[start].start : self.words[end - 1].end] if end > start else ""

    def pieces(self, start: int, end: int, *, last: bool) -> list[str]:
        """The signs before words, the words as one piece, and, if they are the ``last`` ones, the signs after them."""
        words = [self.stretch(start, end)] if end > start else []
        return [*pieces(self.before(start)), *words, *(pieces(self.before(end)) if words and last else ())]


def _difference(part: Difference) -> Iterator[tuple[str, str]]:
    old, new = _Side(part.old, part.old_words), _Side(part.new, part.new_words)
    at = there = 0
    for start, other_start, size in [*part.matches, Match(len(old.words), len(new.words), 0)]:
        yield from _gap(old, at, start, new, there, other_start)
        at, there = start + size, other_start + size
        same = old.stretch(start, at)
        if same == new.stretch(other_start, there):
            yield SAME, same
            continue
        for step in range(size):
            if step:
                yield from _replaced(pieces(old.before(start + step)), pieces(new.before(other_start + step)))
            yield SAME, old.words[start + step].text


def _gap(old: _Side, at: int, end: int, new: _Side, there: int, other_end: int) -> Iterator[tuple[str, str]]:
    """The spans between equal words: the words that only one side has, and the signs around them.

    If both sides have the same number of words and the same signs between them, these signs are ``same`` spans.
    """
    cuts = [(end, other_end)]
    between = list(zip(range(at + 1, end), range(there + 1, other_end), strict=False))
    if end - at == other_end - there and all(old.before(here) == new.before(other) for here, other in between):
        cuts = [(here, other) for here, other in between if old.before(here).strip()] + cuts
    for here, other in cuts:
        last = (here, other) == (end, other_end)
        yield from _replaced(old.pieces(at, here, last=last), new.pieces(there, other, last=last))
        at, there = here, other


def _replaced(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The spans of replaced pieces. Equal pieces at their start and at their end are ``same``."""
    shorter = min(len(ours), len(theirs))
    head = next((at for at in range(shorter) if ours[at] != theirs[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if ours[-1 - at] != theirs[-1 - at]), rest)
    yield SAME, "".join(ours[:head])
    yield REMOVED, "".join(ours[head : len(ours) - tail])
    yield ADDED, "".join(theirs[head : len(theirs) - tail])
    yield SAME, "".join(theirs[len(theirs) - tail :])

"""Changed lines: the paragraphs, links and files in which two texts of one article differ, by keys.

The keys of many articles together show which lines are furniture (``crawler.rules.history.furniture``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from crawler.items import Article
from crawler.rules.text.compared_links import compared_address, compared_files, compared_links
from crawler.rules.text.digests import running
from crawler.rules.text.line_shapes import is_short, shape
from crawler.rules.text.typography import fold

GAINED, LOST, COUNTED, COUNTED_ALONE = "gained", "lost", "counted", "counted-alone"
"""What happened to a line: it came, it went, only its numbers changed (in a sentence; in a short label)."""

_MOST = 3_000
"""Paragraphs up to which two texts are aligned; beyond, lines are compared as sets."""


class ChangedLine(NamedTuple):
    """A line of one text that the other one has not, or has with other numbers."""

    key: bytes
    """Eight bytes: of the folded line; for a counted one, of its shape."""
    how: str
    """``gained``, ``lost``, ``counted`` or ``counted-alone``."""
    text: str = ""


class ChangedLines(NamedTuple):
    """The difference of two texts of one article."""

    lines: tuple[ChangedLine, ...] = ()
    is_title_changed: bool = False
    """Whether the titles differ in more than typography: then no knowledge of lines explains the difference."""
    is_typography: bool = False
    """Whether lines that are otherwise equal differ in typography."""

    @property
    def keys(self) -> frozenset[bytes]:
        """The keys of all changed lines."""
        return frozenset(line.key for line in self.lines)


def changed_lines(before: Article, after: Article) -> ChangedLines:
    """The lines in which two texts differ, typography aside."""
    body = tuple(_body(before.body, after.body))
    links = tuple(_carried(before, after))
    is_title_changed = fold(before.title) != fold(after.title)
    typography = not is_title_changed and before.title != after.title
    if not body and running(before.body) != running(after.body):
        typography = True
    return ChangedLines((*body, *links), is_title_changed, typography)


def without(article: Article, keys: Collection[bytes]) -> Article:
    """The article without the lines of these keys: paragraphs, links and files."""
    if not keys:
        return article
    return replace(
        article,
        body=tuple(line for line in article.body if _keys_of(line).isdisjoint(keys)),
        links=tuple(link for link in article.links if _link_key(compared_address(link.url), link.text) not in keys),
        attachments=tuple(
            each for each in article.attachments if _link_key(compared_address(each.url), each.title) not in keys
        ),
    )


def without_typography(article: Article) -> Article:
    """The article with its title and paragraphs in the form that is compared."""
    return replace(article, title=fold(article.title), body=tuple(fold(line) for line in article.body))


def line_key(line: str) -> bytes:
    """The key of a paragraph."""
    return _digest("line", fold(line))


def shape_key(line: str) -> bytes | None:
    """The key of a paragraph's shape; None where it has no number."""
    form = shape(line)
    return _digest("shape", form) if form else None


def _keys_of(line: str) -> set[bytes]:
    return {key for key in (line_key(line), shape_key(line)) if key is not None}


def _link_key(address: str, words: str) -> bytes:
    return _digest("link", f"{address}\n{fold(words)}")


def _digest(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).digest()[:8]


def _body(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    old, new = [fold(line) for line in before], [fold(line) for line in after]
    if " ".join(old) == " ".join(new):
        return
    for lost, gained in _replaced(old, new):
        yield from _of_stretch([before[at] for at in lost], [after[at] for at in gained])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    if max(len(old), len(new)) > _MOST:
        common = set(old) & set(new)
        for index, line in enumerate(old):
            if line not in common:
                yield range(index, index + 1), range(0)
        for index, line in enumerate(new):
            if line not in common:
                yield range(0), range(index, index + 1)
        return
    for tag, start, end, there, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield range(start, end), range(there, until)


def _of_stretch(lost: Sequence[str], gained: Sequence[str]) -> Iterator[ChangedLine]:
    """The lines of one differing stretch; two of one shape are one line whose numbers changed."""
    waiting = list(gained)
    for line in lost:
        form = shape(line)
        match = next((each for each in waiting if form and shape(each) == form), None)
        if match is None:
            yield ChangedLine(line_key(line), LOST, line)
            continue
        waiting.remove(match)
        yield ChangedLine(_digest("shape", form), COUNTED_ALONE if is_short(match) else COUNTED, match)
    for line in waiting:
        yield ChangedLine(line_key(line), GAINED, line)


def _carried(before: Article, after: Article) -> Iterator[ChangedLine]:
    old, new = set(_pairs(before)), set(_pairs(after))
    for pairs, how in ((old - new, LOST), (new - old, GAINED)):
        for address, words in sorted(pairs):
            yield ChangedLine(_link_key(address, words), how, words or address)


def _pairs(article: Article) -> Iterable[tuple[str, str]]:
    return [(address, fold(words)) for address, words in (*compared_links(article), *compared_files(article))]

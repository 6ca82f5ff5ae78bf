"""How well a stemmer unites the forms of a word and keeps words apart, by paradigms written out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

PARADIGMS = ROOT / "tests" / "rules" / "language" / "paradigms"


class Paradigm(NamedTuple):
    """A word with all its forms."""

    lemma: str
    forms: tuple[str, ...]
    """The lemma among them."""
    family: str
    """What words of one root have in common; the lemma where it stands alone."""


class Figures(NamedTuple):
    """What a key function does to paradigms."""

    pairs: float
    """Of the pairs of forms of one word, the share that has one key."""
    mixed: float
    """Of the keys, the share that words of several families have."""
    apart: tuple[tuple[str, str], ...]
    """The lemma and a form of it that has not its commonest key."""
    together: tuple[tuple[str, ...], ...]
    """The lemmas that a mixed key brings together."""


def paradigms(path: Path) -> list[Paradigm]:
    """Reads ``lemma<TAB>form form form[<TAB>family]``, a word a line; lines with # are remarks."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, forms, *family = line.split("\t")
            found.append(Paradigm(lemma, tuple(dict.fromkeys([lemma, *forms.split()])), family[0] if family else lemma))
    return found


def figures(words: Sequence[Paradigm], key: Callable[[str], str]) -> Figures:
    """What ``key`` unites and mixes: a pair is two different forms of a word, a mixed key is one of two families."""
    united = total = 0
    families: defaultdict[str, set[str]] = defaultdict(set)
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    apart = []
    for word in words:
        keys = [key(form) for form in word.forms]
        united += sum(one == other for one, other in combinations(keys, 2))
        total += len(keys) * (len(keys) - 1) // 2
        usual = max(keys, key=keys.count)
        apart += [(word.lemma, form) for form, found in zip(word.forms, keys, strict=True) if found != usual]
        for found in keys:
            families[found].add(word.family)
            lemmas[found].add(word.lemma)
    mixed = [found for found, roots in families.items() if len(roots) > 1]
    together = tuple(tuple(sorted(lemmas[found])) for found in mixed)
    return Figures(united / total, len(mixed) / len(families), tuple(apart), together)

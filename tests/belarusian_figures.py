"""What the stemmer of Belarusian unites, mixes and misses: ``python -m tests.belarusian_figures``."""

from __future__ import annotations

import sys

from crawler.rules.language.belarusian import stem
from tests.support.stemming import PARADIGMS, figures, paradigms

HALVES = ("be_build", "be_held_out")


def report(half: str) -> str:
    """A line of figures, then what is apart and what is mixed."""
    words = paradigms(PARADIGMS / f"{half}.tsv")
    found = figures(words, stem)
    lines = [
        f"{half}: {len(words)} words, {sum(len(word.forms) for word in words)} forms, "
        f"{found.pairs:.1%} of the pairs share a key, {found.mixed:.1%} of the keys are mixed"
    ]
    lines += [f"  apart: {lemma} ({stem(lemma)}), {form} ({stem(form)})" for lemma, form in found.apart]
    lines += [f"  mixed: {', '.join(lemmas)}" for lemmas in found.together]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(report, HALVES)) + "\n")

"""Comparisons of texts: what was added and what was removed, and translations side by side."""

from __future__ import annotations

from crawler.compare.article_diff import Comparison, compare_articles
from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span, compare_texts, new_text, old_text

__all__ = (
    "ADDED", "REMOVED", "SAME", "Comparison", "Span", "compare_articles", "compare_texts", "new_text", "old_text",
)  # fmt: skip

"""What lists of articles, searches, coverage and exports are narrowed to: one set of filters, in the same words."""

from __future__ import annotations

from typing import Any, NamedTuple, TypedDict

from crawler.archive.sql import slot

ARTICLE_STATES = ("archived", "untranslated", "empty", "vanished", "edited")
"""``edited`` has an edit in the ledger, whatever else it is; the others exclude each other."""


class ArticleFilterArguments(TypedDict, total=False):
    """The keywords of ``Archive.articles``, ``export``, ``count`` and ``search``: those of ``ArticleFilter``."""

    site: str | None
    language: str | None
    since: str | None
    until: str | None
    kind: str | None
    state: str | None
    missing: str | None


class ArticleFilter(NamedTuple):
    """What articles are narrowed to; None narrows nothing."""

    site: str | None = None
    language: str | None = None
    """BCP 47 tag of the text, in any case; ``be`` takes ``be-tarask``, too."""
    since: str | None = None
    """``YYYY-MM-DD``: published that day or later, by the site's own calendar."""
    until: str | None = None
    kind: str | None = None
    state: str | None = None
    """One of ``ARTICLE_STATES``."""
    missing: str | None = None
    """BCP 47 tag of a language of the site in which the story has no text of its own."""

    def takes(self, language: str) -> bool:
        """Whether a language is the one asked for, as ``where`` has it."""
        asked, told = (self.language or "").lower(), language.lower()
        return self.language is None or told == asked or told.startswith(f"{asked}-")

    def where(self, conditions: dict[str, str]) -> tuple[str, dict[str, Any]]:
        """SQL for what is given, and its parameters; ``conditions`` is ``VIEW``, ``TEXTS`` or
        ``CURRENT``."""
        given = {name: value for name, value in self._asdict().items() if value is not None}
        names = ["edited" if (name, value) == ("state", "edited") else name for name, value in given.items()]
        return " AND ".join(conditions[name] for name in names) or "1", given


_PUBLISHES = "EXISTS (SELECT 1 FROM site AS its, json_each(its.languages) WHERE its.name = {} AND value = :missing)"

VIEW = {
    "site": "site = :site",
    "language": "(language = :language COLLATE NOCASE OR language LIKE :language || '-%')",
    "since": "published >= :since",
    "until": "substr(published, 1, 10) <= :until",
    "kind": "kind = :kind",
    "state": "state = :state",
    "edited": """id IN (SELECT address.key FROM event JOIN article AS one ON one.id = event.article
        JOIN resource AS address ON address.id = one.resource WHERE event.kind = 'edited' AND :state IS NOT NULL)""",
    "missing": f"""{_PUBLISHES.format("article_latest.site")} AND NOT EXISTS (
        SELECT 1 FROM story_languages AS told WHERE told.story = article_latest.story AND told.language = :missing
        AND told.state != 'untranslated')""",
}
"""Over the columns of ``article_latest``."""

TEXTS = {
    "site": "site.name = :site",
    "language": "(revision.language = :language COLLATE NOCASE OR revision.language LIKE :language || '-%')",
    "since": "revision.published >= :since",
    "until": "substr(revision.published, 1, 10) <= :until",
    "kind": "revision.kind = :kind",
    "state": "article.state = :state",
    "edited": "article.id IN (SELECT event.article FROM event WHERE event.kind = 'edited' AND :state IS NOT NULL)",
    "missing": f"""{_PUBLISHES.format("site.name")} AND NOT EXISTS (SELECT 1 FROM article AS told
        WHERE told.story = article.story AND {slot("told")} = :missing AND told.state != 'untranslated')""",
}
"""Of any text, over the tables ``revision``, ``article`` and ``site``."""

CURRENT = {
    **TEXTS,
    "language": "(article.language = :language COLLATE NOCASE OR article.language LIKE :language || '-%')",
    "since": "article.published >= :since",
    "until": "substr(article.published, 1, 10) <= :until",
    "kind": "article.kind = :kind",
}
"""The same, of current texts alone: over ``article`` and its ``site``, without the texts themselves."""

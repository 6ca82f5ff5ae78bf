"""The filter of articles that lists, search, coverage and exports share."""

from __future__ import annotations

from typing import Any, NamedTuple, TypedDict

from crawler.archive.sql import same_language, slot

ARTICLE_STATES = ("archived", "untranslated", "empty", "vanished", "edited")
"""States by which articles are filtered. ``edited`` means an edit in the ledger, so it combines with any other state.
The others exclude each other."""


class ArticleFilterArguments(TypedDict, total=False):
    """The keyword arguments of ``archive.articles``, ``archive.search`` and others: the fields of ``ArticleFilter``."""

    site: str | None
    language: str | None
    since: str | None
    until: str | None
    kind: str | None
    state: str | None
    missing: str | None


class ArticleFilter(NamedTuple):
    """A filter of articles; None in a field filters nothing."""

    site: str | None = None
    language: str | None = None
    """BCP 47 tag of the text, in any case; ``be`` includes ``be-tarask``."""
    since: str | None = None
    """``YYYY-MM-DD``: published on that day or later, by the site's own calendar."""
    until: str | None = None
    """``YYYY-MM-DD``: published on that day or earlier, by the site's own calendar."""
    kind: str | None = None
    state: str | None = None
    """One of ``ARTICLE_STATES``."""
    missing: str | None = None
    """BCP 47 tag of a language of the site in which the story has no text of its own. Stories whose versions are
    unknown (nothing was announced, nothing tied) do not match."""

    def takes(self, language: str) -> bool:
        """Whether a language (BCP 47) passes the filter, by the same rule as in ``where``."""
        filtered, given = (self.language or "").lower(), language.lower()
        return self.language is None or given == filtered or given.startswith(f"{filtered}-")

    def where(self, conditions: dict[str, str]) -> tuple[str, dict[str, Any]]:
        """SQL for the filter, and its parameters; ``conditions`` is ``VIEW``, ``TEXTS`` or ``CURRENT``."""
        given = {name: value for name, value in self._asdict().items() if value is not None}
        names = ["edited" if (name, value) == ("state", "edited") else name for name, value in given.items()]
        return " AND ".join(conditions[name] for name in names) or "1", given


_PUBLISHES = "EXISTS (SELECT 1 FROM site AS its, json_each(its.languages) WHERE its.name = {} AND value = :missing)"
_KNOWS_ITS_VERSIONS = f"""(
    ({{0}}.state = 'untranslated' AND {same_language(slot("{0}"), ":missing")})
    OR EXISTS (SELECT 1 FROM article AS other WHERE other.story = {{0}}.story AND other.id != {{0}}.id)
    OR EXISTS (SELECT 1 FROM resource AS its_own JOIN variant_link ON variant_link.source = its_own.id
        WHERE its_own.article = {{0}}.id AND variant_link.state NOT IN ('refused', 'withdrawn')))"""
"""SQL: whether the versions of a story are known: its pages announce them, or are tied to others, or its page in the
language has a text in another. Where they are not known, none is missing: nobody can say."""

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
        SELECT 1 FROM story_languages AS version WHERE version.story = article_latest.story
        AND {same_language("version.language", ":missing")} AND version.state != 'untranslated')
        AND EXISTS (SELECT 1 FROM resource AS its_address JOIN article AS itself ON itself.id = its_address.article
            WHERE its_address.key = article_latest.id AND {_KNOWS_ITS_VERSIONS.format("itself")})""",
}
"""Conditions on the columns of the view ``article_latest``."""

TEXTS = {
    "site": "site.name = :site",
    "language": "(revision.language = :language COLLATE NOCASE OR revision.language LIKE :language || '-%')",
    "since": "revision.published >= :since",
    "until": "substr(revision.published, 1, 10) <= :until",
    "kind": "revision.kind = :kind",
    "state": "article.state = :state",
    "edited": "article.id IN (SELECT event.article FROM event WHERE event.kind = 'edited' AND :state IS NOT NULL)",
    "missing": f"""{_PUBLISHES.format("site.name")} AND NOT EXISTS (SELECT 1 FROM article AS version
        WHERE version.story = article.story AND {same_language(slot("version"), ":missing")}
        AND version.state != 'untranslated') AND {_KNOWS_ITS_VERSIONS.format("article")}""",
}
"""Conditions for all texts, on the tables ``revision``, ``article`` and ``site``."""

CURRENT = {
    **TEXTS,
    "language": "(article.language = :language COLLATE NOCASE OR article.language LIKE :language || '-%')",
    "since": "article.published >= :since",
    "until": "substr(article.published, 1, 10) <= :until",
    "kind": "article.kind = :kind",
}
"""Conditions for current texts alone, on ``article`` and ``site``: the texts themselves are not read."""

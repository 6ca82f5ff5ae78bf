"""The page that shows what changed between two texts of an article."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive, Row
from crawler.compare.article_diff import article_of_row, compare_articles
from crawler.compare.text_diff import Span
from crawler.errors import BadAddress
from crawler.rules.text.words import BREAK
from crawler.web import urls
from crawler.web.pages.language_tabs import tabs
from crawler.web.pages.text_versions import find_story, revision_at, text_of, text_page, views_of
from crawler.web.responses import HtmlPage, RawResponse, WebRequest
from crawler.web.urls import TextView, read_view


def diff_page(archive: Archive, story: Row, text: Row, left: TextView, right: TextView) -> HtmlPage:
    """The page for two texts of an article; raises NotInArchive."""
    ref, language = text["id"], text["language"]
    revisions = archive.revisions(ref)
    old, new = (revision_at(archive, text, view, revisions) for view in (left, right))
    found = compare_articles(article_of_row(old), article_of_row(new))
    views = views_of(revisions)
    data: dict[str, Any] = {
        "story": story["story"],
        "id": ref,
        "language": language,
        "texts": named(revisions),
        "compared": {"a": old["number"], "b": new["number"]},
        "sentence": found.edit.sentence(),
        "before": _side(language, old),
        "after": _side(language, new),
        "title": [span._asdict() for span in found.title],
        "paragraphs": _paragraphs(found.body),
        "links": _lines(found.links_removed, found.links_added),
        "attachments": _lines(found.attachments_removed, found.attachments_added),
        "previous": _edit(ref, language, views, old["number"] - 1),
        "next": _edit(ref, language, views, new["number"]),
        **tabs(archive, story, (ref, ref)),
    }
    return HtmlPage("diff.html", f"What changed: {new['title'] or '(no title)'}", data)


def compare(archive: Archive, request: WebRequest) -> RawResponse:
    """``/compare?id=&language=&a=&b=``: redirects to the permanent address of the comparison of two texts."""
    given = [request.word(name) for name in ("id", "a", "b")]
    if None in given:
        raise BadAddress("/compare needs id, language, a and b; a and b are the times of two texts")
    ref, first, second = (each or "" for each in given)
    story = find_story(archive, ref)
    left = read_view(f"{request.word('language') or ''}@{first}")
    text = text_of(story, left)
    for view in (left, read_view(f"@{second}")):
        revision_at(archive, text, view, archive.revisions(text["id"]))
    path = urls.story(text["id"], left, f"@{second}")
    return RawResponse(b"", "text/plain; charset=utf-8", 302, {"Location": path})


def named(revisions: list[Row]) -> list[Row]:
    """The texts of an article as choices of a form: ``number``, ``captured_at``, ``value``."""
    return [
        {"number": row["number"], "captured_at": row["captured_at"], "value": str(view)[1:]}
        for row, view in zip(revisions, views_of(revisions), strict=True)
    ]


def _side(language: str, row: Row) -> Row:
    names = (
        "number",
        "captured_at",
        "last_seen",
        "language",
        "url",
        "payload_digest",
        "extractor",
        "extractor_version",
    )
    return {name: row[name] for name in names} | {
        "page": text_page(row, language),
        "original": urls.original(row["ref"], row["captured_at"], row["page_mark"]),
    }


def _edit(ref: str, language: str, views: list[TextView], later: int) -> str | None:
    """The page of the edit that led to text ``later``; None if there is no such edit."""
    if not 0 < later < len(views):
        return None
    return urls.story(ref, views[later - 1]._replace(language=language), views[later])


def _paragraphs(spans: tuple[Span, ...] | list[Span]) -> list[list[dict[str, str]]]:
    """Spans in paragraphs, cut where a paragraph ends in either text."""
    paragraphs: list[list[dict[str, str]]] = [[]]
    for span in spans:
        for number, piece in enumerate(span.text.split(BREAK)):
            if number:
                paragraphs.append([])
            if piece:
                paragraphs[-1].append({"kind": span.kind, "text": piece})
    return [paragraph for paragraph in paragraphs if paragraph]


def _lines(removed: Any, added: Any) -> list[dict[str, str]]:
    return [
        {"kind": kind, "text": f"{getattr(item, 'text', '') or getattr(item, 'title', '')} {item.url}".strip()}
        for kind, rows in (("removed", removed), ("added", added))
        for item in rows
    ]

"""What changed between two texts of an article."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.compare.articles import article_of_row, compare_articles
from crawler.compare.texts import Span
from crawler.errors import BadAddress
from crawler.rules.digests import address_id
from crawler.rules.wording import BREAK
from crawler.web import addresses
from crawler.web.addresses import View
from crawler.web.answers import Asked, Page, Raw
from crawler.web.tabs import tabs
from crawler.web.texts import asked_for, revision_at, text_of


def differing(archive: Archive, told: Row, left: View, right: View) -> Page:
    """The page; raises NotInArchive."""
    text = text_of(archive, told, left)
    old, new = revision_at(archive, text, left), revision_at(archive, text, right)
    found = compare_articles(article_of_row(old), article_of_row(new))
    ref, language = text["id"], text["language"]
    revisions = archive.revisions(text["id"])
    times = [row["captured_at"] for row in revisions]
    data: dict[str, Any] = {
        "story": told["story"],
        "id": ref,
        "language": language,
        "texts": named(revisions),
        "compared": {"a": old["captured_at"], "b": new["captured_at"]},
        "sentence": found.edit.sentence(),
        "before": _side(ref, language, old),
        "after": _side(ref, language, new),
        "title": [span._asdict() for span in found.title],
        "paragraphs": _paragraphs(found.body),
        "links": _lines(found.links_removed, found.links_added),
        "attachments": _lines(found.attachments_removed, found.attachments_added),
        "previous": _edit(ref, language, times, times.index(old["captured_at"])),
        "next": _edit(ref, language, times, times.index(new["captured_at"]) + 1),
        **tabs(archive, told, (language, language)),
    }
    return Page("diff.html", f"What changed: {new['title'] or '(no title)'}", data)


def compare(archive: Archive, asked: Asked) -> Raw:
    """``/compare?id=&language=&a=&b=``: leads to the permanent address of what lies between two texts."""
    given = [asked.word(name) for name in ("id", "a", "b")]
    if None in given:
        raise BadAddress("compare takes id, language, a and b: the times of two texts")
    ref, first, second = (each or "" for each in given)
    left = View(asked.word("language") or "", first)
    told = asked_for(archive, ref)
    revision_at(archive, text_of(archive, told, left), left)
    path = addresses.story(told["asked"], left, View("", second))
    return Raw(b"", "text/plain; charset=utf-8", 302, {"Location": path})


def named(revisions: list[Row]) -> list[Row]:
    """The texts of an article as a form offers them: ``number captured_at``."""
    return [{name: row[name] for name in ("number", "captured_at")} for row in revisions]


def _side(ref: str, language: str, row: Row) -> Row:
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
        "page": addresses.story(ref, View(language, row["captured_at"])),
        "original": addresses.original(address_id(row["url"]), row["captured_at"]),
    }


def _edit(ref: str, language: str, times: list[str], later: int) -> str | None:
    """The page of the edit by which a text came."""
    if not 0 < later < len(times):
        return None
    return addresses.story(ref, View(language, times[later - 1]), View("", times[later]))


def _paragraphs(spans: tuple[Span, ...] | list[Span]) -> list[list[dict[str, str]]]:
    """Spans, cut where a paragraph ends in either text."""
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
        {"kind": kind, "text": f"{getattr(held, 'text', '') or getattr(held, 'title', '')} {held.url}".strip()}
        for kind, rows in (("removed", removed), ("added", added))
        for held in rows
    ]

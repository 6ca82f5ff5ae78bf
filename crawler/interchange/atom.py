"""Atom feeds (RFC 4287): of changes from rows of the ledger, and of any entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from lxml import etree

from crawler.rules.history import event_words

Row = Mapping[str, Any]

ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE = UUID("d8a5ebfe-c285-4800-a50f-6798894b3078")
"""The name space of our entries' ids: with it, the same event has the same id in every feed and every archive."""

LONGEST_TITLE = 1_000
"""Characters of an entry's title."""
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to hold (section 2.2)."""


class FeedEntry(NamedTuple):
    """One entry of a feed; times are RFC 3339."""

    name: str
    """What makes its id: the same name is the same entry, for ever."""
    title: str
    published: str
    updated: str
    url: str
    language: str = ""
    category: str = ""
    summary: str = ""
    content: str = ""


def feed(
    rows: Iterable[tuple[Row, Sequence[str]]], *, title: str, about: str, now: datetime, address: str | None = None
) -> str:
    """Changes as a feed.

    ``rows`` are rows of ``Archive.changes``, each with the paragraphs of the article's last good text. An entry's id
    depends on the address, the kind and the time alone: a removal that is confirmed later is the same entry, brought
    up to date. The rest is as in ``feed_of``.
    """
    entries = [change(row, body) for row, body in rows]
    return feed_of(entries, title=title, about=about, now=now, address=address)


def feed_of(entries: Sequence[FeedEntry], *, title: str, about: str, now: datetime, address: str | None = None) -> str:
    """The feed as XML text.

    ``title`` names the feed; ``about`` says what it is narrowed to, and makes its id; ``now`` (aware) is its date while
    it is empty; ``address`` is where it will be served from.
    """
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "id", _urn(f"feed {about}"))
    _add(root, "title", title)
    _add(root, "updated", max((entry.updated for entry in entries), default=now.isoformat(timespec="seconds")))
    _add(_add(root, "author"), "name", "Communiqué")
    _add(root, "generator", "Communiqué")
    if address:
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    root.extend(_entry(entry) for entry in entries)
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def entry_id(row: Row) -> str:
    """``urn:uuid:`` of an event, the same for ever."""
    return _urn(_name(row))


def change(row: Row, body: Sequence[str], url: str | None = None) -> FeedEntry:
    """An event as an entry; ``url`` is where it leads, if not to the article's own address."""
    return FeedEntry(
        name=_name(row),
        title=f"{event_words.what(row)}: {row['title'] or row['url']}",
        published=row["at"],
        updated=max(row["at"], row["confirmed"] or ""),
        url=url or row["url"],
        language=row["language"] or "",
        category=row["kind"],
        summary=_summary(row),
        content="\n\n".join(body),
    )


def _name(row: Row) -> str:
    return f"{row['id']} {row['kind']} {row['at']}"


def _entry(told: FeedEntry) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry")
    language = {"hreflang": told.language} if told.language else {}
    _add(entry, "id", _urn(told.name))
    _add(entry, "title", told.title[:LONGEST_TITLE])
    _add(entry, "published", told.published)
    _add(entry, "updated", told.updated)
    _add(entry, "link", rel="alternate", type="text/html", href=told.url, **language)
    if told.category:
        _add(entry, "category", term=told.category)
    if told.summary:
        _add(entry, "summary", told.summary, type="text")
    content = _add(entry, "content", told.content, type="text")
    if told.language:
        content.set(_XML_LANG, told.language)
    return entry


def _summary(row: Row) -> str:
    """What changed, then each capture that shows it on a line of its own."""
    lines = [event_words.changed(row) or "first captured"]
    lines += [
        f"{capture['captured_at']} {capture['status']} {capture['outcome']} {capture['url']}"
        for capture in row["captures"]
    ]
    return "\n".join(lines)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: speakable(held) for key, held in attributes.items()})
    made.text = None if text is None else speakable(text)
    return made


def speakable(text: str) -> str:
    """The text without what XML cannot hold: control characters, lone surrogates, non-characters."""
    return _UNSPEAKABLE.sub("", text)


def _urn(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn

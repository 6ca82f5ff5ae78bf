"""Atom feeds (RFC 4287) of events of the ledger, and of any other entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from lxml import etree

from crawler.rules.history import event_words

ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE = UUID("d8a5ebfe-c285-4800-a50f-6798894b3078")
"""The UUID namespace of entry ids: the same event has the same id in every feed and every archive."""

MAX_TITLE = 1_000
"""Characters of an entry's title; the rest is cut off."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that are not allowed in XML 1.0 (section 2.2)."""


class FeedEntry(NamedTuple):
    """An entry of a feed; its times are in RFC 3339."""

    name: str
    """The name that its id is made from; it must not change."""
    title: str
    published: str
    updated: str
    url: str
    language: str = ""
    category: str = ""
    summary: str = ""
    content: str = ""


def feed(
    rows: Iterable[tuple[Mapping[str, Any], Sequence[str]]],
    *,
    title: str,
    about: str,
    now: datetime,
    address: str | None = None,
) -> str:
    """A feed of events.

    ``rows`` are rows of ``Archive.changes``, each with the paragraphs of the article's last good text. The id of an
    entry depends only on the address, the kind and the time, so a removal that is confirmed later is the same entry,
    updated. The other arguments are those of ``feed_of``.
    """
    entries = [change_entry(row, body) for row, body in rows]
    return feed_of(entries, title=title, about=about, now=now, address=address)


def feed_of(entries: Sequence[FeedEntry], *, title: str, about: str, now: datetime, address: str | None = None) -> str:
    """The feed as XML text.

    ``title`` is the title of the feed. ``about`` describes its filters and makes its id. ``now`` (aware) is the date of
    an empty feed. ``address`` is the URL at which the feed is served, if it is known.
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


def entry_id(row: Mapping[str, Any]) -> str:
    """The id of an event, a ``urn:uuid:`` that never changes."""
    return _urn(_name(row))


def change_entry(row: Mapping[str, Any], body: Sequence[str], url: str | None = None) -> FeedEntry:
    """An event as an entry; it links to ``url``, or to the address of the article without one."""
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


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['id']} {row['kind']} {row['at']}"


def _entry(source: FeedEntry) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry")
    language = {"hreflang": source.language} if source.language else {}
    _add(entry, "id", _urn(source.name))
    _add(entry, "title", source.title[:MAX_TITLE])
    _add(entry, "published", source.published)
    _add(entry, "updated", source.updated)
    _add(entry, "link", rel="alternate", type="text/html", href=source.url, **language)
    if source.category:
        _add(entry, "category", term=source.category)
    if source.summary:
        _add(entry, "summary", source.summary, type="text")
    content = _add(entry, "content", source.content, type="text")
    if source.language:
        content.set(_XML_LANG, source.language)
    return entry


def _summary(row: Mapping[str, Any]) -> str:
    """What changed, and then a line for each capture that shows it."""
    lines = [event_words.changed(row) or "first captured"]
    lines += [
        f"{capture['captured_at']} {capture['status']} {capture['outcome']} {capture['url']}"
        for capture in row["captures"]
    ]
    return "\n".join(lines)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: xml_text(value) for key, value in attributes.items()})
    made.text = None if text is None else xml_text(text)
    return made


def xml_text(text: str) -> str:
    """The text without characters that XML does not allow: controls, lone surrogates, non-characters."""
    return _NOT_XML.sub("", text)


def _urn(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn

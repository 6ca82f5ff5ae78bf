"""An Atom feed (RFC 4287) of changes: rows of the ledger in, XML out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from lxml import etree

from crawler.rules import ledger_words

Row = Mapping[str, Any]

ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OURS = UUID("d8a5ebfe-c285-4800-a50f-6798894b3078")
"""The name space of our entries' ids: with it, the same event has the same id in every feed and every archive."""

_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to hold (section 2.2)."""


def feed(
    rows: Iterable[tuple[Row, Sequence[str]]], *, title: str, about: str, now: datetime, address: str | None = None
) -> str:
    """The feed as XML text.

    ``rows`` are rows of ``Archive.changes``, each with the paragraphs of the article's last good text; ``title`` names
    the feed; ``about`` says what it is narrowed to, and makes its id; ``now`` (aware) is its date while it is empty;
    ``address`` is where it will be served from. An entry's id depends on the address, the kind and the time alone: a
    removal that is confirmed later is the same entry, brought up to date.
    """
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    entries = [_entry(row, body) for row, body in rows]
    dates = [entry.findtext(f"{{{ATOM}}}updated") or "" for entry in entries]
    _add(root, "id", _urn(f"feed {about}"))
    _add(root, "title", title)
    _add(root, "updated", max(dates, default=now.isoformat(timespec="seconds")))
    _add(_add(root, "author"), "name", "Communiqué")
    _add(root, "generator", "Communiqué")
    if address:
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    root.extend(entries)
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def entry_id(row: Row) -> str:
    """``urn:uuid:`` of an event, the same for ever."""
    return _urn(f"{row['id']} {row['kind']} {row['at']}")


def _entry(row: Row, body: Sequence[str]) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry")
    language = {"hreflang": row["language"]} if row["language"] else {}
    _add(entry, "id", entry_id(row))
    _add(entry, "title", f"{ledger_words.what(row)}: {row['title'] or row['url']}")
    _add(entry, "published", row["at"])
    _add(entry, "updated", max(row["at"], row["confirmed"] or ""))
    _add(entry, "link", rel="alternate", type="text/html", href=row["url"], **language)
    _add(entry, "category", term=row["kind"])
    _add(entry, "summary", _summary(row), type="text")
    content = _add(entry, "content", "\n\n".join(body), type="text")
    if row["language"]:
        content.set(_XML_LANG, row["language"])
    return entry


def _summary(row: Row) -> str:
    """What changed, then each capture that shows it on a line of its own."""
    lines = [ledger_words.changed(row) or "first captured"]
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
    return uuid5(_OURS, name).urn

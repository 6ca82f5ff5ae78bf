"""Citations of a text in the archive: its title, its date of capture, its digest and its permanent address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from crawler.rules.text.normalization import clean

FORMATS = ("text", "bibtex", "csl")

_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def permanent(ref: str, language: str, captured_at: str, mark: str = "") -> str:
    """The permanent path of one text in the web interface: ``/story/ID/be@2026-11-24T10:00:00.000Z``.

    ``ref`` is the id of the captured address, not of the story, because articles may join and leave a story. ``mark``
    is the first digits of the payload digest. It is used for every capture of an address and a time but the first:
    ``...Z~8d45dd7f``.
    """
    return f"/story/{ref}/{language}@{captured_at}" + (f"~{mark}" if mark else "")


def cite(facts: Mapping[str, Any], form: str = "text") -> str:
    """A citation of one text, as ``text``, ``bibtex``, or ``csl`` (CSL-JSON, one item in a list).

    ``facts`` has ``author title language published url captured_at payload_digest permanent id``: the ministry's name,
    the title on the site, the BCP 47 tag, the date as in ``Archive.articles`` or None, the live address, the time of
    capture (RFC 3339, UTC), the payload digest, the address in the archive or None, and the id of the address.
    """
    facts = {**facts, **{name: clean(facts[name]) for name in ("title", "author")}}
    return {"text": _text, "bibtex": _bibtex, "csl": _csl}[form](facts)


def _text(facts: Mapping[str, Any]) -> str:
    day = (facts["published"] or "")[:10] or "n.d."
    parts = [f"{facts['author']} ({day}). {facts['title'] or '(no title)'}. {facts['url']}"]
    parts.append(f"Archived {_moment(facts['captured_at'])}, payload {facts['payload_digest']}")
    if facts["permanent"]:
        parts.append(str(facts["permanent"]))
    return ". ".join(parts) + ("" if facts["permanent"] else ".")


def _bibtex(facts: Mapping[str, Any]) -> str:
    fields = {
        "author": f"{{{_escaped(facts['author'])}}}",
        "title": _escaped(facts["title"]),
        "year": (facts["published"] or "")[:4],
        "date": (facts["published"] or "")[:10],
        "url": facts["permanent"] or facts["url"],
        "urldate": facts["captured_at"][:10],
        "langid": facts["language"],
        "note": f"Archived {_moment(facts['captured_at'])} from \\url{{{facts['url']}}}, "
        f"payload {_escaped(facts['payload_digest'])}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{facts['id']}-{facts['captured_at'][:10]},", *lines, "}"])


def _csl(facts: Mapping[str, Any]) -> str:
    item = {
        "id": f"{facts['id']}-{facts['captured_at'][:10]}",
        "type": "webpage",
        "author": [{"literal": facts["author"]}],
        "title": facts["title"],
        "language": facts["language"],
        "URL": facts["permanent"] or facts["url"],
        "accessed": {"date-parts": [_parts(facts["captured_at"])]},
        "note": f"Archived {_moment(facts['captured_at'])} from {facts['url']}, payload {facts['payload_digest']}",
    }
    if facts["published"]:
        item["issued"] = {"date-parts": [_parts(facts["published"])]}
    return json.dumps([item], ensure_ascii=False, indent=2)


def _parts(written: str) -> list[int]:
    day = date.fromisoformat(written[:10])
    return [day.year, day.month, day.day]


def _moment(at: str) -> str:
    return f"{at[:19]}Z"


def _escaped(text: str) -> str:
    return text.translate(_BIBTEX)

"""How a text in the archive is cited: what it was, when it was captured, by what it can be checked, where it stands."""

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
    """The place of one text in the web page, for ever: ``/story/ID/be@2026-11-24T10:00:00.000Z``. ``ref`` is the id of
    the address that was captured, not of the story, which other articles may join and leave; ``mark`` are the first
    digits of the payload's digest, for any but the first capture of an address and a moment: ``...Z~8d45dd7f``."""
    return f"/story/{ref}/{language}@{captured_at}" + (f"~{mark}" if mark else "")


def cite(told: Mapping[str, Any], form: str = "text") -> str:
    """A citation of one text, as ``text``, ``bibtex``, or ``csl`` (CSL-JSON, one item in a list).

    ``told`` has ``author title language published url captured_at payload_digest permanent id``: the ministry's name,
    the title as the site has it, BCP 47, the date as in ``Archive.articles`` or None, the live address, when the
    text was captured (RFC 3339 in UTC), the digest of the payload, and the address in the archive or None.
    """
    told = {**told, **{name: clean(told[name]) for name in ("title", "author")}}
    return {"text": _text, "bibtex": _bibtex, "csl": _csl}[form](told)


def _text(told: Mapping[str, Any]) -> str:
    day = (told["published"] or "")[:10] or "n.d."
    parts = [f"{told['author']} ({day}). {told['title'] or '(no title)'}. {told['url']}"]
    parts.append(f"Archived {_moment(told['captured_at'])}, payload {told['payload_digest']}")
    if told["permanent"]:
        parts.append(str(told["permanent"]))
    return ". ".join(parts) + ("" if told["permanent"] else ".")


def _bibtex(told: Mapping[str, Any]) -> str:
    fields = {
        "author": f"{{{_escaped(told['author'])}}}",
        "title": _escaped(told["title"]),
        "year": (told["published"] or "")[:4],
        "date": (told["published"] or "")[:10],
        "url": told["permanent"] or told["url"],
        "urldate": told["captured_at"][:10],
        "langid": told["language"],
        "note": f"Archived {_moment(told['captured_at'])} from \\url{{{told['url']}}}, "
        f"payload {_escaped(told['payload_digest'])}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{told['id']}-{told['captured_at'][:10]},", *lines, "}"])


def _csl(told: Mapping[str, Any]) -> str:
    item = {
        "id": f"{told['id']}-{told['captured_at'][:10]}",
        "type": "webpage",
        "author": [{"literal": told["author"]}],
        "title": told["title"],
        "language": told["language"],
        "URL": told["permanent"] or told["url"],
        "accessed": {"date-parts": [_parts(told["captured_at"])]},
        "note": f"Archived {_moment(told['captured_at'])} from {told['url']}, payload {told['payload_digest']}",
    }
    if told["published"]:
        item["issued"] = {"date-parts": [_parts(told["published"])]}
    return json.dumps([item], ensure_ascii=False, indent=2)


def _parts(written: str) -> list[int]:
    day = date.fromisoformat(written[:10])
    return [day.year, day.month, day.day]


def _moment(at: str) -> str:
    return f"{at[:19]}Z"


def _escaped(text: str) -> str:
    return text.translate(_BIBTEX)

"""Saved pages: folders with the payload, the facts of its capture, and the expected reading.

``page.html`` holds the payload (whatever its media type), ``page.json`` the rest of the capture, and ``expected.json``
the outcome and the item without its empty fields.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.errors import SourceUnreadable
from crawler.items import Capture, Found
from crawler.pages.normalization import normalize_capture
from crawler.pages.reading import read_capture
from crawler.pages.site import Site

PAGE, FACTS, EXPECTED = "page.html", "page.json", "expected.json"
CONTENT = ("article", "listing", "feed", "sitemap", "file", "robots", "unreadable")
"""Outcomes that depend on the payload."""


def load(folder: Path) -> Capture:
    """Load the capture of a folder, which is not read yet; raises SourceUnreadable."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        return Capture(
            url=facts["url"],
            captured_at=datetime.fromisoformat(facts["captured_at"]).astimezone(UTC),
            asked=facts.get("asked"),
            status=facts.get("status", 200),
            headers=tuple((name, value) for name, value in facts.get("headers", ())),
            body=(folder / PAGE).read_bytes(),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceUnreadable(f"{folder} is not a saved page ({error}): communique savepage makes one") from error


def save(folder: Path, capture: Capture, site: Site) -> None:
    """Write the three files of a capture; the folder is made, and existing files are overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    facts: dict[str, Any] = {
        "url": capture.url,
        "captured_at": capture.captured_at.isoformat().replace("+00:00", "Z"),
        "status": capture.status,
        "headers": [list(header) for header in capture.headers],
    }
    if capture.asked:
        facts["asked"] = capture.asked
    (folder / PAGE).write_bytes(capture.body)
    (folder / FACTS).write_text(_dumps(facts), encoding="utf-8")
    (folder / EXPECTED).write_text(_dumps(as_expected(replay(capture, site))), encoding="utf-8")


def expected(folder: Path) -> dict[str, Any]:
    """Load the expected reading, the content of ``expected.json``; raises SourceUnreadable."""
    try:
        reading: dict[str, Any] = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"{folder / EXPECTED}: {error}") from error
    return reading


def replay(capture: Capture, site: Site) -> Capture:
    """Read and normalize a capture exactly as a crawl or an import does, without network and archive."""
    return normalize_capture(read_capture(site, replace(capture, site=site.name)), site)


def as_expected(capture: Capture) -> dict[str, Any]:
    """Return the reading of a capture in the form of ``expected.json``."""
    reading: dict[str, Any] = {"outcome": capture.outcome}
    for name in ("reason", "location", "alias_of"):
        if value := getattr(capture, name):
            reading[name] = value
    for name, item in (("article", capture.article), ("listing", capture.listing)):
        if item is not None:
            reading[name] = _plain(item)
    return reading


def _plain(value: Any) -> Any:
    """Convert items for JSON: objects without their empty fields, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    left_out = {"kind": "article"} if isinstance(value, Found) else {}
    kept = {each.name: getattr(value, each.name) for each in fields(value)}
    return {name: _plain(kept[name]) for name in kept if kept[name] and kept[name] != left_out.get(name)}


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

"""Saves a page, from an archive or from the live site, as a folder that a test replays."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.archive import Archive
from crawler.errors import NotInArchive
from crawler.items import Capture
from crawler.pages.site import Site
from crawler.sources import fixtures
from crawler.sources.fetching import fetch

LONGEST_NAME = 60
"""Characters of the name of a folder; a longer name is cut."""

__all__ = ["fetch", "from_archive", "save_page"]


def save_page(to: Path, site: Site, capture: Capture, *, name: str | None = None) -> Path:
    """Write ``page.html``, ``page.json`` and ``expected.json`` into ``<to>/<site>/<name>``; return that folder.

    Without a name, the name is made of the outcome of the page, its language and its address. Existing files in the
    folder are overwritten.
    """
    folder = to / site.name / _folder_name(name or _name(fixtures.replay(capture, site)))
    fixtures.save(folder, capture, site)
    return folder


def from_archive(archive: Archive, ref: str, *, at: datetime | None = None) -> Capture:
    """Return the newest capture with a payload of an address or id, or the newest not after ``at`` (aware).

    Raises NotInArchive.
    """
    newest = archive.captures.newest(ref, until=at, has_body=True)
    if newest is None:
        raise NotInArchive(f"no capture of {ref} with a payload" + (f" up to {at:%Y-%m-%d %H:%M}" if at else ""))
    return newest


def _name(capture: Capture) -> str:
    last = unquote(urlsplit(capture.url).path).rstrip("/").rpartition("/")[2].partition(".")[0]
    language = capture.article.language if capture.article else ""
    return "-".join(part for part in (capture.outcome, language, last or "front") if part)


def _folder_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST_NAME] or "page"

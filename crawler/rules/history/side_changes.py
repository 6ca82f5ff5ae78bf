"""Side changes: a publication date or pictures that changed, each an event of its own and never an edit of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Article
from crawler.rules.text.compared_links import compared_address

REDATED, PICTURED = "redated", "pictured"
"""Kinds of events: the publication date changed; pictures changed."""

_SIZE = re.compile(
    r"(?:[-_@.](?:\d{2,4}x\d{2,4}|\d{2,4}[wh]|[1-4]x|scaled|thumb(?:nail)?|small|medium|large))+(?=\.\w+\Z)"
)
_SIZE_FOLDER = re.compile(r"/(?:styles|resize_cache|thumbs?|cache|sizes?)/(?:[^/]+/){1,3}|/\d{2,4}x\d{2,4}(?:_\w+)?/")


def side_changes(before: Article, after: Article) -> Mapping[str, Any]:
    """What changed beside the text, by kind of event, as the summary of that event.

    ``redated`` is ``{from, to}``: the dates as the article has them. Both need one source, since another may
    mean another thing. A date that gets a time, or loses it, is the same date. ``pictured`` is ``{added, removed}``:
    addresses of pictures. Another size of one picture is the same picture.
    """
    found: dict[str, Any] = {}
    if _is_redated(before, after):
        found[REDATED] = {"from": before.published, "to": after.published}
    old, new = ({_picture(url): url for url in each.images} for each in (before, after))
    if old.keys() != new.keys():
        found[PICTURED] = {
            "added": sorted(new[name] for name in new.keys() - old.keys()),
            "removed": sorted(old[name] for name in old.keys() - new.keys()),
        }
    return found


def _is_redated(before: Article, after: Article) -> bool:
    if not before.published or not after.published or before.date_source != after.date_source:
        return False
    length = min(len(before.published), len(after.published))
    return before.published[:length] != after.published[:length]


def _picture(url: str) -> str:
    """The picture at an address, whatever its size."""
    path = _SIZE_FOLDER.sub("/", urlsplit(compared_address(url)).path)
    return _SIZE.sub("", path).rpartition("/")[2] or url

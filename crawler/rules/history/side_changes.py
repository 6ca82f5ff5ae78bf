"""Side changes: a publication date or pictures that changed, each an event of its own and never an edit of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from crawler.items import Article
from crawler.rules.text.compared_links import compared_address

REDATED, PICTURED = "redated", "pictured"
"""Kinds of events: the publication date changed; pictures changed."""

_ENDING = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)\Z", re.IGNORECASE)
_WIDTHS = "320|480|640|768|800|960|1024|1200|1280|1366|1440|1600|1920|2048|2560"
_SIZE = re.compile(
    r"(?:[-_@.](?:\d{2,4}x\d{2,4}|\d{2,4}[wh]|[1-4]x|scaled|thumb(?:nail)?|small|medium|large|"
    rf"{_WIDTHS}))+\Z",
    re.IGNORECASE,
)
_PARAMETERS_OF_SIZE = """
    w h width height size sz s q quality fit crop resize rect ar format fm fmt auto dpr scale itok t
    """
_QUERY_OF_SIZE = frozenset(_PARAMETERS_OF_SIZE.split())
"""Parameters that choose a size or a format of a picture, or name a moment."""
_PLACEHOLDER = re.compile(
    r"(?:(?:img|image)[-_])?(?:placeholder|blank|spacer|pixel|transparent|loading|loader|lazy(?:load)?|dummy|empty"
    r"|no[-_]?image|1x1|1px|gr[ae]y)(?:[-_.]?(?:\d+(?:x\d+)?(?:px)?|image|img))*\Z",
    re.IGNORECASE,
)
"""Names of what stands in place of a picture until a browser loads it."""


def side_changes(before: Article, after: Article) -> Mapping[str, Any]:
    """What changed beside the text, by kind of event, as the summary of that event.

    ``redated`` is ``{from, to}``: the dates as the article has them. Both need one source, since another may
    mean another thing. A date that gets a time, or loses it, is the same date. ``pictured`` is ``{added, removed}``:
    addresses of pictures. Another size, format or server of one picture is the same picture.
    """
    found: dict[str, Any] = {}
    if _is_redated(before, after):
        found[REDATED] = {"from": before.published, "to": after.published}
    if pictured := _pictured(before.images, after.images):
        found[PICTURED] = pictured
    return found


def _pictured(before: Sequence[str], after: Sequence[str]) -> Mapping[str, list[str]]:
    """The pictures that came and went. What a placeholder stands for is unknown: where the earlier page has one, none
    is new, and where the later page has one, none is gone."""
    old, new = ({_picture(url): url for url in each} for each in (before, after))
    hidden_before, hidden_after = (any(_is_placeholder(name) for name in each) for each in (old, new))
    added = sorted(new[name] for name in new.keys() - old.keys() if not _is_placeholder(name))
    removed = sorted(old[name] for name in old.keys() - new.keys() if not _is_placeholder(name))
    if hidden_before:
        added = []
    if hidden_after:
        removed = []
    return {"added": added, "removed": removed} if added or removed else {}


def _is_redated(before: Article, after: Article) -> bool:
    if not before.published or not after.published or before.date_source != after.date_source:
        return False
    length = min(len(before.published), len(after.published))
    return before.published[:length] != after.published[:length]


@lru_cache(maxsize=4096)
def _picture(url: str) -> str:
    """The picture at an address, whatever its size, format and server: its name as a file, in the path or in a
    parameter; without one, the address without the parameters of size."""
    at, _, query = compared_address(url).partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    for place in (*reversed(at.split("/")), *(unquote(value).partition("?")[0] for _, value in pairs)):
        name = place.rpartition("/")[2]
        if stem := _ENDING.sub("", name) if _ENDING.search(name) else "":
            return _SIZE.sub("", stem) or stem
    kept = "&".join(f"{name}={value}" for name, value in pairs if name.lower() not in _QUERY_OF_SIZE)
    return f"{at}?{kept}" if kept else at


def _is_placeholder(name: str) -> bool:
    return _PLACEHOLDER.match(name) is not None

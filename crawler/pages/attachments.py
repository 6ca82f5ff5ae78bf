"""Attachments of an article: links to files, recognized by the ending of their address."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.items import Attachment

FILES: Mapping[str, str] = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The endings of files → their media types (IANA)."""

_PATH = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)")
"""The path of an address (RFC 3986, appendix B). It matches every string: a page writes anything into a ``href``."""


def attachment(url: str, title: str) -> Attachment | None:
    """The attachment that a link leads to; None for a link to a page. Any string may be the address."""
    path = _PATH.match(url.strip())
    name = path[1].rpartition("/")[2] if path else ""
    media_type = FILES.get(name.rpartition(".")[2].lower()) if "." in name else None
    return Attachment(url=url, title=title, media_type=media_type) if media_type else None

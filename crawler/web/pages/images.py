"""The archived images of an article; they are never requested from the live site."""

from __future__ import annotations

from datetime import datetime

from crawler.archive import Archive, Row
from crawler.errors import NotInArchive
from crawler.web import urls as addresses
from crawler.web.pages.stored_pages import LOCKED, captured
from crawler.web.responses import RawResponse, WebRequest

MAX_IMAGES = 50
"""Images of an article that are looked up."""
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
"""The first bytes of image formats without scripts; SVG can contain scripts and is left out."""
_HEADERS = {
    "Content-Security-Policy": LOCKED,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "max-age=86400",
}


def images(archive: Archive, text: Row) -> list[Row]:
    """The images of a text, in its order: ``url``, ``shown`` and ``captured_at``.

    ``shown`` is the address of the image as it was captured nearest in time to the text, at ``captured_at``; both are
    None if the image is not archived.
    """
    urls = text["images"][:MAX_IMAGES]
    files = archive.files(urls, datetime.fromisoformat(text["captured_at"]))
    nothing = {"shown": None, "captured_at": None}
    shown = {
        row["url"]: {
            "shown": addresses.original(row["id"], row["captured_at"]) + "/picture",
            "captured_at": row["captured_at"],
        }
        for row in files
    }
    return [{"url": url, **shown.get(url, nothing)} for url in text["images"]]


def image(archive: Archive, request: WebRequest) -> RawResponse:
    """``/original/ID@TIME/picture``: a captured image; raises NotInArchive for anything else."""
    body = captured(archive, request.parts["ref"], request.parts["at"]).body
    kind = _kind(body)
    if not kind:
        raise NotInArchive("this capture is not an image that can be shown here")
    return RawResponse(body, kind, headers=_HEADERS)


def _kind(body: bytes) -> str:
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return next((kind for begin, kind in _KINDS if body.startswith(begin)), "")

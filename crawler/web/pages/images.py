"""Pictures of an article that are archived: shown in its page, never asked of the live site."""

from __future__ import annotations

from datetime import datetime

from crawler.archive import Archive, Row
from crawler.errors import NotInArchive
from crawler.web import urls as addresses
from crawler.web.pages.stored_pages import LOCKED, captured
from crawler.web.responses import RawResponse, WebRequest

MOST = 50
"""Pictures of one article that are looked for."""
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
"""What pictures begin with that are nothing but pictures: SVG can hold scripts, and is not among them."""
_HEADERS = {
    "Content-Security-Policy": LOCKED,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "max-age=86400",
}


def pictures(archive: Archive, text: Row) -> list[Row]:
    """The pictures of a text, in its order: ``url``, and ``shown``, where it is here as captured nearest in time to the
    text (``captured_at``); both None where it is not archived."""
    urls = text["images"][:MOST]
    held = archive.files(urls, datetime.fromisoformat(text["captured_at"]))
    nothing = {"shown": None, "captured_at": None}
    shown = {
        row["url"]: {
            "shown": addresses.original(row["id"], row["captured_at"]) + "/picture",
            "captured_at": row["captured_at"],
        }
        for row in held
    }
    return [{"url": url, **shown.get(url, nothing)} for url in text["images"]]


def picture(archive: Archive, request: WebRequest) -> RawResponse:
    """``/original/ID@TIME/picture``: a captured picture; raises NotInArchive for anything else."""
    body = captured(archive, request.parts["ref"], request.parts["at"]).body
    kind = _kind(body)
    if not kind:
        raise NotInArchive("this capture is no picture that can be shown here")
    return RawResponse(body, kind, headers=_HEADERS)


def _kind(body: bytes) -> str:
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return next((kind for begin, kind in _KINDS if body.startswith(begin)), "")

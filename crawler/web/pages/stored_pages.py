"""Stored pages: shown in a frame, as mementos with TimeGate and TimeMap (RFC 7089), and as a download."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import pairwise
from urllib.parse import quote, unquote

from crawler.archive import Archive, Row
from crawler.errors import BadAddress, NotInArchive
from crawler.items import Capture
from crawler.rules.text.digests import mark_of, payload_digest
from crawler.rules.url.spelling import spell
from crawler.web import urls
from crawler.web.rendition import is_page
from crawler.web.rendition_worker import RenditionFailed, render_in_worker
from crawler.web.responses import HtmlPage, RawResponse, WebRequest
from crawler.web.urls import TextView, read_view

LOCKED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'"
"""The policy of a stored page: it runs nothing and loads nothing, in a frame or alone."""
_FRESH = {"Cache-Control": "no-cache"}
_HEADERS = {
    "Content-Security-Policy": LOCKED,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def original(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/original/ID@TIME``: the stored page in a frame, with the facts of its capture."""
    capture = captured(archive, request.parts["ref"], request.parts["at"])
    url, rows = capture.url, archive.timemap(capture.url)
    row = next(row for row in rows if _is(row, capture))
    kind = _header(capture, "content-type")
    is_alone = sum(other["captured_at"] == row["captured_at"] for other in rows) == 1
    own = urls.original(row["id"], row["captured_at"], "" if is_alone else mark_of(row["payload_digest"]))
    data = {
        **{name: row[name] for name in ("id", "url", "captured_at", "status", "outcome", "payload_digest", "bytes")},
        "content_type": kind,
        "shown": f"{own}/page" if is_page(kind, capture.body) else None,
        "download": f"{own}/bytes",
        "timemap": urls.timemap(url),
        "page": urls.story(row["id"], TextView("", row["captured_at"])) if row["revision"] else None,
    }
    return HtmlPage("original.html", f"As captured: {url}", data)


def rendered(archive: Archive, request: WebRequest) -> RawResponse:
    """``/original/ID@TIME/page``: the sanitized page of a capture, for the frame."""
    return _page(captured(archive, request.parts["ref"], request.parts["at"]), _HEADERS, 200)


def download(archive: Archive, request: WebRequest) -> RawResponse:
    """``/original/ID@TIME/bytes``: the payload as a download."""
    capture = captured(archive, request.parts["ref"], request.parts["at"])
    name = f"{request.parts['ref'][:12]}-{urls.seconds(capture.captured_at)}"
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{quote(name)}"'}
    return RawResponse(capture.body, "application/octet-stream", headers=headers)


def memento(archive: Archive, request: WebRequest) -> RawResponse:
    """``/memento/TIME/URL``: a memento, with ``Memento-Datetime`` and the status of the captured response.

    A captured redirect leads to a memento (RFC 7089, 4.5.3 and 4.5.4). A second without a capture redirects to the
    capture before it, and another spelling of the address to the archived one: a memento has one URL.
    """
    url = _url(request)
    capture = archive.capture(url, urls.read_seconds(request.parts["seconds"]), within=1_000)
    own = urls.memento(capture.url, capture.captured_at)
    if own != f"/memento/{request.parts['seconds']}/{_spelled(url)}":
        return RawResponse(b"", "text/plain; charset=utf-8", 302, {"Location": request.base + own, **_FRESH})
    headers = {**_HEADERS, **_links(archive, request.base, capture), "Cache-Control": "max-age=3600"}
    to = _onward(capture)
    if to is not None:
        headers["Location"] = request.base + urls.memento(to, capture.captured_at)
    return _page(capture, headers, capture.status if 200 <= capture.status < 600 else 200)


def _onward(capture: Capture) -> str | None:
    """The target of a captured redirect; None if it leads to itself (an endless loop) or is not a URL."""
    to = _header(capture, "location")
    if not (300 <= capture.status < 400 and to):
        return None
    try:
        url = spell(to, base=capture.url)
    except BadAddress:
        return None
    return url if url != capture.url else None


def _is(row: Row, capture: Capture) -> bool:
    """Whether a row of a TimeMap is this capture."""
    own = (_iso(capture.captured_at), capture.status, payload_digest(capture.body) if capture.body else "")
    return (row["captured_at"], row["status"], row["payload_digest"]) == own


def _page(capture: Capture, headers: Mapping[str, str], status: int) -> RawResponse:
    kind = _header(capture, "content-type")
    if not is_page(kind, capture.body):
        return RawResponse(
            b"This response is not a page that can be shown here.\n", "text/plain; charset=utf-8", status, headers
        )
    try:
        return RawResponse(
            render_in_worker(capture.body, kind, capture.url), "text/html; charset=utf-8", status, headers
        )
    except RenditionFailed as error:
        return RawResponse(f"{error}\n".encode(), "text/plain; charset=utf-8", status, headers)


def timegate(archive: Archive, request: WebRequest) -> RawResponse:
    """``/timegate/URL``: redirects to the capture nearest to ``Accept-Datetime``, or to the newest."""
    rows = _mementos(archive, _url(request))
    url = rows[0]["url"]
    accepted = _accepted(request.headers.get("accept-datetime"))
    best = rows[-1] if accepted is None else min(rows, key=lambda row: abs(_moment(row) - accepted))
    headers = {
        "Location": request.base + urls.memento(url, best["captured_at"]),
        "Vary": "accept-datetime",
        **_FRESH,
        "Link": ", ".join(_common_links(request.base, url)),
    }
    return RawResponse(b"", "text/plain; charset=utf-8", 302, headers)


def timemap(archive: Archive, request: WebRequest) -> RawResponse:
    """``/timemap/link/URL``: the captures of an address in link format (RFC 7089, 5; RFC 6690)."""
    rows = _mementos(archive, _url(request))
    url = rows[0]["url"]
    last = len(rows) - 1
    lines = _common_links(request.base, url)
    lines += [
        f'<{request.base}{urls.memento(url, row["captured_at"])}>; rel="{_rel(number, last)}"; '
        f'datetime="{_http(_moment(row))}"'
        for number, row in enumerate(rows)
    ]
    return RawResponse((",\n".join(lines) + "\n").encode(), "application/link-format; charset=utf-8", headers=_FRESH)


def _rel(number: int, last: int) -> str:
    return " ".join([*(["first"] if number == 0 else []), *(["last"] if number == last else []), "memento"])


def _common_links(base: str, url: str) -> list[str]:
    return [
        f'<{url}>; rel="original"',
        f'<{base}{urls.timegate(url)}>; rel="timegate"',
        f'<{base}{urls.timemap(url)}>; rel="timemap"; type="application/link-format"',
    ]


def _links(archive: Archive, base: str, capture: Capture) -> dict[str, str]:
    """The headers of a memento (RFC 7089, 2.1 and 2.2)."""
    url = capture.url
    rows = _mementos(archive, url)
    links = _common_links(base, url)
    for before, after in pairwise([None, *rows, None]):
        for rel, row, near in (("prev memento", before, after), ("next memento", after, before)):
            if row is not None and near is not None and near["captured_at"][:19] == _iso(capture.captured_at)[:19]:
                links.append(
                    f'<{base}{urls.memento(url, row["captured_at"])}>; rel="{rel}"; datetime="{_http(_moment(row))}"'
                )
    return {"Memento-Datetime": _http(capture.captured_at), "Link": ", ".join(links)}


def _mementos(archive: Archive, url: str) -> list[Row]:
    answers = [row for row in archive.timemap(url) if row["status"] not in (0, None, 304)]
    rows = list({urls.seconds(row["captured_at"]): row for row in answers}.values())  # one for each second
    if not rows:
        raise NotInArchive(f"{url} is known, but no response of it is archived")
    return rows


def captured(archive: Archive, ref: str, at: str) -> Capture:
    """The last capture of an address at a time; raises NotInArchive, BadAddress."""
    view = read_view(f"@{at}")
    try:
        moment = datetime.fromisoformat(view.at or "")
    except ValueError as error:
        raise BadAddress(f"{at} is not a time: use 2026-11-24T10:00:00.000Z") from error
    return archive.capture(ref, moment if moment.tzinfo else moment.replace(tzinfo=UTC), mark=view.mark)


def _url(request: WebRequest) -> str:
    """The URL at the end of the path, with its query; some clients merge its two slashes, or percent-encode it."""
    url = request.parts["url"]
    if url.lower().startswith(("http%3a", "https%3a")):
        url = unquote(url)
    scheme, _, rest = url.partition(":")
    url = f"{scheme.lower()}:{rest}"
    for scheme in ("https:/", "http:/"):
        if url.startswith(scheme) and not url.startswith(f"{scheme}/"):
            url = f"{scheme}/{url.removeprefix(scheme)}"
    return f"{url}?{request.query_string}" if request.query_string else url


def _spelled(url: str) -> str:
    try:
        return spell(url)
    except BadAddress:
        return url


def _accepted(written: str | None) -> datetime | None:
    if not written:
        return None
    try:
        return parsedate_to_datetime(written).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadAddress(f"Accept-Datetime {written} is not an HTTP date (RFC 9110, 5.6.7)") from error


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row["captured_at"])


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _http(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _header(capture: Capture, name: str) -> str:
    return next((value for key, value in capture.headers if key.lower() == name), "")

"""WARCs for tests: written by warcio, so that ours is not both writer and reader."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = ("Content-Type", "text/html; charset=utf-8")
DIGEST_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class WarcFile:
    """A WARC being written, and the offset of each of its records."""

    def __init__(self, *, gz: bool = True, version: str = "1.1") -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=gz, warc_version=version)
        self.offsets: list[int] = []

    def add(
        self,
        url: str,
        body: bytes = b"",
        *,
        at: str = "2026-01-02T03:04:05Z",
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (HTML,),
        warc_headers: Mapping[str, str] | None = None,
        kind: str = "response",
    ) -> WarcFile:
        """Add a record; ``headers`` are those of HTTP."""
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind != "resource" else None
        named = {"WARC-Date": at, **(warc_headers or {})}
        self._record(url, kind, body, named, http)
        return self

    def add_revisit(self, url: str, *, at: str, headers: Sequence[tuple[str, str]] = (HTML,), **named: str) -> WarcFile:
        """Add a revisit; ``named`` are WARC fields, ``_`` for ``-``."""
        fields = {name.replace("_", "-"): value for name, value in named.items()}
        fields.setdefault("WARC-Profile", DIGEST_PROFILE)
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1")
        self._record(url, "revisit", b"", {"WARC-Date": at, **fields}, http)
        return self

    def add_request(self, url: str, *, method: str, body: bytes = b"", concurrent_to: str) -> WarcFile:
        """Add the request of a response."""
        http = StatusAndHeaders(f"{method} /path HTTP/1.1", [("Host", "x")], is_http_request=True)
        named = {"WARC-Concurrent-To": concurrent_to}
        self._record(url, "request", body, named, http)
        return self

    def add_info(self) -> WarcFile:
        """Add a warcinfo record."""
        self._write(self._writer.create_warcinfo_record("test.warc", {"software": "test"}))
        return self

    def data(self) -> bytes:
        """The file's bytes."""
        return self._out.getvalue()

    def save(self, path: Path) -> Path:
        """Write it."""
        path.write_bytes(self.data())
        return path

    def _record(self, url: str, kind: str, body: bytes, named: dict[str, str], http: StatusAndHeaders | None) -> None:
        payload = io.BytesIO(body)
        self._write(
            self._writer.create_warc_record(url, kind, payload, len(body), warc_headers_dict=named, http_headers=http)
        )

    def _write(self, record: object) -> None:
        self.offsets.append(self._out.tell())
        self._writer.write_record(record)


def one_member(file: WarcFile) -> bytes:
    """A plain WARC's bytes, gzipped as a whole: what ``gzip file.warc`` makes, and warcio refuses to read."""
    return gzip.compress(file.data())


def wacz(path: Path, files: Iterable[tuple[str, bytes]], *, compression: int = zipfile.ZIP_STORED) -> Path:
    """A zip with WARCs in ``archive/``, and the other files a WACZ has."""
    with zipfile.ZipFile(path, "w", compression) as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("pages/pages.jsonl", "")
        for name, data in files:
            package.writestr(f"archive/{name}", data)
    return path

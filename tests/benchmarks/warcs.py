"""The captures of an archive as a WARC.gz, to import and to weigh."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive


def write_warc(archive: Path, target: Path) -> Path:
    """Write every answered exchange as a response record of its own gzip member (the WARC standard's way)."""
    with target.open("wb") as file, Archive.open(archive, readonly=True) as opened:
        writer = WARCWriter(file, gzip=True)
        for capture in opened.captures():
            if not capture.status:
                continue
            headers = StatusAndHeaders(f"{capture.status} OK", list(capture.headers), protocol="HTTP/1.1")
            record = writer.create_warc_record(
                capture.url,
                "response",
                payload=BytesIO(capture.body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": capture.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
            writer.write_record(record)
    return target

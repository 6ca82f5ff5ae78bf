"""``make bench-scale``: what large imports cost: 300 MB of pages of one site, 16,000 redirects to one, a sitemap."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import click
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive
from crawler.items import Capture, RunOutcome
from crawler.pages.site import Site
from crawler.pages.sitemap import SitemapPage
from tests.benchmarks.__main__ import measure, row

HOST = "https://ministry.example"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MEMORY_MB, REDIRECT_SECONDS, SITEMAP_RATIO = 250, 2.0, 3.0
"""The marks."""


def words(chosen: random.Random, number: int) -> str:
    """So many words of a vocabulary of 20,000, in sentences of twelve."""
    made = [f"w{chosen.randrange(20_000):x}" for _ in range(number)]
    return " ".join(f"{word}." if place % 12 == 11 else word for place, word in enumerate(made))


def pages(total: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Pages of about ``size`` bytes, together ``total``: an article of random words, and a long script that differs."""
    chosen = random.Random(7)
    done = number = 0
    while done < total:
        number += 1
        text = "".join(f"<p>The ministry says: {words(chosen, 80)}</p>" for _ in range(12))
        script = words(chosen, max(0, size - len(text)) // 6)
        page = (
            f'<html lang="en"><head><meta charset="utf-8"><title>News {number}</title>'
            f'<script>"{script}"</script></head><body><main><article><h1>News of day {number}</h1>'
            f"<time>2026-01-02</time>{text}</article></main></body></html>"
        ).encode()
        done += len(page)
        yield f"{HOST}/news/{number}", page


def write(target: Path, bodies: Iterable[tuple[str, bytes]]) -> int:
    """Write the pages as a WARC.gz, one at a time; returns the bytes of all pages."""
    total = 0
    with target.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (url, body) in enumerate(bodies):
            total += len(body)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            at = (BEGIN + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": at}
                )
            )
    return total


def memory(folder: Path, megabytes: int, size: int) -> None:
    """Peak memory of a process that imports so many megabytes of pages, beside one that imports a tenth of them."""
    for part in (megabytes // 10, megabytes):
        warc = folder / f"{part}.warc.gz"
        total = write(warc, pages(part * 1_000_000, size))
        found = measure("import", str(warc), "--archive", str(folder / f"{part}.db"))
        note = f"mark: {MEMORY_MB}; {found['pages']} pages in {found['seconds']:.0f} s"
        row(f"import of {total / 1e6:.0f} MB, peak memory", f"{found['peak_mb']:.0f} MiB", note)
        warc.unlink()


def redirects(folder: Path, number: int) -> None:
    """Processor time of the transaction that derives what follows from so many redirects to one article."""
    captures = [
        Capture(
            url=f"{HOST}/old/{each}",
            captured_at=BEGIN + timedelta(seconds=each),
            site="ministry",
            status=301,
            headers=(("Location", "/news/1"),),
            outcome="moved",
            location=f"{HOST}/news/1",
        )
        for each in range(number)
    ]
    with Archive.open(folder / "redirects.db") as archive:
        archive.add_site("ministry", "Ministry", ("en",))
        run = archive.start_run("ministry", mode="import", at=BEGIN)
        for start in range(0, number, 2_000):
            archive.store(run, captures[start : start + 2_000])
        begun = time.process_time()
        archive.runs.end(run, RunOutcome(), at=BEGIN + timedelta(days=1))
        seconds = time.process_time() - begun
    row(f"{number} redirects to one address, seconds", f"{seconds:.2f}", f"mark: {REDIRECT_SECONDS}; one transaction")


def sitemap(number: int) -> None:
    """Processor time of reading a sitemap that breaks off, against the whole one."""
    entries = "".join(
        f"<url><loc>{HOST}/news/{each}</loc><lastmod>2026-01-02</lastmod>"
        f'<xhtml:link rel="alternate" hreflang="ru" href="{HOST}/ru/{each}"/></url>\n'
        for each in range(number)
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    seconds = []
    for end in ("</urlset>", "<url><loc>https://minis"):
        body = f"<urlset {names}>{entries}{end}".encode()
        capture = Capture(url=f"{HOST}/sitemap.xml", captured_at=BEGIN, status=200, body=body)
        begun = time.process_time()
        read = SitemapPage(capture, Site(name="ministry", hosts=("ministry.example",)), "sitemap").to_item()
        seconds.append(time.process_time() - begun)
        if len(read.found) != number:
            raise click.ClickException(f"{len(read.found)} of {number} entries were read")
    note = f"mark: {SITEMAP_RATIO}; {seconds[1]:.1f} s against {seconds[0]:.1f} s"
    row(f"sitemap of {number} entries, cut / whole", f"{seconds[1] / seconds[0]:.2f}", note)


@click.command()
@click.option("--megabytes", default=300, show_default=True, help="Megabytes of pages to import; 0: none.")
@click.option("--size", default=100_000, show_default=True, help="Bytes of a page, about.")
@click.option("--redirected", default=16_000, show_default=True, help="Addresses that redirect to one.")
@click.option("--entries", default=50_000, show_default=True, help="Entries of the sitemap.")
def main(megabytes: int, size: int, redirected: int, entries: int) -> None:
    """Print memory, seconds and ratios of this machine's run."""
    with tempfile.TemporaryDirectory() as name:
        redirects(Path(name), redirected)
        sitemap(entries)
        if megabytes:
            memory(Path(name), megabytes, size)


if __name__ == "__main__":
    main()

"""``make bench``: the demo ministry crawled bare and in full, imported, and weighed; every figure in one run."""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from crawler.demo.server import DemoServer
from tests.benchmarks.warcs import write_warc

SERVER_CPU, CRAWLER_CPU = 1, 0
Figures = dict[str, Any]


def measure(*arguments: str) -> Figures:
    """Run one measurement in a process of its own, pinned to the crawler's core."""
    command = [sys.executable, "-m", "tests.benchmarks.measuring", "--cpu", str(CRAWLER_CPU), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    found: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def row(label: str, value: str, note: str = "") -> None:
    """One line of the report."""
    click.echo(f"{label:<46}{value:>16}  {note}")


def rate(found: Figures) -> float:
    """Pages a second."""
    return float(found["pages"]) / float(found["seconds"])


def speeds(server: DemoServer, folder: Path, runs: int) -> Path:
    """Bare and full crawls in turn, so that a machine that slows down slows both; returns the last archive."""
    ratios, bare_rates, full_rates, peaks, seconds = [], [], [], [], []
    archive = folder / "none.db"
    default = measure("bare", "--base", server.url, "--items", "100")
    default = measure("bare", "--base", server.url, "--items", "100")  # the first had the server render each page once
    for number in range(runs):
        bare = measure("bare", "--base", server.url)
        archive = folder / f"full-{number}.db"
        full = measure("full", "--base", server.url, "--archive", str(archive))
        bare_rates.append(rate(bare))
        full_rates.append(rate(full))
        ratios.append(rate(full) / rate(bare))
        peaks.append(full["peak_mb"])
        seconds.append(full["seconds"])
        click.echo(
            f"  run {number + 1}: bare {bare['pages']} pages {rate(bare):.0f}/s, full {full['pages']} captures "
            f"({full['articles']} articles) {rate(full):.0f}/s",
            err=True,
        )
    row("bare Scrapy, pages a second", f"{statistics.median(bare_rates):.0f}", f"median of {runs}")
    row("bare Scrapy with its default CONCURRENT_ITEMS", f"{rate(default):.0f}", "one run, not in the ratio")
    row("full crawl, pages a second", f"{statistics.median(full_rates):.0f}")
    row("full / bare", f"{statistics.median(ratios):.3f}", f"of {min(ratios):.3f} to {max(ratios):.3f}; mark: 0.55")
    row("full crawl, seconds", f"{statistics.median(seconds):.1f}")
    row("full crawl, peak memory", f"{statistics.median(peaks):.0f} MiB")
    return archive


def weigh(archive: Path, warc: Path) -> None:
    """Bytes a page in the archive, against the same pages as WARC.gz."""
    db = sqlite3.connect(archive)
    tables = dict(
        db.execute(
            "select m.tbl_name, sum(s.pgsize) from dbstat s join sqlite_master m on m.name = s.name group by 1"
        ).fetchall()
    )
    pages = db.execute("select count(*) from capture").fetchone()[0]
    db.close()
    kept = sum(tables[name] for name in ("capture", "payload", "dictionary"))
    row("capture + payload + dictionary, bytes a page", f"{kept / pages:.0f}", f"{pages} captures, indexes included")
    row("WARC.gz of the same pages, bytes a page", f"{warc.stat().st_size / pages:.0f}")
    row("archive / WARC.gz", f"{kept / warc.stat().st_size:.3f}")
    row("whole archive file, bytes a page", f"{archive.stat().st_size / pages:.0f}", "texts, search index, all")


@click.command()
@click.option("--runs", default=5, show_default=True, help="Crawls of each kind; the median counts.")
@click.option("--stories", default=1070, show_default=True, help="Stories of the demo: about 3,000 pages.")
@click.option(
    "--large", default=7130, show_default=True, help="Stories for the memory row: about 20,000 pages; 0: none."
)
def main(runs: int, stories: int, large: int) -> None:
    """Print speed, memory and size of this machine's run; ratios are what can be compared."""
    click.echo(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; the server on core {SERVER_CPU}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with DemoServer(stories=stories, cpu=SERVER_CPU) as server:
            archive = speeds(server, folder, runs)
        warc = write_warc(archive, folder / "pages.warc.gz")
        imported = measure("import", str(warc), "--archive", str(folder / "imported.db"))
        row("import, pages a second", f"{rate(imported):.0f}")
        weigh(archive, warc)
        if large:
            memory(stories, large, folder)


def memory(stories: int, large: int, folder: Path) -> None:
    """Peak memory of a crawl several times as large, against the smaller one.

    The language model (75 MiB) is loaded before both: it is needed by one text in some thousands, so that by chance the
    small crawl goes without it.
    """
    peaks = []
    for size in (stories, large):
        with DemoServer(stories=size, cpu=SERVER_CPU) as server:
            found = measure(
                "full", "--base", server.url, "--archive", str(folder / f"memory-{size}.db"), "--with-model"
            )
        peaks.append(found["peak_mb"])
        row(
            f"peak memory at {found['pages']} pages", f"{found['peak_mb']:.0f} MiB", f"{rate(found):.0f} pages a second"
        )
    row("peak memory, large / small", f"{peaks[1] / peaks[0]:.3f}", "mark: 1.15")


if __name__ == "__main__":
    main()

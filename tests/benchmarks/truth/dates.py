"""Publication dates of real pages: exact day right, none, wrong, beside htmldate in its fast and its extensive mode."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC
from crawler.rules.dates.parsing import read_date
from crawler.sources.warc import ReadReport, records
from tests.benchmarks.truth.rows import Mark, Table

NOW = datetime(2026, 11, 24, tzinfo=UTC)
"""The time of capture of the pages that come without one."""

OURS = "Communiqué"
_MODES = ("fast", "extensive")
_COLUMNS = ("right", "none", "wrong", "share right", "right by source")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FOLDERS = {"dates": ("file", "url", "published"), "dates_more": ("file", "url", "date")}
"""Folders of labelled pages → the columns of file, address and day in their labels."""


class DatedPage(NamedTuple):
    """A page and the day that its label says; empty if the label says that the page has none."""

    name: str
    capture: Capture
    label: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """How one reader did on some pages."""

    reader: str
    pages: int
    right: int
    """The exact day, or none where the label has none."""
    none: int
    """No date where the label has one."""
    wrong: int
    sources: str
    """How often each ``date_source`` was right, where the reader says it."""

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures as they are printed."""
        return (str(self.right), str(self.none), str(self.wrong), f"{self.right / self.pages:.3f}", self.sources)


Reader = Callable[[Capture], tuple[str, str]]
"""A function from a page to its day (empty: none) and the place where it was read."""


def tables(corpus: Path) -> Iterator[Table]:
    """The figures of all readers on all corpora of dates under a folder."""
    readers, skipped = peers()
    pages = [page for name, columns in _FOLDERS.items() for page in dated_pages(corpus / name, *columns)]
    rows = [measured(name, pages, read) for name, read in readers.items()]
    ours, others = rows[0], rows[1:]
    marks = [
        Mark("the exact day is right on 90 % of the pages", ours.right >= 0.9 * ours.pages),
        Mark("the day is wrong on 8 % at most", ours.wrong <= 0.08 * ours.pages),
        *(Mark(f"no fewer days are right than with {other.reader}", ours.right >= other.right) for other in others),
    ]
    title = f"dates, dates_more: publication days of {ours.pages} pages"
    yield Table(title, _COLUMNS, [(row.reader, row.figures) for row in rows], marks, skipped)
    addressed = list(addressed_pages(corpus / "fi_samediggi" / "pages.warc.gz"))
    row = measured(OURS, addressed, read_by_communique)
    mark = Mark("the day is right on 99 % of the pages", row.right >= 0.99 * row.pages)
    title = f"fi_samediggi: days of {row.pages} pages whose address has one"
    yield Table(title, _COLUMNS, [(row.reader, row.figures)], [mark])


def peers() -> tuple[dict[str, Reader], list[str]]:
    """Ours and the peers that are installed, by name; and a line for each that is not."""
    ours: dict[str, Reader] = {OURS: read_by_communique}
    if find_spec("htmldate") is None:
        return ours, ["htmldate is not installed"]
    return ours | {f"htmldate {mode}": partial(read_by_htmldate, mode == "extensive") for mode in _MODES}, []


def measured(reader: str, pages: list[DatedPage], read: Reader) -> DateRow:
    """The figures of one reader on some pages."""
    counts: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for page in pages:
        day, source = read(page.capture)
        verdict = "right" if day == page.label else "wrong" if day else "none"
        counts[verdict] += 1
        if verdict == "right" and source:
            sources[source] += 1
    told = ", ".join(f"{source} {count}" for source, count in sources.most_common())
    return DateRow(reader, len(pages), counts["right"], counts["none"], counts["wrong"], told)


def read_by_communique(capture: Capture) -> tuple[str, str]:
    """The day by the generic page, for a site about which nothing is known."""
    page = GenericPage(capture, GENERIC)
    found = page.dated()
    if found is None:
        return "", ""
    read = read_date(found[0], language=page.metadata.language, zone=GENERIC.zone) or ""
    return read[:10], found[1]


def read_by_htmldate(extensive: bool, capture: Capture) -> tuple[str, str]:
    """The day by htmldate."""
    from htmldate import find_date

    found = find_date(capture.body, original_date=True, extensive_search=extensive, url=capture.url)
    return found or "", ""


def dated_pages(folder: Path, file: str, url: str, day: str) -> Iterator[DatedPage]:
    """The pages of a folder with their labels. The names of columns are those of its ``labels.tsv``."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            body = gzip.decompress((folder / "pages" / row[file]).read_bytes())
            capture = Capture(url=row[url], captured_at=NOW, status=200, body=body)
            yield DatedPage(row[file], capture, row[day] if _DAY.fullmatch(row[day]) else "")


def addressed_pages(warc: Path) -> Iterator[DatedPage]:
    """The pages of a WARC whose address has a day between slashes. That day is their label."""
    for capture in records(warc, report=ReadReport()):
        if found := re.search(r"/(\d{4})/(\d\d)/(\d\d)/", capture.url):
            yield DatedPage(capture.url, capture, "-".join(found.groups()))

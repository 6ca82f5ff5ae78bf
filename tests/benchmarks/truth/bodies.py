"""Body texts of pages of many sites: passages that a text must have, and passages of the page that it must not have."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.rules.text.normalization import clean
from tests.benchmarks.truth.readers import AT, OURS, SITE, Reader, capture, ours, peers
from tests.benchmarks.truth.rows import Mark, Table

NOT_READ = ("blocked", "missing", "unreadable")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with its passages, cleaned."""

    name: str
    body: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Passages counted over all pages."""

    found: int = 0
    lost: int = 0
    furniture: int = 0
    lost_whole: list[str] = field(default_factory=list)
    """Pages none of whose passages was found."""

    def add(self, page: Labelled, text: str) -> None:
        """Count the passages of one page. White space does not count."""
        flat = clean(text)
        found = sum(passage in flat for passage in page.wanted)
        self.found += found
        self.lost += len(page.wanted) - found
        self.furniture += sum(passage in flat for passage in page.unwanted)
        if page.wanted and not found:
            self.lost_whole.append(page.name)

    @property
    def precision(self) -> float:
        """The share of the passages in the texts that belong there."""
        return self.found / max(1, self.found + self.furniture)

    @property
    def recall(self) -> float:
        """The share of the passages that belong to the texts that are there."""
        return self.found / max(1, self.found + self.lost)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    @property
    def figures(self) -> tuple[str, ...]:
        """As the table has them."""
        return f"{self.precision:.3f}", f"{self.recall:.3f}", f"{self.f1:.4f}", str(len(self.lost_whole))


def labelled(corpus: Path) -> Iterator[Labelled]:
    """The pages, one at a time."""
    folder = corpus / "bodies"
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Labelled(
            name=row["file"],
            body=gzip.decompress((folder / "pages" / row["file"]).read_bytes()),
            wanted=tuple(map(clean, row["with"])),
            unwanted=tuple(map(clean, row["without"])),
        )


def score(pages: Iterable[Labelled], reader: Reader) -> Score:
    """What a reader makes of the pages."""
    made = Score()
    for page in pages:
        made.add(page, reader(page.body))
    return made


def not_read(pages: Iterable[Labelled]) -> list[str]:
    """The pages that the outcome rules refuse to read, each with its outcome and reason. All are real content."""
    from crawler.pages.reading import read_capture

    read = ((page.name, read_capture(SITE, capture(page.body))) for page in pages)
    return [f"{name}: {each.outcome}, {each.reason}" for name, each in read if each.outcome in NOT_READ]


def tables(corpus: Path) -> Iterator[Table]:
    """Precision, recall and F1 of passages, ours and the peers'."""
    pages = list(labelled(corpus))
    skipped: list[str] = []
    scores = {OURS: score(pages, ours)} | {name: score(pages, reader) for name, reader in peers(skipped)}
    own, best = scores[OURS], max((each.f1 for name, each in scores.items() if name != OURS), default=0.0)
    refused = not_read(pages)
    yield Table(
        title=f"bodies: {len(pages)} pages, {own.found + own.lost} passages that belong to their texts",
        columns=("precision", "recall", "F1", "pages lost whole"),
        rows=[(name, each.figures) for name, each in scores.items()],
        marks=(
            Mark(f"F1 {own.f1:.4f} is above that of every peer ({best:.4f})", own.f1 > best),
            Mark("no page is lost whole", not own.lost_whole),
            Mark("no page is called blocked, missing or unreadable", not refused),
        ),
        skipped=skipped,
        notes=[*(f"lost whole: {name}" for name in own.lost_whole), *refused],
    )


__all__ = ["AT", "Labelled", "Score", "labelled", "not_read", "score", "tables"]

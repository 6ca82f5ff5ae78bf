"""Sixty queries on real and made texts in six languages, and the stories that they must find."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.archive import Archive
from crawler.cli.site_lookup import site_for
from crawler.demo.server import DemoServer
from crawler.sources.importing import import_files
from tests.support.programs import communique

FIRST = 10
"""Hits that a person looks at."""


class Asked(NamedTuple):
    """A row of ``search_queries.tsv``."""

    archive: str
    """``demo``, or ``no`` for the Norwegian ministries."""
    query: str
    texts: str
    """What stands in a text that is to be found, as it is spelled there, in either case: ``a|b & c & !d`` is a or b,
    and c, and not d. Written from the texts by hand; search has no part in it."""


with (Path(__file__).parent / "search_queries.tsv").open(encoding="utf-8", newline="") as table:
    QUERIES = [Asked(**row) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]

KEPT_OUT = [
    Asked("demo", '"реки голос"', "голос реки"),
    Asked("demo", "выставка -мосты", "мосты через реку"),
    Asked("demo", "exhibition -bridges", "bridges over the river"),
    Asked("demo", "memorandum -Estoria", "memorandum|меморандум|мемарандум & Estoria|Эсторией|Эсторыяй"),
    Asked("demo", "Лугомил -Луговия", "Луговия|Луговии|Луговией"),
    Asked("demo", "мир", "Миролад"),
    Asked("demo", "Тальмар", "Тармания|Тармании & !Тальмар|Тальмаром"),
    Asked("demo", "7541", "75417"),
    Asked("no", '"duties customs"', "customs & duties"),
    Asked("no", "oljevernberedskap -Kystverket", "oljevernberedskap|oljevernberedskapen & Kystverket"),
    Asked("no", "adoption -marriage", "adoption & marriage"),
    Asked("no", "havn", "havnasjon & !havn|havner|havne"),
    Asked("no", "gumpe", "Gumpenjuni & !gumppe"),
]
"""Queries, and texts that they must not find."""


class Library(NamedTuple):
    """An archive, and its texts by story."""

    archive: Archive
    texts: dict[str, list[str]]

    def found(self, query: str, limit: int | None = None) -> list[str]:
        return [row["story"] for row in self.archive.search(query, limit=limit)]

    def holding(self, wanted: str) -> set[str]:
        """Stories with a text in which all of that stands."""
        return {story for story, texts in self.texts.items() if any(holds(text, wanted) for text in texts)}


def holds(text: str, wanted: str) -> bool:
    """Whether a text has what ``Asked.texts`` says, by whole words."""
    for group in wanted.split(" & "):
        forms = "|".join(map(re.escape, group.removeprefix("!").split("|")))
        there = re.search(rf"(?<!\w)(?:{forms})(?!\w)", text, re.IGNORECASE) is not None
        if there is group.startswith("!"):
            return False
    return True


@pytest.fixture(scope="module")
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Library]]:
    """Each archive, made when it is first asked for: the demo crawled on its day 1, and 2,050 pages of the Norwegian
    ministries imported."""
    folder = tmp_path_factory.mktemp("recall")
    made: dict[str, Library] = {}

    def shelf(name: str) -> Library:
        if name not in made:
            path = folder / f"{name}.db"
            if name == "demo":
                with DemoServer(stories=60) as server:
                    done = communique("--archive", path, "crawl", "demo", "--base", server.url, cwd=folder)
                assert done.returncode == 0, done.stderr
            else:
                captures = request.getfixturevalue("corpus") / "no_regjeringen" / "pages.warc.gz"
                with Archive.open(path) as archive:
                    import_files(archive, [captures], site_for)
            made[name] = opened(path)
        return made[name]

    yield shelf
    for each in made.values():
        each.archive.close()


def opened(path: Path) -> Library:
    archive = Archive.open(path, readonly=True)
    texts = defaultdict(list)
    for row in archive.export():
        texts[row["story"]].append(" ".join([row["title"], *row["body"]]))
    return Library(archive, texts)


def test_there_are_sixty_queries_and_each_has_something_to_find(library: Callable[[str], Library]) -> None:
    """More than half on the demo, a third on the Norwegian ministries; most have no more answers than are looked at."""
    assert len({asked.query for asked in QUERIES}) == len(QUERIES) == 60
    assert sum(asked.archive == "demo" for asked in QUERIES) >= 34
    assert sum(asked.archive == "no" for asked in QUERIES) >= 20
    answers = {asked.query: len(library(asked.archive).holding(asked.texts)) for asked in QUERIES}
    assert [query for query, count in answers.items() if count == 0] == []
    assert sum(count <= FIRST for count in answers.values()) >= 50


@pytest.mark.parametrize("archives", [("demo",), ("demo", "no")], ids=["demo", "both"])
def test_nearly_all_that_a_query_asks_for_is_among_its_first_ten_stories(
    library: Callable[[str], Library], archives: tuple[str, ...]
) -> None:
    """Recall at 10: the share of the stories to be found that the first ten hits have, on the average of all queries;
    where more than ten are to be found, any ten of them will do."""
    shares, missed = [], []
    for asked in QUERIES:
        if asked.archive not in archives:
            continue
        shelf = library(asked.archive)
        wanted, found = shelf.holding(asked.texts), shelf.found(asked.query, limit=FIRST)
        shares.append(len(wanted & set(found)) / min(FIRST, len(wanted)))
        if shares[-1] < 1:
            missed.append(f"{asked.archive}: {asked.query}: {shares[-1]:.2f}, not {sorted(wanted - set(found))}")
    recall = sum(shares) / len(shares)
    assert recall >= 0.95, "\n".join([f"recall at {FIRST} is {recall:.3f}", *missed])


@pytest.mark.parametrize("asked", KEPT_OUT, ids=lambda asked: f"{asked.archive}: {asked.query}")
def test_what_was_not_asked_for_is_not_found(library: Callable[[str], Library], asked: Asked) -> None:
    """Phrases the other way round, words taken out, names and numbers that only begin alike; however many hits."""
    shelf = library(asked.archive)
    unwanted = shelf.holding(asked.texts)
    assert unwanted
    assert unwanted.isdisjoint(shelf.found(asked.query))

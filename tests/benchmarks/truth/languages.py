"""Languages of real pages: what texts are said to be in, the words of switchers, and the ties between versions."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from lxml import html

from crawler.archive import Archive
from crawler.pages.charset import as_utf8
from crawler.pages.generic import GenericPage
from crawler.pages.languages.alternates import announced
from crawler.pages.site import GENERIC, Site
from crawler.rules.language.tags import agree, detect
from crawler.sources.importing import import_files
from crawler.sources.warc import ReadReport, records
from crawler.spiders.no_regjeringen import NoRegjeringenSpider
from tests.benchmarks.truth.rows import Mark, Table

OURS = "Communiqué"
_SWITCHER = {"Suomeksi": "fi", "Meänkieli": "fit", "Sámigiella": "se", "romani chib": "rmu", "Åarjelsaemien": "sma",
             "English": "en"}  # fmt: skip
"""The words of the county boards' switchers, and the tag that each means."""
_LEAST = 200
"""Characters of a text whose language is found by the text alone."""


def texts(corpus: Path, name: str) -> Iterator[str]:
    """The paragraphs of each page of a site, joined: whatever finds the main text, these are in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    for capture in records(corpus / name / "pages.warc.gz", report=ReadReport()):
        root = html.fromstring(as_utf8(capture.body, capture.headers) or b"<p></p>", parser=parser)
        yield "\n".join(" ".join(each.text_content().split()) for each in root.iter("p"))


def model(text: str) -> str:
    """The peer: the model alone."""
    import py3langid

    return str(py3langid.classify(text[:500])[0])


def tables(corpus: Path) -> Iterator[Table]:
    """A table for each question."""
    yield _unknown_language(corpus)
    yield _known_languages(corpus)
    yield _switchers(corpus)
    yield _ties(corpus)


def _unknown_language(corpus: Path) -> Table:
    pages = list(texts(corpus, "fi_samediggi"))
    ours = Counter(detect(text) for text in pages)
    peer = Counter(model(text) if len(text) >= _LEAST else "" for text in pages)
    right = ours[""] + ours["smn"]
    return Table(
        title=f"fi_samediggi: {len(pages)} texts in Inari Sámi, which no identifier knows",
        columns=("none or smn", "Northern Sámi", "Finnish", "others"),
        rows=[
            (name, tuple(str(n) for n in (found[""] + found["smn"], found["se"], found["fi"],
                                         found.total() - found[""] - found["smn"] - found["se"] - found["fi"])))
            for name, found in ((OURS, ours), ("py3langid", peer))
        ],
        marks=[Mark("at least .99 of the texts have the language smn or none", right >= 0.99 * len(pages))],
        notes=["4 of the pages are in Finnish indeed"],
    )  # fmt: skip


def _known_languages(corpus: Path) -> Table:
    counts: dict[str, list[int]] = {OURS: [0, 0, 0], "py3langid": [0, 0, 0]}
    languages = 0
    for path in sorted((corpus / "ntrex").glob("*.tsv")):
        languages += 1
        stories: dict[str, list[str]] = defaultdict(list)
        with path.open(encoding="utf-8") as lines:
            for row in list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
                stories[row[0]].append(row[-1])
        for segments in stories.values():
            text = " ".join(segments)
            for name, found in ((OURS, detect(text)), ("py3langid", model(text))):
                counts[name][0 if agree(found, path.stem) else 2 if found else 1] += 1
    right, none, wrong = counts[OURS]
    return Table(
        title=f"ntrex: {right + none + wrong} news stories in {languages} languages",
        columns=("right", "none", "wrong"),
        rows=[(name, tuple(map(str, values))) for name, values in counts.items()],
        marks=[Mark("no known language is called by another name or lost", not none and not wrong)],
    )


def _switchers(corpus: Path) -> Table:
    site = replace(GENERIC, name="lansstyrelsen", hosts=("lansstyrelsen.se",))
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for capture in records(corpus / "se_lansstyrelsen" / "pages.warc.gz", report=ReadReport()):
        page = GenericPage(replace(capture, url=site.spell(capture.url)), site)
        source, tags = page.utf8.decode(), {each.hreflang for each in announced(page, find_switchers=True)}
        there.update(word for word in _SWITCHER if word in source)
        found.update(word for word, tag in _SWITCHER.items() if word in source and tag in tags)
    return Table(
        title="se_lansstyrelsen: pages on which the words of the switcher are found",
        columns=tuple(_SWITCHER),
        rows=[(OURS, tuple(f"{found[word]}/{there[word]}" for word in _SWITCHER))],
        marks=[Mark("on at least .99 of the pages", found.total() >= 0.99 * there.total())],
    )


def _always(site: Site) -> Callable[[str], Site]:
    """Every address belongs to this site."""
    return lambda url: site


def _ties(corpus: Path) -> Table:
    folder = corpus / "no_regjeringen"
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as lines:
        labels = list(csv.DictReader(lines, delimiter="\t"))
    generic = replace(GENERIC, name="regjeringen", hosts=("regjeringen.no",), https=False)
    captured = {generic.spell(row["url"]) for row in labels}  # a host and its www twin are one
    siblings = {
        frozenset(map(generic.spell, (row["url"], word.partition("=")[2])))
        for row in labels
        for word in row["variants"].split(";")
        if word
    }
    wanted = {pair for pair in siblings if captured.issuperset(pair) and len(pair) == 2}
    rows, marks = [], []
    for name, site in (("with its spider", NoRegjeringenSpider.site), ("without a spider", generic)):
        with tempfile.TemporaryDirectory() as scratch, Archive.open(Path(scratch) / "archive.db") as archive:
            import_files(archive, [folder / "pages.warc.gz"], _always(site))
            stories: dict[str, list[str]] = defaultdict(list)
            for row in archive.articles():
                stories[row["story"]].append(generic.spell(row["url"]))
        tied = {frozenset(pair) for urls in stories.values() for pair in combinations(urls, 2)}
        right = len(tied & wanted)
        rows.append((name, (str(right), str(len(tied) - right), str(len(wanted) - right))))
        marks.append(Mark(f"{name}: no wrong tie", right == len(tied)))
    return Table(
        title=f"no_regjeringen: {len(wanted)} labelled pairs of language versions",
        columns=("tied", "tied wrongly", "missed"),
        rows=rows,
        marks=marks,
    )

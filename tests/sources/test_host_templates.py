"""What recurs on the pages of a host without a spider is learned from all its captures, whatever their order."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.pages.site import generic_site
from crawler.sources import host_templates
from crawler.sources.host_templates import learn
from crawler.sources.importing import ImportReport, import_files
from crawler.sources.reparse import reread
from tests.pages.text.test_template_learning import BOX, TOPICS, newsletter, own
from tests.support.warcs import WarcFile

HOST = "https://ministry.example"
NAME = "ministry.example"
Page = tuple[str, str, bytes]
"""Path, time and body of a capture."""


def plain(topic: str) -> bytes:
    """The page of an article before the box came."""
    return newsletter(topic).replace(f"<p>{BOX}</p>", "").encode()


def boxed(topic: str) -> bytes:
    """The same page with the box amid its text."""
    return newsletter(topic).encode()


FIRST: list[Page] = [(f"/news/{topic}", "2026-03-02T09:00:00Z", plain(topic)) for topic in TOPICS]
SECOND: list[Page] = [(f"/news/{topic}", "2026-03-09T09:00:00Z", boxed(topic)) for topic in TOPICS]
FEW: list[Page] = [
    (f"/news/{topic}", "2026-04-07T09:00:00Z", plain(topic).replace(b"autumn", b"winter")) for topic in TOPICS[:2]
]


def saved(path: Path, pages: Iterable[Page]) -> Path:
    """A WARC of some captures."""
    file = WarcFile()
    for url, at, body in pages:
        file.add(HOST + url, body, at=at)
    return file.save(path)


def take(archive: Archive, *paths: Path) -> ImportReport:
    """An import to which no spider belongs."""
    return import_files(archive, paths, lambda url: None)


def face(archive: Archive) -> dict[str, Any]:
    """What the archive says of its articles and of what happened to them, without the numbers of runs."""
    articles = sorted(archive.articles.export(), key=lambda row: row["url"])
    return {
        "articles": [(row["url"], row["title"], row["body"]) for row in articles],
        "revisions": {row["url"]: len(archive.articles.revisions(row["url"])) for row in articles},
        "events": sorted((row["kind"], row["url"]) for row in archive.changes(site=NAME)),
        "learned": archive.templates(NAME),
    }


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A fresh archive."""
    with Archive.open(tmp_path / "a.db") as opened:
        yield opened


def test_a_box_that_came_later_is_neither_text_nor_edit(archive: Archive, tmp_path: Path) -> None:
    """Nine articles had it from one day on; it stands amid their text, in the markup of their text."""
    report = take(archive, saved(tmp_path / "a.warc.gz", FIRST), saved(tmp_path / "b.warc.gz", SECOND))
    assert [line.text for line in report.templates[NAME].lines] == [BOX]
    shown = face(archive)
    assert [body for _, _, body in shown["articles"]] == [own(topic) for topic in sorted(TOPICS)]
    assert set(shown["revisions"].values()) == {1}
    assert {kind for kind, _ in shown["events"]} == {"appeared"}


def test_the_order_and_number_of_imports_do_not_matter(tmp_path: Path) -> None:
    """What was read by less is read again, so that no order books an edit."""
    parts = {"first": FIRST, "second": SECOND, "few": FEW}
    paths = {name: saved(tmp_path / f"{name}.warc.gz", pages) for name, pages in parts.items()}
    whole = saved(tmp_path / "whole.warc.gz", [*SECOND, *FEW, *FIRST])
    found = []
    for number, order in enumerate([*itertools.permutations(paths.values()), (whole,)]):
        with Archive.open(tmp_path / f"{number}.db") as archive:
            for path in order:
                take(archive, path)
            found.append(face(archive))
    assert all(each == found[-1] for each in found)
    assert [event for event in found[0]["events"] if event[0] == "edited"] == [
        ("edited", f"{HOST}/news/{topic}") for topic in sorted(TOPICS[:2])
    ]


def test_an_archive_that_learned_nothing_is_mended_by_replay(archive: Archive, tmp_path: Path) -> None:
    """One from before templates were learned: edits that were booked for the box are withdrawn, and no text is lost."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("crawler.sources.importing.learn", lambda *_: [])
        take(archive, saved(tmp_path / "a.warc.gz", FIRST), saved(tmp_path / "b.warc.gz", SECOND))
    assert any(BOX in body for _, _, body in face(archive)["articles"])
    report = reread(archive, NAME, lambda name, url: None, dry_run=False)
    assert report.kept == 0
    shown = face(archive)
    assert [body for _, _, body in shown["articles"]] == [own(topic) for topic in sorted(TOPICS)]
    assert "edited" not in {kind for kind, _ in shown["events"]}
    again = reread(archive, NAME, lambda name, url: None, dry_run=False)
    assert again.rewritten == 0


def test_a_dry_run_learns_and_writes_nothing(archive: Archive, tmp_path: Path) -> None:
    """It says what a replay would do."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("crawler.sources.importing.learn", lambda *_: [])
        take(archive, saved(tmp_path / "b.warc.gz", SECOND))
    assert reread(archive, NAME, lambda name, url: None, dry_run=True).rewritten == len(SECOND)
    assert archive.templates(NAME) == []


def test_a_file_that_adds_nothing_to_the_sample_has_nothing_read_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither pages of the sample nor, once it is full, pages with greater keys."""
    monkeypatch.setattr(host_templates, "ARTICLES", 6)
    everything = [*FIRST, *SECOND]
    take(archive, saved(tmp_path / "a.warc.gz", everything))
    (known,) = archive.templates(NAME)
    read: list[str] = []
    monkeypatch.setattr(
        host_templates,
        "sampled",
        lambda site, capture: read.append(capture.url),  # the sample is not read again
    )
    take(archive, saved(tmp_path / "b.warc.gz", everything))
    assert (archive.templates(NAME), read) == ([known], [])
    assert [run["mode"] for run in archive.runs()] == ["import", "import"]


@pytest.mark.parametrize("limit", [1, 5, 6, 60])
def test_a_sample_is_the_same_from_files_and_from_the_archive(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Of a month the pages with the least keys, however many there are."""
    monkeypatch.setattr(host_templates, "ARTICLES", limit)
    take(archive, saved(tmp_path / "a.warc.gz", [*FIRST, *SECOND, *FEW]))
    stored = archive.templates(NAME)
    assert stored == learn(archive, generic_site(NAME))
    assert [json.loads(each.content)["sampled"] for each in stored] == [min(limit, 18), min(limit, 2)]
    assert [list(each.sample) for each in stored] == [sorted(each.sample) for each in stored]


def test_hosts_with_a_spider_have_no_template(archive: Archive, tmp_path: Path) -> None:
    """Their site file says where the text is."""
    site = replace(generic_site(NAME), name="ministry")
    import_files(archive, [saved(tmp_path / "a.warc.gz", SECOND)], lambda url: site)
    reread(archive, "ministry", lambda name, url: site, dry_run=False)
    assert archive.templates("ministry") == []
    assert all(BOX in row["body"] for row in archive.articles.export())


def test_captures_of_several_hosts_have_templates_of_their_own(archive: Archive, tmp_path: Path) -> None:
    """The box of one ministry may be a sentence of another's article."""
    file = WarcFile()
    for url, at, body in SECOND:
        file.add(HOST + url, body, at=at)
    lines: Sequence[str] = [*own("harbours"), BOX]
    text = "".join(f"<p>{line}</p>" for line in lines)
    other = f"<html lang=en><title>On boxes</title><body><main><article><h1>On boxes</h1>{text}</article></main></body>"
    file.add("https://other.example/news/1", other.encode(), at="2026-03-09T09:00:00Z")
    take(archive, file.save(tmp_path / "a.warc.gz"))
    (article,) = [row for row in archive.articles.export() if row["site"] == "other.example"]
    assert BOX in article["body"]

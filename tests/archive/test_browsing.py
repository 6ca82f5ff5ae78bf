"""The archive read page by page: newest stories, one story, what has the same text, one capture, all of one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.errors import NotInArchive
from tests.support.captures import HOST, article, at, filled, says

SAME = ("The ministers signed a treaty on trade, transport and visas in the capital on Tuesday, after long talks.",) * 3
BATCH = [
    article("/en/1", title="Visit", published="2024-03-01", alternates=says(ru="/ru/1")),
    article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит", published="2024-03-02",
            body=("Министр прибыл в столицу.",), alternates=says(en="/en/1")),
    article("/en/2", title="Older", published="2024-02-01"),
    article("/en/3", title="Undated"),
    article("/en/4", title="Treaty", published="2024-01-05", body=SAME),
    article("/en/5", hours=2, title="Treaty again", published="2024-01-06", body=SAME),
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Six articles, two of them one story, two with the same text."""
    with filled(tmp_path_factory.mktemp("browsing") / "a.db", BATCH) as archive:
        yield archive


def titles(archive: Archive, **narrowed: str | int) -> list[list[str]]:
    """Of each story the titles of its texts."""
    return [[text["title"] for text in story["texts"]] for story in archive.stories(**narrowed)]  # type: ignore[arg-type]


def test_stories_are_told_newest_first_by_their_latest_text(archive: Archive) -> None:
    """Each once, in the order of the site's languages; what has no date comes last."""
    assert titles(archive) == [["Визит", "Visit"], ["Older"], ["Treaty again"], ["Treaty"], ["Undated"]]
    assert [story["published"] for story in archive.stories(limit=2)] == ["2024-03-02", "2024-02-01"]
    assert titles(archive, language="en", since="2024-01-06") == [["Визит", "Visit"], ["Older"], ["Treaty again"]]
    assert titles(archive, site="nowhere") == []
    assert titles(archive, missing="ru", limit=2) == []  # the pages of the others announce nothing: unknown


def test_a_story_is_found_by_any_of_its_texts(archive: Archive) -> None:
    """By address and by id."""
    told = archive.story(f"{HOST}/ru/1")
    asked = told.pop("asked")
    assert told == archive.stories(limit=1)[0]
    assert asked == told["texts"][0]["id"]
    assert archive.story(told["texts"][1]["id"]) == told | {"asked": told["texts"][1]["id"]}
    with pytest.raises(NotInArchive):
        archive.story(f"{HOST}/nowhere")


def test_the_same_text_elsewhere_is_named(archive: Archive) -> None:
    """From either side; nothing where there is none."""
    assert [(row["title"], row["role"]) for row in archive.duplicates(f"{HOST}/en/4")] == [("Treaty again", "later")]
    assert [(row["title"], row["role"]) for row in archive.duplicates(f"{HOST}/en/5")] == [("Treaty", "earliest")]
    assert archive.duplicates(f"{HOST}/ru/1") == []


def test_a_capture_is_the_last_one_of_its_time(archive: Archive) -> None:
    """Not a later one; before the first there is none."""
    assert archive.capture(f"{HOST}/ru/1", at(5)).captured_at == at(1)
    assert "Визит" in archive.capture(f"{HOST}/ru/1", at(1)).body.decode()
    with pytest.raises(NotInArchive, match="has no capture of 2024-05-01T09:30:00"):
        archive.capture(f"{HOST}/ru/1", at(0.5))


def test_sites_are_named_without_counting(archive: Archive) -> None:
    """What a form offers."""
    (site,) = archive.names()
    assert site["name"] == "mfa"
    assert {"en", "ru"} <= set(site["languages"])


def test_all_that_is_asked_within_a_snapshot_is_of_one_moment(tmp_path: Path) -> None:
    """Whoever writes meanwhile; its state tells that something was written."""
    path = tmp_path / "a.db"
    with filled(path, BATCH[:1]):
        pass

    def write() -> None:
        with Archive.open(path) as writer:
            run = writer.start_run("mfa", mode="live", at=at(30))
            writer.store(run, [replace(article("/en/9", hours=30, title="New"))])
            writer.end_run(run, at=at(31), ended="finished", counts={})

    with Archive.open(path, readonly=True) as reader:
        with reader.snapshot():
            before, state = titles(reader), reader.state()
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
            assert titles(reader) == before
            assert reader.state() == state
        assert len(titles(reader)) == 2
        assert reader.state() != state

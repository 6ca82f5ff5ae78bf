"""A run that did not come to its end leaves its listings due at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.items import Found
from tests.support.captures import HOST, START, article, at, listing

SEED = f"{HOST}/news/"


def crawled(path: Path, *, ended: str | None) -> Archive:
    """An archive of one run that asked for the listing and an article; ``ended`` None: it died."""
    archive = Archive.open(path)
    archive.add_site("mfa", "Ministry", ("en",), seeds=[(SEED, "listing", "en")])
    run = archive.start_run("mfa", mode="live", at=START)
    archive.store(run, [listing("/news/", [Found(url=f"{HOST}/1")]), article("/1")])
    if ended is not None:
        archive.end_run(run, at=at(0.1), ended=ended, counts={})
    return archive


@pytest.mark.parametrize(("ended", "due"), [("finished", False), ("stopped", True), ("failed", True), (None, True)])
def test_a_listing_is_due_at_once_where_its_run_did_not_come_to_its_end(
    tmp_path: Path, ended: str | None, due: bool
) -> None:
    """The pages behind the one that was read may never have been asked for."""
    crawled(tmp_path / "a.db", ended=ended).close()
    with Archive.open(tmp_path / "a.db") as archive:
        archive.start_run("mfa", mode="live", at=at(0.2))
        assert (SEED in archive.agenda("mfa", at(0.2))["seeds"]) == due


def test_the_next_run_that_ends_makes_it_an_ordinary_listing_again(tmp_path: Path) -> None:
    """It is due hours later, as ever."""
    with crawled(tmp_path / "a.db", ended="stopped") as archive:
        run = archive.start_run("mfa", mode="live", at=at(0.2))
        archive.store(run, [listing("/news/", [Found(url=f"{HOST}/1")], hours=0.2)])
        archive.end_run(run, at=at(0.3), ended="finished", counts={})
        assert SEED not in archive.agenda("mfa", at(0.4))["seeds"]
        assert SEED in archive.agenda("mfa", at(12))["seeds"]

"""Every saved page is read to what its folder says; every ministry has a saved page in each language it claims."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli.site_lookup import spiders
from crawler.errors import SourceUnreadable
from crawler.sources import fixtures
from tests.conftest import ROOT

SAVED = ROOT / "tests" / "fixtures"
FOLDERS = sorted(path.parent for path in SAVED.glob("*/*/page.json"))


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_saved_page_is_read_as_expected(folder: Path) -> None:
    """The outcome and every field, after normalizing; an item read anew from the same bytes is the same."""
    site = spiders()[folder.parent.name].site
    capture = fixtures.load(folder)
    said = fixtures.as_expected(fixtures.replay(capture, site))
    assert json.loads(json.dumps(said)) == fixtures.expected(folder)
    assert fixtures.as_expected(fixtures.replay(capture, site)) == said


def saved_languages(name: str) -> Iterator[str]:
    for folder in SAVED.glob(f"{name}/*"):
        article = fixtures.expected(folder).get("article")
        if article:
            yield article["language_claimed"]


def test_every_ministry_has_a_saved_page_in_each_language() -> None:
    """A claim that no page shows is a guess."""
    missing = {
        name: sorted(languages)
        for name, spider in spiders().items()
        if (languages := set(spider.site.languages) - set(saved_languages(name)))
    }
    assert missing == {}


def test_every_folder_of_saved_pages_has_its_spider() -> None:
    assert {folder.parent.name for folder in FOLDERS} <= set(spiders())


def test_a_page_saved_again_is_the_same_page(tmp_path: Path) -> None:
    """Saving what was loaded gives the same three files, byte for byte."""
    folder = SAVED / "by_mfa" / "statement-no-date"
    fixtures.save(tmp_path / "again", fixtures.load(folder), spiders()["by_mfa"].site)
    for name in (fixtures.PAGE, fixtures.FACTS, fixtures.EXPECTED):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_a_folder_that_is_no_saved_page_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="is not a saved page"):
        fixtures.load(tmp_path)
    (tmp_path / "page.json").write_text('{"url": 1}')
    with pytest.raises(SourceUnreadable, match="savepage"):
        fixtures.load(tmp_path)

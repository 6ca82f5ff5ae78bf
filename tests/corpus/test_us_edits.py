"""What is an edit, and what is noise: the labelled pairs of real pages, through the generic page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import Article, Capture, Link
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC
from crawler.rules.text.digests import content_digest

PAIRS = ("falsepos-footer", "falsepos-num-views", "truepos-dataset-removal")
NO_ADDRESS = "https://agency.example/news/comparing-two-generations"


def labels(corpus: Path) -> dict[str, tuple[str, bool]]:
    """Pair → address and whether the change means something; the pair without an address is given one."""
    rows = [line.split("\t") for line in (corpus / "us_edits/labels.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {name: (url or NO_ADDRESS, meaningful == "True") for name, url, meaningful in rows}


def read(corpus: Path, pair: str, half: str) -> Article:
    url = labels(corpus)[pair][0]
    host = url.split("/")[2]
    body = (corpus / "us_edits" / f"{pair}-{half}.html").read_bytes()
    day = {"a": 1, "b": 2}[half]
    capture = Capture(url=url, captured_at=datetime(2017, 2, day, tzinfo=UTC), status=200, body=body)
    return GenericPage(capture, replace(GENERIC, name=host, hosts=(host,))).to_item()


def test_every_labelled_pair_is_tried(corpus: Path) -> None:
    """A pair that is added to the corpus is not overlooked here."""
    assert sorted(labels(corpus)) == sorted(PAIRS)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_comes_out_as_labelled(corpus: Path, pair: str) -> None:
    """A footer, a carousel, a count of views and a clock are no edit; a link to a dataset that is gone is one."""
    before, after = read(corpus, pair, "a"), read(corpus, pair, "b")
    assert (content_digest(before) != content_digest(after)) == labels(corpus)[pair][1]


def test_the_removed_link_is_the_only_difference(corpus: Path) -> None:
    """Title, text and files are the same, and of the links one is gone."""
    before, after = (read(corpus, "truepos-dataset-removal", half) for half in "ab")
    assert (before.title, before.body, before.attachments) == (after.title, after.body, after.attachments)
    gone = "http://catalog.data.gov/dataset/noaa-national-weather-service-national-mosaic-of-weathe-radar"
    assert set(before.links) - set(after.links) == {Link(url=gone, text="View this Dataset")}
    assert set(after.links) <= set(before.links)

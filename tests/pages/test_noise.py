"""Furniture, view counters, related news, tracking and markup never make an edit; a changed number always does."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.cli.site_lookup import spiders
from crawler.demo.answers import DemoAnswers
from crawler.demo.ministry import Ministry
from crawler.demo.truth import truth_on
from crawler.items import Article, Capture
from crawler.pages.article import ArticlePage
from crawler.pages.generic import GenericPage
from crawler.pages.reading import read_capture
from crawler.pages.site import Site
from crawler.pages.text.main_block import MainBlock
from crawler.rules.text.digests import content_digest
from crawler.rules.text.normalization import clean
from crawler.sources import fixtures
from tests.pages import test_generic as written
from tests.pages.test_saved_pages import FOLDERS, name_of
from tests.support.noise import NOISES

DEMO = spiders()["demo"].site
SAVED = [folder for folder in FOLDERS if fixtures.expected(folder).get("article", {}).get("body")]
SAVED = [folder for folder in SAVED if not fixtures.expected(folder).get("alias_of")]  # a twin is never an article
HOSTS = {name: spider.site for name, spider in spiders().items()}


def demo_pages() -> dict[str, tuple[Capture, Site]]:
    """Articles of both skins in three languages."""
    ministry = Ministry(stories=20)
    answers = DemoAnswers(ministry)
    windows = (("Content-Type", "text/html; charset=windows-1251"),)
    found = {}
    for path in [article["url"] for article in truth_on(ministry, 1)["articles"]][::3]:
        body = answers.reply(path, {}, {}).body
        url = f"http://demo.localhost{path}"
        found[path] = Capture(url=url, captured_at=written.AT, status=200, headers=windows, body=body), DEMO
    return found


PAGES: dict[str, tuple[Capture, Site]] = demo_pages() | {
    name_of(folder): (fixtures.load(folder), HOSTS[folder.parent.name]) for folder in SAVED
}
"""Pages that a spider file has a page object for."""
LINKS = " in <a href='/plan.pdf'>the plan</a> and <a href='/b/2'>the report</a>"
PLAIN = written.page(links=LINKS)
DATA = "<div class='data'><a href='/data/1'>View this dataset</a></div>"
SHAPES = {
    "article": ("<article>", "</article>"),
    "article in main": ("<main><article>", "</article></main>"),
    "main": ("<main><div class='text'>", f"</div>{DATA}</main>"),
    "divs": ("<div id='content'><div>", "</div></div>"),
}
UNKNOWN: dict[str, tuple[Capture, Site]] = {
    name: (written.capture(PLAIN.replace("<article>", begin).replace("</article>", end)), written.SITE)
    for name, (begin, end) in SHAPES.items()
}
"""Pages of a site that nobody wrote a spider for."""
NOISE = st.lists(st.sampled_from(sorted(NOISES)), min_size=1, max_size=6)
SEEDS = st.integers(0, 2**32)


def read(capture: Capture, site: Site) -> Article:
    article = fixtures.replay(capture, site).article
    assert article is not None
    return article


def parsed(capture: Capture, site: Site) -> tuple[etree._Element, etree._Element]:
    """A tree of the page that may be changed, and its main block in it."""
    extractor = fixtures.replay(capture, site).extractor
    page = next((rule.page for rule in site.rules if extractor == f"{site.name}.{rule.page.__name__}"), GenericPage)
    made = page(capture, site)
    if isinstance(made, ArticlePage):
        return made.root, made.main
    block = MainBlock(made.root, made.to_item().body).element if isinstance(made, GenericPage) else None
    assert block is not None
    return made.root, block


def with_noise(capture: Capture, site: Site, names: Sequence[str], seed: int) -> Capture:
    root, block = parsed(capture, site)
    random = Random(seed)
    for name in names:
        NOISES[name](root, block, random)
    return replace(capture, body=as_bytes(root))


def as_bytes(root: etree._Element) -> bytes:
    """The tree as a page that is the same in every character set."""
    made: bytes = etree.tostring(root, method="html", encoding="ascii", doctype="<!DOCTYPE html>")
    return made


@given(name=st.sampled_from(sorted(PAGES)), noises=NOISE, seed=SEEDS)
def test_noise_on_a_known_page_is_no_edit(name: str, noises: list[str], seed: int) -> None:
    """Title, paragraphs, attachments and links are read as before."""
    capture, site = PAGES[name]
    noisy = with_noise(capture, site, noises, seed)
    assert content_digest(read(noisy, site)) == content_digest(read(capture, site))


@given(name=st.sampled_from(sorted(UNKNOWN)), noises=NOISE, seed=SEEDS)
def test_noise_on_an_unknown_page_is_no_edit(name: str, noises: list[str], seed: int) -> None:
    """Also where trafilatura says what the text is."""
    capture, site = UNKNOWN[name]
    noisy = with_noise(capture, site, noises, seed)
    assert content_digest(read(noisy, site)) == content_digest(read(capture, site))


@given(name=st.sampled_from(sorted(PAGES | UNKNOWN)), seed=SEEDS)
def test_a_changed_number_in_the_text_is_an_edit(name: str, seed: int) -> None:
    """Whichever paragraph it is in."""
    capture, site = (PAGES | UNKNOWN)[name]
    before = read(capture, site)
    root, block = parsed(capture, site)
    lines = [
        each
        for each in block.iter("p", "li", "div")
        if (each.text or "").strip() and clean("".join(each.itertext())) in before.body
    ]
    if lines:
        chosen = Random(seed).choice(lines)
        chosen.text = f"{chosen.text.rstrip()} 71 "
        after = read(replace(capture, body=as_bytes(root)), site)
        assert content_digest(after) != content_digest(before)


def test_noise_on_real_pages_is_hardly_ever_an_edit(corpus: Path) -> None:
    """All kinds of it at once, on pages of news sites in many languages, through the generic page."""
    rows = [line.split("\t") for line in (corpus / "dates/labels.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    tried, edited = 0, []
    for name, url, _ in rows[::6]:
        host = url.split("/")[2]
        site = replace(written.SITE, name=host, hosts=(host,))
        body = gzip.decompress((corpus / "dates/pages" / name).read_bytes())
        raw = Capture(url=url, captured_at=written.AT, status=200, body=body)
        capture = replace(raw, body=as_bytes(GenericPage(raw, site).root))
        if (before := read_capture(site, capture).article) is None:
            continue
        after = read_capture(site, with_noise(capture, site, sorted(NOISES), seed=1)).article
        tried += 1
        if after is None or content_digest(after) != content_digest(before):
            edited.append(name)
    assert tried > 12
    assert len(edited) <= 1, edited

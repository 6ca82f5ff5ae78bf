"""Texts of the Finnish Sámi Parliament in Inari Sámi, a language that no identifier knows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lxml import html

from crawler.pages.charset import as_utf8
from crawler.rules.language.tags import detect
from crawler.sources.warc import ReadReport, records


def test_inari_sami_is_not_said_to_be_a_relative(corpus: Path) -> None:
    """Of 659 pages 4 are in Finnish, and 1 has a list of names; all others have no language, or their claim."""
    found: Counter[str] = Counter()
    parser = html.HTMLParser(encoding="utf-8")
    for capture in records(corpus / "fi_samediggi" / "pages.warc.gz", report=ReadReport()):
        root = html.fromstring(as_utf8(capture.body, capture.headers) or b"<p></p>", parser=parser)
        text = "\n".join(" ".join(each.text_content().split()) for each in root.iter("p"))
        found[detect(text)] += 1
        assert detect(text, "smn") in ("smn", "fi", "")
    assert found.total() == 659
    assert found[""] / found.total() >= 0.99, found

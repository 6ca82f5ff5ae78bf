"""The paragraphs of a page as lines: what each says, where it stands, and how much of it is links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from crawler.pages.attachments import attachment
from crawler.pages.text import blocks
from crawler.pages.text.host_template import PlacedLine, spot_of
from crawler.rules.outcome.page_type import weight
from crawler.rules.text.normalization import clean

_SENTENCE = re.compile(
    r"[.!?…。！？؟।։።།၊။]['\"»”’)\]]*(?:\s|\Z)|[。！？]|[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff]{24}"
)
"""The end of a sentence; Thai, Lao, Khmer and others have no mark there, and write many words without a space."""
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,4}[日일]?|\d{1,2}\.?\s[^\W\d_]{3,12}\.?\s\d{4}(?:\s[гр]\.)?)(?!\d)"
    r"|(?<!\d)\d{1,2}:\d\d(?!\d)"
)
_LONE = 0.8
"""The share of a paragraph in links from which it is a link and no text."""


def key(text: str) -> str:
    """The letters and digits of a text, in one case. Two readers may differ in everything else."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph of the page: its cleaned text, the block element that holds it, its place and its share of links."""

    text: str
    key: str
    holder: etree._Element
    place: int
    linked: float
    has_file: bool

    @property
    def placed(self) -> PlacedLine:
        """The paragraph at its kind of place."""
        return PlacedLine(spot_of(self.holder), self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence or more, and not mostly links."""
        return self.linked < 0.4 and weight(self.text) >= 50 and bool(_SENTENCE.search(self.text))

    @property
    def is_sentence(self) -> bool:
        """Whether it is a sentence, however short, and not mostly links."""
        return self.linked < 0.4 and weight(self.text) >= 20 and bool(_SENTENCE.search(self.text))

    @property
    def is_link(self) -> bool:
        """Whether it is a link that stands alone and leads to another page ("Read also: ...")."""
        return self.linked >= _LONE and not self.has_file


def lines_of(body: etree._Element) -> list[Line]:
    """All paragraphs of a part of a page, cleaned, in the order of the page."""
    read = blocks.read(body)
    files = {
        up
        for anchor in read.anchors
        if attachment(anchor.get("href", ""), "")
        for up in anchor.iterancestors()
        if up.tag in blocks.BLOCKS
    }
    found: list[Line] = []
    for raw, holder, linked in zip(read.paragraphs, read.holders, read.linked, strict=True):
        if text := clean(raw):
            spoken = sum(map(len, text.split()))
            if _LONE > linked / spoken >= 0.4 and (bare := _DATE.sub(" ", text)) != text:
                spoken = max(linked, sum(map(len, bare.split())))  # "03.05.2026 Title": a link with its date
            share = linked / max(1, spoken)
            found.append(Line(text, key(text), holder, len(found), share, holder in files))
    return found

"""The publication date of a page: the first usable one of what it claims, what it shows, its address, and a guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from lxml import etree

from crawler.pages.date_claims import Claimed
from crawler.pages.dates.datelines import in_dateline
from crawler.pages.dates.shown import Shown, days_of_others, opening_paragraphs, shown_dates
from crawler.pages.metadata import Metadata
from crawler.pages.page import Page
from crawler.rules.dates.addresses import day_in_address
from crawler.rules.dates.parsing import find_date, is_ambiguous, read_date

_CLOSE = 400
"""How far from the headline a marked date outweighs a looser claim, in characters."""
_ZONES = (timedelta(hours=-12), timedelta(hours=14))
"""The farthest zones from UTC, by the IANA database."""
_STAMP = 40
"""The most characters of a time stamp in metadata."""
_USUAL_ZONES = (timedelta(hours=-8), timedelta(hours=10))
"""The zones that most people live in. The day beside a stamp may also be that of a later change."""


class PageDate:
    """The publication date of one page, chosen among all that the page says.

    The order is: Open Graph and other sure meta elements; JSON-LD of the page's own node; a date that stands alone near
    the headline and is marked or labelled as the publication; the day in the address; another date alone near the
    headline; looser meta elements; a guess of htmldate. The first *usable* one counts: a day that exists, in the years
    of news, and not later than the capture.

    On a site without a zone, a stamp in UTC says on which day in UTC a text appeared, not on which day at the site. If
    the address or the line by the headline has a day beside it that fits some zone, that day counts.
    """

    def __init__(self, page: Page, metadata: Metadata, *, title: str, language: str) -> None:
        """``title`` is the title of the article; ``language`` is the BCP 47 tag that the page claims."""
        self._page = page
        self._metadata = metadata
        self._title = title
        self._language = language
        self._latest = (page.capture.captured_at + timedelta(days=1)).date().isoformat()

    def published(self, guess_tree: etree._Element | None = None) -> tuple[str, str] | None:
        """The date as written and its ``date_source``: ``meta``, ``json-ld``, ``element``, ``url``,
        ``dateline`` or ``guess``.

        ``guess_tree`` is a tree for htmldate; None: nothing is guessed. None if the page has no usable date.
        """
        doubtful: list[tuple[str, str]] = []
        later: list[tuple[str, str]] = []
        for raw, source in self._candidates():
            if not (read := self._read(raw)):
                continue
            if read[:10] > self._latest:
                later.append((raw, source))
            elif is_ambiguous(raw, self._language) and self._page.site.day_first is None:
                doubtful.append((raw, source))
            else:
                return self._local(raw) or (raw, source)
        if found := (*doubtful, *later):
            return found[0]
        return None if guess_tree is None else self._guess(guess_tree)

    @cached_property
    def shown(self) -> list[Shown]:
        """The dates that the page shows near its headline."""
        return [each for each in shown_dates(self._page.root, self._title, self._read) if self._is_in_time(each)]

    @cached_property
    def address(self) -> tuple[str, str] | None:
        """The day in the address, and how it is written there."""
        return day_in_address(self._page.capture.url)

    def modified_shown(self) -> str | None:
        """The date of the last change that a labelled line near the headline shows, as written."""
        return next((each.raw for each in self.shown if each.label == "modified"), None)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        claimed = self._claimed
        yield from claimed.sure
        named = [each for each in self.shown if each.label == "published"]
        yield from ((each.raw, "element") for each in named if each.marked)
        if self.address:
            yield self.address[1], "url"
        close = [each for each in self.shown if each.label == "dated" or (not each.label and _is_close(each))]
        yield from ((each.raw, "element") for each in (*named, *close))
        yield from claimed.loose
        opening = opening_paragraphs(self._page.root, self._title)
        if raw := in_dateline(opening, self._find):
            yield raw, "dateline"
        yield from ((each.raw, "element") for each in self.shown if not each.label and each.is_near)
        yield from self._alone()

    def _alone(self) -> Iterator[tuple[str, str]]:
        """The date far from the headline, if the page has only one: at the end of the text, say."""
        own = [each for each in self.shown if each.label not in ("modified", "other")]
        marked = [each for each in own if each.marked] or [each for each in own if each.pure]
        if len({each.published[:10] for each in marked}) == 1:
            yield marked[0].raw, "element"

    @cached_property
    def _claimed(self) -> Claimed:
        return self._metadata.claimed_dates(self._title)

    def _local(self, raw: str) -> tuple[str, str] | None:
        """The day at the site, where ``raw`` is a stamp in UTC, the site has no zone, and the page shows the day."""
        if self._page.site.zone or len(read := self._read(raw) or "") == 10:
            return None
        moment = datetime.fromisoformat(read)
        if moment.utcoffset():
            return None
        for claim in (*self._claimed.sure, *self._claimed.loose):
            other = self._read(claim.raw) or ""
            if len(other) > 10 and other[-6:] != read[-6:] and datetime.fromisoformat(other) == moment:
                return claim.raw, claim.source
        if self.address and self.address[0] != read[:10] and _fits(moment, self.address[0], _ZONES):
            return self.address[1], "url"
        shown = [each for each in self.shown if each.is_near and each.label not in ("modified", "other")]
        if any(each.published[:10] == read[:10] for each in shown):
            return None
        return next(((each.raw, "element") for each in shown if _fits(moment, each.published[:10], _USUAL_ZONES)), None)

    def _guess(self, tree: etree._Element) -> tuple[str, str] | None:
        """The date that htmldate guesses. The day of the capture and the day before do not count: they may be a clock
        in the page. Nor does the first of January, which stands for a year alone, nor a day that the page says is
        another one: of a change, of an event, of another text."""
        from htmldate import find_date

        captured = self._page.capture.captured_at
        latest = (captured - timedelta(days=2)).date().isoformat()
        guess = find_date(tree, original_date=True, extensive_search=False, url=self._page.capture.url, max_date=latest)
        if not guess or guess.endswith("-01-01") or guess in self._days_of_others():
            return None
        return guess, "guess"

    def _days_of_others(self) -> set[str]:
        """The days on the page that are not those of its publication, as far as it says so."""
        foreign, neutral = days_of_others(self._page.root, self._title, self._read)
        named = {each.published[:10] for each in self.shown if each.label in ("modified", "other")}
        values = [value for node in self._metadata.linked_data for value in node.values() if isinstance(value, str)]
        stamps = [value for value in (*values, *self._metadata.meta.values()) if len(value) < _STAMP]
        claimed = {read[:10] for value in stamps if (read := self._read(value))}
        return ((foreign | claimed) - neutral) | named

    def _find(self, text: str) -> str | None:
        found = find_date(text, language=self._language, zone=self._page.site.zone)
        return found[1] if found else None

    def _read(self, raw: str) -> str | None:
        site = self._page.site
        return read_date(raw, language=self._language, zone=site.zone, day_first=site.day_first)

    def _is_in_time(self, shown: Shown) -> bool:
        """Whether a shown date may be the publication: not a day to come, nor a clock in the head of the page."""
        day = shown.published[:10]
        captured = self._page.capture.captured_at
        clock = day in {(captured - timedelta(days=days)).date().isoformat() for days in (-1, 0, 1)}
        return day <= self._latest and not (clock and not shown.after and not shown.label)


def _is_close(shown: Shown) -> bool:
    """Whether a date without a label stands so near to the headline that looser claims do not outweigh it."""
    if not shown.after:
        return shown.marked and shown.distance < _CLOSE // 4
    return shown.distance < (_CLOSE if shown.marked else 2 * _CLOSE)


def _fits(moment: datetime, day: str, zones: tuple[timedelta, timedelta]) -> bool:
    """Whether some zone had that day at the moment."""
    return day in {(moment + offset).date().isoformat() for offset in zones}

"""What captures mention: every address, with where it was found and what was said of it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from crawler.archive.sql import storable
from crawler.items import Alternate, Capture, Found
from crawler.rules.language.tags import hreflang_language

T = TypeVar("T", str, str | None)

CLAIM = "claim"
"""The kind of an address that a page only claims to be: nobody asks for it on that word alone."""

PASSING = "robots-unreachable"
"""The reason of a refusal that says nothing of the address: it is still to be asked for."""

_READ = frozenset({"article", "listing", "feed", "sitemap", "file", "robots"})


@dataclass(slots=True)
class Mention:
    """An address as captures mention it."""

    url: str
    found_at: int
    """Milliseconds UTC."""
    found_in: str | None = None
    kind: str | None = None
    language: str = ""
    listed: bool = False
    title: str = ""
    published_raw: str | None = None
    modified_raw: str | None = None
    refusal: str = ""
    reason: str = ""

    def merge(self, other: Mention) -> None:
        """Take over what an equally early or later mention adds; a listing's word goes before others'."""
        if other.listed and not self.listed:
            self.listed, self.title, self.published_raw = True, other.title, other.published_raw
            self.language = other.language or self.language
        self.found_in = self.found_in or other.found_in
        if self.kind is None or self.kind == CLAIM:
            self.kind = other.kind or self.kind
        self.language = self.language or other.language
        self.modified_raw = other.modified_raw or self.modified_raw
        self.refusal = self.refusal or other.refusal
        self.reason = self.reason or other.reason


class Mentions(dict[str, Mention]):
    """All addresses that a batch of captures mentions, each once, by its earliest mention."""

    def see(self, mention: Mention) -> None:
        """Add one mention."""
        held = self.get(mention.url)
        if held is None:
            self[mention.url] = mention
        elif mention.found_at < held.found_at:
            mention.merge(held)
            self[mention.url] = mention
        else:
            held.merge(mention)

    def see_capture(self, capture: Capture, at: int) -> None:
        """Add everything that a capture mentions, itself first."""
        here = capture.url
        self.see(Mention(here, at, capture.found_in, capture.outcome if capture.outcome in _READ else None))
        if capture.found_in and capture.found_in not in self:
            self.see(Mention(capture.found_in, at))
        if capture.location:
            self.see(Mention(capture.location, at, here))
        if capture.alias_of:
            self.see(Mention(capture.alias_of, at, here, "article"))
        article = capture.article
        if article is not None:
            self._see_alternates(article.alternates, here, at)
            for attachment in article.attachments:
                self.see(Mention(attachment.url, at, here, "file"))
            if article.canonical_url and article.canonical_url != here:
                self.see(Mention(article.canonical_url, at, here, CLAIM))
        if capture.listing is not None:
            for found in capture.listing.found:
                self._see_found(found, here, at)

    def see_refusal(self, capture: Capture, at: int) -> None:
        """Add an address that nobody asked for, and why."""
        lasting = capture.reason != PASSING
        refusal, reason = (capture.outcome, capture.reason) if lasting else ("", "")
        self.see(Mention(capture.url, at, capture.found_in, refusal=refusal, reason=reason))
        if capture.found_in and capture.found_in not in self:
            self.see(Mention(capture.found_in, at))

    def _see_found(self, found: Found, place: str, at: int) -> None:
        if found.refused == "bad-address":  # no address at all: the listing's reading tells of it
            return
        mention = Mention(found.url, at, place, found.kind, found.language, True, storable(found.title))
        mention.published_raw, mention.modified_raw = storable(found.published_raw), storable(found.modified_raw)
        mention.refusal = found.refused
        self.see(mention)
        self._see_alternates(found.alternates, place, at)

    def _see_alternates(self, alternates: Iterable[Alternate], place: str, at: int) -> None:
        for alternate in alternates:
            self.see(Mention(alternate.url, at, place, None, hreflang_language(alternate.hreflang) or ""))

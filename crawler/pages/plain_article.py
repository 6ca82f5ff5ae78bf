"""Article pages without metadata: the address claims the language, and the text may give the date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from crawler.items import Alternate, Capture
from crawler.pages.article import ArticlePage, Selectors
from crawler.pages.dates.text_dates import dated_by_text
from crawler.pages.page import PageSite


class PlainArticlePage(ArticlePage):
    """An article page without ``lang``, metadata or ``hreflang``."""

    dated_in: ClassVar[tuple[str, ...]] = ()
    """Where in the text a date counts as the publication date if ``published`` finds none: ``dateline``, ``title`` or
    ``prose``."""

    @cached_property
    def address_language(self) -> str:
        """The BCP 47 tag that the address claims, or that the main address of a twin claims."""
        return self.site.claimed(self.site.alias(self.capture.url) or self.capture.url)

    def claim(self) -> str:
        """The BCP 47 tag that the address claims."""
        return self.address_language

    def dated(self, title: str, body: Sequence[str]) -> tuple[str, str] | None:
        """The date in an element, else the date in the text."""
        if found := super().dated(title, body):
            return found
        language, zone = self.address_language, self.site.zone
        return dated_by_text(title, body, where=self.dated_in, language=language, zone=zone)

    def announced(self) -> tuple[Alternate, ...]:
        """The language versions, without the page itself: a switcher may list that too."""
        own = self.address_language
        return tuple(alternate for alternate in super().announced() if alternate.hreflang != own)


class PrintPage(PlainArticlePage):
    """A print view: the title, perhaps a date in a line of its own, the text, and a last line with the source."""

    block: ClassVar[Selectors] = "body"
    title: ClassVar[Selectors] = "h1"
    published: ClassVar[Selectors] = (
        "//h1/following-sibling::*[not(self::script or self::style or self::noscript or self::template)][1]"
        "[string-length(normalize-space()) < 25]"
    )
    drop: ClassVar[str] = "small"
    boilerplate: ClassVar[tuple[str, ...]] = (
        r"[^\W\d_]+: https?://\S+(?: .{0,200})?",
    )  # "Source: ..." in any language
    dated_in: ClassVar[tuple[str, ...]] = ("dateline", "title")

    def __init__(self, capture: Capture, site: PageSite, kind: str = "") -> None:
        """``kind`` is the kind of the main address if the rule for print views gives none."""
        main = site.alias(capture.url)
        super().__init__(capture, site, kind or (site.article_kind(main) if main else ""))

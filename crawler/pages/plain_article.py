"""Article pages that tell machines nothing: the address claims the language, the text alone may give the date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from crawler.items import Alternate, Capture
from crawler.pages.article import ArticlePage, Selectors
from crawler.pages.text_dates import dated_by_text

if TYPE_CHECKING:
    from crawler.pages.site import Site


class BarePage(ArticlePage):
    """An article page without ``lang``, metadata or ``hreflang``."""

    dated_in: ClassVar[tuple[str, ...]] = ()
    """Where in the text a date counts as the publication's, if ``published`` finds none: ``dateline title prose``."""

    @cached_property
    def address_language(self) -> str:
        """BCP 47 tag that the address claims, or that of the page it is a twin of."""
        return self.site.claimed(self.site.alias(self.capture.url) or self.capture.url)

    def claim(self) -> str:
        """The address's word."""
        return self.address_language

    def dated(self, title: str, body: Sequence[str]) -> tuple[str, str] | None:
        """The date of an element, else that of the text."""
        if found := super().dated(title, body):
            return found
        language, zone = self.address_language, self.site.zone
        return dated_by_text(title, body, where=self.dated_in, language=language, zone=zone)

    def announced(self) -> tuple[Alternate, ...]:
        """A switcher may offer the page's own language too: that is no other version."""
        own = self.address_language
        return tuple(alternate for alternate in super().announced() if alternate.hreflang != own)


class PrintPage(BarePage):
    """A print view: the title, perhaps a date in a line of its own, the text, and in small print its source."""

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

    def __init__(self, capture: Capture, site: Site, kind: str = "") -> None:
        """``kind`` is that of the page it is a twin of, where the rule for print views gives none."""
        main = site.alias(capture.url)
        rule = site.rule(main) if main else None
        super().__init__(capture, site, kind or (rule.article_kind if rule else ""))

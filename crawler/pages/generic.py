"""Pages of sites that nobody wrote a spider for."""

from __future__ import annotations

from crawler.errors import FieldMissing
from crawler.items import Article
from crawler.pages.page import Page


class GenericPage(Page):
    """Title and language by metadata."""

    def to_item(self) -> Article:
        """See :class:`Page`."""
        raise FieldMissing(self.capture.url, "title", "title")

"""What the rule for templates of hosts knows of one capture, read from the page without a template."""

from __future__ import annotations

from datetime import UTC

from crawler.errors import FieldMissing
from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import Site
from crawler.pages.text.lines import lines_of
from crawler.pages.text.template_learning import SampledLine, SampledPage
from crawler.rules.outcome.classification import judge


def month_of(capture: Capture) -> str:
    """The month of a capture in UTC, such as ``2024-03``."""
    return capture.captured_at.astimezone(UTC).strftime("%Y-%m")


def is_page(site: Site, capture: Capture) -> bool:
    """Whether the generic page reads a capture: it is no block or error page, no front page, no file, and has no rule
    of the site."""
    url = site.spell(capture.asked or capture.url)
    if site.is_front(url) or site.rule(url, capture.captured_at) is not None or site.kind(url) == "robots":
        return False
    return judge(capture, is_front=lambda address: site.is_front(site.spell(address))) is None


def sampled(site: Site, capture: Capture) -> SampledPage | None:
    """The capture as part of a sample; None for what the generic page does not read as an article.

    Pure: what is known of the host already does not matter.
    """
    if not is_page(site, capture):
        return None
    page = GenericPage(capture, site)
    try:
        article = page.to_item()
    except FieldMissing:
        return None
    body = page.root.find("body")
    headings = sorted(page.headings, key=lambda heading: heading.level)
    return SampledPage(
        url=site.spell(capture.asked or capture.url),
        month=month_of(capture),
        language=page.metadata.language,
        claims=page.claims,
        headings=tuple(heading.text for heading in headings),
        first_headings=tuple(dict.fromkeys(heading.text for heading in headings if heading.level == 1)),
        lines=tuple(SampledLine(*line.placed, line.is_prose) for line in lines_of(page.root if body is None else body)),
        body=article.body,
    )

"""What the rule for templates of hosts knows of one capture, read from the page without a template."""

from __future__ import annotations

from datetime import UTC

from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import Site
from crawler.pages.text.lines import lines_of
from crawler.pages.text.template_learning import SampledLine, SampledPage
from crawler.rules.outcome.classification import judge


def sampled(site: Site, capture: Capture) -> SampledPage | None:
    """The capture as part of a sample. Pure.

    None for what the generic page does not read as an article: answers that are no page, block and error pages, the
    front page, and addresses with a rule of the site.
    """
    url = site.spell(capture.asked or capture.url)
    if site.is_front(url) or site.rule(url, capture.captured_at) is not None or site.kind(url) == "robots":
        return None
    if judge(capture, is_front=lambda address: site.is_front(site.spell(address))) is not None:
        return None
    page = GenericPage(capture, site)
    body = page.root.find("body")
    headings = sorted(page.headings, key=lambda heading: heading.level)
    return SampledPage(
        url=url,
        month=capture.captured_at.astimezone(UTC).strftime("%Y-%m"),
        language=page.metadata.language,
        claims=page.claims,
        headings=tuple(heading.text for heading in headings),
        first_headings=tuple(dict.fromkeys(heading.text for heading in headings if heading.level == 1)),
        lines=tuple(SampledLine(*line.placed, line.is_prose) for line in lines_of(page.root if body is None else body)),
    )

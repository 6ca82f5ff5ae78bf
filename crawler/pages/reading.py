"""Reading a capture by the facts of its site: its outcome, its reason, and the article or listing it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Article, Capture, Found, Listing
from crawler.pages.generic import GenericPage
from crawler.pages.page import Page
from crawler.pages.site import PageRule, Site, path_of
from crawler.rules.outcome.classification import judge
from crawler.rules.outcome.probes import PROBE_MARK


def read_capture(site: Site, capture: Capture) -> Capture:
    """The capture with its outcome, its reason, and what was read. Pure; never raises for what a page holds.

    Status, headers and known block texts decide first. Then the rule for the address reads the page. On a site with
    rules, the generic page reads an address without one: the capture is an article if the page has a title and a text
    of substance, else a ``listing`` with reason ``no-rule`` (on a site without rules: ``no-title`` or ``no-text``).
    A page is ``unreadable`` if a required field is missing by every version that the site file has for its address.
    """
    alias_of = site.alias(capture.url) if site.aliases else None
    decided = judge(capture, is_front=lambda url: site.is_front(site.spell(url)))
    if PROBE_MARK in capture.url and (decided is None or decided[0] == "file"):
        decided = ("missing", "probe")
    if decided is None:
        return replace(capture, alias_of=alias_of, **_reading(site, capture))
    outcome, reason = decided
    location = _location(site, capture)
    if outcome == "moved" and _leads_to_a_listing(site, capture.url, location):
        outcome, reason = "missing", "redirect-to-listing"
    return replace(capture, outcome=outcome, reason=reason, location=location, alias_of=alias_of)


def judged_listing(site: Site, listing: Listing) -> Listing:
    """The listing in which addresses that the site does not own are refused as ``offsite``."""
    return replace(listing, found=tuple(_judged(site, found) for found in listing.found))


def _judged(site: Site, found: Found) -> Found:
    return found if found.refused or site.owns(found.url) else replace(found, refused="offsite")


def _leads_to_a_listing(site: Site, url: str, location: str | None) -> bool:
    """Whether a redirect leads from an article to a listing of the site: the article is gone.

    A redirect from a listing to a listing (past its end, for example) is an ordinary one.
    """
    if location is None or site.kind(url) != "article" or not site.owns(location):
        return False
    return site.kind(location) in ("listing", "feed", "sitemap")


def _location(site: Site, capture: Capture) -> str | None:
    if not 300 <= capture.status < 400:
        return None
    for name, value in capture.headers:
        if name.lower() == "location":
            try:
                return site.spell(value, base=capture.asked or capture.url)
            except BadAddress:
                return None
    return None


def _reading(site: Site, capture: Capture) -> dict[str, Any]:
    """The fields of a capture whose content decides what it is."""
    if path_of(capture.url) == "/robots.txt":
        return {"outcome": "robots"}
    rule = site.rule(capture.url, capture.captured_at)
    if site.is_front(capture.url) and (rule is None or rule.kind == "article"):
        return {"outcome": "listing", "reason": "front", "listing": Listing()}
    if rule is not None:
        return _by_versions(site, capture, rule)
    page = GenericPage(capture, site, template=site.template)
    try:
        return {"outcome": "article", "article": page.to_item(), **_extractor(site, page)}
    except FieldMissing as missing:
        if missing.field == "text" and page.says_missing():
            return {"outcome": "missing", "reason": "soft-404"}
        reason = "no-rule" if site.rules else f"no-{missing.field}"
        return {"outcome": "listing", "reason": reason, "listing": Listing(), **_extractor(site, page)}


def _by_versions(site: Site, capture: Capture, rule: PageRule) -> dict[str, Any]:
    """The page as the version in force reads it; if it lacks a required field, as another version for its address does.

    A redesign leaves some pages in the old skin, and not every capture has a certain date, so the page itself decides.
    A page that only the generic page can read keeps the reason why the version in force could not: it is a guess.
    """
    first = page = rule.page(capture, site, rule.article_kind)
    try:
        return _item(site, page, rule.kind)
    except FieldMissing as missing:
        reason = f"no-{missing.field}"
    for other in _other_versions(site, capture.url, rule):
        page = other.page(capture, site, other.article_kind)
        page.share(first)
        try:
            fields = _item(site, page, other.kind)
        except FieldMissing:
            continue
        return fields | {"reason": reason} if isinstance(page, GenericPage) else fields
    return {"outcome": "unreadable", "reason": reason, **_extractor(site, first)}


def _other_versions(site: Site, url: str, rule: PageRule) -> Iterator[PageRule]:
    return (other for other in site.rules_for(url) if other is not rule)


def _item(site: Site, page: Page, kind: str) -> dict[str, Any]:
    item = page.to_item()
    if isinstance(item, Article):
        return {"outcome": "article", "article": item, **_extractor(site, page)}
    outcome = kind if kind != "article" else "listing"
    return {"outcome": outcome, "listing": judged_listing(site, item), **_extractor(site, page)}


def _extractor(site: Site, page: Page) -> dict[str, str]:
    return {"extractor": f"{site.name}.{type(page).__name__}", "extractor_version": page.reader_version}

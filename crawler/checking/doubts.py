"""Finds the doubts about a site file: what contradicts it in the pages that a check received. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.errors import FieldMissing
from crawler.items import Article, Capture, Found, Listing
from crawler.pages.generic import GenericPage
from crawler.pages.paging import LoadMore, signature
from crawler.pages.site import PageRule, Seed, Site
from crawler.rules.dates.parsing import read_date
from crawler.rules.language.tags import agree

HOLDS, NOT_REQUESTED, PARTLY, FAILS = "holds", "not asked", "partly", "does not hold"
VERDICTS = (HOLDS, NOT_REQUESTED, PARTLY, FAILS)
"""From the best to the worst; ``not asked`` means that the page was not requested and nothing is known."""
Doubt = tuple[str, str]
"""A verdict and the reason for it."""


@dataclass(frozen=True, kw_only=True)
class CheckedRequest:
    """A page that the check requests, and what it is by the site file."""

    what: str
    """``front``, ``seed``, ``listing`` (from a sitemap index), ``page`` (the second of a listing) or ``article``."""
    url: str
    """In the site's one spelling."""
    seed: Seed | None = None
    """The seed itself, or the seed that led to the page, with its address in the site's one spelling."""
    found: Found | None = None
    """The listing's entry for an article."""
    language: str = ""
    """BCP 47 tag that the site file or the address claims."""


def doubts(request: CheckedRequest, capture: Capture, first: Capture | None, site: Site) -> Iterator[Doubt]:
    """Yield every doubt that a page raises about the site file.

    ``first`` is the first page of the listing, for a request of its second page; else None.
    """
    yield from _moved(request, capture)
    if request.what == "page" and request.seed is not None and (why := _past_the_end(capture, first)):
        yield _judged(why, request.seed, first)
    elif refusal := _refusal(request, capture, site):
        yield refusal
    elif request.what == "article" and capture.article is not None:
        yield from _article_doubts(request, capture, capture.article, site)
    elif request.seed is not None and capture.listing is not None and request.what != "front":
        yield from _listing_doubts(capture, capture.listing, site)
        if request.what == "seed":
            yield from _paging_doubts(request.seed, capture, capture.listing, site)


def following(seed: Seed | None, listing: Listing) -> str:
    """Return the address of a listing's second page, by the pagination of its seed; empty where there is none."""
    request = seed.paging.next_address(seed, listing, 2) if seed is not None and seed.paging is not None else None
    return request[0] if request else ""


def is_refused(outcome: str) -> bool:
    """Whether an outcome means that no readable page was received."""
    return outcome in ("missing", "blocked", "unreachable", "unreadable")


def day_of(found: Found, site: Site) -> str:
    """Return the site's local date of an entry, as YYYY-MM-DD; empty where it shows no readable date."""
    raw = found.published_raw or found.modified_raw
    return (read_date(raw, language=found.language, zone=site.zone, day_first=site.day_first) or "")[:10] if raw else ""


def _moved(request: CheckedRequest, capture: Capture) -> Iterator[Doubt]:
    if capture.url != request.url and capture.outcome != "offsite":
        yield (HOLDS if request.what == "front" else PARTLY), f"moved to {capture.url}"


def _refusal(request: CheckedRequest, capture: Capture, site: Site) -> Doubt | None:
    """Return why a page is not what the site file says; None where it is."""
    reason, outcome = capture.reason, capture.outcome
    why = f"{outcome} {reason}".strip()
    if outcome == "excluded":
        return NOT_REQUESTED, why
    if reason == "not-in-replay":
        return NOT_REQUESTED, "the replay has no capture of it"
    if outcome == "offsite":
        return FAILS, f"it leads off the site, to {capture.url}"
    if outcome == "moved":
        return PARTLY, f"moved to {capture.location}"
    if outcome == "unreadable" and (missing := _missing(capture, site)):
        return FAILS, f"{why} (looked for {missing.selector})"
    if request.what == "front":  # a prefix that claims a language need not be a page
        return (PARTLY if outcome == "missing" else FAILS, why) if is_refused(outcome) else None
    if request.what == "article":
        return None if capture.article is not None else (PARTLY if outcome == "file" else FAILS, why)
    return None if capture.listing is not None and not reason else (FAILS, why)


def _missing(capture: Capture, site: Site) -> FieldMissing | None:
    """Return the field that the current page object of an address does not find on a page; None where it finds all."""
    rule = site.rule(capture.url, capture.captured_at)
    if rule is None:
        return None
    try:
        rule.page(capture, site, rule.article_kind).to_item()
    except FieldMissing as missing:
        return missing
    return None


def _listing_doubts(capture: Capture, listing: Listing, site: Site) -> Iterator[Doubt]:
    rule = site.rule(capture.url, capture.captured_at)
    owned = [each for each in listing.found if not each.refused]
    if not listing.found:
        yield (FAILS, f"no entries{_looked_for(rule, 'item')}")
        return
    if not owned:
        yield (FAILS, "no entry is an address of this site")
        return
    if listing.unread:
        yield PARTLY, f"{listing.unread} entries without an address{_looked_for(rule, 'link')}"
    if listing.is_cut:
        yield PARTLY, "cut short or damaged"
    strange = [each for each in owned if each.kind == "article" and site.kind(each.url) != "article"]
    if 2 * len(strange) > len(owned):  # a smaller share can be links of another kind among the news
        yield (FAILS if len(strange) == len(owned) else PARTLY), f"no rule reads {len(strange)} ({strange[0].url})"
    if not any(each.title for each in owned) and capture.outcome != "sitemap":
        yield PARTLY, f"no titles{_looked_for(rule, 'title')}"
    dated = [each for each in owned if each.published_raw or each.modified_raw]
    unread = [each for each in dated if not day_of(each, site)]
    if unread:
        raw = unread[0].published_raw or unread[0].modified_raw
        yield (FAILS if len(unread) == len(dated) else PARTLY), f"{len(unread)} dates not read ({raw!r})"


def _paging_doubts(seed: Seed, capture: Capture, listing: Listing, site: Site) -> Iterator[Doubt]:
    if seed.paging is None or not listing.found or following(seed, listing):
        return
    if isinstance(seed.paging, LoadMore):
        yield FAILS, f"no token{_looked_for(site.rule(capture.url, capture.captured_at), 'token')}"
    else:
        yield PARTLY, "no next page"


def _past_the_end(capture: Capture, first: Capture | None) -> str:
    """Return why a second page does not exist; empty where it does."""
    if capture.outcome == "missing":
        return f"missing {capture.reason}"
    if capture.listing is None or capture.reason:
        return ""
    if not capture.listing.found:
        return "no entries"
    again = first is not None and first.listing is not None and signature(first.listing) == signature(capture.listing)
    return "it repeats the first page" if again else ""


def _judged(why: str, seed: Seed, first: Capture | None) -> Doubt:
    """Return the doubt about a missing second page: a listing may have one page, unless its first page shows more."""
    listing = first.listing if first is not None else None
    more = listing is not None and (listing.next_url or (listing.last_page or 0) > 1)
    if more or isinstance(seed.paging, LoadMore):
        return FAILS, why
    return PARTLY, f"{why}: this is correct only where the listing has one page"


def _looked_for(rule: PageRule | None, name: str) -> str:
    selector = getattr(rule.page, name, "") if rule is not None else ""
    return f" (looked for {selector})" if isinstance(selector, str) and selector else ""


def _article_doubts(request: CheckedRequest, capture: Capture, article: Article, site: Site) -> Iterator[Doubt]:
    yield from _reader_doubts(capture, site)
    if not article.title:
        yield FAILS, "no title"
    if not article.body:
        yield FAILS, "no text"
    if article.published_raw and not article.published:
        yield FAILS, f"its date is not read ({article.published_raw!r})"
    yield from _date_doubts(request, article, site)
    if article.language and article.language_claimed and not agree(article.language, article.language_claimed):
        yield PARTLY, f"the text is in {article.language}, not in {article.language_claimed}"


def _reader_doubts(capture: Capture, site: Site) -> Iterator[Doubt]:
    """Yield a doubt where another page object than the current one read the page, with the missing field."""
    rule = site.rule(capture.url, capture.captured_at)
    if rule is None:
        yield PARTLY, "no rule for its address"
        return
    reader = capture.extractor.rpartition(".")[2]
    if reader == rule.page.__name__:
        return
    missing = _missing(capture, site)
    why = f"no {missing.field} (looked for {missing.selector}), so " if missing else ""
    yield (FAILS if reader == GenericPage.__name__ else PARTLY), f"{why}read by {reader}, not by {rule.page.__name__}"


def _date_doubts(request: CheckedRequest, article: Article, site: Site) -> Iterator[Doubt]:
    """Yield a doubt where the article's date differs from that of its listing."""
    if (
        request.found is None
        or not request.found.published_raw
        or request.seed is None
        or request.seed.kind != "listing"
    ):
        return
    listed = day_of(request.found, site)
    if not article.published_raw:
        yield PARTLY, f"its listing shows a date ({request.found.published_raw!r}), the page none"
    elif listed and article.published and listed != article.published[:10]:
        yield PARTLY, f"its listing says {listed}, the page {article.published[:10]}"

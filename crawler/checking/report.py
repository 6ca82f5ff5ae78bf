"""The findings of a check: compares each requested page with the site file. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.checking.doubts import (
    FAILS,
    HOLDS,
    NOT_REQUESTED,
    VERDICTS,
    CheckedRequest,
    Doubt,
    day_of,
    doubts,
    following,
    is_refused,
)
from crawler.crawl.robots_rules import read_rules
from crawler.items import Article, Capture, Found, Listing
from crawler.pages.site import Site, path_of

Facts = dict[str, Any]
"""What a page shows, by name, for JSON."""


@dataclass(frozen=True, kw_only=True)
class CheckFinding:
    """One line of the result: a requested page and its verdict."""

    site: str
    what: str
    url: str
    verdict: str
    reasons: tuple[str, ...] = ()
    """The reasons against the site file, the worst first; empty where it holds."""
    outcome: str = ""
    status: int | None = None
    """The HTTP status; None where there was no answer."""
    language_claimed: str = ""
    facts: Facts = field(default_factory=dict)
    seen: str = ""
    """The facts in words."""

    @property
    def detail(self) -> str:
        """The reasons and facts in one line for people."""
        return "; ".join(filter(None, (*self.reasons, self.seen)))

    def row(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        named = ("site", "what", "url", "verdict", "language_claimed", "outcome", "status")
        row = {name: getattr(self, name) for name in named}
        return {**row, "reasons": list(self.reasons), "detail": self.detail, **self.facts}


@dataclass(frozen=True)
class CheckAnswers:
    """The captures of a check by address; ``final`` follows redirects."""

    site: Site
    kept: Mapping[str, Capture]

    def final(self, url: str) -> Capture | None:
        """Return the capture at the end of an address's redirects; None where the address was not requested."""
        capture, seen = self.kept.get(url), {url}
        while capture is not None and capture.outcome == "moved" and capture.location not in (None, *seen):
            following = self.kept.get(capture.location or "")
            if following is None:
                return capture
            seen.add(following.url)
            capture = following
        return capture

    def robots(self) -> list[Capture]:
        """Return the captures of all robots.txt files."""
        return [capture for capture in self.kept.values() if path_of(capture.url) == "/robots.txt"]

    def nothing(self) -> str:
        """Return in one line why nothing can be checked; empty where any page got an answer."""
        pages = [capture for capture in self.kept.values() if path_of(capture.url) != "/robots.txt"]
        if any(capture.status for capture in pages):
            return ""
        for capture in self.robots():
            if capture.outcome == "unreachable":
                why = f"status {capture.status}" if capture.status else capture.reason
                return f"{self.site.name} cannot be reached: {capture.url}: {why}"
        if pages and all(capture.outcome == "excluded" for capture in pages):
            return f"{self.site.name}: {self.site.origin}/robots.txt forbids every page that the site file needs"
        if pages and all(capture.reason == "not-in-replay" for capture in pages):
            return f"{self.site.name}: the replay has none of the pages that a check requests"
        first = next(iter(pages), None)
        where = f"{first.url}: {first.reason}" if first else f"{self.site.origin}: no request was sent"
        return f"{self.site.name} cannot be reached: {where}"


def findings(requests: Sequence[CheckedRequest], answers: CheckAnswers) -> list[CheckFinding]:
    """Return a finding for each robots.txt and each requested page: the front pages, then each seed with its pages."""
    seeds = [each for each in requests if each.what == "seed"]
    ordered = [each for each in requests if each.what == "front"]
    for seed in seeds:
        ordered += (each for each in requests if each.seed is not None and each.seed.url == seed.url)
    return [
        *(_robots(answers.site, capture) for capture in answers.robots()),
        *(_finding(each, answers) for each in ordered),
    ]


def newest(listing: Listing, site: Site) -> list[Found]:
    """Return the site's own articles of a listing, newest first by the dates shown, else in the order of the page."""
    owned = [each for each in listing.found if not each.refused and each.kind == "article"]
    read = [each for each in owned if site.kind(each.url) == "article"] or owned
    return sorted(read, key=lambda each: day_of(each, site), reverse=True)


def _finding(request: CheckedRequest, answers: CheckAnswers) -> CheckFinding:
    site, capture = answers.site, answers.final(request.url)
    base = CheckFinding(
        site=site.name, what=request.what, url=request.url, verdict=NOT_REQUESTED, language_claimed=request.language
    )
    if capture is None:
        return _with(base, [(NOT_REQUESTED, "the check was stopped")])
    first = answers.final(request.seed.url) if request.what == "page" and request.seed is not None else None
    facts, seen = _facts(request, capture, site)
    return _with(base, list(doubts(request, capture, first, site)), capture=capture, facts=facts, seen=seen)


def _facts(request: CheckedRequest, capture: Capture, site: Site) -> tuple[Facts, str]:
    """Return what a page shows, as facts for JSON and in words."""
    if request.what == "front":
        return {}, "" if is_refused(capture.outcome) or not capture.status else f"answers as {capture.outcome}"
    if capture.article is not None:
        return _article_facts(capture.article, capture)
    if capture.listing is not None and not capture.reason:
        return _listing_facts(request, capture.listing, site)
    return {}, ""


def _listing_facts(request: CheckedRequest, listing: Listing, site: Site) -> tuple[Facts, str]:
    owned = [each for each in listing.found if not each.refused]
    shown = [raw for each in owned if (raw := each.published_raw or each.modified_raw)]
    facts: Facts = {
        "entries": len(listing.found),
        "owned": len(owned),
        "articles": sum(site.kind(each.url) == "article" for each in owned),
        "titled": sum(bool(each.title) for each in owned),
        "dated": len(shown),
        "next": bool(following(request.seed, listing)) if request.what == "seed" else None,
        "token": bool(listing.token),
    }
    words = [f"{facts['entries']} entries", f"{facts['articles']} of them articles of the site"]
    words.append(f"{len(shown)} with a date, the first {shown[0]!r}" if shown else "no dates")
    if facts["next"] is not None and request.seed is not None and request.seed.paging is not None:
        words.append("a next page" if facts["next"] else "no next page")
    return facts, ", ".join(words + ["a token"] * facts["token"])


def _article_facts(article: Article, capture: Capture) -> tuple[Facts, str]:
    characters = sum(map(len, article.body))
    announced = sorted({each.hreflang for each in article.alternates})
    facts: Facts = {
        "title": article.title,
        "published_raw": article.published_raw,
        "published": article.published,
        "date_source": article.date_source,
        "paragraphs": len(article.body),
        "characters": characters,
        "language": article.language,
        "language_claimed": article.language_claimed,  # the page's own claim, which may differ from that of its listing
        "alternates": announced,
        "extractor": capture.extractor,
    }
    date = f"{article.published_raw!r} → {article.published or 'not read'}" if article.published_raw else "no date"
    words = [
        "title" if article.title else "no title",
        date,
        f"{len(article.body)} paragraphs of {characters} characters",
    ]
    claim = article.language_claimed or "nothing"
    words.append(f"text in {article.language or 'an unknown language'}, claimed {claim}")
    return facts, ", ".join(
        [*words, f"announces {' '.join(announced)}" if announced else "announces no other language"]
    )


def _with(base: CheckFinding, doubts: Sequence[Doubt], **more: Any) -> CheckFinding:
    capture: Capture | None = more.pop("capture", None)
    worst = sorted(doubts, key=lambda doubt: -VERDICTS.index(doubt[0]))
    return CheckFinding(
        site=base.site,
        what=base.what,
        url=base.url,
        language_claimed=base.language_claimed,
        verdict=worst[0][0] if worst else HOLDS,
        reasons=tuple(reason for _, reason in worst),
        outcome=capture.outcome if capture else "",
        status=capture.status or None if capture else None,
        **more,
    )


def _robots(site: Site, capture: Capture) -> CheckFinding:
    base = CheckFinding(site=site.name, what="robots", url=capture.url, verdict=HOLDS)
    if not capture.status:
        return _with(base, [(FAILS, f"{capture.reason}: no request is allowed")], capture=capture)
    rules = read_rules(capture.status, capture.body)
    doubts = [(FAILS, f"status {capture.status}: no request is allowed")] if rules.forbids else []
    seen = (
        ""
        if rules.forbids
        else "obeyed"
        if capture.status < 300
        else f"status {capture.status}: every request is allowed"
    )
    seen += f", crawl-delay {rules.delay:g} s" if rules.delay else ""
    return _with(base, doubts, capture=capture, facts={"crawl_delay": rules.delay or None}, seen=seen)

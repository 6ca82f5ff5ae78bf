"""Run health: the measures of a run compared with the site's past runs, and with fixed floors while few runs are known.

The measures are a plain dict of numbers that is stored with the run (``crawler.archive.derive.health`` lists its keys).
The strongest evidence are pairs: a page now and the same page before. Everything else needs a past, and is lenient
without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from crawler.rules.health.baseline import Share, is_unusual, lowest_usual, usual_share
from crawler.rules.health.listings import Listed, faults
from crawler.rules.health.pages import ENOUGH_PAGES
from crawler.rules.health.quiet_days import quiet

Measures = Mapping[str, Any]

ENOUGH_RUNS = 5
"""The least number of past runs for which the site's own past defines what is usual. With fewer runs, floors do."""
ENOUGH_READ = 50
"""The least number of pages in the past runs together, if the runs are fewer."""
UNLIKE = 3
"""A run with more than this many times the pages of every healthy run before it read other pages (``--full``). Its
shares are not compared with the past."""
MOSTLY = 0.5
"""A floor: a fault on more than half of the pages is always wrong."""
NEARLY_ALL = 0.8
"""A floor for things that some sites do by nature, like one title for all pages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthFinding:
    """One fault of a run."""

    field: str
    """The part of a page or site that it is about: ``title``, ``date``, ``body``, ``listing``, ``pager``, ..."""
    what: str
    """One English sentence, without a full stop."""
    now: float | None = None
    usual: float | None = None
    url: str = ""
    """The address of an example."""
    capture: str = ""
    """The capture of the example: ``<12-letter address id>@<ISO captured_at>``."""
    count: int = 0
    """The number of pages that show it."""

    def to_row(self) -> dict[str, Any]:
        """The finding as JSON has it: ``field what now usual url capture count``."""
        names = ("field", "what", "now", "usual", "url", "capture", "count")
        return {name: getattr(self, name) for name in names}


PAIRED = {
    "unread-title": ("title", "pages captured before have no title where their page object looks for it"),
    "unread-body": ("body", "pages captured before have no text where their page object looks for it"),
    "title-lost": ("title", "pages captured before have no title any more"),
    "title-same": ("title", "pages captured before share a title now; each had its own"),
    "date-lost": ("date", "pages that had a date no longer have one that can be read"),
    "date-today": ("date", "pages captured before now carry the day of the capture as their date"),
    "date-changed": ("date", "pages captured before carry another date now"),
    "body-cut": ("body", "pages captured before have lost a third of their text or more"),
    "body-grown": ("body", "pages captured before have nearly twice as much text now, or more"),
    "language-changed": ("language", "pages captured before are in another language now"),
    "text-same": ("blocked", "pages captured before have one text now, as behind a wall or on an error page"),
    "text-other": ("text", "pages captured before have hardly a word of their text left"),
    "furniture": ("furniture", "pages captured before have gained a paragraph that other pages gained as well"),
}
COVERS = {
    "text-same": ("unread-title", "unread-body", "text-other", "body-cut", "furniture", "title-same", "announced"),
    "text-other": ("language-changed", "furniture", "body-grown", "announced"),
    "body-cut": ("announced",),
    "furniture": ("body-grown",),
    "date-today": ("date-changed",),
}
"""Findings that make others superfluous: name → the names that it replaces."""


def judge(now: Measures, past: Sequence[Measures]) -> list[HealthFinding]:
    """The findings of a run; empty for a healthy one.

    ``past`` holds the measures of the site's earlier live runs, oldest first, each with ``healthy`` (True, False, or
    None if it was not judged). Only healthy runs define what is usual.
    """
    healthy = [run for run in past if run.get("healthy")]
    own = list(left_unread(now, past))
    if found := list(_answers(now, healthy)):
        return [*own, *found]  # a site that did not answer has no other findings
    paired = list(_paired(now))
    named = {finding.field for finding in paired}
    alike = healthy if now["read"] <= UNLIKE * max((run["read"] for run in healthy), default=0) else []
    alone = [*_pages(now, alike, is_first=not healthy), *_length(now, alike)]
    return [
        *own,
        *paired,
        *(finding for finding in alone if finding.field not in named),
        *_missing(now, healthy),
        *_links(now, alike),
        *_listings(now, healthy),
        *_new(now, past),
    ]


def left_unread(now: Measures, past: Sequence[Measures] = ()) -> Iterator[HealthFinding]:
    """What a run did not read of what it was sent: pages on which our own code failed, entries without an address,
    listings without an end.

    Entries of a listing that an earlier run said are no finding again, however that run was judged: they are a fact of
    the site, and a site that is never healthy has nothing that is usual. More of them are.
    """
    if errors := now.get("errors", 0):
        what = f"The code of the spider or of a pipeline failed {errors} time{'' if errors == 1 else 's'}"
        if cause := now.get("cause"):
            what += f" ({'with' if errors == 1 else 'first with'} {cause})"
        yield HealthFinding(field="error", what=what, now=errors, usual=0, count=errors, **_example(now, "errors"))
    known = _most_unread(past)
    more = {key: number for key, number in now.get("unread", {}).items() if number > known.get(key, 0)}
    if number := sum(more.values()):
        what = f"{number} entries of listings, feeds or sitemaps show no address that can be read"
        usual = sum(known.get(key, 0) for key in more)
        first = _example(now, f"unread-{next(iter(more))}")
        yield HealthFinding(field="listing", what=what, now=number, usual=usual, count=number, **first)
    if number := now.get("left_out", {}).get("is_cut", 0):
        what = f"{number} listings, feeds or sitemaps are cut short or damaged, so that they were not read to their end"
        yield HealthFinding(field="listing", what=what, now=number, usual=0, count=number, **_example(now, "is_cut"))


def _most_unread(past: Iterable[Measures]) -> dict[str, int]:
    """The most entries without an address that each listing had, by the id of its address."""
    most: dict[str, int] = {}
    for run in past:
        for key, number in run.get("unread", {}).items():
            most[key] = max(number, most.get(key, 0))
    return most


def _answers(now: Measures, healthy: Sequence[Measures]) -> Iterator[HealthFinding]:
    if now["robots"]:
        what = f"robots.txt gave no answer ({now['robots']}), so no request was made"
        yield HealthFinding(field="unreachable", what=what, now=1, usual=0, count=1, **_example(now, "unreachable"))
        return
    causes = {
        "blocked": "answers were a firewall page, a challenge or a log-in wall",
        "unreachable": "requests got no answer",
    }
    for name, words in causes.items():
        share = (now[name], now["asked"])
        before = [(run[name], run["asked"]) for run in healthy]
        enough = share[0] >= 3 or 0 < share[0] == share[1]
        if enough and (_is_mostly(share, 0.3) or (_is_known(healthy) and is_unusual(share, before))):
            yield _share_finding(now, name, name, f"{share[0]} of {share[1]} {words}", share, before)


def _paired(now: Measures) -> Iterator[HealthFinding]:
    alarming = {name for name, (_, _, alarm) in now["paired"].items() if alarm}
    covered = {other for name in alarming for other in COVERS.get(name, ())}
    for name in sorted(alarming):
        if name in covered or name.partition("-")[0] in covered:
            continue
        hits, of, _ = now["paired"][name]
        field, words = PAIRED.get(name, ("language", ""))
        if not words:
            tag = name.removeprefix("announced-")
            words = f"pages that announced a version in {tag} no longer announce it"
        yield HealthFinding(
            field=field,
            what=f"{hits} of {of} {words}",
            now=round(hits / of, 3),
            usual=0,
            count=hits,
            **_example(now, name),
        )


UNPAIRED = {
    "unread-title": ("title", "pages have no title where their page object looks for it", MOSTLY),
    "unread-body": ("body", "pages have no text where their page object looks for it", MOSTLY),
    "empty": ("body", "articles have no text", MOSTLY),
    "title-alike": ("title", "articles share a title with another one", NEARLY_ALL),
    "furniture": ("furniture", "articles have a paragraph that many others have too", NEARLY_ALL),
}


SEVERAL_STORIES = 9
"""The least number of undated pages that come from several stories: the versions of one story have one date, or
none."""


def _pages(now: Measures, healthy: Sequence[Measures], *, is_first: bool) -> Iterator[HealthFinding]:
    for name, (hits, of) in now["pages"].items():
        before = [tuple(run["pages"][name]) for run in healthy if name in run["pages"]]
        if name.startswith("undated-"):
            kind = name.removeprefix("undated-") or "article"
            field, words, floor = "date", f"pages of the kind {kind} have no date that can be read", 2.0
            if of < SEVERAL_STORIES:
                continue
        elif name == "today":
            # New pages are dated today; on the first run of a site not all pages are new.
            field, words, floor = "date", "articles carry the day of the capture as their date", 0.9
            if not is_first:
                continue
        else:
            field, words, floor = UNPAIRED[name]
            if name == "title-alike":  # more pages have more namesakes
                before = []
        if _is_bad((hits, of), before, floor):
            yield _share_finding(now, name, field, f"{hits} of {of} {words}", (hits, of), before)


def _length(now: Measures, healthy: Sequence[Measures]) -> Iterator[HealthFinding]:
    """A finding if bodies are far shorter than ever before, in a run with enough pages."""
    past = [run["characters"][0] for run in healthy if run["characters"][1] >= ENOUGH_PAGES]
    length, of = now["characters"]
    if len(past) >= ENOUGH_RUNS and of >= ENOUGH_PAGES and length < min(MOSTLY * min(past), lowest_usual(past)):
        usual = median(past)
        what = f"Half of {of} articles are shorter than {length} characters; usually it is {usual:g}"
        yield HealthFinding(
            field="body", what=what, now=length, usual=usual, count=of // 2, **_example(now, "characters")
        )


def _missing(now: Measures, healthy: Sequence[Measures]) -> Iterator[HealthFinding]:
    hits, of, alarm = now["gone"]
    if alarm:
        before = [(run["gone"][0], run["gone"][1]) for run in healthy]
        words = f"{hits} of {of} articles that stood before answer that they are gone, all in one run"
        yield _share_finding(now, "gone", "missing", words, (hits, of), before)


def _links(now: Measures, healthy: Sequence[Measures]) -> Iterator[HealthFinding]:
    hits, of = now["links"]
    before = [tuple(run["links"]) for run in healthy]
    if _is_bad((hits, of), before, MOSTLY):
        words = f"{hits} of {of} new links of the listings led to no article"
        yield _share_finding(now, "links", "listing", words, (hits, of), before)


def _listings(now: Measures, healthy: Sequence[Measures]) -> Iterator[HealthFinding]:
    """The faults of listings. The first of several listings with the same fault is the example."""
    found: dict[tuple[str, str], list[HealthFinding]] = defaultdict(list)
    for key, seen in now["listings"].items():
        before = [Listed(*run["listings"][key]) for run in healthy if key in run["listings"]]
        for fault in faults(Listed(*seen), before):
            finding = HealthFinding(
                field=fault.field, what=fault.what, now=fault.now, usual=fault.usual, **_example(now, f"listing-{key}")
            )
            found[fault.field, fault.name].append(finding)
    for first, *others in found.values():
        yield replace(first, what=first.what + _others(len(others)), count=1 + len(others))
    unread = [key for key, seen in now["listings"].items() if seen[0] or not seen[1]]
    if not healthy and 2 * len(unread) > len(now["listings"]):
        what = f"{len(unread)} of {len(now['listings'])} listings could not be read or show no entry"
        yield HealthFinding(
            field="listing", what=what, now=0, count=len(unread), **_example(now, f"listing-{unread[0]}")
        )


def _others(number: int) -> str:
    if not number:
        return ""
    return f"; {number} more listing{' has' if number == 1 else 's have'} the same fault"


def _new(now: Measures, past: Sequence[Measures]) -> Iterator[HealthFinding]:
    """A finding if the site, or one of its languages, has brought nothing new for an unusually long time."""
    today = _day(now)
    if not _is_known(past) or not now["listings"]:
        return
    runs = [run for run in (*past, now) if run["listings"]]
    tags = sorted({tag for run in runs for tag in run["new"]})
    for tag in ("", *tags):
        days: dict[date, int] = {}
        for run in runs:
            new = sum(run["new"].values()) if not tag else run["new"].get(tag, 0)
            days[_day(run)] = days.get(_day(run), 0) + new
        if row := quiet(days, today):
            what = f"No new article{f' in {tag}' if tag else ''} for {row.days} days; {row.usual:.0%} of days bring one"
            yield HealthFinding(
                field="language" if tag else "new", what=what, now=0, usual=round(row.usual, 3), **_example(now, "new")
            )
            if not tag:
                return


def _day(run: Measures) -> date:
    return datetime.fromtimestamp(run["at"] / 1000, UTC).date()


def _is_known(runs: Sequence[Measures]) -> bool:
    return len(runs) >= ENOUGH_RUNS


def _is_mostly(share: Share, floor: float) -> bool:
    return share[1] > 0 and share[0] > floor * share[1]


def _is_bad(share: Share, before: Sequence[Any], floor: float) -> bool:
    if len(before) >= ENOUGH_RUNS or sum(of for _, of in before) >= ENOUGH_READ:
        return is_unusual(share, before)
    return share[1] >= ENOUGH_PAGES and _is_mostly(share, floor)


def _share_finding(
    now: Measures, name: str, field: str, what: str, share: Share, before: Iterable[Any]
) -> HealthFinding:
    usual = usual_share(before)
    return HealthFinding(
        field=field,
        what=what,
        now=round(share[0] / share[1], 3) if share[1] else 0,
        usual=None if usual is None else round(usual, 3),
        count=share[0],
        **_example(now, name),
    )


def _example(now: Measures, name: str) -> Mapping[str, Any]:
    url, capture = now["examples"].get(name, ("", ""))
    return {"url": url, "capture": capture}

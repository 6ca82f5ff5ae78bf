"""The health of a run: measured from its readings, judged by the site's own past, kept with the run.

Keys of ``run.measures`` (a share is ``[so many, of so many]``; times are milliseconds UTC):

``at``                         when the run began
``asked blocked unreachable``  requests for pages; how many answers were block pages; how many requests got no answer
``robots``                     why robots.txt gave no answer, so that no request was allowed; else empty
``read unchanged``             article pages that were read; pages that were unchanged
``paired``                     pages compared with their past: name → share, and 1 for an alarm
``pages``                      pages by themselves: name → share
``gone``                       articles that were there before and are gone now: share, and 1 for an alarm
``links``                      new links of listings that led to no article: share
``errors``                     pages and items on which the spider's or a pipeline's code failed
``left_out``                   of all listings: entries without an address, and listings not read to their end
``unread``                     address id → entries of that listing without an address
``listings``                   address id → facts of a listing's first page (``Listed.to_row``)
``characters``                 the median length of the bodies, and of how many
``new``                        new articles, by language
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any, TypeVar

from sqlite_utils import Database

from crawler.archive.derive.health_evidence import (
    SAMPLE,
    Before,
    Fields,
    Taken,
    before,
    listings,
    seen_before,
    seen_now,
    taken_in,
)
from crawler.archive.sql import slot
from crawler.items import PageFailure
from crawler.rules.health.failures import capture_name, failure_findings
from crawler.rules.health.page_pairs import Pair, PairTally, Seen, compare
from crawler.rules.health.pages import page_faults
from crawler.rules.health.run_health import judge, left_unread

T = TypeVar("T")
Example = tuple[str, str]
"""An address, and the name of the capture that is an example."""

PAST = 120
"""Earlier runs from which the usual measures are taken: a month of four runs a day."""
JUDGED = ("finished", "stopped", "blocked")
"""Ends of runs that can be judged; a run that failed or died says nothing of the site."""
NOT_PAGES = frozenset({"robots", "excluded", "offsite", "moved"})
PASSING = frozenset({"blocked", "unreachable", "moved", "excluded", "offsite"})
TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

_NEW = f"""
    SELECT {slot("a")}, count(*)
    FROM run JOIN revision v ON v.capture BETWEEN run.first_capture AND run.last_capture AND v.number = 1
    JOIN capture c ON c.id = v.capture AND c.run = run.id JOIN article a ON a.id = v.article
    WHERE run.id = ? GROUP BY 1"""


def examine(db: Database, run: int, *, errors: int = 0, failures: Sequence[PageFailure] = ()) -> None:
    """Measure a run after everything was derived from it, judge it, and keep both with it. The caller holds the
    transaction.

    A live run is compared with the live runs before it. A replay is measured and not judged, since saved responses
    are not a sample of the site; what was left unread in it is a finding all the same. An import is not measured; its
    findings are its failures. ``errors`` is the number of pages and items on which our own code failed, and
    ``failures`` has the causes, as far as they are known.
    """
    site, mode, reason, started = db.conn.execute(
        "SELECT site, mode, end_reason, started FROM run WHERE id = ?", (run,)
    ).fetchone()
    if mode == "import":
        rows = [finding.to_row() for finding in failure_findings(failures)]
        db.conn.execute("UPDATE run SET findings = ? WHERE id = ?", (TO_JSON(rows), run))
        return
    past = _past(db, site, run)
    measured = _measure(db, site, run, started, usual_from=past[0][0] if len(past) == PAST else 0)
    measured["errors"] = errors
    if failures:
        measured["cause"] = failures[0].cause
        measured["examples"]["errors"] = (failures[0].url, capture_name(failures[0]))
    findings = [finding.to_row() for finding in left_unread(measured)]
    healthy = None
    has_requests = measured["asked"] or measured["robots"]
    if mode == "live" and reason in JUDGED and has_requests:
        findings = [finding.to_row() for finding in judge(measured, [measures for _, measures in past])]
        healthy = 0 if findings else 1
    kept = {name: value for name, value in measured.items() if name not in ("examples", "cause")}
    db.conn.execute(
        "UPDATE run SET measures = ?, healthy = ?, findings = ? WHERE id = ?",
        (TO_JSON(kept), healthy, TO_JSON(findings), run),
    )


def _past(db: Database, site: int, run: int) -> list[tuple[int, dict[str, Any]]]:
    """The site's live runs before this one that made requests, the oldest first: id, and measures."""
    rows = db.conn.execute(
        """SELECT id, measures, healthy FROM run
        WHERE site = ? AND id < ? AND mode = 'live' AND ended IS NOT NULL AND measures != '{}'
        ORDER BY id DESC LIMIT ?""",
        (site, run, PAST),
    ).fetchall()
    found = []
    for number, text, healthy in reversed(rows):
        measures = json.loads(text)
        if measures["asked"]:
            found.append((number, measures | {"healthy": None if healthy is None else bool(healthy)}))
    return found


def _measure(db: Database, site: int, run: int, started: int, *, usual_from: int) -> dict[str, Any]:
    taken, fields = taken_in(db, run), Fields(db)
    requested = [each for each in taken if each.word not in NOT_PAGES]
    words = Counter(each.word for each in requested)
    pages = _pages(db, taken, run, usual_from)
    pairs, alone = _read(pages, fields)
    whole = [*(pair.now for pair in pairs), *alone]
    paired, looked = compare(pairs), page_faults(whole)
    gone, links = _gone(taken, pages), _links(db, taken, run)
    listed = list(listings(db, site, taken, fields))
    left_out, unread = _left_out(taken, fields), _unread(taken, fields)
    bodies = sorted((seen for seen in whole if seen.outcome == "article" and not seen.unread), key=_length)
    return {
        "at": started,
        "asked": len(requested),
        "blocked": words["blocked"],
        "unreachable": words["unreachable"],
        "robots": _robots(taken, requested),
        "read": sum(1 for each, _ in pages if each.word == "article"),
        "unchanged": words["unchanged"],
        "paired": {name: [len(tally.hit), tally.of, int(tally.is_alarming)] for name, tally in paired.items()},
        "pages": {name: [len(tally.hit), tally.of] for name, tally in looked.items()},
        "gone": [len(gone.hit), gone.of, int(gone.is_alarming)],
        "links": [len(links.hit), links.of],
        "left_out": {name: number for name, (number, _) in left_out.items()},
        "unread": {key: number for key, (number, _) in unread.items()},
        "listings": {each.key: seen.to_row() for each, seen in listed},
        "characters": [round(median(map(_length, bodies))) if bodies else 0, len(bodies)],
        "new": dict(db.conn.execute(_NEW, (run,)).fetchall()),
        "examples": {
            **_first_of(taken),
            **_first_hit({**looked, **paired, "gone": gone, "links": links, "characters": PairTally(hit=bodies)}),
            **{name: (each.url, each.name) for name, (_, each) in left_out.items()},
            **{f"unread-{key}": (each.url, each.name) for key, (_, each) in unread.items()},
            **{f"listing-{each.key}": (each.url, each.name) for each, _ in listed},
            "new": next(((each.url, each.name) for each, _ in listed), ("", "")),
        },
    }


def _left_out(taken: Iterable[Taken], fields: Fields) -> dict[str, tuple[int, Taken]]:
    """What of the run's listings, feeds and sitemaps was not read, with an example: how many entries gave no address,
    and how many documents were not read to their end."""
    found: dict[str, tuple[int, Taken]] = {}
    for each in taken:
        said = fields.of(each.extract) if each.word in ("listing", "feed", "sitemap") else {}
        for name in ("unread", "is_cut"):
            if number := int(said.get(name, 0)):
                before, example = found.get(name, (0, each))
                found[name] = (before + number, example)
    return found


def _unread(taken: Iterable[Taken], fields: Fields) -> dict[str, tuple[int, Taken]]:
    """The entries without an address of each listing's last capture in the run, by the id of its address."""
    last = {each.key: each for each in taken if each.word in ("listing", "feed", "sitemap")}
    counted = {key: (int(fields.of(each.extract).get("unread", 0)), each) for key, each in last.items()}
    return {key: (number, each) for key, (number, each) in counted.items() if number}


def _first_of(taken: Iterable[Taken]) -> dict[str, Example]:
    """The first capture that was blocked, the first that got no answer, and the first on which our own code failed."""
    found: dict[str, Example] = {}
    for each in taken:
        if each.word == "unreadable" and each.reason in ("spider-error", "pipeline-error"):
            found.setdefault("errors", (each.url, each.name))
        if each.word in ("blocked", "unreachable"):
            found.setdefault(each.word, (each.url, each.name))
    return found


def _first_hit(tallies: Mapping[str, PairTally]) -> dict[str, Example]:
    return {name: (tally.hit[0].url, tally.hit[0].capture) for name, tally in tallies.items() if tally.hit}


def _robots(taken: Sequence[Taken], requested: Sequence[Taken]) -> str:
    """Why no request was allowed: robots.txt gave no answer (RFC 9309, 2.3.1.4); empty otherwise."""
    silent = [each for each in taken if each.url.endswith("/robots.txt") and each.word == "unreachable"]
    return silent[0].reason if silent and len(silent) == len(requested) else ""


def _pages(db: Database, taken: Sequence[Taken], run: int, usual_from: int) -> list[tuple[Taken, Before | None]]:
    """The last capture of each article's address in the run, and the answer of the address before the run."""
    last = {
        each.resource: each
        for each in taken
        if each.word in ("article", "unreadable", "missing")
        and each.alias is None
        and (each.kind == "article" or each.article is not None or each.word == "article")
    }
    return [(each, before(db, each, run, usual_from)) for each in last.values()]


def _read(pages: Sequence[tuple[Taken, Before | None]], fields: Fields) -> tuple[list[Pair], list[Seen]]:
    """Pages with their past, and pages without one; of many a sample."""
    whole = [(each, past) for each, past in pages if each.word != "missing"]
    known = [(each, past) for each, past in whole if past is not None and past.word == "article"]
    fresh = [each for each, past in whole if past is None or past.word != "article"]
    pairs = [
        Pair(seen_before(each, past, fields.of(past.extract)), seen_now(each, fields.of(each.extract)))
        for each, past in _sample(known)
    ]
    return pairs, [seen_now(each, fields.of(each.extract)) for each in _sample(fresh)]


def _sample(pages: Sequence[T]) -> Sequence[T]:
    """At most ``SAMPLE`` pages, spread evenly: a fault of the site shows on more than half of its pages."""
    return pages[:: max(1, -(-len(pages) // SAMPLE))]


def _gone(taken: Sequence[Taken], pages: Sequence[tuple[Taken, Before | None]]) -> PairTally:
    """Articles that were there before; hits are those that are gone now."""
    known = [each for each, past in pages if past is not None and past.word == "article"]
    known += [each for each in taken if each.word == "unchanged" and each.article is not None]
    seen = [replace(seen_now(each, {}), claimed=each.language) for each in known]
    return PairTally.among(seen, (each for each in seen if each.outcome == "missing"))


def _length(seen: Seen) -> int:
    return seen.characters


def _links(db: Database, taken: Sequence[Taken], run: int) -> PairTally:
    """New addresses from listings that this run was the first to request; hits are those that are not articles."""
    tally = PairTally()
    seen_once: set[int] = set()
    for each in taken:
        if each.listed is None or each.kind != "article" or each.word in PASSING or each.resource in seen_once:
            continue
        seen_once.add(each.resource)
        earlier = db.conn.execute(
            "SELECT 1 FROM capture WHERE resource = ? AND run != ? AND captured_at < ? LIMIT 1",
            (each.resource, run, each.at),
        ).fetchone()
        if earlier is None:
            tally.possible[each.language] += 1
            if each.word not in ("article", "unchanged"):
                tally.hit.append(seen_now(each, {}))
    return tally

"""When each address is due again: a cache, rebuilt from the answers of the address so far."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.captures import NO_ANSWER
from crawler.archive.facts.mentions import CLAIM
from crawler.archive.readings.extracts import found_in
from crawler.archive.sql import AMONG, rows_of
from crawler.rules.schedule.revisits import (
    Due,
    Past,
    article_due,
    away_due,
    bound,
    failing_due,
    listing_due,
    nowhere_due,
)

LOOKS = 12
"""How many of a listing's latest answers are compared."""

_ADDRESSES = f"""
    -- the fields of ``DueAddress``, in its order
    SELECT r.id, r.site, r.kind, r.alias_of, a.id, a.resource, a.first_seen, a.published, a.state, v.captured_at,
        v.number - 1, gone.at, (
            -- the latest event of another article of the story
            SELECT max(e.at) FROM article b JOIN event e ON e.article = b.id
                AND e.kind IN ('edited', 'vanished', 'restored')
            WHERE b.story = a.story AND b.id != a.id),
        r.listed_at
    FROM resource r LEFT JOIN article a ON a.id = r.article LEFT JOIN revision v ON v.id = a.revision
    -- the event since which the article is gone: its latest removal, unless it was restored afterwards
    LEFT JOIN event gone ON gone.id = (
        SELECT e.id FROM event e WHERE e.article = a.id AND e.kind IN ('vanished', 'restored')
        ORDER BY e.at DESC, e.kind DESC LIMIT 1) AND gone.kind = 'vanished'
    WHERE r.id {AMONG}"""

_ANSWERED = """
    SELECT 1 FROM capture d JOIN reading g ON g.capture = d.id JOIN outcome w ON w.id = g.outcome
        AND w.word IN ('article', 'listing', 'feed', 'sitemap', 'file', 'unchanged', 'missing', 'moved')
    WHERE d.run = run.id AND d.id BETWEEN run.first_capture AND run.last_capture"""
"""SQL for whether a run got any answer. Where it got none, a missing answer says nothing of an address."""

_ANY_ANSWERS = f"""
    -- the address, then the fields of ``DueAnswer``; CROSS JOIN keeps the order of the index of captures
    SELECT c.resource, c.captured_at, o.word, r.extract, run.complete IS 0 FROM capture c
    CROSS JOIN run ON run.id = c.run AND run.ignored_because IS NULL
    CROSS JOIN reading r ON r.capture = c.id CROSS JOIN outcome o ON o.id = r.outcome
        AND (run.outage IS NULL OR o.word != 'missing')
        AND (o.word NOT IN ('blocked', 'unreachable') OR EXISTS ({_ANSWERED}))"""

_ANSWERS = f"{_ANY_ANSWERS} WHERE c.resource {AMONG} ORDER BY c.resource, c.captured_at, c.id"

_NEWEST_FIRST = f"{_ANY_ANSWERS} WHERE c.resource = ? ORDER BY c.captured_at DESC, c.id DESC"

_ANNOUNCED = f"""
    -- the target, when a page announced it that had not done so before, and whether its own article announces it
    SELECT target, max(first), max(is_own) FROM (
        SELECT a.target AS target, min(c.captured_at) AS first,
            s.article IS NOT NULL AND s.article = t.article AS is_own
        FROM announcement a JOIN resource t ON t.id = a.target JOIN resource s ON s.id = a.source
        JOIN extract e ON e.id = a.extract
        JOIN capture c ON c.resource = e.resource JOIN reading g ON g.capture = c.id AND g.extract = e.id
        JOIN run ON run.id = c.run AND run.ignored_because IS NULL
        WHERE a.target {AMONG} AND a.source != a.target GROUP BY a.target, a.source)
    GROUP BY target"""

_NAMED = """
    -- addresses without an article that listings of the run listed for the first time, or that its pages announce
    SELECT r.id FROM run JOIN resource r ON r.site = run.site AND r.listed_at IS NOT NULL
    WHERE run.id = ?1 AND r.captured_at IS NOT NULL AND r.article IS NULL AND r.listed_at >= (
        SELECT min(c.captured_at) FROM capture c WHERE c.run = run.id
            AND c.id BETWEEN run.first_capture AND run.last_capture)
    UNION SELECT r.id FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN announcement a ON a.extract = g.extract
    JOIN resource r ON r.id = a.target AND r.captured_at IS NOT NULL WHERE run.id = ?1 AND (
        r.article IS NULL OR r.article IS (SELECT s.article FROM resource s WHERE s.id = a.source))"""

NO_ARTICLE = ("missing", "unreadable")
"""Answers of an address that has no article, and may have one later."""
NAMED_AGAIN = "new evidence"
"""Why an address without an article is due at once: a listing or page names it that had not named it before."""
STANDING = frozenset({"article", "unchanged"})
LISTED = frozenset({"listing", "feed", "sitemap", "unchanged"})
CUT_SHORT = "cut short"
"""Why a listing is due at once: the run that requested it last may not have requested the pages behind it."""


class DueAddress(NamedTuple):
    """An address and its article, as far as the due time depends on them."""

    id: int
    site: int
    kind: str | None
    alias_of: int | None
    article: int | None
    main: int | None
    first_seen: int | None
    published: str | None
    state: str | None
    revised: int | None
    """When the current text was first captured."""
    edits: int | None
    gone_since: int | None
    version_at: int | None
    listed_at: int | None


class Announced(NamedTuple):
    """Who says that an address without an article has one."""

    at: int
    """When a page announced it that had not announced it before; the latest such time."""
    is_own: bool
    """Whether the article announces it to which the address redirects: the site shows that one until there is a
    translation."""


class DueAnswer(NamedTuple):
    """One answer of an address."""

    at: int
    word: str
    extract: int | None
    cut_short: int = 0
    """1 where its run did not read every listing as far as it was meant to."""


class DueSite(NamedTuple):
    """Facts of a site on which the due times of its addresses depend."""

    seeds: dict[int, tuple[str, str]]
    """Kind and language of each seed, by its address."""
    longest: int
    fronts: frozenset[int] = frozenset()
    """Its front pages."""


def other_versions(db: Database, run_ids: Collection[int]) -> list[int]:
    """Addresses of articles of which some run found another language version edited, gone or back."""
    rows = db.execute(
        f"""SELECT DISTINCT r.id FROM event e JOIN article a ON a.id = e.article JOIN article b ON b.story = a.story
        JOIN resource r ON r.article = b.id WHERE e.run {AMONG} AND b.id != a.id
            AND e.kind IN ('edited', 'vanished', 'restored')""",
        [json.dumps(sorted(run_ids))],
    )
    return [row[0] for row in rows]


def named_addresses(db: Database, run_ids: Collection[int]) -> list[int]:
    """Addresses without an article of their own that captures of some runs list or announce."""
    return [row[0] for run in run_ids for row in db.execute(_NAMED, [run])]


StandingAddresses = dict[int, frozenset[int]]
"""For each article with several addresses, those whose latest answer is no redirect."""


def derive_due(db: Database, resources: Collection[int], held: StandingAddresses | None = None) -> None:
    """Write when each of these addresses is due, and why; NULL for an address that is not requested again.

    ``held`` keeps what is known of articles with several addresses from one call to the next.
    """
    held = {} if held is None else held
    addresses = [DueAddress(*row) for row in db.execute(_ADDRESSES, [json.dumps(sorted(resources))])]
    sites = {number: _site(db, number) for number in {one.site for one in addresses}}
    answers = _answers_of(db, addresses, sites)
    held |= _standing(db, {one.article for one in addresses if one.article is not None} - held.keys())
    announced = _evidence(db, [one.id for one in addresses if _may_have_an_article(one, answers[one.id])])
    times = []
    for one in addresses:
        due = _due(db, one, answers[one.id], sites[one.site], announced.get(one.id), is_main=_is_looked_at(one, held))
        times.append((due.at, due.why, one.id) if due else (None, None, one.id))
    db.conn.executemany("UPDATE resource SET due_at = ?1, due_why = ?2 WHERE id = ?3 AND due_at IS NOT ?1", times)


def _answers_of(
    db: Database, addresses: Collection[DueAddress], sites: Mapping[int, DueSite]
) -> dict[int, list[DueAnswer]]:
    """The answers of each address, oldest first; of a seed no more than its due time depends on."""
    seeds = {one.id for one in addresses if one.id in sites[one.site].seeds}
    answers: dict[int, list[DueAnswer]] = defaultdict(list)
    for key, *row in db.execute(_ANSWERS, [json.dumps(sorted({one.id for one in addresses} - seeds))]):
        answers[key].append(DueAnswer(*row))
    return answers | {key: _latest(db, key) for key in seeds}


def _latest(db: Database, seed: int) -> list[DueAnswer]:
    """The answers of a seed, oldest first, from the one with which ``LOOKS`` have listed something; a seed has one for
    each run, and the earlier ones are not read."""
    latest: list[DueAnswer] = []
    listed = 0
    with closing(db.conn.execute(_NEWEST_FIRST, [seed])) as rows:
        for _, *row in rows:
            latest.append(DueAnswer(*row))
            listed += latest[-1].word in LISTED
            if listed == LOOKS:
                break
    return latest[::-1]


def _site(db: Database, number: int) -> DueSite:
    seeds, budget, fronts = db.execute("SELECT seeds, budget, fronts FROM site WHERE id = ?", [number]).fetchone()
    (articles,) = db.execute("SELECT count(*) FROM article WHERE site = ? AND state != 'vanished'", [number]).fetchone()
    listed = json.loads(seeds)
    ids = dict(rows_of(db, [url for url, _, _ in listed], "uri_r, id"))
    return DueSite(
        {ids[url]: (kind, language) for url, kind, language in listed if url in ids},
        bound(articles, budget),
        frozenset(number for _, number in rows_of(db, json.loads(fronts), "uri_r, id")),
    )


def _standing(db: Database, articles: Collection[int]) -> StandingAddresses:
    """The standing addresses of those of these articles that have several addresses."""
    of = dict(
        db.execute(
            f"""SELECT id, article FROM resource WHERE article IN (
                SELECT article FROM resource WHERE article {AMONG} GROUP BY article HAVING count(*) > 1)""",
            [json.dumps(sorted(articles))],
        )
    )
    latest: dict[int, dict[int, str]] = defaultdict(dict)
    for key, _, word, *_ in db.execute(_ANSWERS, [json.dumps(sorted(of))]):
        if word not in NO_ANSWER:
            latest[of[key]][key] = word
    return {
        article: frozenset(key for key, word in words.items() if word != "moved") for article, words in latest.items()
    }


def _is_looked_at(one: DueAddress, held: Mapping[int, frozenset[int]]) -> bool:
    """Whether its article is requested at this address: at the one that names it; where that redirects, at the others
    that do not; and where all redirect, at the first again, since a redirect may be temporary."""
    if one.article is None or one.main is None:
        return True
    standing = held.get(one.article, frozenset())
    if not standing or one.main in standing:
        return one.id == one.main
    return one.id in standing


def _due(
    db: Database,
    one: DueAddress,
    answers: list[DueAnswer],
    site: DueSite,
    announced: Announced | None,
    *,
    is_main: bool,
) -> Due | None:
    failures = 0
    for answer in reversed(answers):
        if answer.word not in NO_ANSWER:
            break
        failures += 1
    decisive = [answer for answer in answers if answer.word not in NO_ANSWER]
    due = _by_answers(db, one, decisive, site, announced, is_main=is_main)
    if failures and (due is not None or not decisive):
        failing = failing_due(answers[-1].at, failures)
        due = failing if due is None or failing.at > due.at else due
    return due


def _by_answers(
    db: Database,
    one: DueAddress,
    answers: list[DueAnswer],
    site: DueSite,
    announced: Announced | None,
    *,
    is_main: bool,
) -> Due | None:
    if not answers or one.alias_of is not None:
        return None
    if one.id in site.seeds:
        if answers[-1].cut_short:
            return Due(answers[-1].at, CUT_SHORT)
        kind, language = site.seeds[one.id]
        others = {tag for what, tag in site.seeds.values() if what == "listing"}
        looked, unchanged = _listed(db, [answer for answer in answers if answer.word in LISTED])
        return listing_due(looked or answers[-1].at, unchanged, backup=kind != "listing" and language in others)
    if answers[-1].word == "moved":
        away = next((place for place, each in enumerate(reversed(answers)) if each.word != "moved"), len(answers))
        if one.article is not None and is_main:
            return away_due(answers[-1].at, away, site.longest)
        is_waiting = announced is not None and announced.is_own and away == len(answers)
        return nowhere_due(answers[-1].at, away, site.longest) if is_waiting else None
    if one.article is not None:
        return article_due(_past(one, answers), site.longest) if is_main else None
    if one.id in site.fronts:
        return None
    named_at = max(one.listed_at or 0, announced.at if announced is not None else 0)
    if named_at > answers[-1].at and answers[-1].word in NO_ARTICLE:
        return Due(named_at, NAMED_AGAIN)
    if one.kind == "article" or (named_at and answers[-1].word in NO_ARTICLE):
        return nowhere_due(answers[-1].at, len(answers), site.longest)
    return None


def _may_have_an_article(one: DueAddress, answers: list[DueAnswer]) -> bool:
    """Whether an address was requested for an article and is none of its own so far."""
    decisive = [answer.word for answer in answers if answer.word not in NO_ANSWER]
    if not decisive or one.alias_of is not None or one.kind not in (None, "article", CLAIM):
        return False
    return decisive[-1] == "moved" or (one.article is None and decisive[-1] in (*NO_ARTICLE, "listing"))


def _evidence(db: Database, resources: Collection[int]) -> dict[int, Announced]:
    """The announcements of these addresses, by address."""
    rows = db.execute(_ANNOUNCED, [json.dumps(sorted(resources))]) if resources else ()
    return {target: Announced(at, bool(is_own)) for target, at, is_own in rows}


def _past(one: DueAddress, answers: list[DueAnswer]) -> Past:
    gone = one.gone_since
    revised = one.revised or 0
    return Past(
        first_seen=one.first_seen or 0,
        published=_instant(one.published),
        looked=answers[-1].at,
        unchanged=sum(answer.word in STANDING and answer.at > revised for answer in answers),
        edits=one.edits or 0,
        suspected_since=gone if gone is None or any(answer.word == "missing" for answer in answers) else None,
        vanished=one.state == "vanished",
        version_at=one.version_at,
        missing=0 if gone is None else sum(answer.word == "missing" and answer.at >= gone for answer in answers),
    )


def _listed(db: Database, answers: list[DueAnswer]) -> tuple[int, int]:
    """When a listing last answered, and how many answers in a row, up to then, listed nothing that was new."""
    if not answers:
        return 0, 0
    extracts: list[int | None] = []
    for answer in answers[-LOOKS:]:
        extracts.append(answer.extract if answer.extract is not None or not extracts else extracts[-1])
    unchanged = 0
    for later, earlier in pairwise(reversed(extracts)):
        if later != earlier and _found(db, later) - _found(db, earlier):
            break
        unchanged += 1
    return answers[-1].at, unchanged


def _found(db: Database, extract: int | None) -> frozenset[str]:
    return frozenset() if extract is None else found_in(db, extract)


def _instant(published: str | None) -> int | None:
    if not published:
        return None
    day = datetime.fromisoformat(published[:10]).replace(tzinfo=UTC)
    return round(day.timestamp() * 1000)

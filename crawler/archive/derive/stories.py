"""Stories and the verdicts on announcements, for all articles that the queued ones are connected with."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.announced_targets import leaves
from crawler.archive.derive.article_rows import story_of
from crawler.archive.derive.work_queue import WorkQueue
from crawler.archive.sql import AMONG
from crawler.rules.language.tags import agree
from crawler.rules.stories.matching import (
    ARCHIVED,
    MISSING,
    OFFSITE,
    REFUSED,
    UNTRANSLATED,
    Announcement,
    LinkVerdict,
    Node,
    tie,
)


class StoryLink(NamedTuple):
    """A row of ``variant_link`` that is in force, with the articles at its ends (None: no article is there)."""

    source: int
    target: int
    language: str
    state: str
    reason: str | None
    article: int
    other: int | None


class Member(NamedTuple):
    """A row of the table ``article``, and the address that names its story."""

    id: int
    resource: int
    uri_r: str
    site: int
    story: int
    named: int
    first_seen: int
    claimed: str
    """The claim of the current text, whatever ``article`` has."""
    text: str
    state: str
    shown: str
    """The claim that ``article`` has now."""

    @property
    def language(self) -> str:
        """The tag that the article stands for by its own word, else by its text."""
        return self.claimed or self.text

    @property
    def own_state(self) -> str:
        """The state by the article's own word."""
        if self.state not in (ARCHIVED, UNTRANSLATED) or not self.text or not self.claimed:
            return self.state
        return ARCHIVED if agree(self.text, self.claimed) else UNTRANSLATED


def derive_stories(db: Database, queue: WorkQueue, chunks: Iterable[Collection[int]]) -> None:
    """Derive the stories of these articles (chunks of ids), and of all connected by announcements in force."""
    done: set[int] = set()
    for chunk in chunks:
        waiting = set(chunk) - done
        if waiting:
            done |= _derive(db, queue, waiting)


def _derive(db: Database, queue: WorkQueue, seeds: set[int]) -> set[int]:
    """Derive the stories of the closure of some articles; returns the closure."""
    members, links = _closure(db, seeds)
    ends = {link: _end(link, members) for link in links}
    unheld = {end for end in ends.values() if end < 0}
    judgement = tie(
        {key: Node(one.language, (one.first_seen, one.uri_r), one.own_state, one.text) for key, one in members.items()},
        (Announcement(link.article, link.language, end) for link, end in ends.items()),
        _others(db, links, unheld),
    )
    _write_verdicts(
        db,
        ((link, judgement.verdicts.get(Announcement(link.article, link.language, end))) for link, end in ends.items()),
    )
    _write_meant(db, members, judgement.meant)
    _write_stories(db, queue, members, judgement.stories)
    return set(members)


def _end(link: StoryLink, members: dict[int, Member]) -> int:
    """The article that an announcement leads to; the negative id of an address that is no article of this site."""
    if link.other is not None and members[link.other].site == members[link.article].site:
        return link.other
    return -link.target


def _others(db: Database, links: Iterable[StoryLink], unheld: Collection[int]) -> dict[int, LinkVerdict]:
    found = {-key: verdict for key, verdict in leaves(db, [-key for key in unheld]).items()}
    foreign = {-link.target for link in links if link.other is not None} & set(unheld)
    return found | dict.fromkeys(foreign, LinkVerdict(REFUSED, OFFSITE))


def _closure(db: Database, seeds: set[int]) -> tuple[dict[int, Member], list[StoryLink]]:
    """All articles connected with these by announcements in force, either way, or by a story up to now; and the
    links."""
    members: dict[int, Member] = {}
    links: list[StoryLink] = []
    waiting = seeds
    while waiting:
        among = json.dumps(sorted(waiting))
        for row in db.execute(
            f"""SELECT a.id, a.resource, r.uri_r, a.site, a.story, s.resource, a.first_seen,
                ifnull(v.language_claimed, ''), ifnull(v.language, ''),
                iif(a.state = 'vanished', 'missing', a.state), ifnull(a.language_claimed, '')
            FROM article a JOIN resource r ON r.id = a.resource JOIN story s ON s.id = a.story
            LEFT JOIN revision v ON v.id = a.revision WHERE a.id {AMONG}""",
            [among],
        ):
            members[row[0]] = Member._make(row)
        new = [
            StoryLink._make(row)
            for row in db.execute(
                f"""SELECT v.source, v.target, v.language, v.state, v.reason, s.article, t.article
                FROM resource s JOIN variant_link v ON v.source = s.id AND v.state != 'withdrawn'
                JOIN resource t ON t.id = v.target WHERE s.article {AMONG}""",
                [among],
            )
        ]
        links += new
        near = {link.other for link in new if link.other is not None} | _announcing(db, among)
        waiting = near - members.keys()
    return members, links


def _announcing(db: Database, among: str) -> set[int]:
    """The articles that announce some of these, and those that were in a story with them."""
    rows = db.execute(
        f"""SELECT s.article FROM resource t JOIN variant_link v ON v.target = t.id AND v.state != 'withdrawn'
        JOIN resource s ON s.id = v.source WHERE t.article {AMONG} AND s.article IS NOT NULL
        UNION SELECT b.id FROM article a JOIN article b ON b.story = a.story WHERE a.id {AMONG}""",
        [among, among],
    )
    return {row[0] for row in rows}


def _write_verdicts(db: Database, verdicts: Iterable[tuple[StoryLink, LinkVerdict | None]]) -> None:
    """Write the verdicts that changed; an announcement of the article itself is deleted."""
    changed, selfish = [], []
    for link, verdict in verdicts:
        if verdict is None:
            selfish.append(link[:3])
        elif verdict != (link.state, link.reason or ""):
            changed.append((verdict.state, verdict.reason or None, *link[:3]))
    where = "WHERE source = ? AND target = ? AND language = ?"
    db.conn.executemany(f"DELETE FROM variant_link {where}", selfish)
    db.conn.executemany(f"UPDATE variant_link SET state = ?, reason = ? {where}", changed)


def _write_meant(db: Database, members: dict[int, Member], meant: Mapping[int, str]) -> None:
    """Write the claim and the state of the articles that mean another language than they claim, or no longer do."""
    changed = []
    for key, one in members.items():
        claimed = meant.get(key, one.claimed)
        state = ARCHIVED if key in meant and one.own_state == UNTRANSLATED else one.own_state
        if (claimed, state) != (one.shown, one.state):
            changed.append((claimed, "vanished" if state == MISSING else state, key))
    db.conn.executemany("UPDATE article SET language_claimed = ?, state = ? WHERE id = ?", changed)


def _write_stories(db: Database, queue: WorkQueue, members: dict[int, Member], stories: dict[int, int]) -> None:
    changed = [(one, members[stories[key]].resource) for key, one in members.items()]
    changed = [(one, resource) for one, resource in changed if resource != one.named]
    named = {resource: story_of(db, resource) for resource in {resource for _, resource in changed}}
    db.conn.executemany(
        "UPDATE article SET story = ? WHERE id = ?", [(named[resource], one.id) for one, resource in changed]
    )
    queue.add_stories(one.story for one, _ in changed)

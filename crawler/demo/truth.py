"""The truth about the demo ministry on a day, as plain data with which tests compare an archive.

Keys of a truth (every address is a path from the root):

``day date moment down``
    The requested day, the ministry's calendar date, the instant (RFC 3339), and how the site is down (empty if it is
    not).
``articles``
    Each article that stands: ``url language kind title body published published_raw date_source skin story listed
    announces links images attachments since``. ``body`` holds the paragraphs, and a dateline as the last one.
    ``announces`` holds the links of its switcher (language → path), including false ones. ``since`` is the day on which
    it appeared.
``stories``
    The articles that stand, by story, in all languages.
``announced_stories``
    The same, but joined only by true announcements of the pages. A crawler can know no more without reading the texts.
``refused``
    False announcements: ``from to language reason``. The reason is ``wrong-story``, ``front-page`` or ``listing``.
``front_switchers``
    The targets of the header switcher. They are the same on every page, so they announce nothing.
``print``, ``moved``
    Path → path of the print twin, and old path → new path.
``removed``
    The paths of articles that have existed and are gone.
``unlisted``
    The paths of articles that stand but are no longer on the listings.
``excluded``, ``offsite``
    The links of listings that robots.txt disallows, and those to another host.
``events``
    All events since day 1, in order: ``day at kind``, and for an event of one article ``url language story``. The kinds
    are ``appeared`` (``late``), ``edited`` (``what fields``), ``moved`` (``to``), ``vanished`` (``how``), ``restored``;
    and changes that an archive does not count as events: ``switcher``, ``unlisted``, ``markup``, ``furniture`` (``skin
    language part``), and ``outage``, ``closed``, ``firewall`` (``until``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from crawler.demo import script
from crawler.demo.grammar import write_date
from crawler.demo.listings import excluded_path, offsite_url
from crawler.demo.ministry import ArticleKey, Ministry, State
from crawler.demo.names import FRONT, LANGUAGES
from crawler.demo.pages import attachment_path, image_path, linked_path
from crawler.demo.script import ScriptedChange
from crawler.demo.stories import Story, kind_of, story_text


def truth_on(ministry: Ministry, day: float) -> dict[str, Any]:
    """The truth of a day, which may be a fraction (see ``script.moment``). The module lists its keys."""
    state = ministry.state(day)
    stories = {number: _standing(state, number) for number in range(1, state.newest + 1)}
    keys = [(number, language) for number, languages in stories.items() for language in languages]
    ever = [(n, language) for n in stories for language in state.languages(n)]
    listed = {(n, tag) for kind in ("news", "statement") for tag in LANGUAGES for n in state.listed(kind, tag)}
    refused = list(_lies(state, keys))
    return {
        "day": day,
        "date": script.calendar(day).isoformat(),
        "moment": script.moment(day).isoformat(),
        "down": state.down,
        "articles": [{**_article(state, key), "listed": key in listed} for key in keys],
        "stories": [[state.path(n, tag) for tag in languages] for n, languages in stories.items() if languages],
        "announced_stories": _announced(state, keys, {(lie["from"], lie["to"]) for lie in refused}),
        "refused": refused,
        "front_switchers": list(FRONT.values()),
        "print": {state.path(*key): f"/print{state.path(*key)}" for key in keys},
        "removed": [state.path(*key) for key in ever if state.gone(*key)],
        "moved": {
            state.first_path(*key): state.path(*key) for key in ever if state.path(*key) != state.first_path(*key)
        },
        "unlisted": [state.path(*key) for key in keys if key not in listed],
        "excluded": [excluded_path(ministry.seed)],
        "offsite": [offsite_url(ministry.seed)],
        "events": [event for change in state.changes for event in _events(ministry, change)],
    }


def _standing(state: State, number: int) -> list[str]:
    return [language for language in state.languages(number) if not state.gone(number, language)]


def _article(state: State, key: ArticleKey) -> dict[str, Any]:
    number, language = key
    story = state.story(number, language)
    text = story_text(story, language)
    raw, source = _date(story, language)
    return {
        "url": state.path(number, language),
        "language": language,
        "kind": kind_of(number),
        "title": text.title,
        "body": [*text.body, *([text.dateline] if text.dateline else [])],
        "published": story.published.isoformat() if raw else None,
        "published_raw": raw,
        "date_source": source,
        "skin": story.skin,
        "story": number,
        "announces": state.announced(number, language),
        "links": [linked_path(state, story, language)] if story.linked and not story.unlinked else [],
        "images": [image_path(story)] if story.image else [],
        "attachments": [attachment_path(story, language)] if story.attachment else [],
        "since": state.since(number, language),
    }


def _date(story: Story, language: str) -> tuple[str | None, str | None]:
    """The date as the page writes it, and its place: ``element``, ``prose`` or ``dateline``; None if it has none."""
    if story.skin == "old":
        return write_date(story.published, language, american=True), "prose"
    if story.kind == "news":
        return write_date(story.published, language), "element"
    if story.dateline:
        return write_date(story.published, language, american=True), "dateline"
    return None, None


def _lies(state: State, keys: list[ArticleKey]) -> Iterator[dict[str, str]]:
    for number, language in keys:
        for other, path in state.announced(number, language).items():
            if path in FRONT.values():
                reason = "front-page"
            elif (target := state.find(path)) is None:
                reason = "listing"
            elif target[0] != number:
                reason = "wrong-story"
            else:
                continue
            yield {"from": state.path(number, language), "to": path, "language": other, "reason": reason}


def _announced(state: State, keys: list[ArticleKey], lies: set[tuple[str, str]]) -> list[list[str]]:
    """The articles that stand, in groups joined by true announcements. A redirect leads to a moved article."""
    group: dict[ArticleKey, int] = {key: place for place, key in enumerate(keys)}
    for key in keys:
        for path in state.announced(*key).values():
            target = state.find(path)
            if target is not None and target in group and (state.path(*key), path) not in lies:
                low, high = sorted((group[key], group[target]))
                for other in [other for other in _story_keys(key) if group.get(other) == high]:
                    group[other] = low
    joined: dict[int, list[str]] = defaultdict(list)
    for key, place in group.items():
        joined[place].append(state.path(*key))
    return list(joined.values())


def _story_keys(key: ArticleKey) -> list[ArticleKey]:
    return [(key[0], language) for language in LANGUAGES]


def _events(ministry: Ministry, change: ScriptedChange) -> Iterator[dict[str, Any]]:
    """The events of a change: one for each article, language or downtime."""
    day = script.day_at(change.at)
    base = {"day": day, "at": change.at}
    if change.kind == "down":
        yield {**base, "kind": change.what, "until": change.detail["until"]}
        return
    if change.kind == "furniture":
        for language in change.languages:
            yield {
                **base,
                "kind": "furniture",
                "skin": change.detail["skin"],
                "language": language,
                "part": change.what,
            }
        return
    before, after = ministry.state(change.at - 1e-4), ministry.state(change.at)
    for language in change.languages:
        key = (change.story, language)
        about = {"url": after.path(*key), "language": language, "story": change.story}
        yield {**base, **about, **_what_happened(change, before, after, key)}
    if change.kind == "translate" and ministry.story(change.story).skin == "old":
        for language in before.languages(change.story):
            url = after.path(change.story, language)
            yield {**base, "kind": "switcher", "url": url, "language": language, "story": change.story}


def _what_happened(change: ScriptedChange, before: State, after: State, key: ArticleKey) -> dict[str, Any]:
    if change.kind in ("publish", "translate"):
        return {"kind": "appeared", "late": change.kind == "translate"}
    if change.kind == "edit":
        return {"kind": "edited", "what": change.what, "fields": _fields(before, after, key)}
    if change.kind == "vanish":
        return {"kind": "vanished", "how": change.what}
    if change.kind == "move":
        return {"kind": "moved", "url": before.path(*key), "to": after.path(*key)}
    return {"kind": {"restore": "restored", "unlist": "unlisted"}.get(change.kind, change.kind)}


def _fields(before: State, after: State, key: ArticleKey) -> list[str]:
    """The fields of an article that differ between two times."""
    old, new = _article(before, key), _article(after, key)
    return [name for name in ("title", "body", "links", "attachments") if old[name] != new[name]]

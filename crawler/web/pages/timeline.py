"""The timeline of an article: its texts, its events, its dates, and its captures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from crawler.archive import Row
from crawler.rules.history import event_words
from crawler.rules.text.digests import address_id
from crawler.web import urls
from crawler.web.pages.text_versions import text_page, views_of
from crawler.web.urls import TextView


def timeline(ref: str, language: str, revisions: list[Row], events: Iterable[Row], captures: list[Row]) -> list[Row]:
    """Rows ``at until kind what page``, newest first.

    Captures in a row without anything new are one row. The captures of other addresses of the article (a former one, a
    print view) have rows of their own.
    """
    rows: list[Row] = []
    starts = {(address_id(row["url"]), row["captured_at"]) for row in revisions}
    views = views_of(revisions)
    for number, row in enumerate(revisions):
        before = views[number - 1]._replace(language=language)
        page = urls.story(ref, before, views[number]) if number else text_page(row, language)
        rows.append(_row(row["captured_at"], "revision", "text changed" if number else "first text", page))
    rows += [
        _row(row["at"], row["kind"], _event(row), _evidence(row))
        for row in events
        if row["kind"] not in ("appeared", "edited")
    ]
    by_address: dict[str, list[Row]] = {}
    for capture in captures:
        by_address.setdefault(capture["id"], []).append(capture)
    for each in by_address.values():
        counted = [capture for capture in each if not capture["uncounted"]]
        rows += _dates(language, counted, starts)
        where = f" at {each[0]['url']}" if len(by_address) > 1 else ""
        rows += _stretches(each, starts, where)
    return sorted(rows, key=itemgetter("at"), reverse=True)


def _row(at: str, kind: str, what: str, page: str | None, until: str | None = None) -> Row:
    return {"at": at, "until": until, "kind": kind, "what": what, "page": page}


def _event(row: Row) -> str:
    changed = event_words.changed(row)
    return f"{event_words.what(row)}: {changed}" if changed else event_words.what(row)


def _evidence(row: Row) -> str | None:
    """The last stored page that shows the event; None if there is none."""
    stored = [capture for capture in row["captures"] if capture["status"]]
    if not stored:
        return None
    return urls.original(address_id(stored[-1]["url"]), stored[-1]["captured_at"])


def _dates(language: str, captures: list[Row], starts: set[tuple[str, str]]) -> Iterator[Row]:
    """Rows for captures whose page has a new date while its text stays, which is not an edit.

    Only dates that the same extractor read in the same place are compared.
    """
    before: Row | None = None
    for capture in captures:
        if capture["reader"] is None or not capture["published"]:
            continue
        is_start = (capture["id"], capture["captured_at"]) in starts
        if before is not None and not is_start and _is_redated(before, capture):
            page = urls.story(capture["id"], TextView(language, capture["captured_at"]))
            what = f"date on the page: {capture['published']}, was {before['published']}"
            yield _row(capture["captured_at"], "date", what, page)
        before = capture


def _is_redated(before: Row, after: Row) -> bool:
    same = all(before[name] == after[name] for name in ("reader", "date_source"))
    return same and before["published"] != after["published"]


def _stretches(captures: list[Row], starts: set[tuple[str, str]], where: str) -> Iterator[Row]:
    stretch: list[Row] = []
    for capture in captures:
        if (capture["id"], capture["captured_at"]) in starts and not capture["uncounted"]:
            yield from _stretch(stretch, where)
            stretch = []
            continue
        if stretch and _kind(stretch[-1]) != _kind(capture):
            yield from _stretch(stretch, where)
            stretch = []
        stretch.append(capture)
    yield from _stretch(stretch, where)


def _kind(capture: Row) -> tuple[int, str, str]:
    return capture["status"], capture["outcome"], capture["uncounted"]


def _stretch(captures: list[Row], where: str) -> Iterator[Row]:
    if not captures:
        return
    first, last = captures[0], captures[-1]
    times = "once" if len(captures) == 1 else f"{len(captures)} times"
    what = f"seen {times}{where}: {first['outcome']}" + (f" ({first['status']})" if first["status"] else "")
    what += f", does not count: {first['uncounted']}" if first["uncounted"] else ""
    page = urls.original(last["id"], last["captured_at"]) if last["status"] and last["bytes"] else None
    yield _row(first["captured_at"], "capture", what, page, last["captured_at"] if len(captures) > 1 else None)

"""The page of coverage: a cell for each month and language, and the list of what is missing in it."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter

from crawler.archive import Archive, Row
from crawler.interchange.atom import FeedEntry
from crawler.rules.text.digests import address_id
from crawler.web import list_forms, urls
from crawler.web.cache import ResultCache
from crawler.web.responses import HtmlPage, PageFeed, WebRequest

MAX_ENTRIES = 100
"""Entries of the feed."""


_coverage = ResultCache()
"""The coverage by site and language: with a million articles the query takes seconds."""


def coverage(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/coverage``, with the filters ``site`` and ``language``; with ``month`` (may be empty), a list of its gaps."""
    site, language = request.word("site"), request.word("language")
    rows = _coverage.rows(archive, site, language, query=lambda: archive.coverage(site=site, language=language))
    if "month" in request.query:
        return _gaps(request, rows, site or "", request.query["month"], language or "")
    known = {row["name"]: row for row in archive.names()}
    sites = [
        _site(known[name], list(same))
        for name, same in groupby(sorted(rows, key=itemgetter("site")), key=itemgetter("site"))
    ]
    offered = list_forms.choices(archive)
    data = {
        "sites": sites,
        "all_sites": offered["sites"],
        "all_languages": offered["languages"],
        **list_forms.chosen({"site": site, "language": language}),
    }
    return HtmlPage("coverage.html", "Coverage", data, feed=_feed(request, rows, site, language))


def _site(site: Row, rows: list[Row]) -> Row:
    usual = {tag: place for place, tag in enumerate(site["languages"])}
    languages = sorted({row["language"] for row in rows}, key=lambda tag: (usual.get(tag, len(usual)), tag))
    by_month: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_month.setdefault(row["month"], {})[row["language"]] = row
    return {
        "name": site["name"],
        "title": site["title"],
        "languages": languages,
        "months": [
            {"month": month, "fields": [_cell(site["name"], month, tag, fields.get(tag)) for tag in languages]}
            for month, fields in by_month.items()
        ],
    }


def _cell(site: str, month: str, language: str, row: Row | None) -> Row:
    if row is None:
        return {
            "shade": "empty",
            "short": "-",
            "told": "nothing",
            "page": None,
            "archived": 0,
            "missing": 0,
            "without": 0,
            "unknown": 0,
        }
    archived, missing, without, unknown = row["archived"], row["missing"], row["without"], row["unknown"]
    shade = _shade(archived, archived + missing + without)
    short = f"{archived}" + (f" −{missing}" if missing else "") + (f" ({without})" if without else "")
    short += f" ?{unknown}" if unknown else ""
    described = (
        f"{month or 'no date'}, {language}: {archived} archived, {missing} missing, {without} stories without a text,"
        f" {unknown} stories of which it is unknown"
    )
    page = f"{urls.page('/coverage', site=site, language=language)}&month={month}"
    return {
        "shade": shade,
        "short": short,
        "told": described,
        "page": page if missing or without or unknown else None,
        "archived": archived,
        "missing": missing,
        "without": without,
        "unknown": unknown,
    }


def _shade(archived: int, known: int) -> str:
    """The CSS class of a cell: ``share-0`` (nothing that is known is archived) to ``share-5`` (all), or ``empty``."""
    if not known:
        return "empty"
    return f"share-{5 if archived == known else 0 if not archived else 1 + 4 * archived // known}"


def _gaps(request: WebRequest, rows: list[Row], site: str, month: str, language: str) -> HtmlPage:
    rows = [row for row in rows if row["month"] == month and row["site"] == site and row["language"] == language]
    gaps, unknowns = ([_listed(gap) for row in rows for gap in row[key]] for key in ("gaps", "unknowns"))
    data = {"site": site, "month": month, "language": language, "gaps": gaps, "unknowns": unknowns}
    title = f"Missing: {month or 'no date'}"
    return HtmlPage("gaps.html", title, data, feed=_feed(request, rows, site, language, month or "no date"))


def _listed(gap: Row) -> Row:
    """A gap with the page of its story, where its address is that of a story."""
    is_story = gap["why"] in ("no-version-known", "untranslated", "unknown")
    return {**gap, "page": urls.story(address_id(gap["url"])) if is_story else None}


def _feed(request: WebRequest, rows: list[Row], *filters: str | None) -> PageFeed:
    """The gaps as a feed, the newest months first; a gap has no time, so its entry has the time of its month."""
    about = " ".join(("gaps", *(word for word in filters if word)))
    gaps = islice((gap for row in rows for gap in row["gaps"]), MAX_ENTRIES)
    return PageFeed(f"Communiqué: not archived, {about}", about, [_entry(request.base, gap) for gap in gaps])


def _entry(base: str, gap: Row) -> FeedEntry:
    at = f"{gap['month'] or '1970-01'}-01T00:00:00Z"
    return FeedEntry(
        name=f"gap {gap['url']} {gap['language']}",
        title=f"{gap['language'] or '?'}, {gap['why']}: {gap['title'] or gap['url']}",
        published=at,
        updated=at,
        url=base + urls.page("/coverage", site=gap["site"], language=gap["language"]) + f"&month={gap['month']}",
        language=gap["language"],
        category=gap["site"],
        summary=gap["url"],
    )

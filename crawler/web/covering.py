"""The page of coverage: a field for each month and language, and what is missing in each."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.rules.digests import address_id
from crawler.web import addresses, lists
from crawler.web.answers import Asked, Page


def covering(archive: Archive, asked: Asked) -> Page:
    """``/coverage``, narrowed by ``site`` and ``language``; with ``month`` (may be empty), what is missing in it."""
    site, language = asked.word("site"), asked.word("language")
    rows = archive.coverage(site=site, language=language)
    if "month" in asked.query:
        return _gaps(rows, site or "", asked.query["month"], language or "")
    known = {row["name"]: row for row in archive.sites()}
    sites = [
        _site(known[name], list(same))
        for name, same in groupby(sorted(rows, key=itemgetter("site")), key=itemgetter("site"))
    ]
    offered = lists.offered(archive)
    data = {
        "sites": sites,
        "all_sites": offered["sites"],
        "all_languages": offered["languages"],
        **lists.chosen({"site": site, "language": language}),
    }
    return Page("coverage.html", "Coverage", data)


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
            {"month": month, "fields": [_field(site["name"], month, tag, fields.get(tag)) for tag in languages]}
            for month, fields in by_month.items()
        ],
    }


def _field(site: str, month: str, language: str, row: Row | None) -> Row:
    if row is None:
        return {
            "shade": "empty",
            "short": "-",
            "told": "nothing",
            "page": None,
            "archived": 0,
            "missing": 0,
            "without": 0,
        }
    archived, missing, without = row["archived"], row["missing"], row["without"]
    shade = "empty" if not archived and not missing else "none" if not archived else "part" if missing else "full"
    short = f"{archived}" + (f" −{missing}" if missing else "") + (f" ({without})" if without else "")
    told = f"{month or 'no date'}, {language}: {archived} archived, {missing} missing, {without} stories without a text"
    page = f"{addresses.page('/coverage', site=site, language=language)}&month={month}"
    return {
        "shade": shade,
        "short": short,
        "told": told,
        "page": page if missing or without else None,
        "archived": archived,
        "missing": missing,
        "without": without,
    }


def _gaps(rows: list[Row], site: str, month: str, language: str) -> Page:
    gaps = [
        {
            **gap,
            "page": addresses.story(address_id(gap["url"]))
            if gap["why"] in ("no-version-known", "untranslated")
            else None,
        }
        for row in rows
        if row["month"] == month and row["site"] == site and row["language"] == language
        for gap in row["gaps"]
    ]
    data = {"site": site, "month": month, "language": language, "gaps": gaps}
    return Page("gaps.html", f"Not archived: {month or 'no date'}", data)

"""The columns of tables, from the statements that make them; those of views, each with its meaning."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from prose import inline, item
from sqlite_utils import Database
from sqlite_utils.db import Table

from crawler import archive
from crawler.archive.schema import tables

VIEW_COLUMNS = {
    "id": "12-letter id of the address `url`",
    "url": "an address of the article or resource",
    "site": "the site's name",
    "language": "BCP 47 tag of the text; empty where nobody knows it",
    "language_claimed": "BCP 47 tag that the page or its address claims",
    "title": "the title of the newest text",
    "published": "when it was published, as `YYYY-MM-DD` or RFC 3339 with the site's offset; NULL where nobody knows",
    "published_raw": "the same as the site wrote it",
    "date_source": "where the date was read: `element`, `json-ld`, `meta`, `text`, ...",
    "modified": "when the site says it was changed",
    "modified_raw": "the same as the site wrote it",
    "canonical_url": "the address that the page claims to be (`rel=canonical`, `og:url`)",
    "story": "id of the story: of its earliest captured member",
    "state": "`archived`, `untranslated`, `empty` or `vanished`",
    "kind": "the section's word for its articles: `news`, `statement`, ...",
    "text_digest": "`sha256:` of the normalized text",
    "first_seen": "the first capture in which the article stood",
    "last_seen": "the last capture in which it stood",
    "revisions": "how many texts the article has had",
    "text_language": "BCP 47 tag of the text itself",
    "number": "1, 2, ...: for display only, since an import of older captures changes it",
    "captured_at": "when the exchange took place",
    "body": "paragraphs, an empty line between them",
    "extractor": "the page object that read it, as `site.Class`",
    "extractor_version": "that page object's version",
    "reason": "why the outcome is what it is: a reason word, or empty",
    "method": "the HTTP method",
    "asked": "the address that was requested, where it differs from `url`",
    "status": "the HTTP status; 0 where nothing answered",
    "outcome": "what the exchange was; `unchanged` for the same payload again",
    "payload_digest": "`sha256:` of the decoded body; empty where there is none",
    "bytes": "the size of that body",
    "run": "id of the run that captured it",
    "location": "where a redirect leads",
    "read_as": "the outcome as it was read, whether or not the payload is the one before",
    "announced_by": "the address whose page, header or sitemap announces `url`",
    "hreflang": "the language as announced, as written",
    "evidence": "all that says so, a blank between: `link`, `a`, `header`, `sitemap`, `words`, `flag`",
    "original": "id of the earliest article with that text",
    "original_url": "its address",
    "nearness": "how near the texts are; 1 for equal",
    "at": "when the change was seen",
    "confirmed": "when the event was certain; NULL for a removal that is only suspected",
    "summary": "JSON: fields that changed, words added and removed, where it moved to",
    "found_in": "the address of the page on which it was first found",
    "found_at": "when it was first known",
    "due_at": "when it is to be requested; NULL for what was never captured",
    "why": "what the time was learned from",
    "mode": "`live`, `replay` or `import`",
    "started": "when the run began",
    "ended": "when it ended; NULL while it lasts, or where it died",
    "how": "how it ended: `finished`, `stopped`, `blocked`, `failed`, `died`",
    "healthy": "1 or 0; NULL where nothing was judged",
    "findings": "JSON: what was wrong with the site",
    "counts": "JSON: what the run counted",
    "captures": "how many captures the run made",
    "what": "`due`, `full`, or empty for an ordinary run",
    "complete": "1: every listing was read as far as it had to be",
    "unwell": "why its `missing` answers count for nothing; empty where they count",
    "measures": "JSON: what its health was judged by",
}
"""What each column of the views is, wherever it stands,"""

OF_VIEW = {
    ("story_languages", "language"): "the language that the article stands for: the claimed one, else that of the text",
    ("revision_log", "id"): "12-letter id of the article",
    ("revision_log", "title"): "the title of this text",
    ("revision_log", "captured_at"): "the capture that this text begins with: its name",
    ("revision_log", "last_seen"): "the last capture in which this text stood",
    ("revision_log", "reason"): "`parser-changed` where another page object reads this text than at first; else empty",
    ("variant_state", "language"): "BCP 47 tag of what is announced; empty for `x-default`",
    ("variant_state", "url"): "the address that is announced",
    (
        "variant_state",
        "state",
    ): "`archived`, `known`, `untranslated`, `empty`, `refused`, `late`, `missing` or `withdrawn`",
    ("variant_state", "reason"): "why it is refused or missing; empty where it is neither",
    ("duplicate_pair", "id"): "12-letter id of the later article",
    ("duplicate_pair", "kind"): "`exact` or `near`",
    ("event_latest", "id"): "12-letter id of the article",
    ("event_latest", "kind"): "`appeared`, `edited`, `moved`, `vanished` or `restored`",
    ("frontier", "kind"): "what the address is expected to be: `article`, `listing`, `feed`, ...",
    ("frontier", "language"): "the language claimed by the place where it was found",
    ("frontier", "title"): "the title as listed",
    ("frontier", "published_raw"): "the date as listed",
    ("run_log", "id"): "the run's number",
}
"""but where a view has its own meaning for it."""

OF_TABLE = {
    ("site", "removal_captures"): "how many captures confirm a removal, at least",
    ("site", "removal_hours"): "over how many hours, at least",
    ("site", "cooldown_until"): "when the site may be requested again",
    ("site", "cooldown_reason"): "why it may not be requested before",
    ("run", "complete"): "1: every listing was read as far as it had to be",
    ("resource", "refusal"): "why it is not requested: excluded, offsite, bad-address",
    ("resource", "due_at"): "when it is to be captured again",
    ("resource", "due_why"): "what that time was learned from",
    ("revision", "title"): "the title of this text",
}
"""What a column of a table is, where the schema has no room for it,"""

_COLUMN = re.compile(r"^\s*(\w+) [A-Z].*?--\s*(.*?)\s*$", re.MULTILINE)
_ADDED = re.compile(r'"ALTER TABLE (\w+) ADD COLUMN (\w+) [^"]*",\s*#\s*(.*)')
_RENAMED = re.compile(r'^ +# (.*)$|^ +\("(\w+)", "\w+"\): "(\w+)",$', re.MULTILINE)


def table_section(db: Database, name: str) -> str:
    """A table: a heading, and its columns with what the schema says of each."""
    table = db.table(name)
    plain = {column: text for (of, column), text in OF_TABLE.items() if of == name}
    said = dict(_COLUMN.findall(table.schema)) | _added().get(name, {}) | plain
    refers = {key.column: f" → `{key.other_table}`" for key in table.foreign_keys}
    rows = (_column(table, each.name, refers.get(each.name, ""), said.get(each.name, "")) for each in table.columns)
    return f"### {name}\n\n" + "\n".join(rows)


def _column(table: Table, name: str, refers: str, said: str) -> str:
    kind = next(each.type for each in table.columns if each.name == name)
    facts = (kind or "TEXT").upper()
    line = item(name, f"{facts}{refers}", inline(said))
    return line if said else line.rstrip(": \n")


def view_section(db: Database, name: str) -> str:
    """A view: a heading, and its columns with what each is. Raises KeyError for a column that nobody described."""
    columns = [each.name for each in db.view(name).columns]
    rows = (item(each, "", OF_VIEW.get((name, each)) or VIEW_COLUMNS[each]) for each in columns)
    return f"### {name}\n\n" + "\n".join(rows)


def _added() -> dict[str, dict[str, str]]:
    """What the source says of columns that later migrations added or renamed: SQLite keeps no comments of those."""
    found: dict[str, dict[str, str]] = {}
    modules = sorted(path for root in archive.__path__ for path in Path(root).rglob("*.py"))
    sources = [path.read_text(encoding="utf-8") for path in modules]
    for source in sources:
        for table, column, comment in _ADDED.findall(source):
            found.setdefault(table, {})[column] = comment.strip()
    comment = ""
    for remark, table, column in _RENAMED.findall(inspect.getsource(tables).partition("PLAIN_NAMES = ")[2]):
        comment = remark or comment
        if column:
            found.setdefault(table, {})[column] = comment[:1].lower() + comment[1:].rstrip(".")
    return found

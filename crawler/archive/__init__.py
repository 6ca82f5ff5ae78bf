"""The archive: one SQLite file of facts, readings and derived rows. Only this package knows SQL.

Everything that code outside the package needs is named here; its modules are private (a contract of ``lint-imports``
holds that). Most callers need ``Archive`` alone.
"""

from crawler.archive.archive import Archive
from crawler.archive.connection import connect, explain
from crawler.archive.filters import ARTICLE_STATES, ArticleFilterArguments
from crawler.archive.queries.changes import EVENT_KINDS
from crawler.archive.readings.extracts import write_listing, write_storable
from crawler.archive.readings.host_templates import StoredMonth
from crawler.archive.readings.reparse import REPARSE_MODE, Reparsed
from crawler.archive.readings.stored_readings import StoredReading
from crawler.archive.search.index import IndexProgress
from crawler.archive.sql import Row, storable

__all__ = [
    "ARTICLE_STATES",
    "EVENT_KINDS",
    "REPARSE_MODE",
    "Archive",
    "ArticleFilterArguments",
    "IndexProgress",
    "Reparsed",
    "Row",
    "StoredMonth",
    "StoredReading",
    "connect",
    "explain",
    "storable",
    "write_listing",
    "write_storable",
]

"""The archive: one SQLite file of facts, readings and derived rows. Only this package knows SQL."""

from crawler.archive.archive import Archive
from crawler.archive.sql import Row

__all__ = ["Archive", "Row"]

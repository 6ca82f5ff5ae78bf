"""The archive: one SQLite file of facts, readings and judgements. Only this package knows SQL."""

from crawler.archive.archive import Archive
from crawler.archive.asking import Row

__all__ = ["Archive", "Row"]

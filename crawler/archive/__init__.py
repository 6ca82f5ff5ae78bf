"""The archive: one SQLite file of facts, readings and judgements. Only this package knows SQL."""

from crawler.archive.asking import Row
from crawler.archive.store import Archive

__all__ = ["Archive", "Row"]

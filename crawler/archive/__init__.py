"""The archive: one SQLite file of facts, readings and judgements. Only this package knows SQL."""

from crawler.archive.store import Archive, Row

__all__ = ["Archive", "Row"]

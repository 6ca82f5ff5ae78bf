"""What every command that crawls shares: the settings, the log on stderr, and the result of a crawl."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler.cli.archive_location import ArchiveLocation
from crawler.cli.site_lookup import project_settings
from crawler.crawl.run_outcome import run_log

DUE = {"due": True}
"""The spider argument of a crawl that requests only what is due and what is new."""


def crawl_settings(location: ArchiveLocation, *, verbose: bool, **changes: Any) -> Settings:
    """The project's Scrapy settings for crawls into an archive; the log level is INFO if ``verbose``, else WARNING."""
    level = "INFO" if verbose else "WARNING"
    return project_settings(ARCHIVE=str(location.path), LOG_LEVEL=level, **changes)


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlResult:
    """How a crawl ended."""

    run: int | None = None
    """The number of its run in the archive; None if it never began."""
    failed: str = ""
    """One line that says why it could not run, or could not be stored; empty if it did not fail."""
    is_held: bool = False
    """Whether it failed because another process is crawling the site."""


def crawl_result(crawler: Crawler, error: BaseException | None = None) -> CrawlResult:
    """The result of a crawl that is over; ``error`` is the exception that it raised, if any."""
    log = run_log(crawler)
    failed = log.failed
    if error is not None and not failed:
        failed = f"{type(error).__name__}: {error}"
    elif log.run is None and not failed:
        failed = "the crawl did not start; --verbose says why"
    return CrawlResult(run=log.run, failed=" ".join(failed.split()), is_held=bool(log.held))


class OneLineFormatter(logging.Formatter):
    """Formats a log record as one line, with the exception at its end and without the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = record.getMessage().partition("\n")[0]
        if record.exc_info and record.exc_info[1] is not None:
            line += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        shown = {"msg": " ".join(line.split()), "args": None, "exc_info": None, "exc_text": None, "stack_info": None}
        return super().format(logging.makeLogRecord({**record.__dict__, **shown}))


def log_to_stderr(settings: Settings) -> None:
    """Log on stderr at the level of the settings, one line for each record.

    Tracebacks are written only if the level is INFO or lower.
    """
    level, shape = logging.getLevelName(settings["LOG_LEVEL"]), ("%(asctime)s %(levelname)s %(name)s: %(message)s",)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(*shape) if level <= logging.INFO else OneLineFormatter(*shape))
    logging.root.addHandler(handler)
    for name in ("", "scrapy"):
        logging.getLogger(name).setLevel(level)
    if level > logging.INFO:
        logging.getLogger("crawler.pipelines.archive").setLevel(logging.CRITICAL)  # crawl_result reports its errors

"""What every command that crawls needs: the settings, the crawl itself, and what became of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler.cli.archive_location import Place
from crawler.cli.site_lookup import project_settings
from crawler.crawl.run_outcome import run_log

DUE = {"due": True}
"""The spider argument of a crawl that does what is due, and nothing else."""


def crawl_settings(place: Place, *, verbose: bool, **changes: Any) -> Settings:
    """The project's Scrapy settings for crawls into an archive; INFO and more is logged only where ``verbose``."""
    level = "INFO" if verbose else "WARNING"
    return project_settings(ARCHIVE=str(place.path), LOG_LEVEL=level, **changes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """What became of a crawl."""

    run: int | None = None
    """The run in the archive; None where it never began."""
    failed: str = ""
    """One line that says why it could not be made, or not be kept."""
    is_held: bool = False
    """It failed because another process is crawling the site."""


def ended(crawler: Crawler, error: BaseException | None = None) -> Ended:
    """What became of a crawl that is over; ``error`` is what it raised."""
    log = run_log(crawler)
    failed = log.failed
    if error is not None and not failed:
        failed = f"{type(error).__name__}: {error}"
    elif log.run is None and not failed:
        failed = "the crawl did not start; --verbose says why"
    return Ended(run=log.run, failed=" ".join(failed.split()), is_held=bool(log.held))


class OneLine(logging.Formatter):
    """A record as one line: what was raised stands at its end, without where."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = record.getMessage().partition("\n")[0]
        if record.exc_info and record.exc_info[1] is not None:
            line += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        shown = {"msg": " ".join(line.split()), "args": None, "exc_info": None, "exc_text": None, "stack_info": None}
        return super().format(logging.makeLogRecord({**record.__dict__, **shown}))


def log_in_lines(settings: Settings) -> None:
    """Log on stderr at the level of the settings, a line a record: what runs for months is read a line at a time.

    Tracebacks are written at INFO and below.
    """
    level, shape = logging.getLevelName(settings["LOG_LEVEL"]), ("%(asctime)s %(levelname)s %(name)s: %(message)s",)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(*shape) if level <= logging.INFO else OneLine(*shape))
    logging.root.addHandler(handler)
    for name in ("", "scrapy"):
        logging.getLogger(name).setLevel(level)
    if level > logging.INFO:
        logging.getLogger("crawler.pipelines.archive").setLevel(logging.CRITICAL)  # what it says is said by ``ended``

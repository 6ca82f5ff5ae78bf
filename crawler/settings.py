"""Scrapy settings of the project; ours come first and begin with the component's name where they are not Scrapy's."""

from __future__ import annotations

import os
from pathlib import Path

from crawler import __version__

CONTACT = os.environ.get("COMMUNIQUE_CONTACT", "")
"""An address or page where a site's operator reaches whoever runs the crawl; it goes into the User-Agent."""
ARCHIVE = os.environ.get("COMMUNIQUE_ARCHIVE", "data/archive.db")
"""The archive file; made if there is none."""
ARCHIVE_BATCH_SIZE = 100
"""Captures stored in one transaction at most; what waits is stored once a second in any case."""
REPLAY = ""
"""A WARC, WACZ or archive to take every response from, instead of the network."""
BACKOFF_MIN = 5.0
"""Seconds between two requests to a host after its first refusal; twice as many after each further one."""
BACKOFF_MAX = 60.0
"""At most so many. A Retry-After of no more is waited in the run; a longer one ends it."""
PROGRESS_ENABLED = False
"""A progress bar on a terminal, a line now and then elsewhere; the command line switches it on."""
NOTIFY = os.environ.get("COMMUNIQUE_NOTIFY", "")
"""Who is told of unhealthy runs, removals and edits: Apprise addresses, blanks between them. They are secrets."""
DAILY_REVISITS = 0
"""Requests a day to each site, besides those for new articles, that crawls of what is due make; 0: the site file's."""
REMOVAL_CAPTURES = 3
"""So many captures that say an article is gone, at least, confirm its removal,"""
REMOVAL_HOURS = 48.0
"""over so many hours, at least."""
COMMUNIQUE_CLOCK = ""
"""Dotted path of a function that gives the time (aware, UTC), for simulated days; empty: this machine's clock."""

BOT_NAME = "communique"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
TEMPLATES_DIR = str(Path(__file__).resolve().parent / "templates")
USER_AGENT = f"Communique/{__version__}" + (f" (+{CONTACT})" if CONTACT else "")
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# Politeness. A site file sets the delay and the concurrency of its own hosts (MinistrySpider.update_settings).
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # "one request a second" is then what it says
CONCURRENT_REQUESTS_PER_DOMAIN = 1
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]  # not 429: a host that asks us to slow down is not asked again
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider says what became of the address
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
# Every answer is evidence: no status is sorted out, no redirect followed unseen.
HTTPERROR_ALLOW_ALL = True
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.offsite.OffsiteMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.backoff.BackoffMiddleware": 560,  # sees answers before RetryMiddleware (550) does
    "crawler.middlewares.receipt.ReceiptMiddleware": 595,  # before HttpCompression (590) undoes the coding
    "crawler.middlewares.cookies.OfflineCookiesMiddleware": 700,
    "crawler.middlewares.host_override.HostOverrideMiddleware": 740,
    # Replaced by ours above: Scrapy's asks the network for a list of domains.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # Replaced by ours above; Scrapy's own robots middleware lets the first concurrent requests through.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # Nothing to do here: no site wants a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.captures.CaptureMiddleware": 950,
    "crawler.middlewares.failures.FailureMiddleware": 960,
    # Each costs two asynchronous generators a page, and none has anything to do: all statuses are handled, a Referer is
    # sent only where a site insists (LoadMore), depth is bounded by the listings, and an address that is too long is
    # the server's to refuse, not ours to drop unseen. MetaCopyDetection is a lint for meta that is copied; none is.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.normalize.NormalizePipeline": 100,
    "crawler.pipelines.circuit_breaker.CircuitBreakerPipeline": 150,
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,
    "crawler.pipelines.archive.ArchivePipeline": 300,
}
EXTENSIONS = {
    "crawler.extensions.progress.Progress": 500,
    "crawler.extensions.notify.Notify": 510,
}

CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks for each response, 100 by default: a quarter of a crawl's time

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.log_formatter.QuietFormatter"
LOGSTATS_INTERVAL = 60.0
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # no port is opened by a crawl
FEED_EXPORT_ENCODING = "utf-8"
WARN_ON_GENERATOR_RETURN_VALUE = False  # mypy finds that

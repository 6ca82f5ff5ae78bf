"""Scrapy settings of the project: first its own settings, which begin with the name of a component, then Scrapy's."""

from __future__ import annotations

import os
from pathlib import Path

from crawler import __version__

CONTACT = os.environ.get("COMMUNIQUE_CONTACT", "")
"""An e-mail address or URL where the operator of a site reaches the person who crawls; part of the User-Agent."""
ARCHIVE = os.environ.get("COMMUNIQUE_ARCHIVE", "data/archive.db")
"""The path of the archive file, which is made where it does not exist."""
ARCHIVE_BATCH_SIZE = 100
"""The most captures in one transaction; waiting captures are stored once a second in any case."""
REPLAY = ""
"""The path of a WARC, WACZ or archive that gives every response in place of the network; empty: no replay."""
BACKOFF_MIN = 5.0
"""Seconds between two requests to a host after its first refusal; each further refusal doubles them."""
BACKOFF_MAX = 60.0
"""The most seconds between two requests. The run waits for a Retry-After up to this; a longer one ends the run."""
PROGRESS_ENABLED = False
"""Show a progress bar on a terminal, and a line every ten seconds elsewhere; the command line switches it on."""
NOTIFY = os.environ.get("COMMUNIQUE_NOTIFY", "")
"""Apprise addresses, separated by spaces, for messages about unhealthy runs, removals and edits. They are secrets."""
DAILY_REVISITS = 0
"""Requests a day to each site, except for new articles, in runs of what is due; 0: the number of the site file."""
REMOVAL_CAPTURES = 3
"""The least number of captures without an article that confirm its removal."""
REMOVAL_HOURS = 48.0
"""The least number of hours that these captures span."""
COMMUNIQUE_CLOCK = ""
"""The dotted path of a function that returns the time (aware, UTC), for simulated days; empty: the system clock."""

BOT_NAME = "communique"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
TEMPLATES_DIR = str(Path(__file__).resolve().parent / "templates")
USER_AGENT = f"Communique/{__version__}" + (f" (+{CONTACT})" if CONTACT else "")
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# Politeness. A site file sets the delay and the concurrency of its own hosts (MinistrySpider.update_settings).
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # no jitter: requests keep exactly the delay
CONCURRENT_REQUESTS_PER_DOMAIN = 1
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]  # not 429, because that host asks for fewer requests
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider logs the outcome of the address
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
# Every answer is evidence: no status is filtered, and each redirect is stored before it is followed.
HTTPERROR_ALLOW_ALL = True
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.offsite.OffsiteMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.backoff.BackoffMiddleware": 560,  # sees answers before RetryMiddleware (550) does
    "crawler.middlewares.response_arrival.ReceiptMiddleware": 595,  # before HttpCompression (590) undoes the coding
    "crawler.middlewares.cookies.OfflineCookiesMiddleware": 700,
    "crawler.middlewares.host_override.HostOverrideMiddleware": 740,
    # Replaced by ours above, because Scrapy's requests a list of domains from the network.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # Replaced by ours above, because Scrapy's robots middleware lets the first concurrent requests through.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # Not needed, because no site requires a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.captures.CaptureMiddleware": 950,
    "crawler.middlewares.failures.FailureMiddleware": 960,
    # None of these is needed, and each costs two asynchronous generators a page. The spider handles all statuses. A
    # Referer is sent only where a site requires it (LoadMore). The listings bound the depth. The server refuses an
    # address that is too long, and the refusal is stored. MetaCopyDetection is a lint for copied meta, which we lack.
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

CONCURRENT_ITEMS = 1  # Scrapy starts this many tasks for each response; its default, 100, takes a quarter of the time

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.log_formatter.QuietFormatter"
LOGSTATS_INTERVAL = 60.0
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # a crawl opens no port
FEED_EXPORT_ENCODING = "utf-8"
WARN_ON_GENERATOR_RETURN_VALUE = False  # mypy finds such mistakes

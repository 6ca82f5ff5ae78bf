"""Tells of a run, through whatever service Apprise knows: that it is unhealthy, what was removed, what was edited."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.archive import Archive, Row
from crawler.crawl.protocols import site_of
from crawler.crawl.run_outcome import run_log
from crawler.crawl.scrapy_private import is_shell
from crawler.errors import CommuniqueError
from crawler.extensions.run_notice import Notice, notice

logger = logging.getLogger(__name__)

TALKATIVE = ("apprise", "urllib3", "requests_oauthlib", "oauthlib", "paho", "slixmpp")
"""Loggers that may write an address, which is a secret."""
LATEST = 50
"""Earlier runs of the site that are looked at: those that died, and those that told the same findings today."""
SENT, FAILED, NOTHING = "sent", "failed", "nothing-to-tell"
NOT_SENT = "an address of NOTIFY did not take it ('apprise -vv ADDRESS' says why)"
NOT_INSTALLED = "NOTIFY is set, but nothing will be told: Apprise is not installed (pip install apprise)"


class Service(Protocol):
    """What this module needs of ``apprise.Apprise``."""

    def notify(self, body: str, title: str, notify_type: str, body_format: str) -> object:
        """Send; what it gives is false where some address did not take it."""


class Notify:
    """One message after each run that has something to tell, once it is settled.

    ``NOTIFY`` holds Apprise addresses with blanks between them. They are secrets, and no line of a log has one. A
    message that cannot be sent is one warning, and never fails a crawl. Nothing is told of replays.
    """

    _said = False
    """Whether this process was told already that Apprise is missing."""

    def __init__(self, crawler: Crawler, service: Service) -> None:
        self._crawler = crawler
        self._service = service

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off unless ``NOTIFY`` is set; what keeps it from being heard is said before the crawl begins."""
        addresses = str(crawler.settings.get("NOTIFY") or "").split()
        if not addresses or crawler.settings.get("REPLAY") or is_shell(crawler.settings):
            raise NotConfigured
        service = _service(addresses)
        if service is None:
            if not Notify._said:
                logger.warning("%s", NOT_INSTALLED)
            Notify._said = True
            raise NotConfigured
        made = cls(crawler, service)
        crawler.signals.connect(made.engine_stopped, signals.engine_stopped)
        return made

    async def engine_stopped(self) -> None:
        """Tell of the run: by now the archive has ended and settled it, which no earlier signal can promise."""
        log = run_log(self._crawler)
        run = log.run
        if run is None:
            return
        telling = asyncio.get_running_loop().run_in_executor(None, self._tell, run, log.failed)
        await asyncio.wait([telling])
        error = telling.exception()
        word = FAILED if error else telling.result()
        self._crawler.stats.set_value(f"notify/{word}", 1)
        if word == FAILED:
            # The words of an error that is not ours may quote an address.
            why = str(error) if isinstance(error, CommuniqueError) else type(error).__name__ if error else NOT_SENT
            logger.warning("%s: the message about run %d was not sent: %s", self._crawler.spidercls.name, run, why)

    def _tell(self, run: int, failed: str) -> str:
        """In a thread: send what there is to tell; gives what became of it."""
        made = self._notice(run, failed)
        if made is None:
            return NOTHING
        kind = "warning" if made.is_alarm else "info"
        return SENT if self._service.notify(made.body, made.title, kind, "text") else FAILED

    def _notice(self, number: int, failed: str) -> Notice | None:
        site = site_of(self._crawler.spider).name
        with Archive.open(Path(self._crawler.settings["ARCHIVE"]), readonly=True) as archive:
            runs = [row for row in archive.runs(site=site, limit=LATEST) if row["id"] <= number]
            newest, told = runs[0], list(_settled_with(runs))
            removals = [row for row in archive.changes(site=site, kind="vanished") if row["confirmed"]]
            gone = {row["id"] for row in removals}
            return notice(
                newest,
                edited=[row for run in told for row in archive.changes(run=run["id"], kind="edited")],
                removed=[row for row in removals if row["confirmed"] >= told[-1]["started"]],
                restored=[
                    row for run in told for row in archive.changes(run=run["id"], kind="restored") if row["id"] in gone
                ],
                failed=failed,
                is_news=not any(_is_same(newest, before) for before in runs[1:]),
            )


def _service(addresses: Sequence[str]) -> Service | None:
    """Apprise with the addresses; None where it is not installed.

    An address that Apprise does not know is said by its place in the list and its scheme, never whole.
    """
    try:
        from apprise import Apprise
    except ImportError:
        return None
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    made = Apprise()
    for number, address in enumerate(addresses, 1):
        if not made.add(address):
            scheme = address.partition("://")[0] if "://" in address else "no scheme"
            logger.warning("NOTIFY: Apprise knows no such address: number %d (%s)", number, scheme[:20])
    service: Service = made
    return service


def _settled_with(runs: Sequence[Row]) -> Iterator[Row]:
    """The newest run, and those just before it that died: what they saw was settled when it began."""
    yield runs[0]
    for row in runs[1:]:
        if row["how"] != "died":
            return
        yield row


def _is_same(run: Row, before: Row) -> bool:
    """Whether a run of the same day (UTC) had the same findings: a standing fault is told once a day."""
    return before["healthy"] is False and run["started"][:10] == before["started"][:10] and _ills(run) == _ills(before)


def _ills(run: Row) -> set[str]:
    return {str(finding.get("field")) for finding in run["findings"]}

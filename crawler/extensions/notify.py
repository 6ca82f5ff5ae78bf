"""Sends a message after a run through Apprise: about an unhealthy run, removals, restorations and edits."""

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
"""Loggers that may write an Apprise address, which is a secret."""
LATEST = 50
"""The number of latest runs that are read, to find those that died and those that reported the same findings today."""
SENT, FAILED, NOTHING = "sent", "failed", "nothing-to-tell"
"""Results of a message, as in the stat ``notify/<result>``."""
NOT_SENT = "an address of NOTIFY did not accept it ('apprise -vv ADDRESS' shows the reason)"
NOT_INSTALLED = "NOTIFY is set, but no message will be sent: Apprise is not installed (pip install apprise)"


class Service(Protocol):
    """The part of ``apprise.Apprise`` that this module uses."""

    def notify(self, body: str, title: str, notify_type: str, body_format: str) -> object:
        """Send a message; the result is false where an address did not accept it."""


class Notify:
    """Sends one message after each run that has something to report, after the archive has derived from it.

    ``NOTIFY`` holds Apprise addresses, separated by spaces. They are secrets, and no log line contains one. A message
    that cannot be sent causes one warning and never fails a crawl. Replays send no message.
    """

    _is_warned = False
    """Whether this process has already logged that Apprise is missing."""

    def __init__(self, crawler: Crawler, service: Service) -> None:
        self._crawler = crawler
        self._service = service

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off unless ``NOTIFY`` is set; a missing Apprise or an invalid address is logged before the crawl begins."""
        addresses = str(crawler.settings.get("NOTIFY") or "").split()
        if not addresses or crawler.settings.get("REPLAY") or is_shell(crawler.settings):
            raise NotConfigured
        service = _service(addresses)
        if service is None:
            if not Notify._is_warned:
                logger.warning("%s", NOT_INSTALLED)
            Notify._is_warned = True
            raise NotConfigured
        made = cls(crawler, service)
        crawler.signals.connect(made.engine_stopped, signals.engine_stopped)
        return made

    async def engine_stopped(self) -> None:
        """Send the message about the run; no earlier signal comes after the archive has ended the run."""
        log = run_log(self._crawler)
        run = log.run
        if run is None:
            return
        sending = asyncio.get_running_loop().run_in_executor(None, self._send, run, log.failed)
        await asyncio.wait([sending])
        error = sending.exception()
        word = FAILED if error else sending.result()
        self._crawler.stats.set_value(f"notify/{word}", 1)
        if word == FAILED:
            # The text of an error that is not ours may contain an address.
            why = str(error) if isinstance(error, CommuniqueError) else type(error).__name__ if error else NOT_SENT
            logger.warning("%s: the message about run %d was not sent: %s", self._crawler.spidercls.name, run, why)

    def _send(self, run: int, failed: str) -> str:
        """Send the message where there is one, in a thread; return ``SENT``, ``FAILED`` or ``NOTHING``."""
        made = self._notice(run, failed)
        if made is None:
            return NOTHING
        kind = "warning" if made.is_alarm else "info"
        return SENT if self._service.notify(made.body, made.title, kind, "text") else FAILED

    def _notice(self, number: int, failed: str) -> Notice | None:
        site = site_of(self._crawler.spider).name
        with Archive.open(Path(self._crawler.settings["ARCHIVE"]), readonly=True) as archive:
            runs = [row for row in archive.runs(site=site, limit=LATEST) if row["id"] <= number]
            newest, reported = runs[0], list(_derived_with(runs))
            removals = [row for row in archive.changes(site=site, kind="vanished") if row["confirmed"]]
            gone = {row["id"] for row in removals}
            return notice(
                newest,
                edited=[row for run in reported for row in archive.changes(run=run["id"], kind="edited")],
                removed=[row for row in removals if row["confirmed"] >= reported[-1]["started"]],
                restored=[
                    row
                    for run in reported
                    for row in archive.changes(run=run["id"], kind="restored")
                    if row["id"] in gone
                ],
                failed=failed,
                is_news=not any(_is_same(newest, before) for before in runs[1:]),
            )


def _service(addresses: Sequence[str]) -> Service | None:
    """Make Apprise with the addresses; None where it is not installed.

    A warning about an invalid address gives its number in the list and its scheme, never the whole address.
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
            logger.warning("NOTIFY: Apprise does not accept address number %d (%s)", number, scheme[:20])
    service: Service = made
    return service


def _derived_with(runs: Sequence[Row]) -> Iterator[Row]:
    """Yield the newest run, and those just before it that died; the archive derived from these when it began."""
    yield runs[0]
    for row in runs[1:]:
        if row["how"] != "died":
            return
        yield row


def _is_same(run: Row, before: Row) -> bool:
    """Whether an unhealthy run of the same day (UTC) had the same findings; a lasting fault is reported once a day."""
    return (
        before["healthy"] is False
        and run["started"][:10] == before["started"][:10]
        and _faulty_fields(run) == _faulty_fields(before)
    )


def _faulty_fields(run: Row) -> set[str]:
    return {str(finding.get("field")) for finding in run["findings"]}

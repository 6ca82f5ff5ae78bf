"""Why a request is not sent, and why one that was sent got no answer: each with one word."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure

from crawler.crawl.scrapy_private import DataLoss, ParseError, ResponseFailed, ResponseNeverReceived
from crawler.errors import CommuniqueError


class RequestRefused(IgnoreRequest):
    """A request that is not sent. ``outcome`` and ``reason`` are what the archive keeps at its address."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason


NO_ANSWER: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    NotSupported,
    IgnoreRequest,
    ConnectError,
    ConnectionClosed,
    CommuniqueError,
    OSError,
)
"""What a request that got no usable answer ends with."""

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (ResponseDataLossError, "cut-short"),
    (DownloadCancelledError, "too-large"),
    (UnsupportedURLSchemeError, "scheme"),
    (NotSupported, "scheme"),
    (SSL.Error, "tls"),
    (VerificationError, "tls"),
    (DataLoss, "cut-short"),
    (ParseError, "not-http"),
    (ResponseNeverReceived, "closed"),
    (ConnectionClosed, "closed"),
    (ConnectError, "no-route"),
    (ResponseFailed, "not-http"),  # a head that makes no sense: two lengths, a negative one, a name that is none
    (IgnoreRequest, "too-large"),  # Scrapy's HttpCompression raises it for a body that grows past DOWNLOAD_MAXSIZE
    (OSError, "undecoded"),  # and this for a body that is not in the coding it names
)
"""From the telling to the vague; what a failure wraps is looked through before the vague is believed."""


def reason_for(error: BaseException) -> str:
    """One word for an error that a request ended with."""
    reason = getattr(error, "reason", None)
    if isinstance(reason, str) and isinstance(error, (CommuniqueError, RequestRefused)):
        return reason
    chain = list(_unwrapped(error))
    return next((word for kind, word in _WORDS if any(isinstance(each, kind) for each in chain)), "failed")


def _unwrapped(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """The error, what caused it, and what Twisted packed into it."""
    yield error
    if depth > 4:
        return
    if error.__cause__ is not None:
        yield from _unwrapped(error.__cause__, depth + 1)
    for reason in getattr(error, "reasons", None) or ():
        if isinstance(reason, Failure) and reason.value is not None:
            yield from _unwrapped(reason.value, depth + 1)

"""One reason word for each request that is not sent, and for each that got no usable answer."""

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
    """Raised for a request that is not sent. The archive stores ``outcome`` and ``reason`` at its address."""

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
"""The errors with which a request ends that got no usable answer."""

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
    (ResponseFailed, "not-http"),  # a malformed head: two lengths, a negative length, an invalid field name
    (IgnoreRequest, "too-large"),  # Scrapy's HttpCompression raises it for a body that grows past DOWNLOAD_MAXSIZE
    (OSError, "undecoded"),  # HttpCompression raises it for a body that is not in the coding it names
)
"""Reason words by error, the specific errors first: all wrapped errors are tried against one before the next."""


def reason_for(error: BaseException) -> str:
    """Return the reason word for the error with which a request ended; ``failed`` for an unknown one."""
    reason = getattr(error, "reason", None)
    if isinstance(reason, str) and isinstance(error, (CommuniqueError, RequestRefused)):
        return reason
    chain = list(_unwrapped(error))
    return next((word for kind, word in _WORDS if any(isinstance(each, kind) for each in chain)), "failed")


def _unwrapped(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """Yield the error, its causes, and the errors that Twisted wrapped in it."""
    yield error
    if depth > 4:
        return
    if error.__cause__ is not None:
        yield from _unwrapped(error.__cause__, depth + 1)
    for reason in getattr(error, "reasons", None) or ():
        if isinstance(reason, Failure) and reason.value is not None:
            yield from _unwrapped(reason.value, depth + 1)

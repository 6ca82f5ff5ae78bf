"""Reads captures with page objects that may fail: a failure is an outcome with its cause, and ends no other work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from crawler.errors import BadAddress, CommuniqueError, PageError
from crawler.items import Capture, PageFailure

logger = logging.getLogger(__name__)

PAGE_ERROR = "page-error"
"""The reason word of a capture that is ``unreadable`` because the code of its page object or site file failed."""


LONGEST = 200
"""Characters of an exception's message that are kept."""


def failure_of(capture: Capture, error: BaseException) -> PageFailure:
    """What failed, where, with which message (in one line, cut at ``LONGEST``)."""
    message = " ".join(str(error).split())[:LONGEST]
    return PageFailure(url=capture.url, captured_at=capture.captured_at, error=type(error).__name__, message=message)


def read_guarded(capture: Capture, read: Callable[[Capture], Capture]) -> tuple[Capture, PageFailure | None]:
    """The capture as ``read`` gives it, and None; or, where ``read`` raises an exception, what failed beside the
    capture as ``unreadable`` with the reason ``page-error``.

    The payload is kept, so the capture can be read again when the code is repaired. The log has the traceback at INFO;
    the caller reports the failure. An error of ours that is not about a page, such as a full disk, is raised.
    """
    try:
        return read(capture), None
    except Exception as error:  # the code of a site file may raise anything; the caller gets the failure
        if isinstance(error, CommuniqueError) and not isinstance(error, PageError | BadAddress):
            raise
        failure = failure_of(capture, error)
        logger.info("%s: not read (%s: %s)", capture.url, PAGE_ERROR, failure.cause, exc_info=error)
        return replace(capture, outcome="unreadable", reason=PAGE_ERROR, article=None, listing=None), failure

"""The demo's own time as the clock of a crawl, in whatever process: told by the environment."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta

from crawler.demo.script import moment

NAME = "tests.support.clocks.now"
"""For the setting ``COMMUNIQUE_CLOCK``."""
DAY = "DEMO_DAY"
"""The variable that says on which day of the demo's history the process began."""
_BEGAN = time.monotonic()


def now() -> datetime:
    """The time of the demo's history, in milliseconds; it goes on while the process lasts."""
    at = moment(float(os.environ[DAY])) + timedelta(seconds=time.monotonic() - _BEGAN)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

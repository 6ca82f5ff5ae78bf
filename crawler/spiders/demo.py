"""The demo ministry: a small fictional one on this machine, built as ``by_mfa`` is, to try, test and measure with.

Its host never changes, so that an archive knows its pages again; where the server really is, the argument ``base`` says
(``-a base=http://127.0.0.1:8642``, see ``communique demo``).
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from crawler.crawl.spider import MinistrySpider
from crawler.spiders.by_mfa import ByMfaSpider


class DemoSpider(MinistrySpider):
    """Everything but interviews, which it has none of; no pause between requests, for nobody is bothered."""

    name = "demo"
    site = replace(
        ByMfaSpider.site,
        name="demo",
        title="Foreign Ministry of Zarechye (demo)",
        hosts=("demo.localhost",),
        seeds=tuple(seed for seed in ByMfaSpider.site.seeds if "/smi/" not in seed.url),
        https=False,
        private=True,
        delay=0.0,
        concurrency=16,
        first_days=None,
    )

    async def start(self) -> AsyncIterator[Any]:
        """A request for each seed; says so where nobody told where the demo runs."""
        if not self.wire and not self._is_replay:
            self.logger.warning("where is the demo? say -a base=http://127.0.0.1:PORT, or use: communique crawl demo")
        async for each in super().start():
            yield each

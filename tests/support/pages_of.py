"""The web page asked without a browser: the application itself, for tests of what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from crawler.web.server import application

BASE = "http://archive.example"


class Pages:
    """The pages of one archive."""

    def __init__(self, path: Path, base: str | None = None) -> None:
        """Without a base, its host is one of the machine's names."""
        self._application = application(path, base, (BASE.partition("//")[2],))

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> httpx.Response:
        """What is answered; redirects are not followed, errors of the program are raised."""
        return asyncio.run(self._get(path, headers, method))

    def json(self, path: str) -> Any:
        """The data of a page that is there."""
        told = self.get(path)
        assert told.status_code == 200, f"{path}: {told.status_code} {told.text[:300]}"
        return told.json()

    async def _get(self, path: str, headers: Mapping[str, str] | None, method: str) -> httpx.Response:
        transport = httpx.ASGITransport(self._application)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.request(method, path, headers=dict(headers or {}))

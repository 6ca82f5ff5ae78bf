"""Reads what a robots.txt allows, by RFC 9309. Pure."""

from __future__ import annotations

import codecs

from protego import Protego

PRODUCT = "communique"
"""The product token whose rules apply (RFC 9309, 2.2.1)."""
MOST_BYTES = 500 * 1024
"""The bytes of a robots.txt that must be parsed at least (RFC 9309, 2.5); the rest is ignored."""
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Rules:
    """The robots.txt rules of one host for this crawler."""

    def __init__(self, text: str = "", *, forbids: str = "") -> None:
        """``text`` is the robots.txt; ``forbids`` is the reason why everything is forbidden in spite of the text."""
        self.forbids = forbids
        self._parsed = Protego.parse(text)
        self.delay: float = self._parsed.crawl_delay(PRODUCT) or 0.0
        """Seconds between two requests, from ``Crawl-delay``, which is not part of RFC 9309; 0 where it is absent."""

    def refusal(self, url: str) -> str:
        """Return the reason why an address may not be requested; empty where it may."""
        if self.forbids:
            return self.forbids
        return "" if self._parsed.can_fetch(url, PRODUCT) else "robots"


def read_rules(status: int, body: bytes) -> Rules:
    """Return the rules that a response to a request for /robots.txt gives (RFC 9309, 2.3.1).

    With a 2xx status the body states the rules; an HTML page in its place states none. With a 4xx status, or a
    redirect that was not followed to its end, everything is allowed. With any other status, everything is forbidden.
    """
    if 200 <= status < 300:
        return Rules(decode(body))
    return Rules() if 300 <= status < 500 else Rules(forbids="robots-unreachable")


def decode(body: bytes) -> str:
    """Decode a robots.txt by its byte order mark, else as UTF-8; damaged bytes are replaced.

    An HTML page gives an empty text.
    """
    head = body[:MOST_BYTES]
    encoding = next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace")
    if len(body) > MOST_BYTES:
        text = text[: max(text.rfind("\n"), 0)]  # drop the last line, since half a rule is another rule
    return "" if text.lstrip("\ufeff \t\r\n").startswith("<") else text

"""What a robots.txt allows, by RFC 9309. Pure."""

from __future__ import annotations

import codecs

from protego import Protego

PRODUCT = "communique"
"""The product token that rules are looked up for (RFC 9309, 2.2.1)."""
MOST_BYTES = 500 * 1024
"""What must be parsed of a robots.txt at least (2.5); the rest is left."""
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Rules:
    """What one host allows us."""

    def __init__(self, text: str = "", *, forbids: str = "") -> None:
        """``forbids`` is the reason why all is forbidden, whatever the text says."""
        self.forbids = forbids
        self._parsed = Protego.parse(text)
        self.delay: float = self._parsed.crawl_delay(PRODUCT) or 0.0
        """Seconds between requests that the host wants; not a part of the RFC, but a wish."""

    def refusal(self, url: str) -> str:
        """Why an address may not be asked for; empty where it may."""
        if self.forbids:
            return self.forbids
        return "" if self._parsed.can_fetch(url, PRODUCT) else "robots"


def read_rules(status: int, body: bytes) -> Rules:
    """The rules that an answer to /robots.txt makes (RFC 9309, 2.3.1).

    2xx: what it says (an HTML page instead says nothing). 4xx, and a redirect that was not followed to an end: all is
    allowed. Any other status: all is forbidden.
    """
    if 200 <= status < 300:
        return Rules(decode(body))
    return Rules() if 300 <= status < 500 else Rules(forbids="robots-unreachable")


def decode(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, or what its byte order mark says; damaged bytes are replaced."""
    head = body[:MOST_BYTES]
    encoding = next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace")
    if len(body) > MOST_BYTES:
        text = text[: max(text.rfind("\n"), 0)]  # a rule cut in half would say something else
    return "" if text.lstrip("\ufeff \t\r\n").startswith("<") else text

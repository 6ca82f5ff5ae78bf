"""Reads what a robots.txt allows, by RFC 9309. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata

from protego import Protego

PRODUCT = "communique"
"""The product token whose rules apply (RFC 9309, 2.2.1)."""
MOST_BYTES = 500 * 1024
"""The bytes of a robots.txt that must be parsed at least (RFC 9309, 2.5); the rest is ignored."""
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


_AGENT_LINE = re.compile(r"(\s*user[- ]?agent\s*(?::|(?=\s)))([^#]*)", re.IGNORECASE)
_OUR_TOKEN = re.compile(rf"(?<![a-z0-9_-]){PRODUCT}(?![a-z0-9_-])")
_OTHERS = "others"
"""The token that stands for all products but this one."""


class Rules:
    """The robots.txt rules of one host for this crawler."""

    def __init__(self, text: str = "", *, forbids: str = "") -> None:
        """``text`` is the robots.txt; ``forbids`` is the reason why everything is forbidden in spite of the text."""
        self.forbids = forbids
        self._parsed = Protego.parse(with_tokens(text))
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


def with_tokens(text: str) -> str:
    """The robots.txt with a product token in each ``User-agent`` line: ours, ``*``, or one for all other products.

    A token is matched as a whole and without case (RFC 9309, 2.2.1). A version after it (``Communique/1.0``), a whole
    User-Agent header or a list in its place name the product all the same.
    """
    return "\n".join(_with_token(line) for line in text.splitlines())


def _with_token(line: str) -> str:
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    value = found[2].strip()
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    token = PRODUCT if _OUR_TOKEN.search(plain) else "*" if value[:1] == "*" else _OTHERS if value else ""
    return f"{found[1]} {token}"


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

"""An answer of the demo, ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=windows-1251"


@dataclass(frozen=True, slots=True)
class Reply:
    """The body, media type, status and header fields of an answer."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

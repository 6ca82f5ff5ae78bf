"""Normalization of text: Unicode NFC, folded white space, no invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NEEDS_JOINERS = "\u0600-\u109f\u1780-\u18af\ua840-\ua8ff\ua980-\ua9df\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff"
"""Arabic, Syriac, the Indic scripts, Burmese, Khmer and Mongolian write some words only with a joiner or non-joiner."""
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1, without those that Python counts as white space
    "\u00ad\u200b\u2060-\u2064\ufeff"  # soft hyphen, zero-width spaces, word joiner, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]"  # direction marks, embeddings, overrides, isolates
)
_STRAY_JOINER = re.compile(
    f"(?!(?<=[{_NEEDS_JOINERS}])[\u200c\u200d][{_NEEDS_JOINERS}])(?!(?<=[{_EMOJI}])\u200d[{_EMOJI}])[\u200c\u200d]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text in NFC. Each run of white space (no-break and thin spaces and line breaks too) is one space; the ends
    have none.

    Control characters, soft hyphens, zero-width characters and direction marks are removed: pages that differ only in
    them have the same text. A joiner or non-joiner stays between two letters of a script that needs it and in an emoji
    sequence; elsewhere it is noise. A lone surrogate becomes U+FFFD, so the result can be encoded.
    """
    text = " ".join(text.split())
    if not text.isprintable():  # most texts are printable, and all characters that are removed are not
        text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", _SURROGATE.sub("\ufffd", text)))
        text = " ".join(text.split())
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return " ".join(unicodedata.normalize("NFC", text).split())


def paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines cleaned, without the empty ones."""
    return tuple(kept for line in lines if (kept := clean(line)))

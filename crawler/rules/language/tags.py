"""BCP 47 tags: their canonical form, and the tags of ``hreflang`` values, of a switcher's words and of texts."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.rules.language import switcher_words
from crawler.rules.language.codes import PRIMARY, THREE
from crawler.rules.language.detection import guess

_TAG = re.compile(
    r"(?P<primary>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)(?P<rest>(?:-[a-z\d](?:-[a-z\d]{1,8})+)*)"
)
_LOCALE = re.compile(r"[.@].*\Z")
_NORWEGIAN = frozenset({"no", "nb", "nn"})


@lru_cache(maxsize=4096)
def tag(raw: str) -> str | None:
    """The canonical BCP 47 tag (RFC 5646, section 4.5) of a tag as a site wrote it; None if it is not a tag.

    ``EN-us`` becomes ``en-US``, ``sme`` becomes ``se``, ``rus`` becomes ``ru``, ``nb_NO`` becomes ``nb-NO``. Withdrawn
    codes become the current code. Country codes that many sites write for a language (``ua``, ``by``) become the code
    of that language.
    """
    written = _LOCALE.sub("", raw.strip()).replace("_", "-").lower()
    found = _TAG.fullmatch(written)
    if not found:
        return None
    primary = PRIMARY.get(found["primary"]) or (found["primary"] if found["primary"] in THREE else None)
    if primary is None:
        return None
    if found["extended"]:
        primary = found["extended"] if found["extended"] in THREE else primary
    parts = (primary, (found["script"] or "").title(), (found["region"] or "").upper())
    return "-".join(part for part in parts if part) + found["variants"] + found["rest"]


def hreflang_language(hreflang: str) -> str | None:
    """The canonical tag of an ``hreflang`` value; None for ``x-default`` and for values that are not tags."""
    return tag(hreflang)


@lru_cache(maxsize=4096)
def words_language(words: str) -> str | None:
    """The BCP 47 tag that a switcher's words mean: "русская версия", "па-беларуску", "in English", "РУС".

    The result is None for words that say more than that, such as a sentence about a language.
    """
    return switcher_words.meaning(words)


def detect(text: str, claimed: str = "") -> str:
    """The BCP 47 tag of the language that a text is written in; empty if the language is unknown.

    ``claimed`` is the tag that the page or its address claims. It is returned unchanged (with its region) unless the
    text contradicts it. Only the first 500 characters are used. In a text of fewer than 200 characters, only the script
    and letters of a single language can contradict the claim. A claimed language that the model does not know (Lule
    Sámi, Southern Sámi) is contradicted only by another script. A text without letters has no language, nor has
    one in a language that no rule or model knows (Inari Sámi, Meänkieli), unless the page claims that language.
    """
    return guess(text, claimed)


def agree(a: str, b: str) -> bool:
    """Whether two BCP 47 tags name one language: their primary subtags are equal, or both are Norwegian.

    An empty tag agrees with none.
    """
    one, other = a.partition("-")[0].lower(), b.partition("-")[0].lower()
    return bool(one) and (one == other or (one in _NORWEGIAN and other in _NORWEGIAN))

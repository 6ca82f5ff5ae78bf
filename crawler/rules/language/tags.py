"""BCP 47 tags: in one form, from ``hreflang``, from a switcher's words, and from a text."""

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
    """The canonical BCP 47 tag (RFC 5646, 4.5) for what a site wrote; None for what is none.

    ``EN-us`` is ``en-US``, ``sme`` is ``se``, ``rus`` is ``ru``, ``nb_NO`` is ``nb-NO``; a withdrawn code, and the code
    of a country that many sites write for its language (``ua``, ``by``), become the language's own.
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
    """The language that an ``hreflang`` names; None for ``x-default``, which is no language, and for junk."""
    return tag(hreflang)


@lru_cache(maxsize=4096)
def words_language(words: str) -> str | None:
    """The language that a switcher's words mean: "русская версия", "па-беларуску", "in English", "РУС".

    None where they are anything more than that: a sentence about a language is no switcher.
    """
    return switcher_words.meaning(words)


def detect(text: str, claimed: str = "") -> str:
    """The BCP 47 tag of the language that a text is written in; empty where nothing can be said.

    ``claimed`` is the tag that page or address claims: it is answered as it is (with its region) wherever the text does
    not speak against it. The first 500 characters are looked at. Under 200 characters only the script, and letters that
    one language alone has, can contradict the claim. A claimed language that the model does not know (Lule Sámi,
    Southern Sámi) is contradicted by another script only. A text without letters is in no language.
    """
    return guess(text, claimed)


def agree(a: str, b: str) -> bool:
    """Whether two tags name one language: equal primary subtags, or both Norwegian. Never where one is empty."""
    one, other = a.partition("-")[0].lower(), b.partition("-")[0].lower()
    return bool(one) and (one == other or (one in _NORWEGIAN and other in _NORWEGIAN))

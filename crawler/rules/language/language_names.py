"""The names of languages in their own and in other languages, by the data of CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crawler.rules.language.codes import PRIMARY, THREE

_NAMED_IN = """
    en ru uk be sv fi nb da de fr es it pt pl et lv lt nl cs ro hu tr ar ka hy kk
    """
"""The languages in which the names of all languages are known, the most frequent ones of switchers first."""
_SHORTEST = 4
"""The least length of a name in another language, if it is in Latin letters: shorter ones are words of other kinds."""
_LEFT_OUT = frozenset({"la", "vo", "ie", "ia", "io", "cu", "pi", "ae"})
"""Languages in which no government publishes; "Latin" and "Latinica" in a switcher mean a script."""


@cache
def names() -> dict[str, str]:
    """Each name of a language in lower case → its BCP 47 tag. The first call takes about a second.

    A language's own name for itself comes first. A name that other languages give to several languages means none.
    """
    tags = [tag for tag in dict.fromkeys((*PRIMARY.values(), *sorted(THREE))) if tag not in _LEFT_OUT]
    own: dict[str, str] = {}
    for tag in tags:
        for name in _spellings(_names_in(tag).get(tag, "")):
            own.setdefault(name, tag)
    own |= {"简体中文": "zh-Hans", "繁體中文": "zh-Hant", "srpski": "sr", "bosanski": "bs", "crnogorski": "cnr"}
    return _in_others(tags) | own


def _in_others(tags: list[str]) -> dict[str, str]:
    """The names that languages give to each other."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for where in _NAMED_IN.split():
        known = _names_in(where)
        for tag in tags:
            for name in _spellings(known.get(tag, "")):
                if len(name) < _SHORTEST and name.isascii():
                    continue
                if found.setdefault(name, tag) != tag:
                    several.add(name)
    return {name: tag for name, tag in found.items() if name not in several}


def _names_in(language: str) -> Mapping[str, str]:
    """The names of languages in one language, by tag; empty if CLDR has none in it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language).languages
    except UnknownLocaleError:
        return {}


def _spellings(name: str) -> list[str]:
    """A name in lower case: whole, and without what stands in parentheses."""
    lowered = " ".join(name.lower().replace("’", "'").split())
    bare = lowered.partition("(")[0].strip()
    return [each for each in dict.fromkeys((lowered, bare)) if each]

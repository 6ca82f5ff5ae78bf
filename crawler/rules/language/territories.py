"""Country codes that sites write for a language: the languages of a country, by the data of CLDR."""

from __future__ import annotations

from functools import lru_cache

from crawler.rules.language.codes import PRIMARY

_OTHER_CODES = {"uk": "GB", "sp": "ES", "jp": "JP"}
"""Codes that are no country codes of ISO 3166 and are used as such."""

_SHARED = frozenset({"en", "ru"})
"""Languages that are official beside a country's own: ``kg`` means Kyrgyz, though Russian is official there too."""


@lru_cache(maxsize=512)
def spoken_in(code: str) -> frozenset[str]:
    """The official languages of the country with this code, as primary subtags; empty if there is no such country.

    English and Russian are left out beside others. ``se`` gives Swedish, ``kr`` Korean, ``ch`` German, French and
    Italian. The source is CLDR's territory information, by Babel. Where CLDR calls no language official (``us``),
    the languages of half of the people count.
    """
    from babel.languages import get_official_languages, get_territory_language_info

    territory = _OTHER_CODES.get(code.lower(), code.upper())
    if len(territory) != 2:
        return frozenset()
    names = get_official_languages(territory, de_facto=True)
    if not names:
        info = get_territory_language_info(territory)
        names = tuple(name for name, about in info.items() if float(about.get("population_percent") or 0) > 50)
    primaries = (name.partition("_")[0].lower() for name in names)
    spoken = frozenset(PRIMARY.get(primary, primary) for primary in primaries)
    return spoken - _SHARED or spoken


def country_means(code: str, language: str) -> bool:
    """Whether a primary subtag may be the code of a country in which this language (a BCP 47 tag) is official.

    The answer is no where both name the same language.
    """
    primary, spoken = code.partition("-")[0].lower(), language.partition("-")[0].lower()
    return bool(spoken) and primary != spoken and spoken in spoken_in(primary)

"""Claims: the language that a page means to be in, where what it says is contradicted by its own text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crawler.rules.language.tags import agree
from crawler.rules.language.territories import country_means


def settled_claim(claimed: str, spoken: str, evidence: Iterable[str], known: Collection[str]) -> str:
    """The BCP 47 tag that a page claims, as it is meant.

    ``claimed`` is the tag of ``html lang`` or the like, ``spoken`` that of the text. Where they contradict each other,
    the text is in the wrong language (a version that was never translated), or the claim is wrong: a template with one
    ``lang`` for all languages, or a country code (``se`` for Swedish). ``evidence`` has what else names the page's
    language: its announcement of itself, its address. If that agrees with the text, the claim was wrong. ``known`` has
    the languages of the site and of the other versions: a code that is a country's means the language of the text
    unless that language has a version of its own.
    """
    if not claimed or not spoken or agree(claimed, spoken):
        return claimed
    if meant := next((each for each in evidence if agree(each, spoken)), ""):
        return meant
    if country_means(claimed, spoken) and not any(agree(each, spoken) for each in known):
        return spoken
    return claimed


def without_region(language: str, languages: Collection[str]) -> str:
    """The tag without its region, where the site has the language and no regions of it.

    A page that says ``en-GB`` on a site that publishes in ``en`` is in ``en``. A script is no region: ``sr-Latn``
    stays.
    """
    primary, _, region = language.partition("-")
    has_regions = any(each != primary and each.partition("-")[0] == primary for each in languages)
    is_region = (len(region) == 2 and region.isalpha()) or (len(region) == 3 and region.isdigit())
    return primary if is_region and primary in languages and not has_regions else language


def stands_for(language: str, languages: Collection[str]) -> str:
    """The language of a site that a tag means: the tag itself, or the site's only language of the same kind.

    A page that says ``en-GB`` on a site that publishes in ``en`` is the site's ``en``, and so is ``en`` on a site that
    says ``en-GB``. A country code means the country's language, if the site publishes in it. A tag that means none of
    the site's languages, or several, is returned as it is.
    """
    if not language or language in languages:
        return language
    same = [each for each in languages if agree(each, language) and ("-" in language) != ("-" in each)]
    if not same:
        same = [each for each in languages if agree(each, language)]
    if not same and not any(agree(each, language) for each in languages):
        same = [each for each in languages if country_means(language, each)]
    return same[0] if len(same) == 1 else language

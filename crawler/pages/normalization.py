"""Normalization: text, dates, languages and addresses in comparable form. The raw forms stay beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.errors import BadAddress
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.pages.site import Site
from crawler.rules.dates.parsing import read_date
from crawler.rules.language.addresses import named_languages
from crawler.rules.language.claims import settled_claim, without_region
from crawler.rules.language.tags import detect, hreflang_language, tag
from crawler.rules.text.normalization import clean, paragraphs
from crawler.rules.text.stamp_lines import is_clock, modified_stamp

VERSION = 4
"""The version of the rules, part of every reading's extractor version. Raise it when the same article would be
normalized differently."""


def normalize_capture(capture: Capture, site: Site) -> Capture:
    """The capture with its article normalized; a capture without an article is returned as it is. Idempotent."""
    if capture.article is None:
        return capture
    mark = f"+{VERSION}"
    version = capture.extractor_version
    return replace(
        capture,
        article=normalize_article(capture.article, site),
        extractor_version=version if version.endswith(mark) else version + mark,
    )


def normalize_article(article: Article, site: Site) -> Article:
    """The article in comparable form. Pure and idempotent.

    - text: NFC, with white space folded and without empty paragraphs;
    - lines that only say when the page was last changed are no text: the first one is ``modified_raw`` where the page
      has none; neither are lines that only show the day of the request;
    - ``language``: the BCP 47 tag of the text itself, or of the title if there is no body; the claim in canonical form,
      or as it is meant where the page's text and address, or its announcement of itself, contradict it; ``en-GB`` is
      ``en`` on a site whose languages have no region, while ``language_claimed`` keeps it;
    - ``published`` and ``modified``: parsed from their raw forms in the text's language and the site's zone, unless
      they are set already; a raw date that does not exist gives none;
    - addresses in the site's one spelling, without those that are not http(s) addresses; each link, image and tag once.
    """
    title = clean(article.title)
    body, modified_raw = _without_stamps(paragraphs(article.body), article.modified_raw)
    written = tag(article.language_claimed) or "" if article.language_claimed else ""
    language = detect(_sample(title, body), written)
    claimed = _claim(article, written, language, site)
    meant = (claimed, language) if claimed.partition("-")[0] == language else (language, claimed)
    tags = (*meant, written)  # a date may be in the language of a template that the text is not in
    return replace(
        article,
        title=title,
        body=body,
        language=without_region(language, site.languages),
        language_claimed=claimed,
        published=article.published or _date(article.published_raw, tags, site),
        modified=article.modified or _date(modified_raw, tags, site),
        modified_raw=modified_raw,
        canonical_url=_spell(article.canonical_url, site) or None,
        links=_links(article.links, site),
        images=tuple(dict.fromkeys(url for image in article.images if (url := _spell(image, site)))),
        attachments=_attachments(article.attachments, site),
        tags=tuple(dict.fromkeys(paragraphs(article.tags))),
        alternates=_alternates(article.alternates, site),
    )


def _without_stamps(body: tuple[str, ...], modified_raw: str | None) -> tuple[tuple[str, ...], str | None]:
    """The paragraphs without the lines that only say when the page was last changed (with the date of the first), or
    which day it is."""
    body = tuple(line for line in body if not is_clock(line))
    stamps = {line: stamp for line in body if (stamp := modified_stamp(line)) is not None}
    if not stamps:
        return body, modified_raw
    return tuple(line for line in body if line not in stamps), modified_raw or next(iter(stamps.values())) or None


def _sample(title: str, body: tuple[str, ...]) -> str:
    """The beginning of the text, long enough to detect its language; the title if there is no body."""
    if not body:
        return title
    sample: list[str] = []
    length = 0
    for paragraph in body:
        sample.append(paragraph)
        length += len(paragraph)
        if length > 1000:
            break
    return "\n".join(sample)


def _claim(article: Article, written: str, language: str, site: Site) -> str:
    """The claimed language as it is meant."""
    announced = [(hreflang_language(each.hreflang), each.url) for each in article.alternates]
    itself = [found for found, url in announced if found and url == article.url]
    evidence = (*itself, site.claimed(article.url), *named_languages(article.url))
    known = {*site.languages, *(found for found, url in announced if found and url != article.url)}
    return settled_claim(written, language, filter(None, evidence), known)


def _date(raw: str | None, tags: tuple[str, ...], site: Site) -> str | None:
    """The date in the first of the languages in which it is one. A claim with a region goes before the same language
    without one, since the region decides the order of day and month."""
    if not raw:
        return None
    known = tuple(dict.fromkeys(filter(None, tags))) or ("",)
    read = (read_date(raw, language=each, zone=site.zone, day_first=site.day_first) for each in known)
    return next(filter(None, read), None)


def _spell(url: str | None, site: Site) -> str:
    try:
        return site.spell(url) if url else ""
    except BadAddress:
        return ""


def _links(links: Iterable[Link], site: Site) -> tuple[Link, ...]:
    spelled = (Link(url=url, text=clean(link.text)) for link in links if (url := _spell(link.url, site)))
    return tuple(dict.fromkeys(spelled))


def _attachments(attachments: Iterable[Attachment], site: Site) -> tuple[Attachment, ...]:
    kept: dict[str, Attachment] = {}
    for each in attachments:
        if url := _spell(each.url, site):
            kept.setdefault(url, replace(each, url=url, title=clean(each.title)))
    return tuple(kept.values())


def _alternates(alternates: Iterable[Alternate], site: Site) -> tuple[Alternate, ...]:
    spelled = (
        Alternate(hreflang=each.hreflang, url=url, evidence=each.evidence)
        for each in alternates
        if (url := _spell(each.url, site))
    )
    return tuple(dict.fromkeys(spelled))

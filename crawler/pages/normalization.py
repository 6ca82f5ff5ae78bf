"""Normalization: text, dates, languages and addresses in comparable form. The raw forms stay beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.errors import BadAddress
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.pages.site import Site
from crawler.rules.dates.parsing import read_date
from crawler.rules.language.tags import detect, tag
from crawler.rules.text.normalization import clean, paragraphs

VERSION = 3
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
    - ``language``: the BCP 47 tag of the text itself, or of the title if there is no body; the claim in canonical form;
    - ``published`` and ``modified``: parsed from their raw forms in the text's language and the site's zone, unless
      they are set already; a raw date that does not exist gives none;
    - addresses in the site's one spelling, without those that are not http(s) addresses; each link, image and tag once.
    """
    title = clean(article.title)
    body = paragraphs(article.body)
    claimed = tag(article.language_claimed) or "" if article.language_claimed else ""
    language = detect(_sample(title, body), claimed)
    spoken = language or claimed
    return replace(
        article,
        title=title,
        body=body,
        language=language,
        language_claimed=claimed,
        published=article.published or _date(article.published_raw, spoken, site),
        modified=article.modified or _date(article.modified_raw, spoken, site),
        canonical_url=_spell(article.canonical_url, site) or None,
        links=_links(article.links, site),
        images=tuple(dict.fromkeys(url for image in article.images if (url := _spell(image, site)))),
        attachments=_attachments(article.attachments, site),
        tags=tuple(dict.fromkeys(paragraphs(article.tags))),
        alternates=_alternates(article.alternates, site),
    )


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


def _date(raw: str | None, language: str, site: Site) -> str | None:
    return read_date(raw, language=language, zone=site.zone) if raw else None


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

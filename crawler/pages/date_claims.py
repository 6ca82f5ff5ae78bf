"""The publication dates that a page claims to machines: in meta elements and in JSON-LD, the surest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from crawler.pages.selectors import compiled, text_of
from crawler.rules.text.normalization import clean

_META = """
    article:published_time og:article:published_time og:published_time article:published article.published
    datepublished rnews:datepublished dcterms.issued dc.date.issued dcterms.available
    | pubdate pub_date publishdate publish-date publish_date published_date published-date publication_date
    publication-date originalpublicationdate article_date_original parsely-pub-date sailthru.date bt:pubdate
    cxenseparse:recs:publishtime cxenseparse:publishtime shareaholic:article_published_time citation_publication_date
    citation_online_date prism.publicationdate date.issued
    | dcterms.created dc.date.created dc.created article.created dcterms.date dc.date date created displaydate
    """
"""The names of meta elements that hold a publication date, the surest group first. The last group may mean another day
(that of the document, of the upload), so it comes after JSON-LD."""
_SURE, _USUAL, _LOOSE = (tuple(group.split()) for group in _META.split("|"))
_SAYS_PUBLISHED = re.compile(
    r"(?<!un)publi[sc](?!her|_?place)|(?<![a-z])issued|pub-?_?date|first-?_?live", re.IGNORECASE
)
_SAYS_DATE = re.compile(r"(?:date|datum|datestamp|submitted|creation_time)\Z|\A(?:date|datum)", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"modif|updat|edit|revis|expir|last|change|event|start|end|birth|death|valid|due|build|review|archiv|refresh|accept"
    r"|copyright|until|deadline|unpub|crawl|server|current|today|collection",
    re.IGNORECASE,
)
"""Words in the names of meta elements that nobody has listed: of a publication, of a date, and of another day."""
_LISTED = frozenset((*_SURE, *_USUAL, *_LOOSE))

_MARKED = compiled("descendant::time[@pubdate] | descendant::*[contains(@itemprop, 'datePublished')]")
_OWN = ("@graph", "mainEntity", "mainEntityOfPage")
"""The keys of JSON-LD that lead from a page to what it is about. Other nested nodes are other things: entries of a
list, comments, images, the site."""
_WRITTEN = ("Article", "Posting", "Report", "Statement", "Release", "CreativeWork", "Recipe", "Podcast", "Episode")
"""The endings of the types of written things at schema.org."""
_OTHERS = """
    AggregateRating Answer Audience BreadcrumbList Claim Comment ContactPoint Corporation Course Dataset Event
    GovernmentOrganization ImageObject ItemList LiveBlogUpdate ListItem MediaObject NewsMediaOrganization Offer
    Organization Person Place Product Rating Review SearchAction VideoObject WebSite
    """
_NOT_WRITTEN = frozenset(_OTHERS.split())
"""Types at schema.org of things that are no text, or another text than the page's."""


class Claim(NamedTuple):
    """A date that a page claims."""

    raw: str
    """As written."""
    source: str
    """The ``date_source``: ``meta``, ``json-ld`` or ``element``."""


class Claimed(NamedTuple):
    """The dates that a page claims, those of the surest place first."""

    sure: list[Claim]
    """Those of elements and keys that mean the publication."""
    loose: list[Claim]
    """Those of elements that may mean another day."""


def claimed_dates(root: etree._Element, documents: Iterable[Any], *, urls: Iterable[str], title: str) -> Claimed:
    """The publication dates that a page claims in meta elements, in JSON-LD and in marked elements.

    ``documents`` are those of its JSON-LD; ``urls`` and ``title`` are its own, by which its own node is known.
    """
    sure, loose = meta_claims(root)
    linked = linked_claims(documents, urls=urls, title=title, key="datePublished")
    return Claimed([*sure, *linked, *_marked(root)], loose)


def _marked(root: etree._Element) -> Iterator[Claim]:
    """The dates of ``time[pubdate]`` and ``itemprop=datePublished``, unless they stand in several different things."""
    found = [claim for element in _MARKED(root) if (claim := Claim(_value(element), "element")).raw]
    if len({claim.raw for claim in found}) == 1:
        yield found[0]


def _value(element: etree._Element) -> str:
    written: str = element.get("datetime") or element.get("content") or text_of(element)
    return clean(written)


def meta_claims(root: etree._Element) -> tuple[list[Claim], list[Claim]]:
    """The dates in meta elements: those that come before JSON-LD, and those that come after it.

    ``http-equiv`` is not read: the server's clock writes such dates. Nor is ``itemprop`` outside ``head``: it belongs
    to whatever stands there, perhaps the teaser of another text. A name that is not listed counts by its words.
    """
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or _itemprop(element)
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    others = [name for name in found if name not in _LISTED and not _OTHER_DAY.search(name)]
    published = [name for name in others if _SAYS_PUBLISHED.search(name)]
    dated = [name for name in others if name not in published and _SAYS_DATE.search(name)]
    first = [Claim(raw, "meta") for name in (*_SURE, *_USUAL, *published) for raw in found.get(name, ())]
    return first, [Claim(raw, "meta") for name in (*_LOOSE, *dated) for raw in found.get(name, ())]


def _itemprop(element: etree._Element) -> str:
    parent = element.getparent()
    return (element.get("itemprop") or "") if parent is not None and parent.tag == "head" else ""


def linked_claims(documents: Iterable[Any], *, urls: Iterable[str], title: str, key: str) -> list[Claim]:
    """The dates under ``key`` in the JSON-LD nodes that are about the page itself.

    ``urls`` are the addresses of the page; ``title`` is its title. A node that names the page or carries its title
    comes first. Another one counts only if nothing says that it is about something else, and if all such nodes give
    one date: an array of articles is a list.
    """
    pages, words = {_bare(url) for url in urls if url}, clean(title).casefold()
    own: list[Claim] = []
    open_: list[tuple[int, Claim]] = []
    for node in _roots(documents):
        raws = [raw.strip() for raw in _strings(node.get(key)) if raw.strip()]
        if not raws or not (rank := _rank(node)):
            continue
        claims = [Claim(raw, "json-ld") for raw in raws]
        told = _is_about(node, pages, words)
        if told and rank == 2:
            own += claims
        elif told is not False:
            open_ += [(rank, claim) for claim in claims]
    best = max((rank for rank, _ in open_), default=0)
    rest = list(dict.fromkeys(claim for rank, claim in open_ if rank == best))
    return own + (rest if len({claim.raw[:10] for claim in rest}) == 1 else [])


def linked_headlines(documents: Iterable[Any], urls: Iterable[str]) -> list[str]:
    """The headline in the JSON-LD nodes that are about the page itself: of those that have its address, else of all,
    if it is one. ``urls`` are the addresses of the page."""
    pages = {_bare(url) for url in urls if url}
    own: list[str] = []
    rest: list[str] = []
    for node in _roots(documents):
        if not _rank(node):
            continue
        links = {_bare(url) for key in ("url", "@id", "mainEntityOfPage") for url in _links(node.get(key))} - {""}
        names = [name.strip() for name in _strings(node.get("headline")) if name.strip()]
        (own if links & pages else rest).extend(names[:1])
    return own[:1] or (rest if len(set(rest)) == 1 else [])[:1]


def _roots(documents: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The nodes that are about the page or the whole of a script, without those nested under other keys."""
    waiting = list(documents)
    for value in waiting:
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(each for name in _OWN if isinstance(each := value.get(name), dict | list))


def _rank(node: Mapping[str, Any]) -> int:
    """2 for a written thing, 1 for a page or a node without a known type, 0 for something else."""
    types = {name.rpartition("/")[2] for name in _strings(node.get("@type"))}
    if any(name.endswith(_WRITTEN) for name in types):
        return 2
    return 0 if types & _NOT_WRITTEN else 1


def _is_about(node: Mapping[str, Any], pages: set[str], words: str) -> bool | None:
    """Whether a node is about the page: True by its address or its headline, False if both are another's, else
    None."""
    names = {clean(name).casefold() for key in ("headline", "name") for name in _strings(node.get(key))} - {""}
    links = {_bare(url) for key in ("url", "@id", "mainEntityOfPage") for url in _links(node.get(key))} - {""}
    if links & pages or any(name == words or (len(name) > 20 and name in words) for name in names):
        return True
    return False if links and (names and words) else None


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [value.get("@id"), value.get("url")]
    yield from _strings(value)


def _strings(value: Any) -> Iterator[str]:
    """The strings of a value: itself, those of a list, or the ``@value`` of an object."""
    for each in value if isinstance(value, list) else [value]:
        text = each.get("@value") if isinstance(each, dict) else each
        if isinstance(text, str):
            yield text


def _bare(url: str) -> str:
    """An address without scheme, ``www.``, query, fragment and a slash at the end."""
    rest = url.strip().partition("#")[0].partition("?")[0].rpartition("://")[2]
    return rest.removeprefix("www.").rstrip("/").casefold()

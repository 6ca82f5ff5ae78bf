"""Titles: which of the texts at the top of a page names the article, and which name the site."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from crawler.rules.text.institutions import is_institution
from crawler.rules.text.normalization import clean

_HAN = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
_MARK = re.compile(
    r"\s+(?:[-\u2010-\u2015|¦❘│·•⋅∙»«›‹/\\~:>\u003c→←]|::|\|\||>>|//|--)\s+|\s*[|｜¦❘│]\s*|:\s(?=\S+$)"
    rf"|(?<=[{_HAN}])\s*(?:[-_－—：:]|——|--)\s*(?=[{_HAN}])"
)
"""What separates an article's title from the name of its site, with space around it: a hyphen is no mark. Between
Chinese, Japanese or Korean letters no space is needed."""
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}\d{0,2});")
_ESCAPES = 3
"""How many times software escapes a title on its way: a template, a feed, an editor."""
_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\b(\d{1,2}) (\d{1,2}) (\d{4})\b")
_BARRED = str.maketrans({"đ": "d", "ŧ": "t", "ŋ": "n", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart into a letter and a mark, as addresses spell them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, cleaned."""

    text: str
    level: int
    """1 for ``h1``; 0 for an element that says it is the headline (``itemprop=headline``)."""
    banner: bool = False
    """It stands in the page's banner, or it is the link to the front page."""


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """What a page shows and claims of its title. All texts are cleaned."""

    url: str
    headings: Sequence[Heading] = ()
    """The headings of the page in its order, those before the text first."""
    claims: Sequence[str] = ()
    """Titles in the metadata, the best first: Open Graph, JSON-LD, others, ``title``."""
    site_names: Collection[str] = ()
    """Names of the site: ``og:site_name``, the links to the front page, what the titles of its pages share."""
    text: str = ""
    """The text of the page."""


def unescaped(text: str) -> str:
    """The text with entities that were escaped twice decoded: a template makes ``tie&amp;#273;eet`` of ``tieđeet``."""
    for _ in range(_ESCAPES):
        if not _ENTITY.search(text):
            break
        text = clean(html.unescape(text))
    return text


def key(text: str) -> str:
    """The letters and digits of a text in one case, without accents, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_BARRED)
    return "".join(filter(str.isalnum, plain))


def title_of(page: TitleEvidence) -> str:
    """The title of the article; empty if the page has none.

    A heading of the first level counts before a claim, unless it names the site. Of several, the one that a claim or
    the address has counts; one in the page's banner only where a claim is the same. A claim is cut only where evidence
    says which of its ends is the site's name.
    """
    page = replace(page, site_names=(*page.site_names, *_institutions(page)))
    names = {key(name) for name in page.site_names} - {""}
    shown = [each for each in page.headings if each.text and not each.banner and key(each.text) not in names]
    claims = [claim for claim in page.claims if claim and key(claim) not in names]
    sites = [each.text for each in shown if each.level == 1 and _names_the_site(each, claims, page)]
    page = replace(page, site_names=(*page.site_names, *sites))
    first = [each for each in shown if each.level == 1 and each.text not in sites]
    for level in (first, [each for each in shown if each.level != 1 and each.text not in sites]):
        if found := _agreed(level, claims):
            return found
    if not claims and (found := _addressed(shown, _address_words(page.url))):
        return found
    if len({each.text for each in first}) == 1:
        return first[0].text
    if banner := next((each.text for each in page.headings if each.banner and each.text in claims), ""):
        return banner
    for claim in claims:
        return without_site_name(claim, page)
    return _unclaimed(shown, page) or next((each.text for each in page.headings if each.level == 1), "")


def _institutions(page: TitleEvidence) -> list[str]:
    """The headings and claims that are the site's name for certain: an institution, while one other heading is none.

    A page about the institution itself has several headings below its name, or none.
    """
    heads = [each for each in page.headings if each.text]
    names = {each.text for each in heads if each.level <= 1 and is_institution(each.text)}
    names |= {claim for claim in page.claims if is_institution(claim)}
    first = {each.text for each in heads if each.level <= 1 and not each.banner} - names
    rest = first or {each.text for each in heads if each.level > 1 and not each.banner}
    claimed = all(key(claim) in map(key, names) for claim in page.claims)
    return sorted(names) if claimed and len(rest) == 1 else []


def without_site_name(claim: str, page: TitleEvidence) -> str:
    """A claimed title without the parts at either end that name the site; whole where nothing says which they are."""
    parts, marks = _parts(claim)
    while len(parts) > 1:
        named = [end for end in (-1, 0) if _is_site_name(parts[end], page)]
        if not named:
            named = [end for end in (-1, 0) if is_institution(parts[end])]
            named = named if len(named) == 1 else []
        if not named:
            break
        del parts[named[0]]
        del marks[named[0]]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=False)).strip()


def _parts(claim: str) -> tuple[list[str], list[str]]:
    parts, marks, at = [], [], 0
    for mark in _MARK.finditer(claim):
        if mark.start() > at:
            parts.append(claim[at : mark.start()])
            marks.append(mark[0])
            at = mark.end()
    return [*parts, claim[at:]] if claim[at:] else parts, marks


def ends(claim: str) -> Iterator[tuple[str, str]]:
    """A claim cut at each of its marks, such as a dash or a bar with space around it: either side."""
    for mark in _MARK.finditer(claim):
        yield claim[: mark.start()].strip(), claim[mark.end() :].strip()


def _is_site_name(part: str, page: TitleEvidence) -> bool:
    """Whether evidence says that the part names the site: its names, its host, or the address that the rest has."""
    short, address = key(part), urlsplit(page.url)
    if not short or short == key((address.hostname or "").removeprefix("www.")):
        return True
    if short in {key(name) for name in page.site_names} | {key(each) for each in address.path.split("/")[:-1]}:
        return True
    labels = [key(label) for label in (urlsplit(page.url).hostname or "").split(".")[:-1] if label != "www"]
    initials = key("".join(word[0] for word in _WORD.findall(part)))
    for label in filter(None, labels):
        if short == label or (len(label) >= 3 and label == initials):
            return True
        if len(label) >= 4 and label in short and 2 * len(label) >= len(short):
            return True
        if len(short) >= 4 and short in label and 2 * len(short) >= len(label):
            return True
    return False


def _names_the_site(heading: Heading, claims: Sequence[str], page: TitleEvidence) -> bool:
    """Whether a heading is one end of a claim, and another claim, heading or the address is the other end."""
    own = key(heading.text)
    others = {key(each.text) for each in page.headings if each is not heading} | {key(claim) for claim in claims}
    for claim in claims:
        for sides in ends(claim):
            if own in map(key, sides):
                rest = next((key(side) for side in sides if key(side) != own), "")
                if rest and (rest in others or rest == key(" ".join(_address_words(page.url)))):
                    return True
    return False


def _agreed(headings: Sequence[Heading], claims: Sequence[str]) -> str:
    """The first heading that a claim is, begins with, or has at one of its ends."""
    for heading in headings:
        own = key(heading.text)
        for claim in claims:
            if own and (key(claim) == own or any(own in map(key, sides) for sides in ends(claim))):
                return heading.text
            if heading.level == 1 and own and (key(claim).startswith(own) or _begins(own, claim)):
                return heading.text
    return ""


def _addressed(shown: Sequence[Heading], words: Sequence[str]) -> str:
    """The heading that the address names: a publishing system makes the address of the title.

    It is the same, or one of its ends is; a headline may go on where the address ends.
    """
    slug = key("".join(words))
    for number, heading in enumerate(shown if slug else ()):
        for part in (heading.text, *(side for sides in ends(heading.text) for side in sides)):
            goes_on = (not number or heading.level <= 1) and words[1:] and len(slug) >= 10
            if key(part) == slug or (goes_on and key(part).startswith(slug)):
                return part
    return ""


def _begins(own: str, claim: str) -> bool:
    """Whether a heading goes on where a claim of some length ends: the claim is the heading cut short."""
    return len(key(claim)) >= 20 and own.startswith(key(claim))


def _unclaimed(shown: Sequence[Heading], page: TitleEvidence) -> str:
    """The title of a page that claims none and has no ``h1``.

    In this order: the words of the address as the text spells them; the only headline; the first heading; the address
    as it is.
    """
    words = _address_words(page.url)
    heads = list(dict.fromkeys(each.text for each in shown if each.level <= 1))
    whole, most = _respelled(words, page.text)
    first = next((each.text for each in shown), "")
    plain = " ".join(words).capitalize() if words[1:] and page.text else ""
    return whole or (heads[0] if len(heads) == 1 else "") or most or first or plain


def _address_words(url: str) -> list[str]:
    """The words of the last part of an address that says something; numbers and file endings say nothing alone."""
    for part in reversed(unquote(urlsplit(url).path).split("/")):
        words = [word for word in _WORD.findall(re.sub(r"\.\w{2,5}\Z", "", part)) if word]
        if any(len(word) > 3 and word.isalpha() for word in words):
            return words
    return []


def _respelled(words: Sequence[str], text: str) -> tuple[str, str]:
    """The words of an address as the text spells them, with its accents: where all are in the text, and where most
    are; empty where they are not."""
    spelled: dict[str, str] = {}
    for word in _WORD.findall(text):
        known = spelled.setdefault(key(word), word)
        if known.isupper():
            spelled[key(word)] = word
    if not words:
        return "", ""
    found = [spelled.get(key(word), "" if word.isalpha() else word) for word in words]
    there = sum(map(bool, found))
    title = _phrase(words, text) if there == len(words) else ""
    title = title or _DAY.sub(r"\1.\2.\3", " ".join(new or old for new, old in zip(found, words, strict=True)))
    title = title[:1].upper() + title[1:]
    return title if there == len(words) else "", title if 2 * there > len(words) else ""


def _phrase(words: Sequence[str], text: str) -> str:
    """The place in the text where the words stand one after the other, with what is between them; empty if none."""
    sought = [key(word) for word in words]
    places = list(_WORD.finditer(text))
    keys = [key(place[0]) for place in places]
    for start in range(len(keys) - len(sought) + 1):
        if keys[start] == sought[0] and keys[start : start + len(sought)] == sought:
            return text[places[start].start() : places[start + len(sought) - 1].end()]
    return ""

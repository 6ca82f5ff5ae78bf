"""Language switchers of any site: the links, options and buttons of a page whose words or flags name languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from crawler.pages.attachments import attachment
from crawler.pages.page import Page
from crawler.pages.selectors import compiled, text_of
from crawler.rules.language.tags import tag, words_language
from crawler.rules.text.normalization import clean

_CHOICES = compiled(
    "descendant::a[@href] | descendant::option[@value or @data-url or @data-href]"
    " | descendant::button[@data-url or @data-href or @data-link or @onclick or @formaction or ancestor::form[@action]]"
)
_ONCLICK = re.compile(r"location(?:\.href)?\s*(?:=|\.assign\(|\.replace\()\s*['\"]([^'\"]+)['\"]")
_IS_ADDRESS = re.compile(r"[/?]|\.\w+$|^https?:")
_ABOUT_LANGUAGES = re.compile(
    r"(?:^|[^a-z])(?:lang(?:s|uages?|ues?)?|locales?|translations?|i18n|l10n|hreflang|idiomas?|sprachen?|språk|sprog"
    r"|lingue?|kiel[ei]|jezyki?|flags?|multilingual|polylang|pll|wpml|switcher)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_NAMED_BY = ("class", "id", "aria-label", "data-role", "name", "title")
_BLOCKS = frozenset(
    ("p", "li", "td", "th", "dd", "dt", "div", "section", "header", "footer", "nav", "form", "blockquote", "aside")
)
_NEVER = frozenset(["html", "body", "main", "article"])
_NAME_PARTS = re.compile(r"[a-z]+")
_LONGEST = 60
_CHOOSING = frozenset(["a", "select", "button", "label", "script", "style", "template", "noscript"])
_LEVELS = 4
"""How far above a link its switcher may be, in elements."""
_NAME = 24
"""The most characters of words that may be the name of a language that no table has."""
_LONG_PROSE = 80
"""The most letters beside the links of a sentence that says in which languages the page is."""
_PROSE = 12
"""The least number of letters beside the links of a block that makes it running text."""
_ADDRESSES = 2
"""The most addresses that a page's switchers have for one language: that of the version, and the language's front."""
_SHARE = 0.5
"""The least share of a container's links that name languages."""


class Choice(NamedTuple):
    """A link, option or button that names a language."""

    element: etree._Element
    language: str
    """The BCP 47 tag that its words or flag mean."""
    href: str
    evidence: str
    """``words`` or ``flag``."""
    is_tagged_alone: bool = False
    """Only the ``lang`` of the element says the language: the title of another text may have it too."""


def target_of(choice: etree._Element) -> str:
    """The address that a link, option or button leads to, as written; empty if it leads to none."""
    href = choice.get("href")
    if href is None:
        written = [choice.get(name, "") for name in ("data-url", "data-href", "data-link", "formaction", "value")]
        found = _ONCLICK.search(choice.get("onclick", ""))
        form = next(choice.iterancestors("form"), None) if choice.tag == "button" else None
        written += [found[1] if found else "", form.get("action", "") if form is not None else ""]
        href = next((each for each in written if _IS_ADDRESS.search(each.strip())), "")
    href = href.strip()
    return "" if href.startswith("#") else href


def named(choice: etree._Element, flags: Mapping[str, str]) -> tuple[str, str]:
    """The language that a link, option or button names, and the evidence: ``words`` or ``flag``."""
    image = next(choice.iter("img"), None)
    if image is not None and (language := _flag(image, flags)):
        return language, "flag"
    for words in (text_of(choice), choice.get("title", ""), choice.get("aria-label", ""), choice.get("label", "")):
        if words and (language := words_language(clean(words)[: _LONGEST + 1]) or ""):
            return language, "flag" if image is not None else "words"
    return (tag(choice.get("lang", "")) or "", "words")


def _named_in_words(anchor: etree._Element) -> str:
    """The language that words or image of a link name; the ``lang`` of the link itself is no such name."""
    image = next(anchor.iter("img"), None)
    if image is not None and (language := _flag(image, {})):
        return language
    words = (text_of(anchor), anchor.get("title", ""), anchor.get("aria-label", ""))
    return next((known for each in words if each and (known := words_language(clean(each)[: _LONGEST + 1]))), "")


def _flag(image: etree._Element, flags: Mapping[str, str]) -> str:
    """The language of a flag: by the site's word in its file name, else by the words of the image."""
    parts = _NAME_PARTS.findall(image.get("src", "").rpartition("/")[2].lower())
    for part in parts:
        if part in flags:
            return flags[part]
    words = (image.get("alt", ""), image.get("title", ""))
    return next((language for each in words if each and (language := words_language(clean(each)) or "")), "")


def names_its_hreflang(anchor: etree._Element) -> bool:
    """Whether the words, the image or the container of a link say that its ``hreflang`` is a choice of language.

    HTML (4.6.6) allows ``hreflang`` on any link: it says which language the linked page is in, not that it is a version
    of this one. A link in a sentence or in a list of other news has a title as its words.
    """
    if _named_in_words(anchor):
        return True
    written = (tag(anchor.get("hreflang", "")) or "").partition("-")[0]
    image = next(anchor.iter("img", "svg", "use"), None)
    if image is not None and not clean(text_of(anchor)):
        source = image.get("src") or image.get("href") or image.get("{http://www.w3.org/1999/xlink}href") or ""
        parts = (
            *_NAME_PARTS.findall(source.rpartition("/")[2].lower()),
            *_NAME_PARTS.findall(source.partition("#")[2]),
        )
        if written and any(tag(part) == written for part in parts if len(part) <= 3):
            return True
    return _in_switcher(anchor)


def _in_switcher(anchor: etree._Element) -> bool:
    """Whether a container near a link is about languages by its name, and its links have one language each."""
    for level, ancestor in enumerate(anchor.iterancestors()):
        if level == _LEVELS or ancestor.tag in _NEVER:
            return False
        if any(_ABOUT_LANGUAGES.search(ancestor.get(name, "")) for name in _NAMED_BY) and not is_prose(ancestor):
            links = [link for link in ancestor.iter("a") if link.get("href")]
            written = [link.get("hreflang", "").strip().lower() for link in links if link.get("hreflang")]
            return len(set(written)) == len(written) and len(written) >= _SHARE * len(links)
    return False


def is_prose(block: etree._Element) -> bool:
    """Whether a block has running text beside its links, options and buttons."""
    return _letters_beside(block) >= _PROSE


def is_remark(anchor: etree._Element) -> bool:
    """Whether a link stands within a text on other things: in a long paragraph, or in brackets behind what it is about.

    "The law (in Russian) was passed" says in which language the law is; "Also available in Russian" offers the page.
    """
    block = block_of(anchor)
    if _letters_beside(block) > _LONG_PROSE:
        return True
    before = anchor.getprevious()
    up = anchor.getparent()
    ahead = (before.tail if before is not None else up.text if up is not None else "") or ""
    return ahead.rstrip().endswith(("(", "[", "（")) and (anchor.tail or "").lstrip().startswith((")", "]", "）"))


def _letters_beside(block: etree._Element) -> int:
    beside: list[str] = []
    walk = etree.iterwalk(block, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in _CHOOSING:
            walk.skip_subtree()
        elif event == "start":
            beside.append(element.text or "")
        elif element is not block:
            beside.append(element.tail or "")
    return sum(map(str.isalpha, "".join(beside)))


def block_of(element: etree._Element) -> etree._Element:
    """The nearest block around a link."""
    return next((above for above in element.iterancestors() if above.tag in _BLOCKS), element)


def find(page: Page) -> Iterator[Choice]:
    """The choices of the page's language switchers, in the order of the page, wherever they are.

    A switcher is a container without running text, most of whose links name languages, each language once; or one
    whose class, ``id`` or label says that it is about languages; or a link by itself that is the only one of the page
    with that language. A list of files in several languages is none.
    """
    choices = list(_choices(page))
    addresses: dict[str, set[str]] = defaultdict(set)
    near: dict[etree._Element, list[Choice]] = defaultdict(list)
    for choice in choices:
        addresses[choice.language].add(page.address(choice.href))
        for level, ancestor in enumerate(choice.element.iterancestors()):
            if level == _LEVELS or ancestor.tag in _NEVER:
                break
            near[ancestor].append(choice)
    kinds = {container: _is_switcher(container, among) for container, among in near.items()}
    for choice in choices:
        around = [kinds[ancestor] for ancestor in choice.element.iterancestors() if ancestor in kinds]
        few = len(addresses[choice.language]) <= _ADDRESSES
        alone = len(addresses[choice.language]) == 1 and not (
            choice.is_tagged_alone or is_prose(block_of(choice.element))
        )
        if "labelled" in around or (few and "choices" in around) or alone:
            yield choice


def _choices(page: Page) -> Iterator[Choice]:
    for element in _CHOICES(page.root):
        if element.tag == "a" and element.get("rel", "") in ("tag", "author", "bookmark"):
            continue
        href = target_of(element)
        language, evidence = named(element, {}) if href else ("", "")
        url = page.address(href) if language else ""
        if url and page.site.owns(url) and attachment(url, "") is None:
            is_tagged_alone = not (_named_in_words(element) or words_language(clean(element.get("label", ""))))
            if not (is_tagged_alone and len(clean(text_of(element))) > _NAME):
                yield Choice(element, language, href, evidence, is_tagged_alone)


def _is_switcher(container: etree._Element, among: list[Choice]) -> str:
    """``labelled`` if the container's name says that it is about languages, ``choices`` if its links do, else empty."""
    links = [each for each in _CHOICES(container) if target_of(each)]
    languages = {choice.language for choice in among}
    if len(languages) < len({choice.href for choice in among}) or is_prose(container):
        return ""
    if any(_ABOUT_LANGUAGES.search(container.get(name, "")) for name in _NAMED_BY):
        return "labelled"
    return "choices" if len(languages) > 1 and len(among) >= _SHARE * len(links) else ""

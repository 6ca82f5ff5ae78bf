"""Noise for a page: what changes between two visits though nobody edited the text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lxml import etree, html

SILENT = ("head", "script", "style", "noscript", "template", "select", "option", "textarea", "title", "svg")
INVISIBLE = (
    "<!-- cached {n} -->",
    "<script>var visits = {n};</script>",
    "<style>.banner{n} {{ color: red }}</style>",
    "<noscript><img src='/counter?{n}' alt='{n} visits'></noscript>",
    "<template><p>Views: {n}</p></template>",
    "<link rel='prefetch' href='/next/{n}'>",
    "<meta name='generated' content='{n}'>",
    "<input type='hidden' name='token' value='{n}'>",
    "<iframe src='/ad/{n}'>{n} offers</iframe>",
    "<span id='s{n}'></span>",
    "<wbr>",
)
"""What no reader sees."""
FURNITURE = (
    "<div class='views'>Views: {n}</div>",
    "<p class='counter'>Просмотров: {n}</p>",
    "<div class='related-news'><h3>Related news</h3><ul><li><a href='/b/{n}'>Talks on trade, part {n}</a></li>"
    "<li><a href='/b/x{n}'>The ministers of {n} countries met in the capital</a></li></ul></div>",
    "<aside><h2>Latest</h2><p><a href='/b/{n}'>A visit that {n} people read about today</a></p></aside>",
    "<div class='share'><a href='https://social.example/share?u=https://ministry.example/a/1'>Share ({n})</a></div>",
    "<ul class='pager'><li><a href='/b/{n}' rel='prev'>Previous</a></li><li><a href='/b/x{n}'>Next</a></li></ul>",
    "<nav><a href='/news'>News ({n})</a> <a href='/video'>Video</a></nav>",
    "<form action='/poll'><label>Do you agree? {n} votes</label><input type='submit' value='Vote {n}'></form>",
    "<div class='carousel'><div><a href='/b/{n}'><img src='/b/{n}.jpg' alt='Slide {n}'></a></div></div>",
    "<footer><p>Visitor number {n}. Tuesday, {n} May</p></footer>",
)
"""What stands around a text and changes by itself."""
COUNTERS = (
    "<p>Views: {n}</p>",
    "<p>Number of views ({n})</p>",
    "<div>{n} views</div>",
    "<p>Просмотров: {n}</p>",
    "<p><span>Количество просмотров:</span> <b>{n}</b></p>",
    "<p>Праглядаў: {n}</p>",
    "<p>Comments ({n})</p>",
    "<p>Комментарии: {n}</p>",
    "<div>Shares: {n}</div>",
)
"""Lines that only count, among the paragraphs of a text."""


def fragment(written: str, random: Random) -> etree._Element:
    """One of the pieces above with a number in it."""
    made: etree._Element = html.fragment_fromstring(written.format(n=random.randrange(1, 99_999)))
    made.tail = None
    return made


def visible(root: etree._Element) -> list[etree._Element]:
    """The elements of a page that a reader sees."""
    hidden = {each for tag in SILENT for each in root.iter(tag)}
    return [
        each for each in root.iter("*") if each.tag not in ("html", *SILENT) and hidden.isdisjoint(each.iterancestors())
    ]


def insert_invisible(root: etree._Element, block: etree._Element, random: Random) -> None:
    """Something no reader sees, anywhere, also in the middle of a word."""
    places = [each for each in visible(root) if each.tag not in ("table", "tbody", "tr", "ul", "ol", "br", "img", "hr")]
    place = random.choice([each for each in places if each.tag not in ("input", "link", "meta")])
    text = place.text or ""
    cut = random.randint(0, len(text))
    piece = fragment(random.choice(INVISIBLE[:3] if text.strip() else INVISIBLE), random)
    place.text, piece.tail = text[:cut], text[cut:]
    place.insert(0, piece)


def insert_around(root: etree._Element, block: etree._Element, random: Random) -> None:
    """Furniture before or behind the main block, at any height above it."""
    around = [each for each in (block, *block.iterancestors()) if each.tag not in ("html", "body")]
    fitting = [each for each in around if each.getparent().tag in ("article", "body", "div", "main", "section", "td")]
    if not fitting:
        return
    inner = random.choice(fitting)
    piece = fragment(random.choice(FURNITURE), random)
    if random.random() < 0.5:
        inner.addprevious(piece)
    else:
        piece.tail, inner.tail = inner.tail, None
        inner.addnext(piece)


def insert_counter(root: etree._Element, block: etree._Element, random: Random) -> None:
    """A line that counts, before or behind a paragraph of the main block."""
    paragraphs = [each for each in block.iter("p") if each.getparent().tag in ("div", "section", "article", "main")]
    if paragraphs:
        random.choice(paragraphs).addprevious(fragment(random.choice(COUNTERS), random))


def change_attributes(root: etree._Element, block: etree._Element, random: Random) -> None:
    """Other attributes on a third of the elements, and the same ones in another order."""
    for each in visible(root):
        if random.random() < 0.3:
            each.set(f"data-n{random.randrange(99)}", str(random.randrange(99_999)))
            if each.tag in ("p", "span", "b", "i", "em", "strong", "li"):
                each.set("style", f"margin: {random.randrange(99)}px")
        kept = list(each.attrib.items())
        random.shuffle(kept)
        each.attrib.clear()
        for name, value in kept:
            each.set(name, value)


def change_space(root: etree._Element, block: etree._Element, random: Random) -> None:
    """Line breaks, tabs and no-break spaces for spaces, in texts and between elements."""
    for each in visible(root):
        if each.tag == "pre":
            continue
        for name in ("text", "tail"):
            text = getattr(each, name)
            if text and " " in text and random.random() < 0.3:
                setattr(each, name, text.replace(" ", random.choice(("\n      ", "\t", "  ", "\u00a0", " \u200b"))))


def track_links(root: etree._Element, block: etree._Element, random: Random) -> None:
    """Who sent the reader, on the links of the whole page, and where in the page they lead."""
    for anchor in root.iter("a"):
        href = anchor.get("href", "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")) and random.random() < 0.5:
            href = href.partition("#")[0]
            mark = "&" if "?" in href else "?"
            name = random.choice(("utm_source", "utm_medium", "fbclid", "gclid", "yclid", "_openstat"))
            anchor.set("href", f"{href}{mark}{name}={random.randrange(99_999)}" + random.choice(("", "#top")))


def wrap_words(root: etree._Element, block: etree._Element, random: Random) -> None:
    """A paragraph's beginning in a span, as editors' programs leave it."""
    paragraphs = [each for each in block.iter("p") if (each.text or "").strip()]
    if paragraphs:
        chosen = random.choice(paragraphs)
        span = etree.Element("span", {"class": f"x{random.randrange(99)}"})
        text = chosen.text
        cut = random.randint(0, len(text))
        span.text, span.tail, chosen.text = text[:cut], text[cut:], None
        chosen.insert(0, span)


Noise = Callable[[etree._Element, etree._Element, Random], None]
NOISES: dict[str, Noise] = {
    "invisible": insert_invisible,
    "around": insert_around,
    "counter": insert_counter,
    "attributes": change_attributes,
    "space": change_space,
    "tracking": track_links,
    "markup": wrap_words,
}
"""By name; each changes the tree: the page's root, its main block, and what decides where."""

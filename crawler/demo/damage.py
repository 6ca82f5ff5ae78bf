"""Damage: changes to the demo's answers that imitate faults of sites and crawlers.

Each kind has happened to real crawls: a redesign, a cookie wall, an error page with status 200. Damage changes the
bytes and the entity tag of an answer. Answers that a kind does not change keep their entity tag, so they can still be
304.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import format_datetime
from hashlib import blake2b

from crawler.demo import listings, script
from crawler.demo.grammar import write_date
from crawler.demo.ministry import State
from crawler.demo.names import FRONT
from crawler.demo.pages import ENCODING
from crawler.demo.reply import Reply
from crawler.demo.words import WORDS

LOST = "en"
"""The language that vanishes from the switchers."""
_PRINT = '<p>&nbsp;</p>\n<p><a href="/print'
_OLD_END = '</div>\n<div class="print">'
_BIG, _SMALL = '<span class="date _big">', '<span class="date _small">'


@dataclass(frozen=True, slots=True)
class Scene:
    """The site, path and language of a page, for the kinds that need them."""

    state: State
    path: str
    language: str
    is_article: bool


DamageFunction = Callable[[str, Scene], str]
"""A function from the HTML of a page to the damaged HTML."""


def damaged(kind: str, reply: Reply, state: State, path: str, *, is_article: bool) -> Reply:
    """The answer with a kind of damage; the same object if the kind does not change it. ``kind`` is a key of ``KINDS``,
    or empty for no damage."""
    if not kind or reply.status not in (200, 304) or not reply.content_type.startswith("text/html"):
        return reply
    language = next((tag for tag in ("be", "en") if path.startswith(f"/{tag}/")), "ru")
    scene = Scene(state, path, language, is_article)
    before = reply.body.decode(ENCODING)
    after = KINDS[kind](before, scene)
    encoding = "koi8-r" if kind == "charset" else ENCODING
    body = after.encode(encoding, "xmlcharrefreplace")
    if body == reply.body:
        return reply
    headers: Mapping[str, str] = reply.headers
    if "ETag" in headers:
        tag = blake2b(body, digest_size=8).hexdigest()
        changed = format_datetime(script.moment(state.day), usegmt=True)
        headers = {**headers, "ETag": f'"{tag}"', "Last-Modified": changed}
    return replace(reply, body=body, headers=headers)


def _title_class(page: str, scene: Scene) -> str:
    """Headlines are in another element, as after a redesign. The heading that the page object looks for is gone."""
    if not scene.is_article:
        return page
    head, title, rest = _headline(page)
    return f'{head}<div class="news-headline">{title}</div>{rest}'


def _dates(page: str, _: Scene) -> str:
    """Dates are replaced by a template that was not filled in."""
    for opening in (_BIG, _SMALL):
        first, *others = page.split(opening)
        page = first + "".join(f"{opening}{{{{ date }}}}{other[other.index('</span>') :]}" for other in others)
    return page


def _half(page: str, scene: Scene) -> str:
    """Bodies are cut in half, in the middle of a sentence."""
    if not scene.is_article:
        return page
    start = page.index("</h1>") + len("</h1>")
    end = page.index(_PRINT) if _PRINT in page else page.index(_OLD_END)
    kept = page[start : (start + end) // 2]
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    return f"{page[:start]}{kept}</p>\n{page[end:]}"


def _switcher(page: str, scene: Scene) -> str:
    """One language is no longer offered, neither in the header nor under the text."""
    option, word = f'<option value="{FRONT[LOST]}"', f">{WORDS[scene.language].switch.get(LOST, '-')}</a>"
    page = "\n".join(line for line in page.split("\n") if option not in line)
    if word not in page:
        return page
    end = page.rindex(word)
    return page[: page.rindex("<a ", 0, end)] + page[end + len(word) :]


def _cookie_wall(page: str, scene: Scene) -> str:
    """Every page is a request for consent to cookies, with the original path in its form."""
    title, text, button = _CONSENT[scene.language]
    return (
        f"<!DOCTYPE html>\n<html>\n<head><title>{title}</title></head>\n<body>\n<div class='consent'>\n"
        f"<h1>{title}</h1>\n"
        f"{''.join(f'<p>{each}</p>' for each in text)}\n<form action='/consent' method='post'>"
        f"<input type='hidden' name='return' value='{scene.path}'><button>{button}</button></form>\n</div>\n"
        "</body>\n</html>\n"
    )


def _pager(page: str, _: Scene) -> str:
    """The listings have no pagination any more: neither a pager nor "load more"."""
    for opening, closing in (
        ('<div class="b-paging">', "</ul>\n</div>"),
        ('<input type="hidden" id="ggtoken"', "</button>"),
    ):
        if opening in page:
            start = page.index(opening)
            page = page[:start] + page[page.index(closing, start) + len(closing) :]
    return page


def _furniture(page: str, scene: Scene) -> str:
    """The menu and the contacts are inside the block of the text."""
    if not scene.is_article:
        return page
    words = WORDS[scene.language]
    menu = " | ".join(label for label, _, _ in words.menu)
    start = page.index("</h1>") + len("</h1>")
    if _OLD_END in page:
        start = page.index('<div class="h-ugc">') + len('<div class="h-ugc">')
    contacts = "".join(f"<p>{line}</p>\n" for line in words.contact_lines)
    return f"{page[:start]}\n<p>{menu}</p>\n{contacts}{page[start:]}"


def _listing_links(page: str, _: Scene) -> str:
    """The cards of the listings have other class names, as after a redesign."""
    return page.replace("tabs-content__item", "news-card").replace("tabs-content__head", "news-card__title")


def _same_title(page: str, scene: Scene) -> str:
    """Each article has the name of the site as its title."""
    if not scene.is_article:
        return page
    head, _, rest = _headline(page)
    site = WORDS[scene.language].site
    start = head.index("<title>")
    head = f"{head[:start]}<title>{site}{head[head.index('</title>') :]}"
    return f"{head}<h1>{site}</h1>{rest}"


def _charset(page: str, _: Scene) -> str:
    """The text does not change, but ``damaged`` sends it in another character set than the page declares."""
    return page


def _today(page: str, scene: Scene) -> str:
    """Each page shows the current day as its date."""
    if _BIG not in page:
        return page
    head, _, rest = page.partition(_BIG)
    today = write_date(script.calendar(scene.state.day), scene.language)
    return f"{head}{_BIG}{today}{rest[rest.index('</span>') :]}"


def _soft_404(page: str, scene: Scene) -> str:
    """Every article is the error page, with status 200."""
    return listings.missing_page(scene.language).decode(ENCODING) if scene.is_article else page


KINDS: Mapping[str, DamageFunction] = {
    "title-class": _title_class,
    "dates": _dates,
    "half": _half,
    "switcher": _switcher,
    "cookie-wall": _cookie_wall,
    "pager": _pager,
    "furniture": _furniture,
    "listing-links": _listing_links,
    "same-title": _same_title,
    "charset": _charset,
    "today": _today,
    "soft-404": _soft_404,
}
"""The kinds of damage, by name."""

_CONSENT: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "ru": (
        "Мы используем файлы cookie",
        (
            "Этот сайт использует файлы cookie, чтобы запоминать выбранный вами язык, считать посещения и показывать "
            "видео других служб. Часть из них необходима для работы сайта, остальные помогают сделать его лучше.",
            "Продолжая, вы соглашаетесь с тем, что мы и наши партнёры храним эти файлы на вашем устройстве. Отозвать "
            "согласие можно в любое время внизу каждой страницы.",
        ),
        "Принять и продолжить",
    ),
    "be": (
        "Мы выкарыстоўваем файлы cookie",
        (
            "Гэты сайт выкарыстоўвае файлы cookie, каб памятаць выбраную вамі мову, лічыць наведванні і паказваць "
            "відэа іншых службаў. Частка з іх неабходная для работы сайта, астатнія дапамагаюць зрабіць яго лепшым.",
            "Працягваючы, вы згаджаецеся з тым, што мы і нашы партнёры захоўваем гэтыя файлы на вашай прыладзе. "
            "Адклікаць згоду можна ў любы час унізе кожнай старонкі.",
        ),
        "Прыняць і працягнуць",
    ),
    "en": (
        "We use cookies",
        (
            "This site uses cookies to remember the language that you have chosen, to count visits and to show videos "
            "of other services. Some of them are needed for the site to work, the others help us to make it better.",
            "By continuing you agree that we and our partners keep these files on your device. You may withdraw your "
            "consent at any time at the bottom of each page.",
        ),
        "Accept and continue",
    ),
}


def _headline(page: str) -> tuple[str, str, str]:
    """The parts of an article's page: before its headline, the headline, and after it."""
    head, _, rest = page.partition("<h1>")
    title, _, rest = rest.partition("</h1>")
    return head, title, rest

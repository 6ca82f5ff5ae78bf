"""The demo's listings: pages of cards, "load more" as JSON, the RSS feed; and its front pages and empty pages."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta, timezone
from email.utils import format_datetime
from functools import cache
from xml.sax.saxutils import escape

from crawler.demo.furniture import HEAD, after_title, crumbs, tail
from crawler.demo.ministry import State
from crawler.demo.names import PREFIX
from crawler.demo.pages import ENCODING, raw_date, title_of
from crawler.demo.stories import bits
from crawler.demo.words import WORDS

NEWS_PER_PAGE = 10
FEED_LENGTH = 20
FORBIDDEN = ("/admin/", "/cgi-bin/", "/press/accreditation/")
"""The paths that robots.txt disallows."""
MINSK = timezone(timedelta(hours=3))


def per_page(size: int) -> int:
    """The number of statements on a page: 20, or 3 in a small ministry, so that its pager has pages to skip."""
    return 20 if size >= 400 else 3


def excluded_path(seed: int) -> str:
    """The path on the Russian news listing that looks like an article and that robots.txt disallows."""
    return f"/press/accreditation/b{bits(seed, 'accreditation') >> 196:015x}.html"


def offsite_url(seed: int) -> str:
    """The address of another host on the Russian news listing."""
    return f"http://velidia.mfa.zarechye.example/ru/embassy/news/e{bits(seed, 'embassy') >> 196:015x}.html"


def token_of(state: State, language: str) -> str:
    """The token that the "load more" endpoint requires. It changes every day."""
    return f"{bits(state.ministry.seed, 'token', language, int(state.day)) >> 128:032x}"


def news_page(state: State, language: str, host: str) -> bytes:
    """The first page of the news. The other pages exist only as JSON."""
    numbers = state.listed("news", language)[:NEWS_PER_PAGE]
    cards = [_card(state, "news", number, language) for number in numbers]
    _set_traps(state, language, host, numbers, cards)
    token = token_of(state, language)
    more = f'<input type="hidden" id="ggtoken" value="{token}">\n<button class="button" id="get_more_news">+</button>\n'
    return _listing(language, "news", cards, more)


def _set_traps(state: State, language: str, host: str, numbers: list[int], cards: list[str]) -> None:
    """Addresses of the kinds that real listings have: with tracking parameters, with userinfo, of another host, and
    disallowed."""
    if language == "ru" and len(cards) > 1:
        cards[1] = cards[1].replace('.html"', '.html?utm_source=front&amp;utm_medium=card"')
        seed = state.ministry.seed
        cards.insert(3, _plain_card(offsite_url(seed), "Посольство в Велидии провело день открытых дверей"))
        cards.insert(5, _plain_card(excluded_path(seed), "Открыта аккредитация на форум стран бассейна"))
    if language == "en" and len(cards) > 2:
        path = state.path(numbers[2], language)
        cards[2] = cards[2].replace(f'"{path}"', f'"http://press.office@{host}{path}"')


def statements_page(state: State, language: str, page: int) -> bytes:
    """A page of statements, by its number. A page after the last one has no cards."""
    numbers = state.listed("statement", language)
    size = per_page(state.ministry.size)
    shown = numbers[(page - 1) * size : page * size] if page > 0 else []
    cards = [_card(state, "statement", number, language) for number in shown]
    return _listing(
        language, "statement", cards, pager(f"{PREFIX[language]}/press/statements/", page, -(-len(numbers) // size))
    )


def pager(folder: str, current: int, pages: int) -> str:
    """Links to pages 1 to 5, then one link for each group of five: to its last page but one, or to the last page of a
    smaller group."""
    shown = [(number, str(number)) for number in range(1, min(pages, 5) + 1)]
    for start in range(6, pages + 1, 5):
        end = min(start + 4, pages)
        shown.append((end - 1 if end == start + 4 else end, f"{start}-{end}" if end > start else str(start)))
    if pages < 2:
        return '<div class="clear"></div>'
    items = "".join(
        f'<li class="paging-list__item active">{label}</li>\n'
        if number == current
        else f'<li class="paging-list__item"><a href="{folder}{number if number > 1 else ""}">{label}</a></li>\n'
        for number, label in shown
    )
    return f'<div class="clear"></div><div class="b-paging">\n<ul class="paging-list">\n{items}</ul>\n</div>'


def news_json(state: State, language: str, page: int) -> bytes:
    """A page of news as JSON in UTF-8. A page after the last one repeats the last."""
    numbers = state.listed("news", language)
    last = max(1, -(-len(numbers) // NEWS_PER_PAGE))
    page = min(max(page, 1), last)
    rows = [
        {
            "url": state.path(number, language),
            "date": raw_date(state, number, language, american=True),
            "title": title_of(state, number, language),
        }
        for number in numbers[(page - 1) * NEWS_PER_PAGE : page * NEWS_PER_PAGE]
    ]
    return json.dumps({"news": rows}, ensure_ascii=False).encode()


def feed(state: State, language: str, host: str) -> bytes:
    """The RSS 2.0 feed in windows-1251 with the newest 20 news items."""
    items = []
    for number in state.listed("news", language)[:FEED_LENGTH]:
        published = datetime.combine(state.story(number, language).published, time(), MINSK)
        link = f"http://{host}{state.path(number, language)}"
        items.append(
            f"<item><title>{escape(title_of(state, number, language))}</title><link>{link}</link>"
            f"<pubDate>{format_datetime(published)}</pubDate></item>\n"
        )
    words = WORDS[language]
    text = (
        f'<?xml version="1.0" encoding="windows-1251"?>\n<rss version="2.0">\n<channel>\n<title>{words.site}</title>\n'
        f"<link>http://{host}{PREFIX[language]}/</link>\n<description>{words.sections['news']}</description>\n"
        f"{''.join(items)}</channel>\n</rss>\n"
    )
    return text.encode(ENCODING)


def front_page(state: State, language: str) -> bytes:
    """The front page of a language: its newest news and statements."""
    blocks = [
        _card(state, kind, number, language)
        for kind in ("news", "statement")
        for number in state.listed(kind, language)[:4]
    ]
    words = WORDS[language]
    return _page(language, words.home, f'<h1>{words.home}</h1>\n<div class="tabs">\n{"".join(blocks)}</div>\n')


@cache
def missing_page(language: str) -> bytes:
    """The error page. A removed article may answer with it and status 200."""
    title, text = WORDS[language].missing
    return _page(language, title, f"<h1>{title}</h1>\n<p>{text}</p>\n")


@cache
def plain_page(language: str, title: str) -> bytes:
    """A page of the menu, without news."""
    return _page(language, title, f"<h1>{title}</h1>\n<p>{WORDS[language].site}.</p>\n")


@cache
def menu_pages() -> dict[str, tuple[str, str]]:
    """Path → language and title, for every page that the menus link except the listings."""
    found: dict[str, tuple[str, str]] = {}
    for language, words in WORDS.items():
        for label, path, inner in words.menu:
            for name, below in ((label, path), *inner):
                if below not in ("/press/news_mfa/", "/press/statements/"):
                    found[PREFIX[language] + below] = (language, name)
    return found


def robots(delay: float | None) -> bytes:
    """The robots.txt, with a Crawl-delay of ``delay`` seconds unless that is None."""
    rows = ["User-agent: *", *(f"Disallow: {path}" for path in FORBIDDEN)]
    if delay is not None:
        rows.append(f"Crawl-delay: {delay:g}")
    return "\r\n".join([*rows, ""]).encode()


def _card(state: State, kind: str, number: int, language: str) -> str:
    date = raw_date(state, number, language)
    return (
        f'<a href="{state.path(number, language)}" class="tabs-content__item">\n'
        f'<h2 class="tabs-content__head">{title_of(state, number, language)}</h2>\n'
        f'<span class="date _small">{date}</span>\n</a>\n'
    )


def _plain_card(href: str, title: str) -> str:
    return (
        f'<a href="{href}" class="tabs-content__item">\n<h2 class="tabs-content__head">{title}</h2>\n'
        '<span class="date _small"></span>\n</a>\n'
    )


def _listing(language: str, kind: str, cards: list[str], after: str) -> bytes:
    title = WORDS[language].sections[kind]
    body = (
        f"{crumbs(language, kind, last_is_link=False)}<h1>{title}</h1>\n"
        f'<div class="tabs">\n<div class="tabs__item">\n{"".join(cards)}</div>\n</div>\n{after}\n'
    )
    return _page(language, title, body, section="content-page-without_style")


def _page(language: str, title: str, body: str, *, section: str = "content-page") -> bytes:
    page = (
        f"{HEAD}{title}{after_title(language)}"
        f'<main class="main">\n<section class="{section}">\n{body}</section>\n{tail(language, 0)}'
    )
    return page.encode(ENCODING)

"""A newsroom on loopback: a small site in two languages, its pages, and the spider that crawls it."""

from __future__ import annotations

from typing import Any

from crawler.crawl.spider import MinistrySpider
from crawler.pages.article import ArticlePage
from crawler.pages.feed import FeedPage
from crawler.pages.listing import JsonListingPage, ListingPage
from crawler.pages.paging import PageNumber
from crawler.pages.site import PageRule, Seed, Site
from crawler.pages.sitemap import SitemapPage
from tests.support.loopback import Page, Server

HOST = "http://site.localhost"


class Items(ListingPage):
    """Links with dates, a link to the next page, a token."""

    item, date, token = "li", "time", "#token"
    container = "ul"


class More(JsonListingPage):
    """What "load more" fetches."""


class News(ArticlePage):
    """A title, a body, links to other languages."""

    block, title, published = "main", "h1", "time"


LISTED = PageRule(r"^/(en|be)/news/(\?|$)", Items, kind="listing")
ARTICLES = PageRule(r"^/(en|be)/news/\w+", News)


def spider(*seeds: Seed, **changes: Any) -> type[MinistrySpider]:
    """A spider for a private site in two languages."""
    facts: dict[str, Any] = {
        "name": "tested",
        "hosts": ("site.localhost",),
        "languages": {"en": "/en/", "be": "/be/"},
        "private": True,
        "https": False,
        "delay": 0,
        "first_days": None,
        "seeds": seeds or (Seed("/en/news/", language="en", paging=PageNumber("{url}?p={n}")),),
        "rules": (
            PageRule(r"^/more", More, kind="listing"),
            PageRule(r"^/feed", FeedPage, kind="feed"),
            PageRule(r"^/sitemap", SitemapPage, kind="sitemap"),
            LISTED,
            ARTICLES,
        ),
    }
    return type("TestedSpider", (MinistrySpider,), {"name": "tested", "site": Site(**{**facts, **changes})})


def listing(*names: str, more: str = "") -> str:
    """A page that lists articles; ``name@2026-01-01`` shows a date."""
    rows = []
    for name in names:
        name, _, day = name.partition("@")
        rows.append(f'<li><a href="/en/news/{name}">Title of {name}</a><time>{day}</time></li>')
    return f"<ul>{''.join(rows)}</ul>{more}"


def article(name: str, links: str = "", day: str = "", language: str = "en") -> str:
    """An article's page."""
    words = f"This is what the ministry of {name} has to say to the press on the matter today."
    date = f"<time>{day}</time>" if day else ""
    return f"<html lang={language}><main><h1>Title of {name}</h1>{date}<p>{words}</p>{links}</main></html>"


def pages(**extra: Page) -> dict[str, Page]:
    """Three pages of three, then an empty one."""
    made: dict[str, Page] = {
        "/en/news/": listing("a1", "a2", "a3"),
        "/en/news/?p=2": listing("b1", "b2", "b3"),
        "/en/news/?p=3": listing("c1", "c2", "c3"),
        "/en/news/?p=4": "<ul></ul>",
    }
    made |= {f"/en/news/{letter}{number}": article(f"{letter}{number}") for letter in "abc" for number in "123"}
    return {**made, **extra}


def asked(server: Server) -> list[str]:
    """The articles that were asked for, in the order of their names."""
    return sorted(
        path.rpartition("/")[2]
        for path in server.asked
        if "/news/" in path and not path.endswith("/") and "?" not in path
    )

"""A ministry of culture on WordPress with Polylang: ``/xx/`` prefixes, a feed, a sitemap index, shares and a graph."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo.reply import Reply
from tests.sites.script import LURE, Script, moment
from tests.sites.server import html, redirect

ORIGIN = "http://culture.localhost"
ZONE = ZoneInfo("Asia/Tbilisi")
TAGS = {"en": "en-GB", "ru": "ru-RU", "ka": "ka-GE"}
NAMES = {"en": "English", "ru": "Русский", "ka": "ქართული"}
SITE = {"en": "Ministry of Culture", "ru": "Министерство культуры", "ka": "კულტურის სამინისტრო"}
READ_ALSO = {"en": "Read also:", "ru": "Читайте также:", "ka": "წაიკითხეთ აგრეთვე:"}
SHARE = {"en": "Share this:", "ru": "Поделиться:", "ka": "გააზიარეთ:"}
RECENT = {"en": "Recent posts", "ru": "Свежие записи", "ka": "ბოლო ჩანაწერები"}
GONE = {
    "en": ("Nothing lives here any more", "What stood at this address has been taken down. Try the search."),
    "ru": ("Здесь больше ничего нет", "То, что было по этому адресу, снято с сайта. Воспользуйтесь поиском."),
    "ka": ("აქ აღარაფერია", "ის, რაც ამ მისამართზე იყო, საიტიდან მოიხსნა. სცადეთ ძიება."),
}
BOX = {
    "en": "Our letter brings you the news of the month. Leave your address, and you will never miss an opening night.",
    "ru": "Наше письмо приносит новости месяца. Оставьте свой адрес, и вы не пропустите ни одной премьеры.",
    "ka": "ჩვენი წერილი თვის სიახლეებს მოგიტანთ. დატოვეთ თქვენი მისამართი და არც ერთ პრემიერას არ გამოტოვებთ.",
}
WALL = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Hold on a second</title></head><body>
<div class="card"><h1>Hold on a second</h1><p>We are making certain that a person is reading, and not a machine.
This takes a few moments, and you need not do anything. When we are done, the page that you have
come for opens by itself.</p>
<p>If it does not, allow cookies for this address and load the page once more. Ticket %s, issued at %s.</p></div>
</body></html>"""
VIEWS = {"en": "Post Views: {n}", "ru": "Просмотры: {n}", "ka": "ნახვები: {n}"}
SIZE = 6


class WordPress:
    """The site."""

    script = Script(("en", "ru", "ka"), never={LURE: ("en", "ru")})

    def path(self, story: int, language: str, day: float) -> str:
        """``/en/2026/03/programme-12/``; what moved has another slug."""
        at = self.script.published(story).astimezone(ZONE)
        slug = f"programme-{story}" + ("-opens" if self.script.has_moved(story, language, day) else "")
        return f"/{language}/{at:%Y/%m}/{slug}/"

    def truth(self) -> dict[str, Any]:
        """See ``Newsroom``."""
        return self.script.truth(self.path)

    def reply(self, path: str, query: Mapping[str, str], cookies: Mapping[str, str], day: float) -> Reply:
        """See ``Newsroom``."""
        if self.script.down(day) == "wall":
            return html(WALL % (f"{zlib.crc32(path.encode()):08x}", f"{moment(day):%H:%M:%S}"))
        if path.startswith("/wp-"):
            return self._machine(path, day)
        language, _, rest = path.removeprefix("/").partition("/")
        if language not in TAGS:
            return redirect("/en/") if path == "/" else self._gone("en", day, 404)
        if rest == "feed/":
            return Reply(self._feed(language, day).encode(), "application/rss+xml; charset=UTF-8")
        if rest == "":
            return html(self._page(language, SITE[language], self._cards(language, day, 1), day))
        if found := re.fullmatch(r"news/(?:page/(\d+)/)?", rest):
            return self._listing(language, int(found[1] or 1), day)
        if found := re.search(r"/programme-(\d+)(-opens)?/$", path):
            return self._story(int(found[1]), language, path, day)
        return self._gone(language, day, 404)

    def _story(self, story: int, language: str, path: str, day: float) -> Reply:
        script = self.script
        if story not in script.stories(day) or not script.is_there(story, language, day):
            return self._gone(language, day, 404)
        if (here := self.path(story, language, day)) != path:
            return redirect(ORIGIN + here) if path == self.path(story, language, 0) else self._gone(language, day, 404)
        fate = script.fate(story, language, day)
        if fate:
            return self._gone(language, day, 200 if fate == "removed" else 410)
        return html(self._article(story, language, day))

    def _gone(self, language: str, day: float, status: int) -> Reply:
        title, words = GONE[language]
        main = f'<section class="error-404"><h1>{title}</h1><p>{words}</p></section>'
        return html(self._page(language, title, main, day), status)

    def _versions(self, story: int, day: float) -> Iterator[tuple[str, str]]:
        """Language and address of each version that is announced: a late one is announced from the first day on."""
        for tag in TAGS:
            if self.script.since(story, tag) is not None:
                yield tag, ORIGIN + self.path(story, tag, day)

    def _article(self, story: int, language: str, day: float) -> str:
        title, body = self.script.news(story, language, day)
        paragraphs = [f"<p>{escape(sentence, quote=False)}</p>" for sentence in body]
        if story % 3 == 0:  # a link to another story, in another language
            number, other = (1, "en") if language == "ka" else (LURE, "ka")
            lure = ORIGIN + self.path(number, other, day)
            words = escape(self.script.news(number, other, day).title, quote=False)
            paragraphs.insert(2, f'<p>{READ_ALSO[language]} <a href="{lure}" hreflang="{other}">{words}</a></p>')
        if story % 2 == 0:
            file = f"{ORIGIN}/wp-content/uploads/2026/03/annex-{story}.pdf"
            paragraphs.append(f'<div class="wp-block-file"><a href="{file}">annex-{story}</a></div>')
        count = story * 7 + int(day * 2)
        paragraphs.append(f"<p>{VIEWS[language].format(n=40 * count)}</p>")
        at = self.script.published(story).astimezone(ZONE)
        shares = "".join(
            f'<li><a class="share-{name.lower()}" href="?share={name.lower()}"><span>{name}</span> '
            f'<span class="share-count">{count + number}</span></a></li>'
            for number, name in enumerate(("Facebook", "Telegram", "VK"))
        )
        main = f"""<article id="post-{story}" class="post type-post hentry"><header class="entry-header">
<h1 class="entry-title">{escape(title, quote=False)}</h1>
<div class="entry-meta">
<time class="entry-date published" datetime="{at.isoformat()}">{at:%d.%m.%Y}</time></div></header>
<div class="entry-content">{"".join(paragraphs)}{self._box(language, day)}
<div class="sharedaddy"><h3>{SHARE[language]}</h3><ul>{shares}</ul></div></div></article>"""
        return self._page(language, title, main, day, story)

    def _box(self, language: str, day: float) -> str:
        if day < self.script.box:
            return ""
        return f'<p>{BOX[language]}</p><form><input type="email"></form>'

    def _head(self, story: int, language: str, day: float) -> str:
        here = ORIGIN + self.path(story, language, day)
        at = self.script.published(story).astimezone(ZONE)
        title = self.script.news(story, language, day).title
        other = ORIGIN + self.path(2 if story == 1 else 1, language, day)
        graph = [
            {"@type": "WebSite", "@id": f"{ORIGIN}/#website", "name": SITE[language], "datePublished": "2019-01-15"},
            {"@type": "ImageObject", "@id": f"{here}#primaryimage", "uploadDate": "2025-12-24T08:00:00+04:00"},
            {"@type": "NewsArticle", "@id": f"{other}#article", "url": other, "headline": "…",
             "datePublished": "2026-02-19T10:00:00+04:00", "isPartOf": {"@id": f"{ORIGIN}/#related"}},
            {"@type": "WebPage", "@id": here, "url": here, "name": title, "datePublished": at.isoformat()},
            {"@type": "NewsArticle", "@id": f"{here}#article", "headline": title, "mainEntityOfPage": {"@id": here},
             "isPartOf": {"@id": here}, "datePublished": at.isoformat()},
            {"@type": "BreadcrumbList", "itemListElement": []},
        ]  # fmt: skip
        written = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
        announced = "".join(
            f'<link rel="alternate" href="{url}" hreflang="{tag}">' for tag, url in self._versions(story, day)
        )
        return (
            f'{announced}<link rel="canonical" href="{here}"><meta property="og:type" content="article">'
            f'<meta property="og:title" content="{escape(title)} - {SITE[language]}"><meta property="og:url" '
            f'content="{here}"><script type="application/ld+json" class="graph">{written}</script>'
        )

    def _page(self, language: str, title: str, main: str, day: float, story: int = 0) -> str:
        versions = dict(self._versions(story, day)) if story else {}
        switcher = "".join(
            f'<li class="lang-item"><a lang="{TAGS[tag]}" hreflang="{TAGS[tag]}" '
            f'href="{versions.get(tag, f"{ORIGIN}/{tag}/")}">{name}</a></li>'
            for tag, name in NAMES.items()
        )
        recent = "".join(
            f'<li><a href="{ORIGIN}{self.path(each, language, day)}">'
            f"{escape(self.script.news(each, language, day).title, quote=False)}</a> "
            f'<span class="post-date">{self.script.published(each).astimezone(ZONE):%d.%m.%Y}</span></li>'
            for each in self.script.listed(language, day)[:3]
        )
        head = self._head(story, language, day) if story else ""
        return f"""<!DOCTYPE html>
<html lang="{TAGS[language]}"><head><meta charset="UTF-8"><title>{escape(title)} - {SITE[language]}</title>
<link rel="alternate" type="application/rss+xml" href="{ORIGIN}/{language}/feed/">{head}</head><body>
<header class="site-header"><p class="site-title"><a href="{ORIGIN}/{language}/">{SITE[language]}</a></p>
<nav><ul><li><a href="{ORIGIN}/{language}/news/">{RECENT[language]}</a></li>{switcher}</ul></nav></header>
<main id="main">{main}</main>
<aside class="widget-area"><h2>{RECENT[language]}</h2><ul>{recent}</ul></aside>
<footer class="site-footer"><p>© {SITE[language]}, 2026</p></footer></body></html>"""

    def _cards(self, language: str, day: float, page: int) -> str:
        cards = []
        for story in self.script.listed(language, day)[(page - 1) * SIZE : page * SIZE]:
            title = escape(self.script.news(story, language, day).title, quote=False)
            at = self.script.published(story).astimezone(ZONE)
            link = ORIGIN + self.path(story, language, day)
            cards.append(
                f'<article class="post"><a class="post-thumbnail" href="{link}"><img src="/t.jpg" alt=""></a><header>'
                f'<h2 class="entry-title"><a href="{link}" rel="bookmark">{title}</a></h2><time class="entry-date" '
                f'datetime="{at.isoformat()}">{at:%d.%m.%Y}</time></header></article>'
            )
        return "".join(cards)

    def _listing(self, language: str, page: int, day: float) -> Reply:
        pages = -(-len(self.script.listed(language, day)) // SIZE)
        if page > pages:
            return self._gone(language, day, 404)
        onward = f'<a class="next page-numbers" href="{ORIGIN}/{language}/news/page/{page + 1}/">→</a>'
        main = f'<div class="posts">{self._cards(language, day, page)}</div><nav class="pagination">{page} / {pages} '
        return html(self._page(language, RECENT[language], f"{main}{onward if page < pages else ''}</nav>", day))

    def _feed(self, language: str, day: float) -> str:
        """The ten newest; a cache keeps what was unpublished, and the first address of what moved."""
        items = []
        there = [story for story in self.script.stories(day) if self.script.is_there(story, language, day)]
        for story in there[:10]:
            title = escape(self.script.news(story, language, day).title)
            link = ORIGIN + self.path(story, language, self.script.since(story, language) or 0)
            at = self.script.published(story)
            items.append(
                f"<item><title>{title}</title><link>{link}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
                f'<guid isPermaLink="false">{ORIGIN}/?p={story}{language}</guid></item>'
            )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{SITE[language]}</title>'
            f"<language>{TAGS[language]}</language>{''.join(items)}</channel></rss>"
        )

    def _machine(self, path: str, day: float) -> Reply:
        """The sitemaps, and the files."""
        if path.endswith(".pdf"):
            return Reply(b"%PDF-1.4\n%%EOF\n", "application/pdf")
        if path == "/wp-sitemap.xml":
            parts = ("posts-post", "taxonomies-category")
            locs = [f"<sitemap><loc>{ORIGIN}/wp-sitemap-{part}-1.xml</loc></sitemap>" for part in parts]
            return _sitemap("sitemapindex", locs)
        if path == "/wp-sitemap-taxonomies-category-1.xml":
            return _sitemap("urlset", [f"<url><loc>{ORIGIN}/{tag}/news/</loc></url>" for tag in TAGS])
        if path == "/wp-sitemap-posts-post-1.xml":
            paths = [self.path(story, tag, day) for tag in TAGS for story in self.script.listed(tag, day)]
            return _sitemap("urlset", [f"<url><loc>{ORIGIN}{each}</loc></url>" for each in paths])
        return self._gone("en", day, 404)


def _sitemap(root: str, locs: list[str]) -> Reply:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{name}">{"".join(locs)}</{root}>'
    return Reply(text.encode(), "application/xml; charset=UTF-8")

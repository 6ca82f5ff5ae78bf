"""A ministry of trade on an application server: a JSON listing, shared ids, sessions in paths, clocks and counters."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo.reply import Reply
from tests.sites.script import Script, moment
from tests.sites.server import html, redirect

ZONE = ZoneInfo("Europe/Vilnius")
NAMES = {"lt": "Lietuvių", "en": "English", "ru": "Русский"}
SITE = {"lt": "Prekybos ministerija", "en": "Ministry of Trade", "ru": "Министерство торговли"}
NEWS = {"lt": "Naujienos", "en": "News", "ru": "Новости"}
GONE = {"lt": "Įrašas nerastas!", "en": "The item has not been found!", "ru": "Элемент не найден!"}
DENIED = {"lt": "Prieiga draudžiama", "en": "Forbidden", "ru": "Доступ запрещён"}
EXPIRED = {
    "lt": ("Seansas baigėsi", "Jūsų seansas baigėsi. Grįžkite į pradžios puslapį ir pradėkite iš naujo. Kodas {n}."),
    "en": ("Session ended", "Your session has come to its end. Go back to the start page and begin anew. Code {n}."),
    "ru": ("Сеанс завершён", "Ваш сеанс завершён. Вернитесь на начальную страницу и начните заново. Код {n}."),
}
VIEWS = {"lt": "Peržiūrėta {n} kartų", "en": "This page has been viewed {n} times", "ru": "Просмотров: {n}"}
CLOCK = {
    "lt": "Duomenys {at:%Y-%m-%d %H:%M:%S}",
    "en": "Information as of {at:%H:%M:%S}, {at.day} March {at.year}",
    "ru": "По состоянию на {at:%H:%M:%S} {at:%d.%m.%Y}",
}
BOX = {
    "lt": "Gaukite mėnesio naujienas paštu: palikite savo adresą, ir mes jums parašysime.",
    "en": "Have the news of the month in your mailbox: leave your address, and we shall write to you.",
    "ru": "Получайте новости месяца по почте: оставьте свой адрес, и мы вам напишем.",
}
SIZE = 5
MISLED = 4
"""A story whose English page links to the Lithuanian page of the story before it, by a fault of its editor."""


class Portal:
    """The site. Whoever sends no session cookie gets a session, and every link carries it."""

    script = Script(("lt", "en", "ru"))

    def __init__(self) -> None:
        self._sessions = count(1)
        self._views = count(1000, 7)

    def path(self, story: int, language: str, day: float) -> str:
        """``/en/view?id=1012``: the id is that of the story; what moved has another."""
        return f"/{language}/view?id={self._id(story, day)}"

    def truth(self) -> dict[str, Any]:
        """See ``Newsroom``."""
        return self.script.truth(self.path)

    def reply(self, path: str, query: Mapping[str, str], cookies: Mapping[str, str], day: float) -> Reply:
        """See ``Newsroom``."""
        session = cookies.get("JSESSIONID", "")
        begun = not session
        if begun:
            session = f"{zlib.crc32(str(next(self._sessions)).encode()):08X}.node1"
        reply = self._reply(re.sub(r";jsessionid=[^/?]*", "", path), query, session, day)
        if begun:
            reply = replace(reply, headers={**reply.headers, "Set-Cookie": f"JSESSIONID={session}; Path=/; HttpOnly"})
        return reply

    def _reply(self, path: str, query: Mapping[str, str], session: str, day: float) -> Reply:
        language, _, rest = path.removeprefix("/").partition("/")
        if language not in NAMES:
            return redirect(f"/lt/;jsessionid={session}") if path == "/" else self._nothing("lt", session, 404)
        if rest == "":
            return html(self._page(language, SITE[language], "<p>…</p>", session))
        if rest == "api/news":
            return self._listing(language, int(query.get("page", "1")), session, day)
        if not rest.startswith("view"):
            return self._nothing(language, session, 404)
        number = query.get("id", "")
        if not number.isdecimal():
            return self._nothing(language, session, 200)
        return self._story(int(number), language, session, day)

    def _story(self, number: int, language: str, session: str, day: float) -> Reply:
        story, script = number % 100, self.script
        if story not in script.stories(day) or not script.is_there(story, language, day):
            return self._nothing(language, session, 404)
        if number != (now := self._id(story, day)):
            moved = number == self._id(story, 0)
            there = redirect(f"/{language}/view;jsessionid={session}?id={now}")
            return there if moved else self._nothing(language, session, 404)
        fate = script.fate(story, language, day)
        if fate == "removed":
            return self._nothing(language, session, 200)
        if fate:
            main = f'<div class="content"><h1 class="title">{DENIED[language]}</h1></div>'
            return html(self._page(language, DENIED[language], main, session), 403)
        if script.down(day) == "wall":
            title, words = EXPIRED[language]
            words = words.format(n=zlib.crc32(f"{number}{language}".encode()))
            main = f'<div class="content"><h1 class="title">{title}</h1><div class="text"><p>{words}</p></div></div>'
            return html(self._page(language, SITE[language], main, session))
        return html(self._article(story, language, session, day))

    def _id(self, story: int, day: float) -> int:
        return story + (1900 if self.script.has_moved(story, self.script.languages[0], day) else 1000)

    def _nothing(self, language: str, session: str, status: int) -> Reply:
        """The page of the section, which says in its text that there is nothing."""
        main = (
            f'<div class="content"><h1 class="title">{NEWS[language]}</h1>'
            f'<div class="text"><p><font class="errortext">{GONE[language]}</font></p></div></div>'
        )
        return html(self._page(language, NEWS[language], main, session), status)

    def _article(self, story: int, language: str, session: str, day: float) -> str:
        title, body = self.script.news(story, language, day)
        at = self.script.published(story).astimezone(ZONE)
        lines = [escape(sentence, quote=False) for sentence in body]
        lines.append(VIEWS[language].format(n=_grouped(next(self._views), language)))
        lines.append(CLOCK[language].format(at=self._now(story, day)))
        if day >= self.script.box:
            lines.append(BOX[language])
        main = f"""<div class="content"><h1 class="title">{escape(title, quote=False)}</h1>
<div class="date">{at:%Y-%m-%d %H:%M}</div>
<div class="text">{"".join(f"<p>{line}</p>" for line in lines)}</div></div>"""
        links = "".join(
            f'<a href="/{tag}/view;jsessionid={session}?id={self._linked(story, language, tag, day)}">{name}</a> '
            for tag, name in NAMES.items()
        )
        return self._page(language, title, main, session, links)

    def _linked(self, story: int, language: str, to: str, day: float) -> int:
        return self._id(story - 1 if (story, language, to) == (MISLED, "en", "lt") else story, day)

    def _now(self, story: int, day: float) -> datetime:
        return moment(day + story / 2000).astimezone(ZONE)

    def _page(self, language: str, title: str, main: str, session: str, links: str = "") -> str:
        home = "".join(f'<a href="/{tag}/;jsessionid={session}">{name}</a> ' for tag, name in NAMES.items())
        return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{SITE[language]}: {escape(title)}</title></head><body>
<div class="top"><a href="/{language}/;jsessionid={session}">{SITE[language]}</a>
<div class="langs">{links or home}</div></div>
{main}<div class="bottom">{SITE[language]}</div></body></html>"""

    def _listing(self, language: str, page: int, session: str, day: float) -> Reply:
        """What the list of news fetches; behind the last page it is the last page again.

        A cache keeps the first id of what moved.
        """
        listed = self.script.listed(language, day)
        page = min(page, -(-len(listed) // SIZE))
        items = [
            {
                "id": self._id(story, 0),
                "title": self.script.news(story, language, day).title,
                "url": f"/{language}/view;jsessionid={session}?id={self._id(story, 0)}",
                "date": f"{self.script.published(story).astimezone(ZONE):%Y-%m-%dT%H:%M:%S}",
            }
            for story in listed[(page - 1) * SIZE : page * SIZE]
        ]
        document = {"asOf": f"{moment(day):%Y-%m-%dT%H:%M:%SZ}", "total": len(listed), "items": items}
        return Reply(json.dumps(document, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _grouped(number: int, language: str) -> str:
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")

"""A ministry of the interior on Drupal: aliases and ``/node/N``, a ``select`` as switcher, fallback to Finnish."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo.reply import Reply
from tests.sites.script import LATE, UNTRANSLATED, Script, moment
from tests.sites.server import html, redirect

ZONE = ZoneInfo("Europe/Helsinki")
PREFIX = {"fi": "", "sv": "/sv", "en": "/en"}
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
NEWS = {"fi": "uutiset", "sv": "nyheter", "en": "news"}
SLUG = {"fi": "ohjelma", "sv": "programmet", "en": "programme"}
SITE = {"fi": "Sisäministeriö", "sv": "Inrikesministeriet", "en": "Ministry of the Interior"}
RELATED = {"fi": "Lue myös", "sv": "Läs också", "en": "Related news"}
UPDATED = {
    "fi": "Päivitetty viimeksi {at:%-d.%-m.%Y} klo {at:%H.%M}",
    "sv": "Senast uppdaterad {at:%-d.%-m.%Y} kl. {at:%H.%M}",
    "en": "Last updated: {at:%-d}/{at:%-m}/{at:%Y} at {at:%H:%M}",
}
MONTHS = {"sv": "januari februari mars", "en": "January February March"}
GONE = {
    "fi": "Pyydettyä sivua ei valitettavasti enää löydy",
    "sv": "Sidan som du söker har flyttats eller tagits bort",
    "en": "This content is no longer available",
}
DENIED = {"fi": "Pääsy evätty", "sv": "Åtkomst nekad", "en": "Access denied"}
BOX = {
    "fi": ("Tilaa uutiskirje", "Kerran kuukaudessa ministeriön tärkeimmät uutiset suoraan sähköpostiisi."),
    "sv": ("Prenumerera på nyhetsbrevet", "En gång i månaden ministeriets viktigaste nyheter direkt till din e-post."),
    "en": (
        "Subscribe to our newsletter",
        "Once a month the most important news of the ministry straight to your mail.",
    ),
}
QUEUE = {
    "fi": "Olet jonossa. Sivustolla on juuri nyt paljon kävijöitä. Edessäsi on {n} henkilöä. Älä päivitä sivua: pääset "
    "eteenpäin heti, kun vuorosi tulee. Arvioitu odotusaika on {m} minuuttia.",
    "sv": "Du står i kö. Webbplatsen har just nu många besökare. Före dig finns {n} personer. Ladda inte om sidan: du "
    "kommer vidare så snart det är din tur. Beräknad väntetid är {m} minuter.",
    "en": "You are in line. The site has many visitors right now. There are {n} people in front of you. Do not reload: "
    "you are let in as soon as it is your turn. The estimated wait is {m} minutes.",
}
SIZE = 6
BY_NODE = (2, 4)
"""Stories that listings name by ``/node/N``; their alias answers too."""


class Drupal:
    """The site."""

    script = Script(("fi", "sv", "en"))
    fallbacks = (UNTRANSLATED, 13)
    """Stories without English, which ``/en/node/N`` serves in Finnish."""

    def path(self, story: int, language: str, day: float) -> str:
        """The alias: ``/sv/nyheter/programmet-12``; what moved has another."""
        ending = "-2" if self.script.has_moved(story, language, day) else ""
        return f"{PREFIX[language]}/{NEWS[language]}/{SLUG[language]}-{story}{ending}"

    def node(self, story: int, language: str) -> str:
        """``/sv/node/112``."""
        return f"{PREFIX[language]}/node/{100 + story}"

    def truth(self) -> dict[str, Any]:
        """See ``Newsroom``; with the addresses at which a node is served in Finnish for want of a translation."""
        return self.script.truth(self.path) | {"fallbacks": [self.node(story, "en") for story in self.fallbacks]}

    def reply(self, path: str, query: Mapping[str, str], cookies: Mapping[str, str], day: float) -> Reply:
        """See ``Newsroom``."""
        language = next((tag for tag in ("sv", "en") if path == f"/{tag}" or path.startswith(f"/{tag}/")), "fi")
        rest = path.removeprefix(PREFIX[language])
        if rest in ("", "/"):
            return html(
                self._page(language, SITE[language], self._rows(language, self._listed(language, day)[:5], day))
            )
        if rest == f"/{NEWS[language]}":
            return self._listing(language, int(query.get("page", "0")), day)
        if found := re.fullmatch(rf"/{NEWS[language]}/{SLUG[language]}-(\d+)(-2)?", rest):
            return self._by_alias(int(found[1]), language, path, day)
        if found := re.fullmatch(r"/node/1(\d\d)", rest):
            return self._by_node(int(found[1]), language, day)
        return self._gone(language, 404)

    def _by_alias(self, story: int, language: str, path: str, day: float) -> Reply:
        if story not in self.script.stories(day) or not self.script.is_there(story, language, day):
            return self._gone(language, 404)
        if (here := self.path(story, language, day)) != path:
            return redirect(here) if path == self.path(story, language, 0) else self._gone(language, 404)
        return self._version(story, language, language, day)

    def _by_node(self, story: int, language: str, day: float) -> Reply:
        """A node in the language of the address, else in Finnish."""
        if story not in self.script.stories(day) or (story == LATE and not self.script.is_there(story, language, day)):
            return self._gone(language, 404)
        if not self.script.is_there(story, language, day):
            return self._version(story, language, "fi", day)
        if story not in BY_NODE:
            return redirect(self.path(story, language, day))
        return self._version(story, language, language, day)

    def _version(self, story: int, language: str, written: str, day: float) -> Reply:
        """A story on the page of a language, written in that language or in another."""
        fate = self.script.fate(story, written, day)
        if fate:
            return self._gone(language, 200) if fate == "removed" else self._denied(language)
        if self.script.down(day) == "wall":
            return self._queue(language, story, day)
        return html(self._article(story, language, written, day))

    def _gone(self, language: str, status: int) -> Reply:
        main = f'<article class="node error"><h1 class="page-header"><span>{GONE[language]}</span></h1></article>'
        return html(self._page(language, SITE[language], main), status)

    def _denied(self, language: str) -> Reply:
        main = f'<h1 class="page-header">{DENIED[language]}</h1>'
        return html(self._page(language, DENIED[language], main), 403)

    def _queue(self, language: str, story: int, day: float) -> Reply:
        people = zlib.crc32(f"{story}{language}".encode()) % 900 + 100
        words = QUEUE[language].format(n=people, m=people // 40)
        main = f'<article class="node"><h1 class="page-header">{SITE[language]}</h1><p>{words}</p></article>'
        return html(self._page(language, SITE[language], main))

    def _article(self, story: int, language: str, written: str, day: float) -> str:
        title, body = self.script.news(story, written, day)
        at = self.script.published(story).astimezone(ZONE)
        touched = moment(int(day) + story / 100).astimezone(ZONE)  # nightly, whether the text has changed or not
        box = '<div class="block-newsletter"><h2>{}</h2><p>{}</p></div>'.format(*BOX[language])
        related = self._rows(language, [each for each in self._listed(language, day)[:4] if each != story][:3], day)
        main = f"""<article class="node node--type-news" about="{self.path(story, written, day)}" lang="{written}">
<h1 class="page-header"><span>{escape(title, quote=False)}</span></h1>
<div class="submitted"><time>{_written(at, language)}</time></div>
<div class="field--body">{"".join(f"<p>{escape(each, quote=False)}</p>" for each in body)}</div>
{f"<p>{UPDATED[language].format(at=touched)}</p>" if story % 2 else ""}
{box if day >= self.script.box else ""}
<section class="related"><h2>{RELATED[language]}</h2>{related}</section></article>"""
        canonical = self.node(story, language) if story == UNTRANSLATED and language != written else None
        return self._page(
            language, title, main, self._options(story, language, day), canonical or self.path(story, written, day)
        )

    def _options(self, story: int, language: str, day: float) -> str:
        """A choice for each language, whether there is a translation or not."""
        options = []
        for tag, name in NAMES.items():
            there = self.script.is_there(story, tag, day) or story == LATE  # the late one's alias is there before it
            link = self.path(story, tag, day) if there else self.node(story, tag)
            options.append(f'<option value="{link}"{" selected" if tag == language else ""}>{name}</option>')
        return "".join(options)

    def _page(self, language: str, title: str, main: str, options: str = "", canonical: str = "") -> str:
        home = "".join(
            f'<option value="{PREFIX[tag]}/"{" selected" if tag == language else ""}>{name}</option>'
            for tag, name in NAMES.items()
        )
        link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
        return f"""<!DOCTYPE html>
<html lang="{language}" dir="ltr"><head><meta charset="utf-8"><title>{escape(title)} | {SITE[language]}</title>{link}
<meta name="Generator" content="Drupal 10"></head><body><header><a href="{PREFIX[language]}/">{SITE[language]}</a>
<form class="lang-dropdown-form"><select name="lang_dropdown_select">{options or home}</select></form>
<nav><a href="{PREFIX[language]}/{NEWS[language]}">{NEWS[language].title()}</a></nav></header>
<main>{main}</main><footer><p>{SITE[language]}</p></footer></body></html>"""

    def _listed(self, language: str, day: float) -> list[int]:
        return self.script.listed(language, day)

    def _rows(self, language: str, stories: list[int], day: float) -> str:
        """Teasers; what moved is still linked by its first address."""
        rows = []
        for story in stories:
            link = self.node(story, language) if story in BY_NODE else self.path(story, language, 0)
            title, body = self.script.news(story, language, day)
            at = self.script.published(story).astimezone(ZONE)
            rows.append(
                f'<div class="views-row"><h3><a href="{link}">{escape(title, quote=False)}</a></h3>'
                f'<time class="date">{_written(at, language)}</time><p>{escape(body[0], quote=False)}</p></div>'
            )
        return "".join(rows)

    def _listing(self, language: str, page: int, day: float) -> Reply:
        """Pages count from 0. Behind the last one the view gives the last one again, its rows in another order."""
        listed = self._listed(language, day)
        last = -(-len(listed) // SIZE) - 1
        stories = listed[min(page, last) * SIZE :][:SIZE]
        if page >= last:
            random.Random(f"{page} {day}").shuffle(stories)
        pager = f'<nav class="pager"><a rel="next" href="?page={page + 1}">»</a></nav>'
        main = f'<div class="view-content">{self._rows(language, stories, day)}</div>{pager}'
        return html(self._page(language, SITE[language], main))


def _written(at: datetime, language: str) -> str:
    if language == "fi":
        return f"{at.day}.{at.month}.{at.year} {at:%H.%M}"
    return f"{at.day} {MONTHS[language].split()[at.month - 1]} {at.year} {at:%H:%M}"

"""The answers of the demo, without a server: from path, query and headers to status and bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b

from crawler.demo import files, listings, script
from crawler.demo.damage import KINDS, damaged
from crawler.demo.ministry import Ministry, State
from crawler.demo.names import FRONT
from crawler.demo.pages import article_page, print_page
from crawler.demo.reply import HTML, Reply

KEPT_PAGES = 6000
"""The most rendered pages that are kept in memory. All other pages are rendered for each request."""
SESSION = "PHPSESSID"
FIREWALL = """<html>
<head><title>Web Page Blocked</title></head>
<body>
<h1>Access to this page has been blocked</h1>
<p>Your request was rejected by the web application firewall of the network operator.</p>
<p>Доступ к запрошенной странице ограничен системой защиты.</p>
</body>
</html>
""".encode("windows-1251")
UNAVAILABLE = b"<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service \
Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>\n"


class DemoAnswers:
    """The site at one time of its history."""

    def __init__(self, ministry: Ministry, *, day: float = 1, crawl_delay: float | None = None) -> None:
        self.ministry = ministry
        self._crawl_delay = crawl_delay
        self._sessions = 0
        self._kept: dict[str, Reply] = {}
        self.damage = ""
        self.set_day(day)

    def set_day(self, day: float) -> None:
        """Move the site to a time of its history: 2 is the evening of day 2, 2.25 is six hours later.

        Raises ValueError for times before day 1.
        """
        if day < 1:
            raise ValueError(f"the history begins on day 1, so the day cannot be {day}")
        self.state: State = self.ministry.state(day)
        self._kept = {}

    def set_damage(self, kind: str) -> None:
        """Damage all further answers by a kind of ``damage.KINDS``; an empty kind ends the damage.

        Raises ValueError for an unknown kind.
        """
        if kind and kind not in KINDS:
            raise ValueError(f"{kind!r} is not a kind of damage: use one of {', '.join(KINDS)}")
        self.damage = kind

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """Answer a GET request. The server itself closes connections while the site is ``closed``."""
        if self.state.down == "outage":
            return Reply(UNAVAILABLE, "text/html", 503, {"Retry-After": "3600"})
        if self.state.down == "firewall":
            return Reply(FIREWALL, "text/html; charset=windows-1251")
        kept = self._kept.get(path) or self._page(path)
        if kept is not None:
            is_article = "ETag" in kept.headers and not path.startswith("/print/")
            kept = damaged(self.damage, kept, self.state, path, is_article=is_article)
            return _unless_unchanged(kept, headers)
        return damaged(self.damage, self._other(path, query, headers), self.state, path, is_article=False)

    def _page(self, path: str) -> Reply | None:
        """The article or print twin at a path; None if there is none."""
        printed = path.startswith("/print/")
        key = self.state.find(path[len("/print") :] if printed else path)
        if key is None:
            return None
        reply = self._printed(*key) if printed else self._article(path, *key)
        if len(self._kept) < KEPT_PAGES:
            self._kept[path] = reply
        return reply

    def _article(self, path: str, number: int, language: str) -> Reply:
        state = self.state
        if state.has_left(path):
            return _moved(state.path(number, language), 301)
        gone = state.gone(number, language)
        if gone == "front":
            return _moved(FRONT[language], 302)
        if gone:
            return Reply(listings.missing_page(language), status=200 if gone == "soft" else int(gone))
        return self._dated(article_page(state, number, language), number, language)

    def _printed(self, number: int, language: str) -> Reply:
        if self.state.gone(number, language):
            return Reply(listings.missing_page(language), status=404)
        return self._dated(print_page(self.state, number, language), number, language)

    def _dated(self, body: bytes, number: int, language: str) -> Reply:
        """A page with an entity tag, the time of its last change, and, for two of three stories, a charset."""
        digest = blake2b(body, digest_size=8).hexdigest()
        at = self.state.changed_at(number, language)
        if at is None:
            evening = time(15)
            changed = datetime.combine(self.ministry.story(number).published, evening, script.FIRST_EVENING.tzinfo)
        else:
            changed = script.moment(at)
        headers = {"ETag": f'"{digest}"', "Last-Modified": format_datetime(changed, usegmt=True)}
        return Reply(body, "text/html" if number % 3 == 0 else HTML, headers=headers)

    def _other(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        language = next((tag for tag in ("be", "en") if path.startswith(f"/{tag}/")), "ru")
        rest = path if language == "ru" else path[len("/en") :]
        host = headers.get("Host", "localhost")
        if path in FRONT.values():
            return Reply(listings.front_page(self.state, language))
        if rest == "/press/news_mfa/":
            return self._with_session(Reply(listings.news_page(self.state, language, host)), headers)
        if rest == "/press/news_mfa/json/":
            return self._more(language, query, headers)
        if rest.startswith("/press/statements/") and (page := _page_number(rest.removeprefix("/press/statements/"))):
            return Reply(listings.statements_page(self.state, language, page))
        if path in listings.menu_pages():
            return Reply(listings.plain_page(*listings.menu_pages()[path]))
        return self._file(path, host) or Reply(listings.missing_page(language), status=404)

    def _more(self, language: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """The answer of the "load more" endpoint. A request without its token, cookie and header gets a page without
        items."""
        language = query.get("lang", language)
        right = (
            language in FRONT
            and query.get("ggtoken") == listings.token_of(self.state, language)
            and query.get("tid") == f"{language}_news_mfa"
            and f"{SESSION}=" in headers.get("Cookie", "")
            and headers.get("X-Requested-With") == "XMLHttpRequest"
        )
        if not right:
            return Reply(listings.plain_page(language if language in FRONT else "ru", "News"))
        page = query.get("page", "1")
        return Reply(listings.news_json(self.state, language, int(page) if page.isdecimal() else 1), "application/json")

    def _with_session(self, reply: Reply, headers: Mapping[str, str]) -> Reply:
        if f"{SESSION}=" in headers.get("Cookie", ""):
            return reply
        self._sessions += 1
        name = blake2b(str(self._sessions).encode(), digest_size=13).hexdigest()
        return replace(reply, headers={"Set-Cookie": f"{SESSION}={name}; path=/; HttpOnly"})

    def _file(self, path: str, host: str) -> Reply | None:
        if path == "/robots.txt":
            return Reply(listings.robots(self._crawl_delay), "text/plain")
        if path == listings.excluded_path(self.ministry.seed):
            return Reply(listings.plain_page("ru", "Аккредитация"))
        for language in FRONT:
            if path == f"/rss/get/{language}_news_mfa.rss":
                return Reply(listings.feed(self.state, language, host), "text/xml")
        if path.startswith("/upload/") and path.endswith(".jpg"):
            return Reply(files.PICTURE, "image/gif")
        if path.startswith("/kcfinder/upload/files/") and path.endswith(".pdf"):
            return Reply(files.pdf(path.rpartition("/")[2]), "application/pdf")
        return None


def _page_number(rest: str) -> int:
    """The page number at the end of a path; 1 if it is empty, 0 if it is not a number."""
    if not rest:
        return 1
    return int(rest) if rest.isdecimal() and len(rest) < 7 else 0


def _moved(location: str, status: int) -> Reply:
    return Reply(b"", "text/html", status, {"Location": location})


def _unless_unchanged(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """The reply, or 304 if the client has its bytes already. The entity tag decides first (RFC 9110, 13.2.2)."""
    tag = reply.headers.get("ETag")
    if tag is None:
        return reply
    known_tags = headers.get("If-None-Match")
    if known_tags is not None:
        same = tag in (part.strip().removeprefix("W/") for part in known_tags.split(","))
    else:
        same = _not_newer(reply.headers["Last-Modified"], headers.get("If-Modified-Since"))
    return replace(reply, body=b"", status=304) if same else reply


def _not_newer(changed: str, since: str | None) -> bool:
    if since is None:
        return False
    try:
        known = parsedate_to_datetime(since)
    except ValueError:
        return False
    if known.tzinfo is None:
        return False
    return parsedate_to_datetime(changed) - known <= timedelta(0)

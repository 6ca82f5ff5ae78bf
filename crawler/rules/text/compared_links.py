"""Which links of an article an edit is told by, and in which form: without what a server writes anew for each visit."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.items import Article

_NAMES = """
    sid phpsessid jsessionid aspsessionid session session_id sessionid sessid s_id token csrf csrf_token _token
    authenticity_token nonce nocache no_cache cachebuster cb _ rand random rnd ts timestamp print printable
    """
_VISIT = frozenset(_NAMES.split())
"""Query parameters that name a visit or a moment, not what is linked to; ``print`` is the page again, for paper."""
_BUILD = frozenset(("rev", "v", "ver", "version"))
"""Those that name a build of the site where they stand on a file; ``watch?v=`` names a film."""
_FILE = re.compile(r"\.(?!html?\Z|php\Z|aspx?\Z|jsp\Z|do\Z)[a-z0-9]{2,5}\Z", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*|/\(S\([a-z0-9]+\)\)(?=/)", re.IGNORECASE)
"""A session in the path: of Java's servlets (Servlet 6.0, 7.1.3), of ASP.NET without cookies."""

_SHARING = """
    facebook.com/sharer facebook.com/share.php facebook.com/dialog twitter.com/intent twitter.com/share
    twitter.com/home x.com/intent x.com/share t.me/share telegram.me/share vk.com/share vkontakte.ru/share
    connect.ok.ru/offer ok.ru/dk connect.mail.ru/share linkedin.com/share linkedin.com/cws/share api.whatsapp.com/send
    wa.me/ web.whatsapp.com/send reddit.com/submit pinterest.com/pin/create livejournal.com/update.bml
    plus.google.com/share share.yandex.net share.yandex.ru/go.xml threads.net/intent bsky.app/intent
    tumblr.com/widgets/share tumblr.com/share getpocket.com/save viber.com/forward addtoany.com/ addthis.com/
    translate.google.com/translate
    """
_SHARES = tuple(_SHARING.split())
"""How addresses begin, without ``www.`` and ``m.``, which pass the page on instead of leading to something."""
_FRONTS = re.compile(r"\A(?:m|mobile)\.")

_PICTURES = frozenset(("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"))
_COUNT = re.compile(r"\s*[(\[]\s*(?!(?:19|20)\d\d\s*[)\]])\d[\d\s.,]*[)\]]\s*\Z")
"""A bare number in brackets that closes the words: how often the file was fetched; a year is part of its name."""


def compared_links(article: Article) -> tuple[tuple[str, str], ...]:
    """The address and the words of each link that an edit is told by, in the order of the text, none twice.

    Left out are links to the page itself (to print it, say), buttons to share it, and pictures without words, which
    lead to another size of themselves. Addresses are in the form of ``compared_address``.
    """
    own = compared_address(article.url)
    told = ((compared_address(link.url), link.text) for link in article.links if link.text or not _is_picture(link.url))
    return tuple(dict.fromkeys(pair for pair in told if pair[0] != own and not _shares(pair[0])))


def compared_files(article: Article) -> tuple[tuple[str, str], ...]:
    """The address (see ``compared_address``) and the words of each attachment; a count at their end is left out."""
    return tuple((compared_address(held.url), _COUNT.sub("", held.title)) for held in article.attachments)


@lru_cache(maxsize=16384)
def compared_address(url: str) -> str:
    """The address as edits are told by it: without scheme and leading ``www.``, sessions, and parameters of a visit.

    ``http://www.m.gov.by/a;jsessionid=1?ts=2&id=7`` and ``https://m.gov.by/a?id=7`` lead to one thing.
    """
    rest = url.partition("://")[2] or url
    path, _, query = rest.removeprefix("www.").partition("?")
    path = _PATH_SESSION.sub("", path)
    drop = _VISIT | _BUILD if query and _FILE.search(path) else _VISIT
    kept = "&".join(pair for pair in query.split("&") if pair and pair.partition("=")[0].lower() not in drop)
    return f"{path}?{kept}" if kept else path


def _shares(at: str) -> bool:
    return _FRONTS.sub("", at, count=1).startswith(_SHARES)


def _is_picture(url: str) -> bool:
    return urlsplit(url).path.rpartition(".")[2].lower() in _PICTURES

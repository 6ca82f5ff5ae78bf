"""Links that count for an edit, in a form without the parts that a server writes anew for each visit."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.items import Article

_NAMES = """
    sid phpsessid jsessionid aspsessionid cfid cftoken oscsid zenid
    session session_id sessionid sessid s_id token csrf csrf_token _token
    authenticity_token nonce nocache no_cache cachebuster cb _ rand random rnd ts timestamp print printable
    """
_VISIT = frozenset(_NAMES.split())
"""Query parameters that name a visit or a time. ``print`` gives the same page for paper."""
_FILE_NAMES = """
    rev v ver version t h hash itok sfvrsn
    expires signature sig se st sp sv sr skoid sktid ske sks skv policy key-pair-id awsaccesskeyid googleaccessid
    """
_BUILD = frozenset(_FILE_NAMES.split())
"""Query parameters that name a build of the site or of a file, or sign its address for a time (stores of Amazon, Google
and Azure; Drupal's ``itok``; Sitefinity's ``sfvrsn``), if they are on a file. ``watch?v=`` names a film."""
_SIGNED = ("x-amz-", "x-goog-")
_FILE = re.compile(r"\.(?!html?\Z|php\Z|aspx?\Z|jsp\Z|do\Z)[a-z0-9]{2,5}\Z", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*|/\(S\([a-z0-9]+\)\)(?=/)", re.IGNORECASE)
"""A session id in the path: of Java servlets (Servlet 6.0, 7.1.3), or of ASP.NET without cookies."""

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
"""The beginnings (without ``www.`` and ``m.``) of addresses that share the page instead of leading to another one."""
_FRONTS = re.compile(r"\A(?:m|mobile)\.")

_PICTURES = frozenset(("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"))
_COUNT = re.compile(r"\s*[(\[]\s*(?!(?:19|20)\d\d\s*[)\]])\d[\d\s.,]*[)\]]\s*\Z")
"""A number in brackets at the end of the words: the count of downloads. A year is part of the name."""


def compared_links(article: Article) -> tuple[tuple[str, str], ...]:
    """The address and the words of each link that counts for an edit, in the order of the text, without duplicates.

    Links to the page itself (to print it, for example), share buttons, and pictures without words are left out. The
    last lead to the same picture in another size. Addresses are in the form of ``compared_address``.
    """
    own = compared_address(article.url)
    pairs = (
        (compared_address(link.url), link.text) for link in article.links if link.text or not _is_picture(link.url)
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != own and not _shares(pair[0])))


def compared_files(article: Article) -> tuple[tuple[str, str], ...]:
    """The address (see ``compared_address``) and the words of each attachment, without a count at their end."""
    return tuple((compared_address(each.url), _COUNT.sub("", each.title)) for each in article.attachments)


@lru_cache(maxsize=16384)
def compared_address(url: str) -> str:
    """The form of an address that is compared: without scheme, leading ``www.``, sessions, and parameters of a visit.

    ``http://www.m.gov.by/a;jsessionid=1?ts=2&id=7`` and ``https://m.gov.by/a?id=7`` have the same form.
    """
    rest = url.partition("://")[2] or url
    path, _, query = rest.removeprefix("www.").partition("?")
    path = _PATH_SESSION.sub("", path)
    drop, prefixes = (_VISIT | _BUILD, _SIGNED) if query and _FILE.search(path) else (_VISIT, ())
    kept = "&".join(
        pair
        for pair in query.split("&")
        if pair and not ((name := pair.partition("=")[0].lower()) in drop or name.startswith(prefixes))
    )
    return f"{path}?{kept}" if kept else path


def _shares(at: str) -> bool:
    return _FRONTS.sub("", at, count=1).startswith(_SHARES)


def _is_picture(url: str) -> bool:
    return urlsplit(url).path.rpartition(".")[2].lower() in _PICTURES

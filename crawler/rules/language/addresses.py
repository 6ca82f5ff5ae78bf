"""Addresses: the languages that they name, and what two language versions of one page share in theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from crawler.rules.language.tags import tag

_QUERY = frozenset({"lang", "language", "lng", "hl", "locale", "l", "lc", "idioma", "sprache", "langue", "setlang"})
_IS_MARK = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2})?", re.IGNORECASE)
_ID_NAME = re.compile(
    r"(?:(?:news|article|doc|document|story|content|element|post|page|event|press|release|material|publication|node)[_-]?)?"
    r"id|nid|aid|oid|uid|pid|guid",
    re.IGNORECASE,
)
"""Parameters that name a page. Others name its section, its language, or an entry of a menu (Joomla's ``Itemid``)."""
_NUMBER = re.compile(
    r"(?:[/_-][a-z]*(?=\d+(?:\.\w+)?(?:/|$))|/(?=\d+[_-][^/]*$))"  # the end of a name, a whole folder; or a beginning
    r"(?!(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?(?!\d))(\d{3,})",  # no year, month or day
    re.IGNORECASE,
)
"""A number at either end of a file name, or a folder by itself; within a name it belongs to what the name says."""
_DAY_FOLDER = re.compile(r"(?<=/)(?:19|20)\d\d/[01]\d[0-3]\d(?=/)")
_ENDING = re.compile(r"([_.-])([a-z]{2,3})(?=\.\w+$|$)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def named_languages(url: str) -> tuple[str, ...]:
    """The BCP 47 tags that parts of an address look like: a segment of its path, a label of its host, a parameter such
    as ``lang``, or the end of the file name (``news_ru.html``). They are no evidence by themselves."""
    return tuple(dict.fromkeys(language for mark in _marks(url) if (language := tag(mark))))


def _marks(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    yield from (label for label in (parts.hostname or "").split(".")[:-2] if _IS_MARK.fullmatch(label))
    yield from (segment for segment in parts.path.split("/") if _IS_MARK.fullmatch(segment))
    if ending := _ENDING.search(parts.path):
        yield ending[2]
    yield from (value for name, value in parse_qsl(parts.query) if name.lower() in _QUERY and _IS_MARK.fullmatch(value))


@lru_cache(maxsize=8192)
def _skeleton(url: str) -> tuple[str, ...]:
    """An address without what names a language in it."""
    parts = urlsplit(url)
    host = ".".join(label for label in (parts.hostname or "").split(".") if label != "www" and not tag(label))
    segments = [each for each in parts.path.split("/") if each and not (_IS_MARK.fullmatch(each) and tag(each))]
    if segments and (ending := _ENDING.search(segments[-1])) and tag(ending[2]):
        segments[-1] = segments[-1][: ending.start()] + segments[-1][ending.end() :]
    query = sorted(f"{name}={value}" for name, value in parse_qsl(parts.query) if name.lower() not in _QUERY)
    return (host, *segments, "?", *query)


@lru_cache(maxsize=8192)
def _ids(url: str) -> frozenset[str]:
    """What identifies a page within its site: the values of parameters such as ``id``, else the numbers of its path."""
    parts = urlsplit(url)
    named = {f"{name.lower()}={value}" for name, value in parse_qsl(parts.query) if _ID_NAME.fullmatch(name) and value}
    return frozenset(named or _NUMBER.findall(_DAY_FOLDER.sub("", parts.path)))


def share_identity(one: str, other: str) -> bool:
    """Whether two addresses are those of one page in two languages: they differ only in what names a language, or they
    have the same id (``/en/news.html?id=5`` and ``/ru/novosti.html?id=5``).

    It is no evidence by itself. It decides between announcements that contradict each other.
    """
    if _skeleton(one) == _skeleton(other):
        return len(_skeleton(one)) > 2
    ids = _ids(one)
    return bool(ids) and ids == _ids(other) and _skeleton(one)[0] == _skeleton(other)[0]

"""The one spelling of an address, so that one resource has one address; and the hosts that are not public."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import unquote

import idna

from crawler.errors import BadAddress
from crawler.rules.url.ip_hosts import is_private_address, is_private_host, number_address

__all__ = ["TRACKING", "host_of", "is_private_address", "is_private_host", "spell"]

_NO_PART_OF_IT = """
    utm_* mtm_* pk_* hsa_* __cf_chl_* _hsenc _hsmi _ga _gl _openstat openstat dclid etext fb_action_ids fb_action_types
    fb_source fbclid gbraid gclid gclsrc igsh igshid jsessionid mc_cid mc_eid mkt_tok msclkid oly_anon_id oly_enc_id
    phpsessid aspsessionid* cfid cftoken oscsid zenid srsltid
    ttclid twclid vero_id wbraid yadclid yclid ymclid ysclid
    """
TRACKING = frozenset(_NO_PART_OF_IT.split())
"""Query parameters that track the reader or name a session. They do not change the page. A name that ends in ``*`` is a
prefix."""

_PORTS = {"http": "80", "https": "443"}
_SPELLED = re.compile(
    r"https?://(?=[^/]{1,253}/)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}/"
    r"(?:[\w~-][\w.~-]*(?:/[\w~-][\w.~-]*)*/?)?",
    re.ASCII,
)
"""The form that most spelled addresses have: no part of it has a second spelling."""
_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:([/\\]{2,})([^/\\?#]*))?([^?#]*)(?:\?([^#]*))?", re.DOTALL)
_ENDS = "".join(map(chr, range(33)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_HOST = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?=[:/?#]|\Z)")
_SPELLED_HOST = re.compile(
    r"https?://((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?=[:/?#]|\Z)"
)
"""A host that has no other spelling: its last label does not begin with a digit, so it is not an IP address."""
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PATH_ODD = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
_QUERY_ODD = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

_SESSION = re.compile(
    r"(?:;|%3B)(?:jsessionid|jsessionidsso|phpsessid|aspsessionid\w*|sessionid|session_id|sessid|sid|cfid|cftoken)(?:=|%3D)[^/;]*",
    re.IGNORECASE,
)
"""A session as a parameter of a path segment, as servers of Java write it (Servlet specification, 7.1.3)."""
_SESSION_SEGMENT = re.compile(r"/\((?:(?:[ASFX]\([^()/]+\))+|(?=[a-z]*\d)[a-z0-9]{24})\)(?=/|\Z)", re.IGNORECASE)
"""A session as a path segment of its own, as ASP.NET writes it without cookies: ``/(S(lit3py55t21z5v55vlm25s55))/``."""
_QUERY_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^&;]*", re.IGNORECASE)

_Parts = tuple[str, str, str, str | None]
"""Scheme, authority, path and query. A query of None means that there is none."""


def spell(url: str, *, base: str | None = None, drop: Collection[str] = TRACKING) -> str:
    """The absolute http(s) address in one spelling: equal resources have equal strings.

    The address is resolved against ``base`` (RFC 3986, 5.2) as a browser does it: backslashes are slashes, and line
    breaks inside are removed. Scheme and host are in lower case, the host in its IDNA form, and a number as host is an
    IPv4 address. There is no default port, no userinfo (``http://fr.consul@mfa.gov.by/en/`` is a link on a real page),
    no fragment and no dot segment. Percent-encoding follows RFC 3986, 6.2.2; other letters are UTF-8. Query parameters
    named in ``drop`` are removed (a name that ends in ``*`` is a prefix); the others keep their order. A session in the
    path is removed: ``;jsessionid=...``, ``;sid=...``, ``/(S(...))/``. The function is idempotent.

    Raises BadAddress for any other string: ``javascript:``, ``mailto:``, no host, an invalid port.
    """
    if _SPELLED.fullmatch(url):
        return url
    return _spell(url, base, drop if isinstance(drop, frozenset) else frozenset(drop))


def host_of(url: str) -> str:
    """The host of an address: lower case, IPv6 without brackets; empty if it has none."""
    if found := _SPELLED_HOST.match(url):
        return found[1]
    try:
        found = _HOST.match(spell(url))
    except BadAddress:
        return ""
    return found[1].strip("[]") if found else ""


@lru_cache(maxsize=16384)
def _spell(url: str, base: str | None, drop: frozenset[str]) -> str:
    scheme, authority, path, query = _absolute(url, base)
    if query:
        query = _QUERY_SESSION.sub("", _encoded(query, _QUERY_ODD))
        query = "&".join(pair for pair in query.split("&") if pair and not _dropped(pair, drop))
    path = _without_dots(_without_sessions(_encoded(path, _PATH_ODD))) or "/"
    return f"{scheme}://{_authority(scheme, authority, url)}{path}{'?' + query if query else ''}"


def _absolute(url: str, base: str | None) -> _Parts:
    """The parts of an address. Missing ones come from its base."""
    scheme, slashes, authority, path, query = _split(url)
    if scheme and scheme not in _PORTS:
        raise BadAddress(f"not an http(s) address: {url[:100]!r}")
    if slashes and scheme:
        return scheme, authority, path, query
    if base is None:
        if scheme and not slashes:  # "https:mfa.gov.by/en/" and "https:/mfa.gov.by/": browsers read a host there
            return (scheme, *_split("//" + path.lstrip("/"))[2:4], query)
        raise BadAddress(f"not an absolute address: {url[:100]!r}")
    on = _base_parts(base)
    if slashes:
        return on[0], authority, path, query
    if scheme and scheme != on[0]:
        return (scheme, *_split("//" + path.lstrip("/"))[2:4], query)
    if not path:
        return on[0], on[1], on[2], on[3] if query is None else query
    if not path.startswith("/"):
        path = on[2][: on[2].rfind("/") + 1] + path if on[2] else "/" + path
    return on[0], on[1], path, query


@lru_cache(maxsize=256)
def _base_parts(base: str) -> _Parts:
    return _absolute(base, None)


def _split(url: str) -> tuple[str, str, str, str, str | None]:
    """Scheme (lower case), the slashes before the authority, authority, path and query, without the fragment."""
    url = url.strip(_ENDS).translate(_INSIDE)
    found = _PARTS.match(url)
    if not found:  # never true, as the pattern matches the empty string: for the type checker
        raise BadAddress(f"not an address: {url[:100]!r}")
    scheme, slashes, authority, path, query = found.groups()
    return (scheme or "").lower(), slashes or "", authority or "", path.replace("\\", "/"), query


def _authority(scheme: str, written: str, url: str) -> str:
    """The host, and the port if it is not the default one of the scheme."""
    found = _AUTHORITY.fullmatch(written.rpartition("@")[2])
    port = (found[2] or "").lstrip("0") or (found[2] or "")[:1] if found else ""
    if not found or (port and not 0 < int(port[:6]) < 65536):
        raise BadAddress(f"not a valid port: {url[:100]!r}")
    host = _host(found[1])
    if not host:
        raise BadAddress(f"no host: {url[:100]!r}")
    return host if port in ("", _PORTS[scheme]) else f"{host}:{port}"


@lru_cache(maxsize=1024)
def _host(written: str) -> str:
    """A host in one spelling; empty if the string is not a host."""
    if "%" in written:
        written = unquote(written)
    if written.startswith("["):
        return f"[{six}]" if (six := number_address(written)) else ""
    host = written.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:  # idna.IDNAError is a subclass
            return ""
    host = host.removesuffix(".")
    if host.rpartition(".")[2][:1].isdigit():
        host = number_address(host)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return ""
    return host


def _encoded(part: str, odd: re.Pattern[str]) -> str:
    """The part with percent-encoding in one form: unreserved characters decoded, hex digits in upper case, letters as
    UTF-8."""
    return odd.sub(_one_encoded, part)


def _one_encoded(found: re.Match[str]) -> str:
    written = found[0]
    if len(written) == 3:
        letter = chr(int(written[1:], 16))
        return letter if letter in _UNRESERVED else written.upper()
    if "\ud800" <= written <= "\udfff":
        written = "\ufffd"
    return "".join(f"%{byte:02X}" for byte in written.encode())


def _without_sessions(path: str) -> str:
    """The path without the reader's session, which is no part of what the address names."""
    if ";" in path or "%3B" in path:
        path = _SESSION.sub("", path)
    return _SESSION_SEGMENT.sub("", path) if "/(" in path else path


def _without_dots(path: str) -> str:
    """The path without ``.`` and ``..`` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _dropped(pair: str, drop: frozenset[str]) -> bool:
    exact, beginnings = _names(drop)
    name = pair.partition("=")[0].lower()
    return name in exact or name.startswith(beginnings)


@lru_cache(maxsize=64)
def _names(drop: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names to drop: whole names, and prefixes."""
    names = [name.lower() for name in drop]
    return (
        frozenset(name for name in names if not name.endswith("*")),
        tuple(name[:-1] for name in names if name.endswith("*")),
    )

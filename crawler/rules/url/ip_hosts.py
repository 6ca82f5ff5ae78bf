"""IP addresses as hosts of addresses, and the hosts that are not public."""

from __future__ import annotations

import ipaddress
import unicodedata
from functools import lru_cache

from crawler.errors import BadAddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LOCAL_ENDS = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home")
"""Endings of names outside the public internet (RFC 6761, 6762, 8375 and ICANN's reserved names)."""

_EMBEDDED = (  # networks whose addresses contain an IPv4 address, and its distance from the right in bits
    (ipaddress.IPv6Network("::/96"), 0),  # IPv4-compatible (RFC 4291)
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped (RFC 4291)
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated (RFC 2765)
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4 (RFC 3056)
)


def number_address(host: str) -> str:
    """The one spelling of a host that is a number: dotted decimal, or RFC 5952 for IPv6 (with or without brackets).

    IPv4 is read as browsers and the C library read it: one to four parts, each decimal, octal (``0177``) or hexadecimal
    (``0x7f``); the last one fills the remaining bytes. Empty if the host is not such a number.
    """
    if host.startswith("[") or ":" in host:
        try:
            return "" if "%" in host else str(ipaddress.IPv6Address(host.removeprefix("[").removesuffix("]")))
        except ValueError:
            return ""
    numbers = [number for part in host.split(".") if (number := _number(part)) is not None]
    *heads, last = numbers or [0]
    if len(numbers) != host.count(".") + 1 or len(numbers) > 4:
        return ""
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        return ""
    return str(ipaddress.IPv4Address(last + sum(head << 8 * (3 - place) for place, head in enumerate(heads))))


def _number(part: str) -> int | None:
    """A part of an IPv4 address; None if it is not a number, or has more digits than any address needs."""
    if not part.isascii() or not part[:1].isdigit() or len(part) > 16:
        return None
    try:
        if part[:2].lower() == "0x":
            return int(part[2:] or "0", 16) if "_" not in part else None
        return int(part, 8 if part[0] == "0" else 10) if part.isdigit() else None
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def is_private_host(host: str) -> bool:
    """Whether a host name alone shows that it is not public.

    True for ``localhost`` and names under it, names of local networks, a name without a dot, and every spelling of an
    IP address that is not public: decimal, octal, hexadecimal, shortened, mapped into IPv6, with a dot at the end. Also
    True for a string that is not a host. A public name may still resolve to a private address: check that address with
    ``is_private_address``.
    """
    host = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower().partition("%")[0].rstrip(".")
    if number := number_address(host):
        return is_private_address(number)
    return "." not in host or ":" in host or host.endswith(_LOCAL_ENDS)


def is_private_address(ip: str) -> bool:
    """Whether an IP address is not that of a public host: loopback, private, link-local, shared, multicast, reserved or
    unspecified.

    An IPv6 address that contains an IPv4 address is as private as that one. Raises BadAddress for a string that is not
    an address.
    """
    try:
        address: _Address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError as error:
        raise BadAddress(f"not an IP address: {ip[:60]!r}") from error
    if isinstance(address, ipaddress.IPv6Address):
        for network, shift in _EMBEDDED:
            if address in network:
                return not _is_public(ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF))
    return not _is_public(address)


def _is_public(address: _Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved

"""One resource, one spelling; and which hosts are not public."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.errors import BadAddress
from crawler.rules.url.spelling import TRACKING, host_of, is_private_address, is_private_host, spell

BASE = "https://mfa.gov.by/en/press/news_mfa/"
PIECES = st.lists(
    st.sampled_from(
        [
            "http://",
            "HTTPS:",
            "//",
            "/",
            "\\",
            "..",
            ".",
            "a.b",
            "MFA.gov.by",
            ":80",
            ":443",
            ":8080",
            "@",
            "%7e",
            "%c3%a9",
            "%",
            "%zz",
            " ",
            "\t",
            "é",
            "ў",
            "?",
            "&",
            "=",
            "utm_source=x",
            ";jsessionid=7A.node1",
            ";sid=",
            "/(S(lit3py55))",
            "/(",
            "(",
            "))",
            ";",
            "a=1",
            "+",
            "#",
            "[",
            "]",
            "[::1]",
            "|",
            "0x7f.1",
        ]
    ),
    max_size=8,
).map("".join)
ANY = st.one_of(st.text(), PIECES, PIECES.map("http://a.by/".__add__))


def spelled(url: str, base: str | None = BASE) -> str:
    """The spelling of an address that hypothesis made, if it is one."""
    try:
        return spell(url, base=base)
    except BadAddress:
        assume(False)
        raise


@given(ANY, st.sampled_from([BASE, None]))
def test_any_text_is_an_address_or_a_bad_address(url: str, base: str | None) -> None:
    """Whatever a page has in its ``href``, nothing but BadAddress is raised."""
    try:
        found = spell(url, base=base)
    except BadAddress:
        return
    assert found.startswith(("http://", "https://"))
    assert found.isascii()
    assert urlsplit(found).hostname
    assert urlsplit(found).path.startswith("/")


@given(ANY)
def test_an_address_in_one_spelling_is_spelled_as_itself(url: str) -> None:
    """Spelling is idempotent, with a base and without."""
    once = spelled(url)
    assert spell(once) == once
    assert spell(once, base="https://other.by/x/?y=1") == once


@given(ANY)
def test_no_spelled_address_has_userinfo_fragment_or_dot_segments(url: str) -> None:
    """They name nothing on the server, or name the same in two ways."""
    parts = urlsplit(spelled(url))
    assert "@" not in parts.netloc
    assert not parts.fragment
    assert not {".", ".."} & set(parts.path.split("/"))


@given(ANY)
def test_the_host_of_an_address_is_that_of_its_spelling(url: str) -> None:
    """So ownership may be asked before or after spelling."""
    found = spelled(url, base=None)
    assert host_of(url) == host_of(found) == urlsplit(found).hostname


@pytest.mark.parametrize("url", ["http://127.1/a", "http://0x7f.1/", "http://[::0001]/", "http://m.gov.by./x"])
def test_a_host_of_several_spellings_is_given_in_the_one_that_its_address_has(url: str) -> None:
    """A number, an IPv6 address and a trailing dot have a shorter or longer form of the same host."""
    assert host_of(url) == urlsplit(spell(url)).hostname != urlsplit(url).hostname


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://MFA.gov.BY", "http://mfa.gov.by/"),
        ("http://fr.consul@mfa.gov.by/en/", "http://mfa.gov.by/en/"),  # on a real page: an e-mail address as a link
        ("https://mfa.gov.by:443/a", "https://mfa.gov.by/a"),
        ("http://mfa.gov.by:443/a", "http://mfa.gov.by:443/a"),
        ("http://mfa.gov.by:/a", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by:00080/a", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by./a", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by/a/./b/../c/", "http://mfa.gov.by/a/c/"),
        ("http://mfa.gov.by/../../a", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by/a/%2E%2e/b", "http://mfa.gov.by/b"),
        ("http://mfa.gov.by/%7Eminister/%d0%bc", "http://mfa.gov.by/~minister/%D0%BC"),
        ("http://mfa.gov.by/a%2Fb", "http://mfa.gov.by/a%2Fb"),
        ("http://mfa.gov.by/100%", "http://mfa.gov.by/100%25"),
        ("http://mfa.gov.by/навіны ў", "http://mfa.gov.by/%D0%BD%D0%B0%D0%B2%D1%96%D0%BD%D1%8B%20%D1%9E"),
        ("http://mfa.gov.by/?q=мір&x=a+b c", "http://mfa.gov.by/?q=%D0%BC%D1%96%D1%80&x=a+b%20c"),
        ("http://mfa.gov.by/a#news", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by/a?", "http://mfa.gov.by/a"),
        ("http://mfa.gov.by/a?&b=1&", "http://mfa.gov.by/a?b=1"),
        ("http://mfa.gov.by/json/?get_more_news&lang=ru", "http://mfa.gov.by/json/?get_more_news&lang=ru"),
        ("http://mfa.gov.by/?b=2&a=1", "http://mfa.gov.by/?b=2&a=1"),
        ("http://mfa.gov.by/?id=4&utm_source=x&FBCLID=y&UTM_x=z", "http://mfa.gov.by/?id=4"),
        ("http://mfa.gov.by/?utm%5Fsource=x", "http://mfa.gov.by/"),
        ("http:\\\\mfa.gov.by\\a\\b?c=\\", "http://mfa.gov.by/a/b?c=%5C"),
        (" \n http://mfa.gov.by/a\n\t b ", "http://mfa.gov.by/a%20b"),
        ("http://МВД.рф/", "http://xn--b1aew.xn--p1ai/"),
        ("http://MÜNCHEN.de/", "http://xn--mnchen-3ya.de/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://3232235521/", "http://192.168.0.1/"),
        ("http://[0:0::1]:80/", "http://[::1]/"),
        ("https:mfa.gov.by/a", "https://mfa.gov.by/a"),
        ("http:///mfa.gov.by/a", "http://mfa.gov.by/a"),
    ],
)
def test_two_spellings_become_one(written: str, expected: str) -> None:
    """RFC 3986, 6.2.2 and 6.2.3, and what browsers make of the mistakes that pages hold."""
    assert spell(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a.html", "https://mfa.gov.by/en/press/news_mfa/a.html"),
        ("/be/", "https://mfa.gov.by/be/"),
        ("//www.mfa.gov.by/be/", "https://www.mfa.gov.by/be/"),
        ("\\\\www.mfa.gov.by\\be", "https://www.mfa.gov.by/be"),
        ("?page=2", "https://mfa.gov.by/en/press/news_mfa/?page=2"),
        ("../statements/13", "https://mfa.gov.by/en/press/statements/13"),
        ("", "https://mfa.gov.by/en/press/news_mfa/?x=1"),
        ("#top", "https://mfa.gov.by/en/press/news_mfa/?x=1"),
        ("https:/be/", "https://mfa.gov.by/be/"),
        ("http://other.by", "http://other.by/"),
    ],
)
def test_a_relative_address_is_resolved_against_its_page(written: str, expected: str) -> None:
    """RFC 3986, 5.2."""
    assert spell(written, base=BASE + "?x=1") == expected


@pytest.mark.parametrize(
    "written",
    [
        "javascript:void(0)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "mailto:press@mfa.gov.by",
        "tel:+375172222222",
        "data:text/html,x",
        "ftp://mfa.gov.by/",
        "http://",
        "http:///",
        "http://:80/",
        "http://a.by:99999/",
        "http://a.by:0/",
        "http://a.by:8o/",
        "http://a.by:٣/",
        "http://a b.by/",
        "http://a..by/",
        "http://-.by/",
        "http://[::1/",
        "http://[::g]/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://" + "a" * 64 + ".by/",
    ],
)
def test_what_is_no_web_address_is_refused(written: str) -> None:
    """A page's ``href`` may be anything; a message says what it was."""
    with pytest.raises(BadAddress, match="no"):
        spell(written, base=BASE)


def test_a_relative_address_without_a_page_is_refused() -> None:
    """There is nothing to resolve it against."""
    for written in ("/en/", "a.html", "", "//mfa.gov.by/"):
        with pytest.raises(BadAddress):
            spell(written)


def test_a_site_may_drop_parameters_of_its_own() -> None:
    """Names are compared without case, and one that ends in ``*`` is a beginning."""
    url = "https://a.by/?id=1&print=yes&session_a=2&utm_source=x"
    assert spell(url, drop=TRACKING | {"Print", "session_*"}) == "https://a.by/?id=1"
    assert spell(url, drop=["id"]) == "https://a.by/?print=yes&session_a=2&utm_source=x"
    assert spell(url, drop=()) == url


@pytest.mark.parametrize("parameter", ["utm_source=x", "fbclid=x", "gclid=x", "yclid=x", "_openstat=x"])
def test_who_sent_the_reader_is_no_part_of_the_address(parameter: str) -> None:
    """The same page under a tracking parameter is never a new article."""
    assert (
        spell(f"https://a.by/x?{parameter}&id=1") == spell(f"https://a.by/x?id=1&{parameter}") == "https://a.by/x?id=1"
    )


PRIVATE = [
    "localhost", "LOCALHOST.", "a.localhost", "localhost.localdomain", "printer.local", "intranet", "db.internal",
    "127.0.0.1", "127.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1.",
    "0.0.0.0", "0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "255.255.255.255",
    "::1", "[::1]", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "[::ffff:7f00:1]", "::127.0.0.1",
    "64:ff9b::10.0.0.1", "2002:7f00:1::", "ff02::1", "１２７.0.0.1", "127。0。0。1", "",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_host_is_seen_through_its_spellings(host: str) -> None:
    """No spelling of an address of this machine or its network is taken for a public host."""
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host", ["mfa.gov.by", "МЗС.бел", "8.8.8.8", "134744072", "2606:4700::1111", "127.0.0.1.by", "localhost.by"]
)
def test_a_public_host_is_not_private(host: str) -> None:
    """Only what the name itself says counts."""
    assert not is_private_host(host)


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_ipv4_address_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    """Dotted, decimal, hexadecimal, octal, or mapped into IPv6."""
    number = int(address)
    octal = ".".join(f"0{part:o}" for part in address.packed)
    for host in (str(number), hex(number), octal, f"{address}.", f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_private_host(host) == is_private_address(str(address))
    if address.is_private or address.is_loopback or address.is_link_local:
        assert is_private_address(str(address))


@given(st.text())
def test_any_text_may_be_asked_about_as_a_host(host: str) -> None:
    """The answer is yes or no, never an error."""
    assert is_private_host(host) in (True, False)


def test_what_is_no_ip_address_has_no_answer() -> None:
    """A caller that resolved a name holds an address; anything else is a mistake."""
    with pytest.raises(BadAddress):
        is_private_address("mfa.gov.by")


@pytest.mark.parametrize(
    ("written", "spelled_as"),
    [
        ("/news/7.html;jsessionid=0A1B2C.node1", "/news/7.html"),
        ("/news/7.html;JSESSIONID=0A1B2C!-123?lang=be", "/news/7.html?lang=be"),
        ("/portal;jsessionid=1F/news;jsessionid=1F/7", "/portal/news/7"),
        ("/news/7;sid=ab12", "/news/7"),
        ("/news/7;v=2;sid=ab12;w=3", "/news/7;v=2;w=3"),
        ("/news/7;PHPSESSID=ab12", "/news/7"),
        ("/news?id=7;jsessionid=0A1B", "/news?id=7"),
        ("/news?id=7&PHPSESSID=ab12&jsessionid=3", "/news?id=7"),
        ("/(S(lit3py55t21z5v55vlm25s55))/news/7.aspx", "/news/7.aspx"),
        ("/app/(X(1)S(lit3py55t21z5v55vlm25s55))/news", "/app/news"),
        ("/app/(A(gE-x_1)F(a-b_c))/", "/app/"),
        ("/(lit3py55t21z5v55vlm25s55)/news", "/news"),
        ("/..;jsessionid=1/news", "/news"),
        ("/news/7%3Bjsessionid%3D0A1B", "/news/7"),
        ("/news.cfm?CFID=1&CFTOKEN=2&id=7", "/news.cfm?id=7"),
        ("/news.asp?ASPSESSIONIDQABC=X&id=7", "/news.asp?id=7"),
        # what only looks like a session
        ("/wiki/Minister_(S)/7", "/wiki/Minister_(S)/7"),
        ("/news/(second)/7", "/news/(second)/7"),
        ("/news;side=left", "/news;side=left"),
        ("/news?sid=7", "/news?sid=7"),
        ("/news/session=7", "/news/session=7"),
        ("/news/7%3Bpart%3D2", "/news/7%3Bpart%3D2"),
    ],
)
def test_a_session_is_no_part_of_an_address(written: str, spelled_as: str) -> None:
    """Each reader has another session, so an address with it would be another page at each crawl."""
    assert spell(f"https://mfa.gov.by{written}") == f"https://mfa.gov.by{spelled_as}"


@given(st.from_regex(r"[0-9A-Za-z.!_-]{1,40}", fullmatch=True), st.sampled_from(["/", "/news/7.html", "/a/b/"]))
def test_all_sessions_of_a_page_are_one_address(session: str, path: str) -> None:
    plain = spell(f"https://mfa.gov.by{path}")
    assert spell(f"https://mfa.gov.by{path};jsessionid={session}") == plain
    assert spell(f"https://mfa.gov.by/(S({session})){path}") == plain

"""Why a request got no answer, in one word, from real sockets; and that certificates are checked."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.crawl.request_errors import RequestRefused, reason_for
from crawler.errors import NotInReplay
from crawler.pages.site import Seed
from tests.support.loopback import Crawled, Server, crawl
from tests.support.newsroom import pages, spider


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """A certificate for localhost that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(today - timedelta(1)).not_valid_after(today + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    pem += key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = tmp_path / "both.pem"
    file.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def seeded(url: str, archive: Path, hosts: tuple[str, ...] = ("localhost",)) -> Crawled:
    """A crawl that begins at an address."""
    return crawl(spider(Seed(url), hosts=hosts), archive)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, self_signed: ssl.SSLContext) -> None:
    """Nothing is asked over such a connection, neither the page nor robots.txt."""
    with Server(pages(), tls=self_signed) as server:
        crawled = seeded(f"https://localhost:{server.port}/en/news/", tmp_path / "a.db")
        assert server.asked == []
    assert [(capture.outcome, capture.reason) for capture in crawled.captures] == [
        ("unreachable", "tls"),
        ("excluded", "robots-unreachable"),
    ]


def test_a_closed_port_refuses(tmp_path: Path) -> None:
    """The usual sign of an outage."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    crawled = seeded(f"http://localhost:{port}/en/news/", tmp_path / "a.db")
    assert (crawled.captures[0].outcome, crawled.captures[0].reason) == ("unreachable", "refused")


def test_a_name_that_does_not_resolve_is_dns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host is gone, or the network is."""

    def unknown(name: str) -> str:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "gethostbyname", unknown)
    crawled = seeded("http://nowhere.example/en/news/", tmp_path / "a.db", hosts=("nowhere.example",))
    assert (crawled.captures[0].outcome, crawled.captures[0].reason) == ("unreachable", "dns")


def test_our_own_errors_bring_their_word() -> None:
    """And what is not known is said to be so."""
    assert reason_for(RequestRefused("offsite", "not-owned")) == "not-owned"
    assert reason_for(NotInReplay("x")) == "not-in-replay"
    assert reason_for(KeyError("x")) == "failed"

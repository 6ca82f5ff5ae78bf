"""An edit is told by what a link leads to, not by how the server wrote its address this time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Attachment, Link
from crawler.rules.history.edits import measure
from crawler.rules.text.compared_links import compared_address, compared_files, compared_links
from crawler.rules.text.digests import content_digest

SITE = "https://mfa.example"
PAGE = f"{SITE}/news/1"


def linking(*links: tuple[str, str]) -> Article:
    return Article(
        url=PAGE, title="News", body=("Text.",), links=tuple(Link(url=url, text=text) for url, text in links)
    )


@pytest.mark.parametrize(
    ("once", "again"),
    [
        (f"{SITE}/a?sid=1", f"{SITE}/a?sid=2"),
        (f"{SITE}/a;jsessionid=AB12.n1?id=7", f"{SITE}/a;jsessionid=CD34.n2?id=7"),
        (f"{SITE}/(S(abc123))/a.aspx", f"{SITE}/(S(def456))/a.aspx"),
        (f"{SITE}/a?id=7&token=x", f"{SITE}/a?id=7&token=y"),
        (f"{SITE}/text.pdf?v=20261101", f"{SITE}/text.pdf?v=20261102"),
        (f"{SITE}/a.cfm?CFID=1&CFTOKEN=2&id=7", f"{SITE}/a.cfm?CFID=3&CFTOKEN=4&id=7"),
        (f"{SITE}/text.pdf?X-Amz-Date=1&X-Amz-Signature=a", f"{SITE}/text.pdf?X-Amz-Date=2&X-Amz-Signature=b"),
        (f"{SITE}/hall.jpg?itok=Ab1", f"{SITE}/hall.jpg?itok=Cd2"),
        (f"{SITE}/text.docx?sv=2024&se=1&sig=a", f"{SITE}/text.docx?sv=2024&se=2&sig=b"),
        (f"{SITE}/a", "http://mfa.example/a"),
        (f"{SITE}/a", "https://www.mfa.example/a"),
    ],
)
def test_what_a_server_writes_anew_is_no_edit(once: str, again: str) -> None:
    """A session, a token, a build, http for https: the reader is led to the same thing."""
    before, after = linking((once, "x")), linking((again, "x"))
    assert content_digest(before) == content_digest(after)
    assert not measure(before, after).fields
    files = [replace(before, links=(), attachments=(Attachment(url=url, title="x"),)) for url in (once, again)]
    assert content_digest(files[0]) == content_digest(files[1])


@pytest.mark.parametrize(
    ("once", "again"),
    [
        (f"{SITE}/a?id=7", f"{SITE}/a?id=8"),
        (f"{SITE}/a", f"{SITE}/b"),
        ("https://video.example/watch?v=1", "https://video.example/watch?v=2"),
        (f"{SITE}/show.php?v=1", f"{SITE}/show.php?v=2"),
        (f"{SITE}/download?file=1&hash=a", f"{SITE}/download?file=1&hash=b"),
        (f"{SITE}/text.pdf?id=1&sig=a", f"{SITE}/text.pdf?id=2&sig=a"),
        (f"{SITE}/a", "https://data.example/a"),
    ],
)
def test_another_target_is_an_edit(once: str, again: str) -> None:
    """An editor who puts in another link changes what the reader is shown."""
    assert content_digest(linking((once, "x"))) != content_digest(linking((again, "x")))
    assert measure(linking((once, "x")), linking((again, "x"))).fields == ("links",)


@pytest.mark.parametrize(
    "link",
    [
        (f"{PAGE}?print=1", "Print"),
        (PAGE, "Permalink"),
        ("https://www.facebook.com/sharer.php?u=x", "Share 12"),
        ("https://t.me/share/url?url=x", "Telegram"),
        ("https://m.vk.com/share.php?url=x", ""),
        (f"{SITE}/photo-640.jpg", ""),
    ],
)
def test_links_of_the_pages_furniture_are_not_told(link: tuple[str, str]) -> None:
    """To print the page, to pass it on, to see a picture larger."""
    assert compared_links(linking(link)) == ()
    assert content_digest(linking(link)) == content_digest(linking())


def test_a_link_to_a_ministrys_own_page_on_a_network_counts() -> None:
    """Only the buttons are furniture: "our statement is on t.me/mfa" is a part of the news."""
    assert compared_links(linking(("https://t.me/mfa_example/12", "here"))) == (("t.me/mfa_example/12", "here"),)


def test_a_link_that_stands_twice_is_told_once() -> None:
    """A second "here" to the same address says nothing new."""
    assert len(compared_links(linking((f"{SITE}/a", "x"), ("http://mfa.example/a", "x")))) == 1


def test_a_count_of_downloads_is_not_a_files_name() -> None:
    """ "Treaty (1 204)" is "Treaty"; a year in brackets is a bare number too, and its file's address tells it apart."""
    held = Attachment(url=f"{SITE}/t.pdf", title="Treaty (1 204)")
    assert compared_files(replace(linking(), attachments=(held,))) == (("mfa.example/t.pdf", "Treaty"),)


@given(st.text())
def test_a_form_is_its_own_form(address: str) -> None:
    """Whatever stands in an address, telling it again changes nothing, and none makes it fail."""
    told = compared_address(f"https://mfa.example/{address}")
    assert compared_address(f"https://{told}") == told

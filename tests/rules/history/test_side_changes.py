"""Changes beside the text: what is another picture, and what is the same one from another server or in another size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.rules.history.side_changes import side_changes

HOST = "https://mfa.example"


def shown(*paths: str) -> Article:
    return Article(url=f"{HOST}/1", images=tuple(path if "://" in path else HOST + path for path in paths))


SAME = [
    ("/i/hall.jpg", "/i/hall.jpg?v=2"),
    ("/i/hall.jpg?_=1", "/i/hall.jpg?_=2"),
    ("/i/hall-300x200.jpg", "/i/hall-1024x768.jpg"),
    ("/i/hall.jpg", "https://cdn.example/x/hall@2x.webp"),
    ("/i/hall_640.jpg", "/i/hall_1280.jpg"),
    ("/styles/large/public/hall.jpg?itok=a1", "/styles/small/public/hall.jpg?itok=b2"),
    ("/cdn-cgi/image/width=300,format=auto/i/hall.jpg", "/i/hall.jpg"),
    ("/w_300,c_fill/hall.jpg", "/w_900/hall.jpg"),
    ("/_next/image?url=%2Fi%2Fhall.jpg&w=640&q=75", "/_next/image?url=%2Fi%2Fhall.jpg&w=1200&q=75"),
    ("/documents/20182/0/hall.jpg/0a-1b?t=1", "/documents/20182/0/hall.jpg/0a-1b?t=2"),
    ("/image.php?id=5&w=300", "/image.php?id=5&w=600"),
    ("/i/hall.jpg", "/i/placeholder.gif"),
    ("/i/lazy-1x1.png", "/i/hall.jpg"),
    ("/img/1px.gif", "/i/loading.svg"),
]
OTHER = [
    ("/i/hall.jpg", "/i/desk.jpg"),
    ("/i/IMG_1234.jpg", "/i/IMG_1235.jpg"),
    ("/image.php?id=5&w=300", "/image.php?id=6&w=300"),
    ("/_next/image?url=%2Fi%2Fhall.jpg&w=640", "/_next/image?url=%2Fi%2Fdesk.jpg&w=640"),
    ("/media/0a1b", "/media/2c3d"),
    ("/i/empty-chair.jpg", "/i/blank-page.jpg"),
    ("/i/640.jpg", "/i/1280.jpg"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_another_size_server_or_placeholder_is_no_change(before: str, after: str) -> None:
    assert side_changes(shown(before), shown(after)) == {}
    assert side_changes(shown(after), shown(before)) == {}


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_another_picture_is_a_change(before: str, after: str) -> None:
    """The addresses are as the pages have them."""
    found = side_changes(shown(before), shown(after))
    assert found == {"pictured": {"added": [HOST + after], "removed": [HOST + before]}}


def test_a_picture_beside_a_placeholder_is_new_where_the_earlier_page_hid_none() -> None:
    """What a placeholder hides is unknown; what stands beside it is known."""
    found = side_changes(shown("/i/hall.jpg"), shown("/i/desk.jpg", "/i/blank.gif"))
    assert found == {"pictured": {"added": [f"{HOST}/i/desk.jpg"], "removed": []}}


@given(
    name=st.from_regex(r"[a-z]{3,8}[0-9]{0,2}", fullmatch=True),
    size=st.sampled_from(["", "-300x200", "@2x", "_1024", "-scaled", "-thumb"]),
    ending=st.sampled_from(["jpg", "jpeg", "png", "webp", "AVIF"]),
    query=st.sampled_from(["", "?v=3", "?w=300&h=200", "?itok=Xy1", "?ts=1700000000"]),
    server=st.sampled_from([HOST, "https://cdn.example/a/b", "http://www.mfa.example"]),
)
def test_a_picture_is_the_same_in_every_form(name: str, size: str, ending: str, query: str, server: str) -> None:
    """Whatever a content delivery network makes of its address."""
    form = f"{server}/i/{name}{size}.{ending}{query}"
    assert side_changes(shown(f"/i/{name}.jpg"), shown(form)) == {}

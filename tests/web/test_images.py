"""Pictures in the web page: those that are archived are shown, from the archive; all others are addresses."""

from __future__ import annotations

import base64

import pytest

from tests.support.captures import HOST, answer, article, filled
from tests.support.pages_of import Pages

DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
IMAGES = tuple(f"{HOST}/{name}" for name in ("photo.gif", "elsewhere.jpg", "drawing.svg"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """An article with three pictures, one of which is here, twice, and one of which may run scripts."""
    path = tmp_path_factory.mktemp("pictures") / "a.db"
    batch = [
        article("/en/1", hours=3, title="Visit", images=IMAGES),
        answer("/photo.gif", "file", hours=4, status=200, body=DOT),
        answer("/photo.gif", "file", hours=90, status=200, body=DOT + b"later"),
        answer("/drawing.svg", "file", hours=4, status=200, body=SVG),
    ]
    with filled(path, batch):
        pass
    return Pages(path)


def test_a_picture_is_shown_as_it_was_captured_nearest_to_the_text(pages: Pages) -> None:
    """From this archive; what is not archived is an address."""
    (story,) = pages.json("/index.json")["days"][0]["stories"]
    told = pages.json(f"/story/{story['story']}.json")["pictures"]
    assert [row["url"] for row in told] == list(IMAGES)
    shown = pages.get(told[0]["shown"])
    assert (shown.content, shown.headers["content-type"]) == (DOT, "image/gif")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert told[1]["shown"] is None
    text = pages.get(f"/story/{story['story']}").text
    assert f'<img src="{told[0]["shown"]}" alt="" loading="lazy">' in text
    assert f'image, not archived: <a href="{IMAGES[1]}"' in text


def test_what_could_run_is_no_picture(pages: Pages) -> None:
    """A drawing may hold scripts; a page is none at all."""
    (story,) = pages.json("/index.json")["days"][0]["stories"]
    told = pages.json(f"/story/{story['story']}.json")
    assert pages.get(told["pictures"][2]["shown"]).status_code == 404
    assert pages.get(told["original"] + "/picture").status_code == 404

"""Several captures of one address and one moment, as imports have them: each has a name of its own in the web page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.items import Capture
from crawler.rules.text.digests import address_id
from tests.support.captures import HOST, answer, article, at, filled
from tests.support.pages_of import BASE, Pages

URL = f"{HOST}/en/1"
FIRST = article("/en/1", title="First said", body=("Original.",))


def others() -> list[Capture]:
    """Other answers of the same moment, whose digests come before and after that of the first."""
    return [
        replace(article("/en/1", title=f"Said {number}", body=(f"Another {number}.",)), body=b"other %d" % number)
        for number in range(6)
    ]


def add(path: Path, batch: list[Capture], hours: float = 50) -> None:
    """Import them."""
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="import", at=at(hours))
        archive.store(run, batch)
        archive.end_run(run, at=at(hours + 1), ended="finished", counts={})


def test_what_was_cited_stays_whatever_else_was_captured_in_that_moment(tmp_path: Path) -> None:
    """The first stored keeps the name that it had; each other one has its digest in its name."""
    path = tmp_path / "a.db"
    with filled(path, [FIRST]):
        pass
    ref = address_id(URL)
    cited = Pages(path).json(f"/story/{ref}.json")
    assert "~" not in cited["permanent"]
    add(path, others())
    own = Pages(path)
    again = own.json(cited["permanent"].removeprefix(BASE) + ".json")
    assert (again["text"]["title"], again["citation"]) == ("First said", cited["citation"])
    with Archive.open(path, readonly=True) as archive:
        digests = {row["payload_digest"] for row in archive.timemap(ref)}
    assert len(digests) == 7
    met = set()
    for digest in digests:
        mark = digest.removeprefix("sha256:")[:8]
        told = own.json(f"/story/{ref}/en@2024-05-01T09:00:00.000Z~{mark}.json")
        assert told["text"]["payload_digest"] == digest
        assert digest in told["citation"]
        assert own.json(told["permanent"].removeprefix(BASE) + ".json")["citation"] == told["citation"]
        page = own.json(told["original"] + ".json")
        assert page["payload_digest"] == digest
        assert len(own.get(page["download"]).content) == page["bytes"]
        met.add(told["permanent"])
    assert len(met) == 7
    assert own.get(f"/story/{ref}/en@2024-05-01T09:00:00.000Z~00000000").status_code == 404, "no such capture"


def test_each_edit_of_one_moment_has_its_page(tmp_path: Path) -> None:
    """From text to text, in the list of changes and along the pages."""
    path = tmp_path / "a.db"
    with filled(path, [FIRST, *others()[:2], article("/en/1", hours=5, title="Last", body=("Last.",))]):
        pass
    own = Pages(path)
    edits = own.json("/changes.json?kind=edited")["changes"]
    assert len({row["page"] for row in edits}) == len(edits) == 3
    before: list[str] = []
    for row in edits:
        told = own.json(row["page"] + ".json")
        assert told["before"]["number"] + 1 == told["after"]["number"]
        assert told["before"]["payload_digest"] != told["after"]["payload_digest"]
        before.append(told["before"]["page"])
    assert len(set(before)) == 3
    story = own.json(f"/story/{address_id(URL)}.json")
    assert len({text["value"] for text in story["texts"]}) == 4
    values = [text["value"] for text in story["texts"]]
    led = own.get(f"/compare?id={story['id']}&language=en&a={values[0]}&b={values[2]}")
    told = own.json(led.headers["location"] + ".json")
    assert (told["before"]["number"], told["after"]["number"]) == (1, 3)


def test_an_edit_leads_to_its_text_though_the_old_one_was_seen_in_the_same_moment(tmp_path: Path) -> None:
    """The unchanged capture was stored first: the page after the edit is the other one's, and says its number."""
    same, new = replace(FIRST, body=b"same"), article("/en/1", title="Second", body=("New.",))
    path = tmp_path / "a.db"
    with filled(path, [article("/en/1", title="First said", body=("Original.",))]):
        pass
    add(path, [replace(each, captured_at=at(10)) for each in (same, new)])
    own = Pages(path)
    first = own.json(f"/story/{address_id(URL)}/en@2024-05-01T09:00:00.000Z.json")
    told = own.json(first["next"]["page"] + ".json")
    assert (told["text"]["title"], told["text"]["number"], told["next"]) == ("Second", 2, None)
    edit = own.json(told["diff"] + ".json")
    assert own.json(edit["after"]["page"] + ".json")["text"]["title"] == "Second"
    assert own.json(edit["after"]["original"] + ".json")["payload_digest"] == edit["after"]["payload_digest"]
    still = own.json(f"/story/{address_id(URL)}/en@{told['text']['captured_at']}.json")
    assert (still["text"]["title"], still["text"]["number"]) == ("First said", 1)
    assert still["notes"] == ["This is text 1 of 2: the site has changed it since."]


def test_two_addresses_of_one_second_are_named_by_themselves(tmp_path: Path) -> None:
    """An article moved; later both addresses answer in one second, each with a text of its own."""
    first = article("/old", title="Visit")
    both = [article("/old", hours=20, title="Visit"), article("/new", hours=20, title="Visit edited", body=("New.",))]
    path = tmp_path / "a.db"
    with filled(
        path, [first, answer("/old", "moved", to="/new", hours=5), article("/new", hours=5, title="Visit"), *both]
    ):
        pass
    own = Pages(path)
    for row in own.json("/changes.json?kind=edited")["changes"]:
        told = own.json(row["page"] + ".json")
        for side in ("before", "after"):
            page = own.json(told[side]["page"] + ".json")
            assert (page["text"]["url"], page["text"]["number"]) == (told[side]["url"], told[side]["number"])
            assert page["text"]["payload_digest"] == told[side]["payload_digest"]


def test_a_page_is_shown_rather_than_the_redirect_of_its_second(tmp_path: Path) -> None:
    """As a wall of cookies has: a redirect to itself with words of its own, then the page. Neither hides the other."""
    path = tmp_path / "a.db"
    wall = replace(
        FIRST, status=302, outcome="moved", article=None, body=b"<html>Found</html>", location=URL,
        headers=(("Location", URL), ("Content-Type", "text/html")),
    )  # fmt: skip
    page = replace(FIRST, captured_at=FIRST.captured_at.replace(microsecond=0))
    with filled(path, [wall, page]):
        pass
    own = Pages(path)
    told = own.get(f"/memento/20240501090000/{URL}")
    assert (told.status_code, "location" in told.headers) == (200, False)
    assert "First said" in told.text
    story = own.json(f"/story/{address_id(URL)}.json")
    page_of = own.json(story["original"] + ".json")
    assert page_of["payload_digest"] == story["text"]["payload_digest"]
    assert own.get(page_of["download"]).content == FIRST.body


@pytest.mark.parametrize(
    ("status", "location"),
    [(302, URL), (302, "http://[bad"), (302, "javascript:alert(1)"), (302, "/a\0b"), (999, ""), (103, ""), (20, ""),
     (600, ""), (301, "/привет"), (302, "//other.example/%zz")],
)  # fmt: skip
def test_odd_answers_are_mementos_too(tmp_path: Path, status: int, location: str) -> None:
    """With a status that HTTP has, and leading nowhere that cannot be."""
    path = tmp_path / "a.db"
    headers = (("Location", location), ("Content-Type", "text/html"))
    odd = replace(FIRST, status=status, outcome="unreadable", article=None, body=b"<p>Odd</p>", headers=headers)
    with filled(path, [odd, article("/en/2")]):
        pass
    told = Pages(path).get(f"/memento/20240501090000/{URL}")
    assert told.headers["memento-datetime"] == "Wed, 01 May 2024 09:00:00 GMT"
    assert told.status_code == (status if 200 <= status < 600 else 200)
    led = told.headers.get("location", "")
    assert led == "" or re.fullmatch(rf"{BASE}/memento/20240501090000/https://[!-~]+", led)
    assert bool(led) == location.endswith(("b", "привет", "zz"))

"""The web pages without a browser: each address as HTML, as JSON, and as a feed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from crawler.archive import Archive
from tests.support.captures import HOST, answer, article, at, filled, says
from tests.support.pages_of import BASE, Pages

BATCH = [
    article("/en/1", title="Visit of the minister", body=("The minister of Ireland arrived.", "He stays till Friday."),
            alternates=says(ru="/ru/1", be="/be/1"), published="2024-04-30"),
    article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит министра", published="2024-04-30",
            body=("Министр Ирландии прибыл.", "Он останется до пятницы."), alternates=says(en="/en/1")),
    article("/en/2", title="Nothing new", body=("Talks go on.",), published="2024-04-28",
            alternates=says(be="/be/2")),
    article("/ar/3", language="ar", language_claimed="ar", title="زيارة الوزير", body=("وصل الوزير إلى مينسك اليوم.",)),
]  # fmt: skip
LATER = [
    article("/en/1", hours=30, title="Visit of the minister", published="2024-04-30",
            body=("The minister of Ireland left.", "He stays till Friday."), alternates=says(ru="/ru/1", be="/be/1")),
    answer("/en/2", "missing", hours=31),
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories and a text in Arabic; one was edited, one may be gone."""
    path = tmp_path_factory.mktemp("web") / "a.db"
    with filled(path, BATCH, LATER):
        pass
    return path


@pytest.fixture(scope="module")
def pages(archive: Path) -> Pages:
    """The pages of that archive."""
    return Pages(archive)


@pytest.fixture(scope="module")
def story(archive: Path) -> str:
    """The id of the story in two languages."""
    with Archive.open(archive, readonly=True) as opened:
        return str(opened.story(f"{HOST}/ru/1")["story"])


LISTS = ("/", "/search?q=minister", "/changes", "/coverage", "/runs", "/runs/1")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_page_that_runs_no_script(pages: Pages, path: str) -> None:
    """The policy also forbids loading anything from other hosts."""
    told = pages.get(path)
    assert told.status_code == 200
    assert told.headers["content-type"] == "text/html; charset=utf-8"
    policy = told.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in told.text
    assert told.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/index", "/search", "/changes", "/coverage", "/runs", "/runs/1"])
def test_every_page_is_there_as_json(pages: Pages, path: str) -> None:
    """Its head and its footer link to the JSON."""
    assert isinstance(pages.json(f"{path}.json"), dict)
    page = "/" if path == "/index" else path
    assert pages.get(page).text.count(f'href="{path}.json"') == 2


@pytest.mark.parametrize(
    "path",
    [
        "/index.atom",
        "/search.atom?q=minister",
        "/changes.atom",
        "/runs.atom",
        "/coverage.atom",
        "/coverage.atom?month=2024-04&site=mfa&language=be",
    ],
)
def test_every_list_is_a_feed(pages: Pages, path: str) -> None:
    """The feed is Atom, with addresses of this archive and its own address."""
    told = pages.get(path)
    assert told.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(told.content)
    names = {None: "http://www.w3.org/2005/Atom"}
    (own,) = feed.findall("link[@rel='self']", names)
    assert own.get("href", "").startswith(BASE)
    links = [link.get("href") for link in feed.findall("entry/link", names)]
    assert links
    assert all(str(link).startswith(BASE) for link in links)


def test_the_front_has_the_newest_stories_by_day_and_what_changed(pages: Pages, story: str) -> None:
    """Each story is there once with its languages; each ministry has its last run and its health."""
    told = pages.json("/index.json")
    first = told["days"][0]
    assert first["day"] == "2024-04-30"
    assert [(each["story"], [text["language"] for text in each["texts"]]) for each in first["stories"]] == [
        (story, ["ru", "en"])
    ]
    assert told["days"][-1]["day"] is None, "what has no date comes last"
    assert [(row["kind"], row["title"]) for row in told["changes"]] == [
        ("vanished", "Nothing new"), ("edited", "Visit of the minister"),
    ]  # fmt: skip
    (site,) = told["sites"]
    assert site["articles"] == 4


def test_a_story_has_a_tab_for_each_language_and_says_what_is_missing(pages: Pages, story: str) -> None:
    """The Belarusian version is announced and not archived."""
    told = pages.json(f"/story/{story}/en.json")
    assert [(tab["language"], bool(tab["page"]), tab["why"]) for tab in told["tabs"]] == [
        ("ru", True, ""), ("en", True, ""), ("be", False, "not archived yet"),
    ]  # fmt: skip
    assert told["text"]["title"] == "Visit of the minister"
    assert f"{HOST}/be/1" in pages.get(f"/story/{story}").text
    assert pages.json(f"/story/{story}/ru.json")["text"]["body"] == [
        "Министр Ирландии прибыл.",
        "Он останется до пятницы.",
    ]


def test_every_text_has_a_permanent_address_and_its_neighbours(pages: Pages, story: str) -> None:
    """The address names the first capture of the text, and does not change with an edit."""
    newest = pages.json(f"/story/{story}/en.json")
    assert newest["permanent"] == f"{BASE}/story/{newest['id']}/en@2024-05-02T15:00:00.000Z"
    assert newest["next"] is None
    older = pages.json(newest["previous"]["page"] + ".json")
    assert older["text"]["body"][0] == "The minister of Ireland arrived."
    assert older["next"]["page"] == newest["permanent"].removeprefix(BASE)
    assert older["notes"] == ["This is text 1 of 2: the site changed it later."]
    assert pages.json(f"/story/{story}/en@2024-05-02T14:59Z.json")["text"] == older["text"], "the text that stood then"


def test_every_link_leads_to_the_text_that_it_names(pages: Pages, story: str) -> None:
    """A stored page links to its own language, not to the first one of the story."""
    for language, title in (("en", "Visit of the minister"), ("ru", "Визит министра")):
        told = pages.json(f"/story/{story}/{language}.json")
        page = pages.json(told["original"] + ".json")["page"]
        assert pages.json(page + ".json")["text"]["title"] == title


@pytest.mark.parametrize("path", ["/-/databases.json", "/-/settings", "/-/versions.json", "/-/threads", "/_memory"])
def test_what_datasette_tells_of_the_machine_is_not_for_visitors(pages: Pages, path: str) -> None:
    """Paths and settings are hidden; its styles are served."""
    assert pages.get(path).status_code == 404
    assert pages.get("/-/static/app.css").status_code == 200


def test_addresses_may_be_percent_encoded(pages: Pages, story: str) -> None:
    """Some programs paste them so."""
    assert pages.get(f"/story/{story}/en%402024-05-02T15%3A00%3A00.000Z").status_code == 200
    assert pages.get("/changes?path=1&since=2024-02-31").status_code == 400
    assert pages.get("/changes?path=1").status_code == 200


def test_two_languages_face_each_other(pages: Pages, story: str) -> None:
    """The paragraphs are paired, in either order of the languages."""
    told = pages.json(f"/story/{story}/en..ru.json")
    assert told["rows"] == [
        [["The minister of Ireland left."], ["Министр Ирландии прибыл."]],
        [["He stays till Friday."], ["Он останется до пятницы."]],
    ]
    page = pages.get(f"/story/{story}/ru..en").text
    assert re.search(r'<td lang="ru"><p dir="ltr">Министр.*?<td lang="en"><p dir="ltr">The minister', page, re.DOTALL)


def test_an_edit_is_shown_word_by_word(pages: Pages, story: str) -> None:
    """Any two texts can be compared, and the list of changes links to each edit."""
    (row,) = pages.json("/changes.json?kind=edited")["changes"]
    en = pages.json(f"/story/{story}/en.json")["id"]
    assert row["page"] == f"/story/{en}/@2024-05-01T09:00:00.000Z..@2024-05-02T15:00:00.000Z"
    assert "<del>arrived</del><ins>left</ins>" in pages.get(row["page"]).text
    told = pages.json(row["page"] + ".json")
    assert told["sentence"] == "body: 1 word added, 1 removed"
    assert (told["previous"], told["next"]) == (None, None)


def test_any_two_texts_can_be_chosen(pages: Pages, story: str) -> None:
    """A form redirects to the permanent address of the comparison."""
    page = pages.get(f"/story/{story}/en").text
    assert '<form class="narrow" action="/compare"' in page
    times = ("2024-05-01T09:00:00.000Z", "2024-05-02T15:00:00.000Z")
    told = pages.get(f"/compare?id={story}&language=en&a={times[1]}&b={times[0]}")
    assert (told.status_code, told.headers["location"]) == (302, f"/story/{story}/en@{times[1]}..@{times[0]}")
    assert "<del>left</del><ins>arrived</ins>" in pages.get(told.headers["location"]).text
    assert pages.get(f"/compare?id={story}").status_code == 400
    assert pages.get(f"/compare?id={story}&language=en&a=//evil.example&b=x").status_code == 400
    assert 'action="/compare"' not in pages.get(f"/story/{story}/ru").text, "it has one text only"


def test_the_timeline_tells_texts_captures_and_removals(pages: Pages, archive: Path) -> None:
    """The newest row is first."""
    with Archive.open(archive, readonly=True) as opened:
        gone = opened.show(f"{HOST}/en/2")["id"]
    told = pages.json(f"/story/{gone}.json")
    assert [(row["kind"], row["at"]) for row in told["timeline"] if row["kind"] != "capture"] == [
        ("vanished", at(31).strftime("%Y-%m-%dT%H:%M:%S.000Z")), ("revision", at(0).strftime("%Y-%m-%dT%H:%M:%S.000Z")),
    ]  # fmt: skip
    assert any("missing" in row["what"] for row in told["timeline"] if row["kind"] == "capture")


def test_coverage_is_darker_where_more_is_archived(pages: Pages) -> None:
    """The shades stand for all, some and nothing of what is known."""
    (site,) = pages.json("/coverage.json")["sites"]
    fields = {
        (month["month"], language): field["shade"]
        for month in site["months"]
        for language, field in zip(site["languages"], month["fields"], strict=True)
    }
    assert fields["2024-04", "en"] == "share-5"
    assert fields["2024-04", "ru"] == "share-3", "one of two stories"
    assert fields["2024-04", "be"] == "share-0"
    assert 'class="share-3"' in pages.get("/coverage").text


def test_a_text_from_right_to_left_stands_so(pages: Pages) -> None:
    """Its direction is that of its language."""
    (row,) = pages.json("/search.json?q=الوزير")["stories"]
    assert '<p dir="rtl">وصل' in pages.get(row["page"]).text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/story/aaaaaaaaaaaa", 404, "has no id aaaaaaaaaaaa"),
        ("/story/{}/fr", 404, "not archived in fr: it is in en, ru"),
        ("/story/{}/en@yesterday", 400, "yesterday is not a time"),
        ("/story/{}/en@1999-01-01", 404, "was not captured by 1999-01-01"),
        ("/story/{}/!", 400, "does not name a text of a story"),
        ("/changes?kind=nonsense", 400, "kind=nonsense is not one of"),
        ("/search?q=a&since=yesterday", 400, "since=yesterday is not a date"),
        ("/search?q=a&state=gone", 400, "state=gone is not one of"),
        ("/runs/999", 404, "no run 999"),
        ("/memento/99999999999999/https://mfa.example/en/1", 400, "is not a time"),
        ("/memento/20240501090000/https://nowhere.example/", 404, "does not know"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(pages: Pages, story: str, path: str, status: int, says: str) -> None:
    """The page has the right status, and links back."""
    told = pages.get(path.format(story))
    assert (told.status_code, told.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert says in told.text
    assert "The newest stories" in told.text


def test_nothing_can_be_written(pages: Pages) -> None:
    """Only GET and HEAD are allowed."""
    refused = pages.get("/search", method="POST")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert pages.get("/search?q=minister", method="HEAD").status_code == 200


def test_datasettes_own_pages_are_there(pages: Pages) -> None:
    """Tables, SQL and their JSON are under ``/archive``, read only."""
    assert pages.get("/archive").status_code == 200
    rows = pages.json("/archive/article_latest.json?_shape=array&_sort=id")
    assert len(rows) == 4
    told = pages.get("/archive.json?sql=delete+from+article")
    assert told.status_code == 400
    assert pages.json("/archive.json?sql=select+count(*)+as+n+from+article&_shape=array") == [{"n": 4}]

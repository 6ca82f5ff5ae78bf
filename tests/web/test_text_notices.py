"""The notices of a text: its language, its article, and whether it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crawler.archive import Archive
from crawler.rules.text.digests import address_id
from tests.support.captures import HOST, answer, article, at, filled, says
from tests.support.pages_of import BASE, Pages

SAME = ("The ministers signed a treaty on trade, transport and visas in the capital on Tuesday, after long talks.",) * 3


def key(path: str) -> str:
    """The id of an address."""
    return address_id(HOST + path)


def test_a_page_in_another_language_does_not_hide_the_one_that_is_in_it(tmp_path: Path) -> None:
    """A page for Belarusian that shows Russian was captured first: each tab leads to its own text."""
    batch = [
        article("/be/1", language="ru", language_claimed="be", title="Визит", body=("Пока по-русски.",),
                alternates=says(ru="/ru/1")),
        article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит", body=("Министр прибыл.",),
                alternates=says(be="/be/1")),
    ]  # fmt: skip
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    own = Pages(path)
    told = own.json(f"/story/{key('/be/1')}.json")
    assert [(tab["language"], tab["page"]) for tab in told["tabs"]] == [
        ("ru", f"/story/{key('/ru/1')}/ru"), ("be", f"/story/{key('/be/1')}/be"),
    ]  # fmt: skip
    assert own.json(f"/story/{key('/be/1')}/ru.json")["text"]["body"] == ["Министр прибыл."]
    (pair,) = told["pairs"]
    both = own.json(pair["page"] + ".json")
    assert [both[side]["id"] for side in ("left", "right")] == [key("/ru/1"), key("/be/1")]
    assert both["right"]["note"] == "The site shows another language under this address: ru."
    (story,) = own.json("/index.json")["days"][0]["stories"]
    assert f'href="/story/{key("/ru/1")}/ru"' in own.get("/").text
    assert {text["id"] for text in story["texts"]} == {key("/ru/1"), key("/be/1")}


def test_what_happened_to_a_page_in_another_language_leads_to_that_page(tmp_path: Path) -> None:
    """An English page showed Russian, then was gone: changes and search lead there, not to the Russian article."""
    batch = [
        article("/en/1", title="Visit", body=("The zebra arrived.",), alternates=says(ru="/ru/1")),
        article("/ru/1", language="ru", language_claimed="ru", title="Визит", alternates=says(en="/en/1")),
        article("/en/1", hours=10, language="ru", title="Визит", body=("Зебра прибыла.",), alternates=says(ru="/ru/1")),
        *(answer("/en/1", "missing", hours=40 + 30 * number) for number in range(3)),
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    own = Pages(path)
    changes = own.json("/changes.json")["changes"]
    assert {row["kind"] for row in changes if row["id"] == key("/en/1")} == {"appeared", "edited", "vanished"}
    for row in changes:
        assert own.json(row["page"] + ".json")["id"] == row["id"], row["kind"]
    (row,) = own.json("/search.json?q=зебра")["stories"]
    assert own.json(row["page"] + ".json")["text"]["body"] == ["Зебра прибыла."]
    when = "2024-05-01T09:00:00.000Z"
    told = own.json(f"/story/{key('/en/1')}/ru@{when}.json")
    assert (told["text"]["title"], told["permanent"]) == ("Visit", f"{BASE}/story/{key('/en/1')}/en@{when}")
    told = own.json(f"/story/{key('/en/1')}/de@{when}.json")
    assert told["notes"][0] == "This address names de, but the capture is of a page in en."


def test_a_near_language_is_no_other_one(tmp_path: Path) -> None:
    """Norwegian is Bokmål, too."""
    batch = [
        article("/nb/1", language="no", language_claimed="nb", alternates=says(en="/en/1")),
        article("/en/1", alternates=says(nb="/nb/1")),
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    told = Pages(path).json(f"/story/{key('/nb/1')}/nb..en.json")
    assert (told["left"]["note"], told["right"]["note"]) == ("", "")


def test_a_text_in_no_language_has_a_tab_of_its_own(tmp_path: Path) -> None:
    """The tab leads to that text."""
    batch = [
        article("/en/1", alternates=says(ru="/x/1")),
        article(
            "/x/1", hours=1, language="", language_claimed="", title="?", body=("...",), alternates=says(en="/en/1")
        ),
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    own = Pages(path)
    pages = [tab["page"] for tab in own.json(f"/story/{key('/en/1')}.json")["tabs"]]
    assert [own.json(f"{page}.json")["text"]["title"] for page in pages] == ["News /en/1", "?"]


def test_two_languages_as_of_a_moment_are_two_languages(tmp_path: Path) -> None:
    """This holds although one of them was captured at that moment."""
    batch = [
        article("/en/1", alternates=says(ru="/ru/1")),
        article("/ru/1", language="ru", language_claimed="ru", title="Визит", alternates=says(en="/en/1")),
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    own = Pages(path)
    when = "2024-05-01T09:00:00.000Z"
    for view in (f"en@{when}..ru@{when}", f"en..ru@{when}", "en@2024-05-02..ru@2024-05-02"):
        told = own.json(f"/story/{key('/en/1')}/{view}.json")
        assert (told["left"]["language"], told["right"]["language"]) == ("en", "ru"), view


def test_another_reader_is_no_other_date(tmp_path: Path) -> None:
    """A new version of a page object reads a date that the page always had, which is not a change."""
    newer = replace(article("/en/1", hours=10, published="2024-05-02"), extractor_version="2", body=b"bytes")
    path = tmp_path / "a.db"
    with filled(path, [article("/en/1", published="2024-05-01"), newer]):
        pass
    own = Pages(path)
    told = own.json(f"/story/{key('/en/1')}/en@2024-05-01T09:00:00.000Z.json")
    assert told["text"]["published"] == "2024-05-01"
    assert told["notes"] == []
    assert [row for row in told["timeline"] if row["kind"] == "date"] == []


def test_what_counts_for_nothing_says_so(tmp_path: Path) -> None:
    """An address claims to be another one, which was captured: its text is shown under its own name only."""
    main = article("/main", title="Visit", canonical_url=f"{HOST}/main")
    claim = article("/claim", hours=30, title="Visit", canonical_url=f"{HOST}/main")
    odd = replace(article("/claim", hours=40, title="Visit", body=("Other.",), canonical_url=f"{HOST}/main"), body=b"o")
    path = tmp_path / "a.db"
    with filled(path, [main, claim, odd]):
        pass
    own = Pages(path)
    when = at(40).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    told = own.json(f"/story/{key('/claim')}/en@{when}.json")
    assert told["text"]["body"] == ["Other."]
    assert told["notes"] == [
        "This capture does not count in the history of the article (another address of the article counts)."
    ]
    assert own.json(f"/story/{key('/main')}/en@{when}.json")["text"]["body"] != ["Other."]
    uncounted = [row["what"] for row in told["timeline"] if "does not count" in row["what"]]
    assert uncounted == [f"seen 2 times at {HOST}/claim: article (200), does not count: another address counts"]


def test_what_was_cited_is_shown_though_its_run_counts_for_nothing(tmp_path: Path) -> None:
    """The run was mostly blocked: the article is gone, and its capture can still be shown."""
    path = tmp_path / "a.db"
    with filled(path, [article("/other", published="2024-04-01")]):
        pass
    real = article("/real", hours=10, title="Real statement", published="2024-04-30", body=("Truly said.",))
    walls = [answer(f"/wall/{n}", "blocked", hours=10 + n / 100, status=403, body=b"no") for n in range(40)]
    other = replace(article("/other", hours=10, published="2024-04-09"), body=b"other")
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="live", at=at(10))
        archive.store(run, [real, other, *walls])
        cited = Pages(path).json(f"/story/{key('/real')}.json")
        archive.end_run(run, at=at(11), ended="finished", counts={})
    own = Pages(path)
    told = own.json(cited["permanent"].removeprefix(BASE) + ".json")
    assert (told["text"]["body"], told["citation"]) == (["Truly said."], cited["citation"])
    assert told["notes"] == ["This capture does not count in the history of the article (mostly-blocked)."]
    assert own.get(cited["permanent"].removeprefix(BASE)).status_code == 200
    gone = own.get(f"/story/{key('/real')}")
    assert (gone.status_code, "none of its answers count" in gone.text) == (404, True)
    seen = own.json(f"/story/{key('/other')}.json")["timeline"]
    assert [row["what"] for row in seen if row["kind"] != "revision"] == [
        "seen once: article (200), does not count: mostly-blocked"
    ]


def test_an_old_text_has_not_the_duplicates_of_the_newest(tmp_path: Path) -> None:
    """Duplicates have the current text."""
    batch = [
        article("/a", title="Talks", body=("The talks failed on Monday.",)),
        article("/a", hours=10, title="Talks", body=SAME),
        article("/b", hours=11, title="Talks", body=SAME),
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    own = Pages(path)
    assert [row["id"] for row in own.json(f"/story/{key('/a')}.json")["duplicates"]] == [key("/b")]
    assert own.json(f"/story/{key('/a')}/en@2024-05-01T09:00:00.000Z.json")["duplicates"] == []


def test_a_search_marks_only_what_it_found(tmp_path: Path) -> None:
    """Texts contain brackets, too."""
    path = tmp_path / "a.db"
    with filled(path, [article("/a", body=("The zebra [sic] crossed [illegible] the road.",))]):
        pass
    own = Pages(path)
    (row,) = own.json("/search.json?q=zebra")["stories"]
    assert [part["text"] for part in row["passage"] if part["found"]] == ["zebra"]
    assert own.get("/search?q=zebra").text.count("<mark>") == 1
    assert row["snippet"] == "The [zebra] [sic] crossed [illegible] the road."


def test_many_languages_leave_room_for_the_text(tmp_path: Path) -> None:
    """Thirty languages have 435 pairs; only those with the shown language are offered."""
    tags = [f"{first}{second}" for first in "abcdef" for second in "klmno"]
    batch = [
        article(f"/{tag}/1", language="en", language_claimed=tag, alternates=says(**{o: f"/{o}/1" for o in tags}))
        for tag in tags
    ]
    path = tmp_path / "a.db"
    with filled(path, batch):
        pass
    told = Pages(path).json(f"/story/{key('/ak/1')}.json")
    assert len(told["tabs"]) == 30
    assert len(told["pairs"]) == 29
    assert '<a class="skip" href="#text">' in Pages(path).get(f"/story/{key('/ak/1')}").text

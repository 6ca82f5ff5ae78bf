"""What stays in the web page while stories change: permanent addresses, and what an address answered."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from crawler.archive import Archive
from crawler.web.archive_pool import Reader, while_asked
from tests.support.captures import HOST, answer, article, at, filled, says
from tests.support.pages_of import BASE, Pages


def test_a_permanent_address_stays_with_its_article_whoever_joins_the_story(tmp_path: Path) -> None:
    """Another English page is tied to the same Russian one, though it was captured earlier."""
    path = tmp_path / "a.db"
    tied = [
        article("/en/2", title="Other", body=("Another text.",)),
        article("/en/1", hours=1, title="Visit", body=("The minister arrived.",), alternates=says(ru="/ru/1")),
        article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит", alternates=says(en="/en/1")),
    ]
    later = [
        article("/ru/1", hours=30, language="ru", language_claimed="ru", title="Визит", alternates=says(en="/en/2")),
        article("/en/2", hours=30, title="Other", body=("Another text.",), alternates=says(ru="/ru/1")),
    ]
    with filled(path, tied):
        pass
    own = Pages(path)
    with Archive.open(path, readonly=True) as archive:
        ref = archive.show(f"{HOST}/en/1")["id"]
    before = own.json(f"/story/{ref}.json")
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="live", at=at(30))
        archive.store(run, later)
        archive.end_run(run, at=at(31), ended="finished", counts={})
    assert own.json(before["permanent"].removeprefix(BASE) + ".json")["text"]["body"] == ["The minister arrived."]
    renamed = before["permanent"].removeprefix(BASE).replace("/en@", "/de@")
    assert own.json(f"{renamed}.json")["text"]["title"] == "Visit", "whatever its language is called"
    assert own.json(f"{renamed}.json")["permanent"] == before["permanent"], "it never says what was only typed"
    assert own.get(f"/story/{ref}/de@2024-05-02").status_code == 404, "no permanent address, and no such language"


def test_a_permanent_address_shows_the_date_of_its_own_capture(tmp_path: Path) -> None:
    """A later date without an edit is told beside it, and in the timeline; the citation is of what is shown."""
    path = tmp_path / "a.db"
    first = article("/en/1", title="Visit", published="2024-05-01")
    second = replace(article("/en/1", hours=10, title="Visit", published="2024-05-02"), body=b"other bytes")
    with filled(path, [first]) as archive:
        ref = archive.show(f"{HOST}/en/1")["id"]
    own = Pages(path)
    cited = own.json(f"/story/{ref}.json")
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="live", at=at(10))
        archive.store(run, [second])
        archive.end_run(run, at=at(11), ended="finished", counts={})
    then = own.json(cited["permanent"].removeprefix(BASE) + ".json")
    now = own.json(f"/story/{ref}.json")
    assert (then["text"]["published"], now["text"]["published"]) == ("2024-05-01", "2024-05-02")
    assert then["citation"] == cited["citation"]
    assert then["text"]["payload_digest"] in then["citation"]
    assert now["text"]["payload_digest"] in now["citation"]
    assert then["notes"] == ["The text is the newest, but the page has another date since: 2024-05-02."]
    dates = [row for row in now["timeline"] if row["kind"] == "date"]
    assert [row["what"] for row in dates] == ["date on the page: 2024-05-02, was 2024-05-01"]
    assert own.json(dates[0]["page"] + ".json")["permanent"] == now["permanent"]


def test_a_moved_article_leads_to_where_it_is_now(tmp_path: Path) -> None:
    """Its timeline goes on there; what was captured before says where."""
    first = article("/old", title="Visit")
    path = tmp_path / "a.db"
    later = [article("/new", hours=hours, title="Visit") for hours in (10, 40)]
    with filled(path, [first, answer("/old", "moved", to="/new", hours=10), *later]):
        pass
    own = Pages(path)
    with Archive.open(path, readonly=True) as archive:
        ref = archive.show(f"{HOST}/old")["id"]
    told = own.json(f"/story/{ref}.json")
    assert told["live"] == told["text"]["url"] == f"{HOST}/new"
    then = own.json(f"/story/{ref}/en@2024-05-01T09:00:00Z.json")
    assert (then["live"], then["text"]["url"]) == (f"{HOST}/new", f"{HOST}/old")
    rows = [(row["kind"], row["what"]) for row in told["timeline"]]
    assert rows == [
        ("capture", f"seen once at {HOST}/new: unchanged (200)"),
        ("moved", f"moved: to {HOST}/new"),
        ("capture", f"seen once at {HOST}/old: moved (301)"),
        ("capture", f"seen once at {HOST}/new: article (200)"),
        ("revision", "first text"),
    ]
    page = own.get(told["timeline"][1]["page"])
    assert page.status_code == 200


def test_an_archive_that_takes_the_place_of_another_is_shown(tmp_path: Path) -> None:
    """As a restored copy does; while there is none, one line says so."""
    path, other = tmp_path / "a.db", tmp_path / "b.db"
    restored = [article("/1", title="Restored"), article("/2", title="Restored", body=("More.",))]
    with filled(path, [article("/1", title="Former")]), filled(other, restored):
        pass
    pages = Pages(path)
    assert pages.json("/index.json")["sites"][0]["articles"] == 1
    assert "Former" in pages.get("/").text
    assert "Former" in pages.get("/archive/article_latest").text
    path.unlink()
    assert pages.get("/").status_code == 503
    assert pages.get("/archive/article_latest").status_code == 503
    other.rename(path)
    for _ in range(6):
        assert "Restored" in pages.get("/").text
        assert pages.json("/index.json")["sites"][0]["articles"] == 2
        assert [row["title"] for row in pages.json("/archive/article_latest.json?_shape=array")] == ["Restored"] * 2


def test_nothing_waits_for_pages_that_take_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of them are asked for at once."""
    path = tmp_path / "a.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    held, begun = threading.Event(), threading.Semaphore(0)

    def slowly(archive: Archive, *words: object, **asked: object) -> list[object]:
        begun.release()
        assert held.wait(60)
        return []

    monkeypatch.setattr("crawler.web.pages.coverage._coverage.rows", slowly)
    pages = Pages(path)
    asking = [threading.Thread(target=pages.get, args=("/coverage",)) for _ in range(6)]
    for each in asking:
        each.start()
    begun.acquire()
    assert "Visit" in pages.get("/").text
    held.set()
    for each in asking:
        each.join()


def test_nobody_works_for_whoever_has_left(tmp_path: Path) -> None:
    """A question that nobody has begun with is dropped; one that is being answered ends in peace."""
    path = tmp_path / "a.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    reader, held, asked = Reader(path, 1), threading.Event(), []

    def question(archive: Archive) -> int:
        asked.append(archive)
        assert held.wait(60)
        return 1

    async def leave() -> dict[str, str]:
        while not asked:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def stay() -> dict[str, str]:
        await asyncio.sleep(0.05)
        held.set()
        return await asyncio.Event().wait()  # type: ignore[return-value]

    async def both() -> list[int | None]:
        left = [asyncio.ensure_future(while_asked(leave, reader.ask(question))) for _ in range(3)]
        await asyncio.wait(left)
        return [*(each.result() for each in left), await while_asked(stay, reader.ask(question))]

    assert asyncio.run(both()) == [None, None, None, 1]
    assert len(asked) == 2, "the first, and that of whoever stayed"
    reader.close()


def test_an_entry_of_the_front_is_brought_up_to_date(tmp_path: Path) -> None:
    """By an edit, and by a language that joins the story: the same entry, later."""
    path = tmp_path / "a.db"
    batches = [
        [article("/en/1", title="Visit", alternates=says(ru="/ru/1"), published="2024-04-01")],
        [article("/en/1", hours=20, title="Visit", body=("Another text.",), alternates=says(ru="/ru/1"))],
        [article("/ru/1", hours=40, language="ru", language_claimed="ru", title="Визит", alternates=says(en="/en/1"))],
    ]
    with filled(path):
        pass
    entries = []
    names = {"a": "http://www.w3.org/2005/Atom"}
    for hours, batch in zip((0, 20, 40), batches, strict=True):
        with Archive.open(path) as archive:
            run = archive.start_run("mfa", mode="live", at=at(hours))
            archive.store(run, batch)
            archive.end_run(run, at=at(hours + 1), ended="finished", counts={})
        (entry,) = etree.fromstring(Pages(path).get("/index.atom").content).findall("a:entry", names)
        entries.append([entry.findtext(f"a:{name}", "", names) for name in ("id", "updated")])
    assert len({each[0] for each in entries}) == 1
    assert [each[1][:16] for each in entries] == ["2024-05-01T09:00", "2024-05-02T05:00", "2024-05-03T01:00"]


def test_pages_of_a_search_are_turned(tmp_path: Path) -> None:
    """Each story stands on one of them, whichever way they are sorted; the last one says that it is the last."""
    path = tmp_path / "a.db"
    batch = [article(f"/{number}", title=f"Visit {number}", body=(f"Day {number}.",)) for number in range(70)]
    with filled(path, batch):
        pass
    pages = Pages(path)
    for sort in ("", "&sort=date"):
        told = [pages.json(f"/search.json?q=visit{sort}&page={number}") for number in (1, 2, 3, 4)]
        assert [len(each["stories"]) for each in told] == [30, 30, 10, 0]
        assert [bool(each["after"]) for each in told] == [True, True, False, False]
        assert {story["title"] for each in told for story in each["stories"]} == {f"Visit {n}" for n in range(70)}


def test_a_date_to_come_does_not_head_the_front_for_years(tmp_path: Path) -> None:
    """It stands after all that has a likely date."""
    path = tmp_path / "a.db"
    batch = [article("/1", title="Slip", published="2262-01-01"), article("/2", title="Today", published="2024-05-01")]
    with filled(path, [*batch, article("/3", title="Undated")]):
        pass
    days = Pages(path).json("/index.json")["days"]
    assert [story["texts"][0]["title"] for day in days for story in day["stories"]] == ["Today", "Slip", "Undated"]


def test_mementos_have_the_status_of_their_capture(tmp_path: Path) -> None:
    """A redirect leads to a memento; what only says that nothing changed is none."""
    first = article("/old", title="Visit")
    here = f"{HOST}/old"
    moved = replace(
        first, captured_at=first.captured_at.replace(hour=11), status=301, outcome="moved", article=None, body=b"",
        location=f"{HOST}/new", headers=(("Location", "/new"),),
    )  # fmt: skip
    gone = replace(
        first, captured_at=first.captured_at.replace(hour=13), status=404, outcome="missing", article=None,
        body=b"<h1>Not here</h1>",
    )  # fmt: skip
    path = tmp_path / "a.db"
    with filled(path, [first, moved, gone]):
        pass
    pages = Pages(path)
    told = pages.get(f"/memento/20240501110000/{here}")
    assert (told.status_code, told.headers["location"]) == (301, f"{BASE}/memento/20240501110000/{HOST}/new")
    assert told.headers["memento-datetime"] == "Wed, 01 May 2024 11:00:00 GMT"
    told = pages.get(f"/memento/20240501130000/{here}")
    assert told.status_code == 404
    assert "<h1>Not here</h1>" in told.text

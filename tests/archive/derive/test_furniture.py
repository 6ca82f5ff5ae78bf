"""Lines that are no part of any article: boxes that come to many at one time, counters; and what is an edit beside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Alternate, Capture
from tests.support.captures import HOST, answer, article, fill, rows

WORDS = "The minister received the ambassador of country {0} and they spoke about road number {0} between the capitals."
BOX = ("Subscribe to our newsletter", "Get the news of the ministry by mail every Friday.")
PATHS = [f"/en/{number}" for number in range(6)]


def body(path: str, *more: str, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The text of an article, with other lines after or before it."""
    return (*before, *(WORDS.format(path + letter) for letter in "abc"), *more)


def look(path: str, hours: float, *more: str, before: tuple[str, ...] = (), **fields: Any) -> Capture:
    """An article with lines after or before its text."""
    return article(path, hours=hours, body=body(path, *more, before=before), **fields)


def events(path: Path, *kinds: str) -> list[tuple[str, str, Any]]:
    """The events of these kinds (all without any): kind, path, summary."""
    found = rows(
        path,
        """SELECT e.kind, r.uri_r, e.summary FROM event e JOIN article a ON a.id = e.article
        JOIN resource r ON r.id = a.resource ORDER BY e.at, r.uri_r, e.kind""",
    )
    return [(kind, url.removeprefix(HOST), json.loads(said)) for kind, url, said in found if kind in kinds or not kinds]


def revisions(path: Path) -> int:
    """How many texts all articles have."""
    return int(rows(path, "SELECT count(*) FROM revision")[0][0])


@pytest.mark.parametrize("mode", ["import", "live"])
def test_a_box_that_many_articles_gain_at_one_time_is_no_edit(tmp_path: Path, mode: str) -> None:
    """It is said once, with its words, at the article that had it first."""
    first, second = (
        [look(path, n) for n, path in enumerate(PATHS)],
        [look(p, 24 + n, *BOX) for n, p in enumerate(PATHS)],
    )
    path = fill(tmp_path, [first, second], mode=mode)
    assert events(path, "edited") == []
    ((kind, where, said),) = events(path)
    assert (kind, where, said["articles"]) == ("furniture", "/en/0", 6)
    assert said["gained"] == sorted(BOX)
    assert revisions(path) == len(PATHS)


def test_a_box_is_taken_back_where_it_was_booked(tmp_path: Path) -> None:
    """One article after the other is seen with it; two are edits still, and all of them are none at the third."""
    runs = [[look(path, n) for n, path in enumerate(PATHS[:4])]]
    runs += [
        [look(path, 24 + n, *BOX), *(look(p, 24 + n) for p in PATHS[n + 1 : 4])] for n, path in enumerate(PATHS[:4])
    ]
    (tmp_path / "two").mkdir()
    assert [where for _, where, _ in events(fill(tmp_path / "two", runs[:2]), "edited")] == ["/en/0"]
    path = fill(tmp_path, runs)
    assert events(path, "edited") == []
    assert len(events(path, "furniture")) == 1


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    """Whatever was imported first."""
    captures = [look(p, 24 * day + n, *(BOX if day else ())) for day in (0, 1, 2) for n, p in enumerate(PATHS[:3])]
    captures.append(look(PATHS[3], 30, "A new paragraph of one article alone."))
    captures.append(look(PATHS[3], 3))
    found = []
    for name, order in (("a", captures), ("b", captures[::-1]), ("c", captures[::2] + captures[1::2])):
        (tmp_path / name).mkdir()
        found.append(events(fill(tmp_path / name, [[one] for one in order])))
    assert found[0] == found[1] == found[2]
    assert [where for _, where, _ in events(tmp_path / "a" / "archive.db", "edited")] == [PATHS[3]]


def test_an_edit_beside_a_box_is_measured_without_it(tmp_path: Path) -> None:
    """The words of the box are counted in no edit."""
    first, second = (
        [look(path, n) for n, path in enumerate(PATHS)],
        [look(p, 24 + n, *BOX) for n, p in enumerate(PATHS)],
    )
    second[2] = look(PATHS[2], 26, "One more sentence.", *BOX)
    ((_, where, said),) = events(fill(tmp_path, [first, second]), "edited")
    assert (where, said["added"], said["removed"]) == (PATHS[2], 3, 0)


def test_one_sentence_in_a_few_of_many_articles_is_an_edit(tmp_path: Path) -> None:
    """Three of twenty articles are corrected alike: that is news, and no furniture."""
    many = [f"/en/{number}" for number in range(20)]
    correction = "Correction: the visit was put off until spring."
    first = [look(path, n / 10) for n, path in enumerate(many)]
    second = [look(path, 24 + n / 10, *((correction,) if n < 3 else ())) for n, path in enumerate(many)]
    path = fill(tmp_path, [first, second])
    assert len(events(path, "edited")) == 3
    assert events(path, "furniture") == []


def test_a_box_that_goes_is_no_edit_either(tmp_path: Path) -> None:
    """Nor is one whose words become others, in each language with its own."""
    boxes = {"en": ("Old box of the site", "New box of the site"), "ru": ("Старый блок сайта", "Новый блок сайта")}
    looks = []
    for hours, place in ((0, 0), (24, 1)):
        for language, texts in boxes.items():
            for n in range(3):
                looks.append(
                    look(f"/{language}/{n}", hours + n, texts[place], language=language, language_claimed=language)
                )
    path = fill(tmp_path, [looks])
    assert events(path, "edited") == []
    assert len(events(path, "furniture")) == 2


def test_a_counter_at_several_articles_is_no_edit(tmp_path: Path) -> None:
    """Of any language: only its number changes, at every look."""
    looks = [
        look(path, 24 * day + n, f"მკითხველი: {7 * day + n + 1}")
        for day in range(3)
        for n, path in enumerate(PATHS[:3])
    ]
    path = fill(tmp_path, [looks])
    assert events(path, "edited") == []
    ((_, _, said),) = events(path, "furniture")
    assert said["counted"]


def test_a_counter_of_one_article_shows_after_some_looks(tmp_path: Path) -> None:
    """Two changes may be edits; a label with another number at each of four looks counts."""
    looks = [look("/en/1", 24 * day, f"Oqilgan: {day * 11}") for day in range(4)]
    (tmp_path / "few").mkdir()
    assert len(events(fill(tmp_path / "few", [looks[:3]]), "edited")) == 2
    assert events(fill(tmp_path, [looks]), "edited") == []


def test_a_number_that_is_put_right_is_an_edit(tmp_path: Path) -> None:
    """Once, or in a sentence again and again: numbers are what silent edits change."""
    looks = [look("/en/1", 24 * day, f"In the flood {day * 11} people were hurt.") for day in range(5)]
    looks += [look("/en/2", 24 * day, f"Hurt: {17 if day > 2 else 11}") for day in range(5)]
    path = fill(tmp_path, [looks])
    assert [where for _, where, _ in events(path, "edited")].count("/en/1") == 4
    assert [where for _, where, _ in events(path, "edited")].count("/en/2") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It's the minister's \"plan\" - he said...", "It’s the minister’s “plan” — he said…"),
        ("Ещё один счёт - «срочно»", 'Еще один счет – "срочно"'),
        ("Ils ont dit : « non » !", "Ils ont dit: «non»!"),
        ("The ﬁrst oﬃce", "The first office"),
    ],
)
def test_typography_is_an_event_of_its_own(tmp_path: Path, old: str, new: str) -> None:
    """It changes no word, and begins no revision; the newest spelling is shown."""
    path = fill(tmp_path, [[look("/en/1", 0, old), look("/en/1", 24, new)]])
    assert [kind for kind, _, _ in events(path)] == ["typography"]
    ((shown,),) = rows(path, "SELECT body FROM revision")
    assert new in shown


def test_typography_counts_no_word_of_an_edit(tmp_path: Path) -> None:
    """Only the word that changed is counted."""
    path = fill(tmp_path, [[look("/en/1", 0, "It's a plan."), look("/en/1", 24, "It’s a treaty.")]])
    ((_, _, said),) = events(path, "edited")
    assert (said["added"], said["removed"]) == (1, 1)


def test_a_page_that_passes_is_no_edit(tmp_path: Path) -> None:
    """A wall in words that no list has stands for one look; the record says so, and the text is one."""
    wall = article("/en/1", hours=24, title="Kea tatari", body=("Tatari mai koa, kei te nui nga tangata.",))
    looks = [look("/en/1", 24 * day, published="2024-05-01") for day in (0, 2)]
    looks.insert(1, wall)
    path = fill(tmp_path, [looks])
    assert revisions(path) == 1
    assert events(path) == [("withdrawn", "/en/1", {"kind": "edited", "reason": "passing-page"})]
    (tmp_path / "newest").mkdir()
    assert events(fill(tmp_path / "newest", [looks[:2]]), "edited") == []
    (tmp_path / "stays").mkdir()
    later = [look("/en/1", 0), wall, article("/en/1", hours=90, title="Kea tatari", body=wall.article.body)]  # type: ignore[union-attr]
    assert len(events(fill(tmp_path / "stays", [later]), "edited")) == 1


WALL = ("Var god vänta, ett ögonblick bara, så släpper vi in dig.",)
MORE = "And the talks go on in autumn, in the other capital."


def wall_at(hours: float, **fields: object) -> Capture:
    """What stands in place of an article."""
    return article("/en/1", hours=hours, title="Strax", body=WALL, language="sv", **fields)


@pytest.mark.parametrize(
    "after", ["They spoke about grain. " + MORE, "They spoke about trade, and nothing else. " + MORE]
)
def test_an_article_that_returns_with_an_edit_ends_a_wall(tmp_path: Path, after: str) -> None:
    """There is one edit, between the two texts of the article, if what stood there had no date."""
    first = look("/en/1", 0, "They spoke about trade. " + MORE, published="2024-05-01")
    path = fill(tmp_path, [[first, wall_at(24), look("/en/1", 40, after, published="2024-05-01")]])
    assert len(events(path, "edited")) == 1
    assert [said["reason"] for _, _, said in events(path, "withdrawn")] == ["passing-page"]


def test_another_text_after_a_short_one_ends_no_wall(tmp_path: Path) -> None:
    """The ministry wrote a notice, and then another article: all of it is kept."""
    last = article(
        "/en/1", hours=40, title="Ein Abkommen", body=("Beide Seiten unterzeichneten heute ein Papier. " * 9,)
    )
    path = fill(tmp_path, [[look("/en/1", 0, published="2024-05-01"), wall_at(24), last]])
    assert len(events(path, "edited")) == 2
    (tmp_path / "dated").mkdir()
    dated = [look("/en/1", 0, MORE, published="2024-05-01"), wall_at(24, published="2024-05-02")]
    dated.append(look("/en/1", 40, MORE + " It rained.", published="2024-05-01"))
    assert len(events(fill(tmp_path / "dated", [dated]), "edited")) == 2


def test_a_wall_announces_no_version(tmp_path: Path) -> None:
    """Its switcher leads to the front pages; the versions of the article stay tied."""
    there = {tag: Alternate(hreflang=tag, url=f"{HOST}/{tag}/1", evidence="hreflang") for tag in ("en", "sv")}
    fronts = tuple(Alternate(hreflang=tag, url=f"{HOST}/{tag}/", evidence="hreflang") for tag in ("en", "sv"))
    text = look("/en/1", 0).article.body  # type: ignore[union-attr]
    pages = [
        look("/en/1", 0, published="2024-05-01", alternates=(there["sv"],)),
        article("/sv/1", title="Nyhet", body=text, language="sv", language_claimed="sv", alternates=(there["en"],)),
    ]
    path = fill(tmp_path, [pages, [wall_at(24, alternates=fronts)]])
    assert rows(path, "SELECT count(DISTINCT story) FROM article") == [(1,)]


def test_a_text_that_is_replaced_for_a_day_is_an_edit(tmp_path: Path) -> None:
    """It keeps its title, or is as long: that was a hand of the ministry."""
    other = article("/en/1", hours=24, title="News /en/1", body=("We take this statement back.",))
    path = fill(tmp_path, [[look("/en/1", 0), other, look("/en/1", 48)]])
    assert len(events(path, "edited")) == 2


def test_backdating_is_an_event(tmp_path: Path) -> None:
    """With and without an edit of the text; never as an edit of the text itself."""
    path = fill(
        tmp_path,
        [
            [
                look("/en/1", 0, published="2024-05-01", date_source="element"),
                look("/en/1", 24, published="2024-04-01", date_source="element"),
                look("/en/2", 0, published="2024-05-01", date_source="element"),
                look("/en/2", 24, published="2024-05-01T10:00:00+03:00", date_source="element"),
                look("/en/3", 0, published="2024-05-01", date_source="element"),
                look("/en/3", 24, published="2024-04-01", date_source="meta"),
            ]
        ],
    )
    assert events(path) == [("redated", "/en/1", {"from": "2024-05-01", "to": "2024-04-01"})]


def test_another_picture_is_an_event_and_another_size_is_not(tmp_path: Path) -> None:
    """Sites serve one picture in many sizes."""
    path = fill(
        tmp_path,
        [
            [
                look("/en/1", 0, images=(f"{HOST}/i/hall-300x200.jpg",)),
                look("/en/1", 24, images=(f"{HOST}/i/hall-1024x768.jpg?v=2",)),
                look("/en/1", 48, images=(f"{HOST}/i/desk.jpg",)),
            ]
        ],
    )
    ((kind, _, said),) = events(path)
    assert (kind, said["added"]) == ("pictured", [f"{HOST}/i/desk.jpg"])


def test_a_missing_answer_between_is_a_removal_still(tmp_path: Path) -> None:
    """A passing page is one that was read as an article; what is missing is judged by its own rule."""
    path = fill(tmp_path, [[look("/en/1", 0), answer("/en/1", "missing", hours=24), look("/en/1", 48)]])
    assert [kind for kind, _, _ in events(path)] == ["vanished", "restored"]

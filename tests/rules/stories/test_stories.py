"""Ties: what announcements come to, and that a wrong tie is not made."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.rules.stories.groups import Groups, takes_the_place_of
from crawler.rules.stories.matching import Announcement, Judgement, LinkVerdict, Node, claims, tie

LANGUAGES = ("en", "ru", "be", "nb", "nn", "no", "en-GB", "")


def judge(
    languages: dict[str, str], said: str, others: dict[str, LinkVerdict] | None = None, **states: str
) -> Judgement[str]:
    """Judge articles seen in the order given; ``said`` is words like ``A>ru:B``."""
    articles = {
        key: Node(language, (place, key), states.get(key, "archived"))
        for place, (key, language) in enumerate(languages.items())
    }
    announcements = []
    for word in said.split():
        source, rest = word.split(">")
        language, target = rest.split(":")
        announcements.append(Announcement(source, language, target))
    return tie(articles, announcements, others or {})


def verdict(judgement: Judgement[str], word: str) -> str:
    """The state and reason of one announcement, as one word."""
    source, rest = word.split(">")
    language, target = rest.split(":")
    found = judgement.verdicts[Announcement(source, language, target)]
    return f"{found.state}/{found.reason}" if found.reason else found.state


def stories(judgement: Judgement[str]) -> set[str]:
    """The stories as words of member letters."""
    members: dict[str, list[str]] = {}
    for article, name in judgement.stories.items():
        members.setdefault(name, []).append(article)
    return {"".join(sorted(word)) for word in members.values()}


THREE = {"A": "en", "B": "ru", "C": "be"}


def test_three_that_announce_each_other_are_one_story_called_by_the_earliest() -> None:
    judgement = judge(THREE, "A>ru:B A>be:C B>en:A B>be:C C>en:A C>ru:B")
    assert judgement.stories == {"A": "A", "B": "A", "C": "A"}
    assert set(judgement.verdicts.values()) == {LinkVerdict("archived")}


def test_one_sided_announcements_tie_when_nothing_speaks_against() -> None:
    assert stories(judge(THREE, "A>ru:B")) == {"AB", "C"}


def test_ties_are_transitive_over_different_languages() -> None:
    assert stories(judge(THREE, "A>ru:B B>be:C")) == {"ABC"}


def test_an_article_with_no_ties_is_a_story_of_its_own() -> None:
    assert judge({"A": "en"}, "").stories == {"A": "A"}


def test_a_page_that_announces_itself_says_nothing() -> None:
    judgement = judge(THREE, "A>en:A A>ru:A")
    assert judgement.verdicts == {}


def test_a_switcher_that_leads_to_a_wrong_story_is_refused_by_that_storys_own_word() -> None:
    judgement = judge({"A": "en", "B": "en", "C": "ru"}, "A>ru:C B>ru:C C>en:B")
    assert stories(judgement) == {"A", "BC"}
    assert verdict(judgement, "A>ru:C") == "refused/announces-others"


def test_a_lie_does_not_cost_its_page_the_right_tie() -> None:
    """A's link to D is refuted by B and D, so A's true sibling C, which announces A, is not contradicted by it."""
    judgement = judge({"A": "en", "B": "en", "C": "ru", "D": "ru"}, "A>ru:D B>ru:D D>en:B C>en:A")
    assert stories(judgement) == {"AC", "BD"}
    assert verdict(judgement, "A>ru:D") == "refused/announces-others"


def test_a_target_whose_own_sibling_is_not_captured_is_refused_all_the_same() -> None:
    judgement = judge({"A": "en", "B": "ru"}, "A>ru:B B>en:X")
    assert stories(judgement) == {"A", "B"}
    assert verdict(judgement, "A>ru:B") == "refused/announces-others"
    assert verdict(judgement, "B>en:X") == "known"


def test_a_target_whose_own_sibling_is_gone_is_refused_all_the_same() -> None:
    judgement = judge({"A": "en", "B": "ru"}, "A>ru:B B>en:X", {"X": LinkVerdict("missing")})
    assert verdict(judgement, "A>ru:B") == "refused/announces-others"
    assert verdict(judgement, "B>en:X") == "missing"


def test_a_target_that_leads_back_to_the_front_page_is_not_contradicting() -> None:
    judgement = judge({"A": "en", "B": "ru"}, "A>ru:B B>en:X", {"X": LinkVerdict("refused", "front-page")})
    assert stories(judgement) == {"AB"}
    assert verdict(judgement, "B>en:X") == "refused/front-page"


def test_a_target_with_another_third_sibling_is_refused() -> None:
    judgement = judge({"A": "en", "B": "ru", "C": "be", "D": "be"}, "A>ru:B A>be:C C>en:A B>be:D D>ru:B")
    assert stories(judgement) == {"AC", "BD"}
    assert verdict(judgement, "A>ru:B") == "refused/announces-others"


def test_two_stories_that_announce_one_target_are_both_refused() -> None:
    judgement = judge({"A": "en", "B": "en", "C": "ru"}, "A>ru:C B>ru:C")
    assert stories(judgement) == {"A", "B", "C"}
    assert verdict(judgement, "A>ru:C") == verdict(judgement, "B>ru:C") == "refused/announced-by-several"


def test_a_target_that_answers_both_its_announcers_is_refused_for_both() -> None:
    judgement = judge({"A": "en", "B": "en", "C": "ru"}, "A>ru:C B>ru:C C>en:A C>en:B")
    assert stories(judgement) == {"A", "B", "C"}


def test_two_targets_in_one_language_are_both_refused() -> None:
    judgement = judge({"A": "en", "B": "ru", "C": "ru"}, "A>ru:B A>ru:C")
    assert stories(judgement) == {"A", "B", "C"}
    assert verdict(judgement, "A>ru:B") == verdict(judgement, "A>ru:C") == "refused/language-taken"


def test_a_mutual_target_is_believed_before_a_one_sided_one() -> None:
    judgement = judge({"A": "en", "B": "ru", "C": "ru"}, "A>ru:B A>ru:C B>en:A")
    assert stories(judgement) == {"AB", "C"}
    assert verdict(judgement, "A>ru:C") == "refused/language-taken"


def test_a_whole_story_outweighs_a_wrong_pair() -> None:
    """D and C wrongly announce each other, but A, B and C all agree, so only the pair is refused."""
    judgement = judge(THREE | {"D": "en"}, "A>ru:B A>be:C B>en:A B>be:C C>en:A C>ru:B C>en:D D>be:C")
    assert stories(judgement) == {"ABC", "D"}
    assert verdict(judgement, "D>be:C").startswith("refused")


def test_a_chain_that_would_hold_a_language_twice_is_not_tied_at_all() -> None:
    judgement = judge({"A": "en", "B": "ru", "C": "be", "D": "en"}, "A>ru:B B>be:C C>en:D")
    assert stories(judgement) == {"A", "B", "C", "D"}


def test_a_target_that_claims_another_language_is_refused() -> None:
    judgement = judge({"A": "en", "B": "en"}, "A>ru:B")
    assert verdict(judgement, "A>ru:B") == "refused/other-language"


def test_a_target_in_the_language_of_the_page_itself_is_refused() -> None:
    judgement = judge({"A": "en", "B": "en"}, "A>en:B A>en:X")
    assert verdict(judgement, "A>en:B") == verdict(judgement, "A>en:X") == "refused/language-taken"


@pytest.mark.parametrize("reason", ["front-page", "listing", "not-an-article", "offsite"])
def test_what_is_no_article_is_refused_by_its_kind(reason: str) -> None:
    judgement = judge({"A": "en"}, "A>ru:X", {"X": LinkVerdict("refused", reason)})
    assert verdict(judgement, "A>ru:X") == f"refused/{reason}"


def test_a_tied_member_says_how_it_falls_short() -> None:
    judgement = judge(THREE, "A>ru:B B>en:A A>be:C", B="untranslated", C="empty")
    assert verdict(judgement, "A>ru:B") == "untranslated"
    assert verdict(judgement, "B>en:A") == "archived"
    assert verdict(judgement, "A>be:C") == "empty"


def _world(*rows: tuple[str, str, str]) -> dict[str, Node]:
    """Articles by address, claim and language of the text."""
    return {url: Node(claim, (place, url), _state(claim, text), text) for place, (url, claim, text) in enumerate(rows)}


def _state(claim: str, text: str) -> str:
    return "archived" if not text or claim.partition("-")[0] == text else "untranslated"


def test_text_and_mutual_announcement_outweigh_the_claim() -> None:
    """A template writes ``lang=en`` on every page; the Russian page announces the English one, which announces it."""
    articles = _world(("/1", "en", "en"), ("/2", "en", "ru"))
    said = [Announcement("/1", "ru", "/2"), Announcement("/2", "en", "/1")]
    judgement = tie(articles, said, {})
    assert set(judgement.stories.values()) == {"/1"}
    assert judgement.meant == {"/2": "ru"}
    assert set(judgement.verdicts.values()) == {LinkVerdict("archived")}


def test_a_one_sided_announcement_does_not_outweigh_the_claim() -> None:
    """Nobody knows which is wrong."""
    judgement = tie(_world(("/1", "en", "en"), ("/2", "en", "ru")), [Announcement("/1", "ru", "/2")], {})
    assert len(set(judgement.stories.values())) == 2
    assert judgement.meant == {}


def test_a_version_that_was_never_translated_stays_one() -> None:
    """It claims Belarusian, is announced as Belarusian, and has a Russian text."""
    articles = _world(("/ru/1", "ru", "ru"), ("/be/1", "be", "ru"))
    said = [Announcement("/ru/1", "be", "/be/1"), Announcement("/be/1", "ru", "/ru/1")]
    judgement = tie(articles, said, {})
    assert judgement.meant == {}
    assert judgement.verdicts[said[0]] == LinkVerdict("untranslated")


def test_a_country_code_announces_the_language_of_the_country() -> None:
    """``se`` for Swedish, where the target claims Swedish and is Swedish."""
    articles = _world(("/en/1", "en", "en"), ("/se/1", "sv", "sv"), ("/2", "sv", ""))
    judgement = tie(articles, [Announcement("/en/1", "se", "/se/1")], {})
    assert judgement.stories["/se/1"] == "/en/1"
    assert judgement.stories["/2"] == "/2"


@pytest.mark.parametrize(
    ("one", "two", "target"),
    [
        ("/en/a?id=5", "/en/b?id=6", "/ru/v?id=5"),
        ("/en/visit", "/en/talks", "/ru/visit"),
        ("/news/10001/en", "/news/10002/en", "/novosti/10001/ru"),
    ],
)
@pytest.mark.parametrize("is_mutual", [False, True])
def test_addresses_decide_between_announcements_that_contradict_each_other(
    one: str, two: str, target: str, is_mutual: bool
) -> None:
    """Two English pages announce the same Russian one; it has the id of one of them."""
    one, two, target = (f"https://m.example{path}" for path in (one, two, target))
    articles = _world((one, "en", "en"), (two, "en", "en"), (target, "ru", "ru"))
    said = [Announcement(one, "ru", target), Announcement(two, "ru", target)]
    back = [Announcement(target, "en", one), Announcement(target, "en", two)] if is_mutual else []
    judgement = tie(articles, [*said, *back], {})
    assert judgement.stories == {one: one, two: two, target: one}
    assert judgement.verdicts[said[0]] == LinkVerdict("archived")
    assert judgement.verdicts[said[1]].state == "refused"


def test_bokmal_and_nynorsk_stand_side_by_side_but_not_beside_norwegian() -> None:
    assert stories(judge({"A": "en", "B": "nb", "C": "nn"}, "A>nb:B A>nn:C")) == {"ABC"}
    assert stories(judge({"A": "en", "B": "nb", "C": "no"}, "A>nb:B A>no:C")) == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("announced", "claimed", "expected"),
    [
        ("en", "en", True),
        ("en", "en-GB", True),
        ("en-GB", "en", True),
        ("en-GB", "en-US", False),
        ("no", "nb", True),
        ("ru", "be", False),
        ("ru", "", False),
    ],
)
def test_regions_are_compared_only_where_both_name_one(announced: str, claimed: str, expected: bool) -> None:
    assert claims(announced, claimed) is expected


@given(st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_taking_the_place_is_mutual_and_with_oneself(a: str, b: str) -> None:
    assert takes_the_place_of(a, a)
    assert takes_the_place_of(a, b) == takes_the_place_of(b, a)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[int, Node], list[Announcement[int]], dict[int, LinkVerdict]]:
    """A few articles in a few languages that announce each other, themselves and other things, truly or not."""
    spoken = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=9))
    seen = draw(st.permutations(range(len(spoken))))
    articles = {key: Node(language, (seen[key] // 2, f"u{key}")) for key, language in enumerate(spoken)}
    ends = st.integers(0, len(spoken) + 2)
    pairs = draw(st.lists(st.tuples(st.sampled_from(sorted(articles)), ends, st.sampled_from(LANGUAGES)), max_size=24))
    lies = draw(st.booleans())
    said = [
        Announcement(a, language if lies or b not in articles else articles[b].language or "en", b)
        for a, b, language in pairs
        if language
    ]
    others = {len(spoken): LinkVerdict("refused", "front-page"), len(spoken) + 1: LinkVerdict("missing")}
    return articles, said, others


@given(worlds(), st.randoms())
@settings(max_examples=4 * settings().max_examples)
def test_judgements_do_not_depend_on_order_or_on_keys(world: Any, random: Any) -> None:
    articles, said, others = world
    expected = tie(articles, said, others)
    keys = list(range(100, 100 + len(articles) + 3))
    random.shuffle(keys)
    shuffled = [(keys[key], node) for key, node in articles.items()]
    random.shuffle(shuffled)
    renamed = [Announcement(keys[a], language, keys[b]) for a, language, b in said] * 2
    random.shuffle(renamed)
    again = tie(dict(shuffled), renamed, {keys[key]: what for key, what in others.items()})
    assert again.stories == {keys[key]: keys[name] for key, name in expected.stories.items()}
    assert again.verdicts == {
        Announcement(keys[a], language, keys[b]): found for (a, language, b), found in expected.verdicts.items()
    }


@given(worlds())
@settings(max_examples=4 * settings().max_examples)
def test_no_story_holds_a_language_twice(world: Any) -> None:
    articles, said, others = world
    judgement = tie(articles, said, others)
    for a, b in combinations(articles, 2):
        if judgement.stories[a] == judgement.stories[b]:
            assert not takes_the_place_of(articles[a].language, articles[b].language)


@given(worlds())
@settings(max_examples=4 * settings().max_examples)
def test_every_announcement_has_a_verdict_that_fits_the_stories(world: Any) -> None:
    """Tied ends are in one story, refused ones are not or say why not; and a story is called by its earliest member."""
    articles, said, others = world
    judgement = tie(articles, said, others)
    assert set(judgement.verdicts) == {word for word in said if word.source != word.target}
    for word, found in judgement.verdicts.items():
        if found.state == "archived":
            assert judgement.stories[word.source] == judgement.stories[word.target]
        assert bool(found.reason) == (found.state == "refused")
    for article, name in judgement.stories.items():
        assert articles[name].seen <= articles[article].seen
        assert judgement.stories[name] == name


@given(worlds(), worlds())
@settings(max_examples=2 * settings().max_examples)
def test_stories_that_no_announcement_connects_do_not_touch_each_other(one: Any, other: Any) -> None:
    """So the archive may judge only what is connected with what has changed."""
    shift = 1000
    articles = one[0] | {key + shift: node for key, node in other[0].items()}
    said = one[1] + [Announcement(a + shift, language, b + shift) for a, language, b in other[1]]
    both = tie(articles, said, one[2] | {key + shift: found for key, found in other[2].items()})
    alone = tie(*one)
    assert {key: both.stories[key] for key in one[0]} == alone.stories
    assert {word: found for word, found in both.verdicts.items() if word.source < shift} == alone.verdicts


def test_clusters_touch_no_common_group() -> None:
    groups = Groups(dict.fromkeys("abcdef", "en"))
    found = {
        frozenset("".join(pair) for pair in cluster)
        for cluster in groups.clusters([("a", "b"), ("c", "b"), ("d", "e")])
    }
    assert found == {frozenset({"ab", "cb"}), frozenset({"de"})}

"""The ladder of a removal, as a pure rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.history.removals import MISSING, MOVE, MOVED, RESTORE, STANDS, VANISH, Ledger, LedgerAnswer, ledger

HOUR = 3_600_000


def answer(hour: float, word: str, address: str = "a", target: str | None = None) -> LedgerAnswer[str, float]:
    """What an address answered at an hour; known by that hour."""
    return LedgerAnswer(
        int(hour * HOUR), "", word, address, address, hour, "http-404" if word == MISSING else "", target
    )


def kinds(told: Ledger[str, float]) -> list[tuple[str, float, bool]]:
    """Each event: kind, hour, whether it is confirmed."""
    return [(each.kind, each.at / HOUR, each.confirmed is not None) for each in told.happened]


def test_one_missing_answer_is_a_suspicion() -> None:
    """The first rung of the ladder."""
    told = ledger([answer(0, STANDS), answer(24, MISSING)])
    assert kinds(told) == [(VANISH, 24, False)]
    assert told.suspected_since == 24 * HOUR
    assert not told.confirmed


def test_three_answers_over_two_days_confirm_it() -> None:
    """The third that lies 48 hours after the first does; the evidence are those up to it."""
    told = ledger([answer(0, STANDS), *(answer(hour, MISSING) for hour in (24, 48, 71.9, 72, 96))])
    assert kinds(told) == [(VANISH, 24, True)]
    assert told.happened[0].confirmed == 72 * HOUR
    assert told.happened[0].answers == (24, 48, 71.9, 72)


def test_two_answers_confirm_nothing_however_far_apart() -> None:
    """Nor do many within a day."""
    assert kinds(ledger([answer(0, STANDS), answer(1, MISSING), answer(900, MISSING)])) == [(VANISH, 1, False)]
    many = [answer(1 + hour / 10, MISSING) for hour in range(100)]
    assert kinds(ledger([answer(0, STANDS), *many])) == [(VANISH, 1, False)]


def test_what_comes_back_is_restored() -> None:
    """A removal that was only suspected stays so; a confirmed one stays confirmed."""
    blip = ledger([answer(0, STANDS), answer(24, MISSING), answer(30, STANDS)])
    assert kinds(blip) == [(VANISH, 24, False), (RESTORE, 30, True)]
    assert blip.suspected_since is None
    gone = ledger([answer(0, STANDS), *(answer(hour, MISSING) for hour in (24, 48, 72)), answer(200, STANDS)])
    assert kinds(gone) == [(VANISH, 24, True), (RESTORE, 200, True)]
    assert gone.happened[1].lasted == 176 * HOUR


def test_what_was_never_there_cannot_vanish() -> None:
    """A link may be there before its page."""
    assert kinds(ledger([answer(0, MISSING), answer(24, MISSING), answer(90, MISSING), answer(99, STANDS)])) == []


def test_a_redirect_to_another_address_of_it_is_a_move() -> None:
    """Told once; what the old address answers afterwards does not matter."""
    told = ledger(
        [
            answer(0, STANDS),
            answer(10, MOVED, target="b"),
            answer(10.1, STANDS, "b"),
            answer(20, MOVED, target="b"),
            *(answer(hour, MISSING) for hour in (30, 60, 90)),
        ]
    )
    assert kinds(told) == [(MOVE, 10, True)]
    assert told.happened[0].to == "b"


def test_an_article_with_two_addresses_is_gone_when_both_are() -> None:
    """The address at which it stood last tells when."""
    both = [answer(0, STANDS), answer(0, STANDS, "b"), answer(10, MISSING)]
    assert kinds(ledger(both)) == []
    assert kinds(ledger([*both, answer(20, MISSING, "b")])) == [(VANISH, 20, False)]


WORDS = st.sampled_from([STANDS, MISSING])
ANSWERS = st.lists(st.tuples(st.integers(0, 400), WORDS, st.sampled_from("ab")), max_size=12)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(told: list[tuple[int, str, str]], random: object) -> None:
    """The ledger is a function of the set of answers."""
    answers = [answer(hour, word, address) for hour, word, address in told]
    mixed = answers[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert ledger(answers) == ledger(mixed)


@given(ANSWERS)
def test_every_removal_has_a_text_before_it_and_follows_the_rule(told: list[tuple[int, str, str]]) -> None:
    """Confirmed: three missing answers at least, 48 hours at least between the first and the last of them."""
    answers = [answer(hour, word, address) for hour, word, address in told]
    for each in ledger(answers).happened:
        if each.kind != VANISH:
            continue
        assert any(one.word == STANDS and one.captured_at <= each.at for one in answers)
        if each.confirmed is not None:
            assert len(each.answers) >= 3
            assert each.confirmed - each.at >= 48 * HOUR


@given(ANSWERS)
def test_removals_and_returns_alternate(told: list[tuple[int, str, str]]) -> None:
    """Nothing vanishes twice without having been back, nothing is back that was not gone."""
    happened = [
        each.kind
        for each in ledger([answer(hour, word, address) for hour, word, address in told]).happened
        if each.kind != MOVE
    ]
    assert happened == [VANISH, RESTORE] * (len(happened) // 2) + [VANISH] * (len(happened) % 2)

"""What callers may hold at once, together and each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.bounds.budget import EVERYBODY, Book, Budget, Held
from odind.core.errors import ResourceExhaustedError


def budget(limit: int, share_percent: int = 75, book: Book | None = None) -> Budget:
    return Budget(
        limit, share_percent, reason="TOO_MANY_THINGS", things="things", advice="hold fewer", ledger=book
    )


def test_one_caller_leaves_something_to_the_others_and_all_keep_to_the_limit():
    things = budget(4)
    for _ in range(3):
        things.take("greedy")
    with pytest.raises(ResourceExhaustedError) as caught:
        things.take("greedy")
    assert str(caught.value) == (
        "one caller may hold 3 things at once; 3 are held, and 1 more wanted: hold fewer (TOO_MANY_THINGS)"
    )
    things.take("modest")
    with pytest.raises(ResourceExhaustedError, match="all callers together may hold 4"):
        things.take("late")


@pytest.mark.parametrize(("limit", "share"), [(1, 1), (2, 2), (3, 3), (4, 3), (256, 192)])
def test_the_share_of_a_caller_is_rounded_up_so_it_is_never_nothing(limit: int, share: int):
    things = budget(limit)
    things.take("one", share)
    if share < limit:
        with pytest.raises(ResourceExhaustedError):
            things.take("one")


def test_what_nobody_answers_for_counts_in_the_total_alone():
    things = budget(4)
    things.take(EVERYBODY, 4)
    with pytest.raises(ResourceExhaustedError):
        things.take("one")


def test_what_is_given_back_is_free_again_and_no_name_is_kept():
    book = Book()
    things = budget(2, 50, book)
    with things.take("one"):
        with pytest.raises(ResourceExhaustedError):
            things.take("one")
        assert things.held == 1
    things.take("one").release()
    assert (things.held, book._held) == (0, {})


def test_giving_back_twice_gives_back_once():
    things = budget(4)
    first = things.take("one", 2)
    things.take("one")
    first.release()
    first.release()
    assert things.held == 1


def test_budgets_of_several_processes_share_a_ledger():
    book = Book()
    budget(4, book=book).take("one", 3)
    with pytest.raises(ResourceExhaustedError):
        budget(4, book=book).take("one")


takes = st.tuples(st.sampled_from(["a", "b", "c", EVERYBODY]), st.integers(1, 60), st.booleans())


@given(st.lists(takes, max_size=60), st.integers(1, 100), st.integers(1, 100))
def test_no_order_of_taking_and_giving_back_exceeds_a_limit(
    steps: list[tuple[str, int, bool]], limit: int, share_percent: int
):
    things = budget(limit, share_percent)
    held: list[tuple[str, int, Held]] = []
    for caller, amount, gives_back in steps:
        if gives_back and held:
            held.pop(0)[2].release()
        try:
            held.append((caller, amount, things.take(caller, amount)))
        except ResourceExhaustedError:
            continue
        finally:
            assert things.held == sum(each for _, each, _ in held) <= limit
            for name in "abc":
                own = sum(each for who, each, _ in held if who == name)
                assert own * 100 < limit * share_percent + 100


def test_what_is_below_a_name_counts_for_it_within_its_quota():
    things = budget(10)
    one = things.take("game/anna", 3, {"game": 4})
    with pytest.raises(ResourceExhaustedError, match="game together may hold 4"):
        things.take("game/ben", 2, {"game": 4})
    things.take("game/ben", 1, {"game": 4})
    things.take("other/ben", 2)
    assert things.held == 6
    one.release()
    assert things.held == 3
    things.take("game/ben", 2, {"game": 4})

"""What is asked for, as one value: filters that join or take each other's place, queries of them, steps to undo."""

from __future__ import annotations

from itertools import pairwise

import pytest

from newsearch.query import And, Or, Term, Value, parse
from newsearch.tui.narrowing import Filter, Narrowing, Past

QUAY, HILL = Filter("outlet", "Quay"), Filter("outlet", "The Hill")


def test_words_and_filters_are_one_query_whatever_the_words_are() -> None:
    assert Narrowing(" gas ").query() == "gas"
    assert Narrowing(filters=(QUAY,)).query() == "outlet:=Quay"
    both = Narrowing("gas OR oil", (QUAY,)).query()
    assert parse(both) == And((Or((Term("gas"), Term("oil"))), Value("Quay", "outlet")))
    assert Narrowing("gas oil", (QUAY, HILL)).query() == 'gas oil outlet:=(Quay OR "The Hill")'


def test_values_of_a_facet_are_alternatives_and_facets_narrow_each_other() -> None:
    narrowed = Narrowing(filters=(QUAY, Filter("kind", "live"), HILL))
    assert narrowed.within() == 'outlet:=(Quay OR "The Hill") kind:live'
    assert narrowed.within(without="outlet") == "kind:live"
    assert Narrowing(filters=(QUAY, Filter("outlet", ""))).within() == "(outlet:=Quay OR outlet:missing)"


def test_a_filter_comes_and_goes_and_can_stand_alone() -> None:
    assert Narrowing().toggle(QUAY).toggle(HILL).filters == (QUAY, HILL)
    assert Narrowing(filters=(QUAY, HILL)).toggle(QUAY).filters == (HILL,)
    live = Filter("kind", "live")
    assert Narrowing(filters=(QUAY, live)).only(HILL).filters == (live, HILL)
    assert Narrowing(filters=(QUAY, live)).only(QUAY).filters == (live,)
    assert Narrowing(filters=(QUAY, HILL)).only(QUAY).filters == (QUAY,)


def test_a_day_takes_the_place_of_months_and_months_stand_beside_each_other() -> None:
    january, march, day = (Filter("month", value) for value in ("2022-01", "2022-03", "2022-03-05"))
    months = Narrowing().toggle(january).toggle(march)
    assert months.filters == (january, march)
    assert months.toggle(day).filters == (day,)
    assert months.toggle(day).toggle(march).filters == (march,)
    assert Narrowing().toggle(QUAY).toggle(day).filters == (QUAY, day)


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (QUAY, "outlet: Quay"),
        (Filter("author", ""), "no author"),
        (Filter("month", ""), "no date"),
        (Filter("month", "2022-01"), "Jan 2022"),
        (Filter("month", "2022-01..2022-03"), "Jan – Mar 2022"),
        (Filter("month", "2021-11..2022-03"), "Nov 2021 – Mar 2022"),
        (Filter("month", "2022-01-05..2022-01-23"), "5 – 23 Jan 2022"),
    ],
)
def test_a_filter_says_what_it_is(item: Filter, label: str) -> None:
    assert item.label() == label


def test_orders_go_round() -> None:
    orders = [Narrowing()]
    for _ in range(3):
        orders.append(orders[-1].next_sort())
    assert [each.sort for each in orders] == ["relevance", "date", "oldest", "relevance"]


def undone(*texts: str) -> list[str]:
    """The texts that undoing comes back to, after these were typed one after the other."""
    past = Past()
    for before, after in pairwise(texts):
        past.push(Narrowing(before), Narrowing(after))
    found = []
    while (step := past.pop()) is not None:
        found.append(step.text)
    return found


def test_a_word_is_one_step_however_many_letters_it_has() -> None:
    assert undone("", "g", "ga", "gas") == [""]
    assert undone("", "g", "ga", "gas", "gas ", "gas o", "gas oi") == ["gas", ""]
    assert undone("gas", "ga", "g", "") == ["gas"]
    assert undone("", "g", "ga", "g") == ["ga", ""]
    assert undone("gas", "oil", "oils") == ["oil", "gas"]


def test_a_change_of_filter_or_order_is_a_step_and_no_change_is_none() -> None:
    past = Past()
    start = Narrowing("gas")
    past.push(start, start)
    assert past.pop() is None
    past.push(start, start.toggle(QUAY))
    past.push(start.toggle(QUAY), start.toggle(QUAY).next_sort())
    assert past.pop() == start.toggle(QUAY)
    assert past.pop() == start
    assert past.pop() is None


def test_so_many_steps_are_remembered() -> None:
    past = Past()
    for number in range(Past.LIMIT + 50):
        past.push(
            Narrowing(filters=(Filter("kind", str(number)),)), Narrowing(filters=(Filter("kind", str(number + 1)),))
        )
    steps = 0
    while past.pop() is not None:
        steps += 1
    assert steps == Past.LIMIT

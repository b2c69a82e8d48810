"""What lists of blocks have in common, told by a number for each of all blocks: against dictionaries."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine import matches as matches_module
from newsearch.engine.matches import Matches, Unordered
from newsearch.engine.slots import Slots, best_places

BLOCKS = 200
Scored = dict[int, float]
scored = st.dictionaries(st.integers(0, BLOCKS - 1), st.sampled_from([0.5, 1.0, 1.5, 2.0]))
some = scored.filter(bool)
weightless = st.dictionaries(st.integers(0, BLOCKS - 1), st.sampled_from([0.0, 0.5]), min_size=1)


def matches(found: Scored) -> Matches:
    docs = sorted(found)
    return Matches(np.array(docs, np.int64), np.array([found[doc] for doc in docs], np.float32))


def added(parts: list[Scored]) -> Scored:
    total: Scored = {}
    for part in parts:
        for doc, score in part.items():
            total[doc] = total.get(doc, 0.0) + score
    return total


def used_before(slots: Slots, docs: list[int]) -> Slots:
    """The same after other questions: what these wrote must not be told from."""
    slots.places(np.array(docs, np.int64), np.array(docs, np.int64))
    return slots


@given(st.lists(st.integers(0, BLOCKS - 1)), some, some)
def test_blocks_of_two_lists_are_united(before: list[int], many: Scored, few: Scored) -> None:
    slots = used_before(Slots(BLOCKS), before)
    found = slots.added(matches(many), matches(few))
    docs, scores = found.ordered() if isinstance(found, Unordered) else found
    assert list(zip(docs.tolist(), scores.tolist(), strict=True)) == sorted(added([many, few]).items())


@given(st.lists(st.integers(0, BLOCKS - 1)), st.lists(weightless, min_size=1, max_size=5))
def test_blocks_of_several_lists_come_once(before: list[int], parts: list[Scored]) -> None:
    slots = used_before(Slots(BLOCKS), before)
    lists = [matches(part) for part in parts]
    docs, scores = slots.merged(*(np.concatenate(rows) for rows in zip(*lists, strict=True))).ordered()
    assert list(zip(docs.tolist(), scores.tolist(), strict=True)) == sorted(added(parts).items())


@given(st.lists(st.integers(0, BLOCKS - 1)), st.lists(some, min_size=1, max_size=5))
def test_each_block_of_several_lists_has_its_sum_at_one_place(before: list[int], parts: list[Scored]) -> None:
    slots = used_before(Slots(BLOCKS), before)
    docs, scores = slots.summed([matches(part) for part in parts])
    found = [(doc, score) for doc, score in zip(docs.tolist(), scores.tolist(), strict=True) if score]
    assert sorted(found) == sorted(added(parts).items())


@given(st.lists(st.integers(0, BLOCKS - 1)), scored, st.sets(st.integers(0, BLOCKS - 1)))
def test_blocks_that_a_list_lacks_have_no_score(before: list[int], known: Scored, asked: set[int]) -> None:
    slots = used_before(Slots(BLOCKS), before)
    docs = np.array(sorted(asked), np.int64)
    assert slots.scores_at(docs, matches(known)).tolist() == [known.get(doc, 0.0) for doc in docs.tolist()]


@given(scored, st.integers(1, 40), st.randoms(use_true_random=False))
def test_the_best_of_equal_scores_are_the_first_blocks(found: Scored, count: int, dice: object) -> None:
    docs = list(found)
    dice.shuffle(docs)  # type: ignore[attr-defined]
    numbers, scores = np.array(docs, np.int64), np.array([found[doc] for doc in docs], np.float32)
    places = best_places(numbers, scores, len(found), count)
    best = sorted(found, key=lambda doc: (-found[doc], doc))[:count]
    assert numbers[places].tolist() == sorted(best)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=400), st.integers(1, 40))
def test_the_least_of_the_best_is_told_with_groups(values: list[int], count: int) -> None:
    count = min(count, len(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matches_module, "_FEW_VALUES", 8)
        assert matches_module.least_of_best(np.array(values, np.float32), count) == sorted(values)[-count]


def test_threads_do_not_take_the_places_of_each_other() -> None:
    slots, dice = Slots(50_000), np.random.default_rng(7)
    lists = [np.sort(dice.choice(50_000, 20_000, replace=False)) for _ in range(8)]
    asked = [np.sort(dice.choice(docs, 5_000, replace=False)) for docs in lists]
    switched = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(slots.places, lists * 20, asked * 20))
    finally:
        sys.setswitchinterval(switched)
    for docs, places, sought in zip(lists * 20, found, asked * 20, strict=True):
        assert (docs[places] == sought).all()

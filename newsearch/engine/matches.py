"""Matches as columns: sorted numbers of blocks with a score each, and what can be done with them. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int64]
"""Numbers of blocks, ascending. int64 is what numpy indexes with; it would convert anything narrower on each use."""
Scores = NDArray[np.float32]
Array = NDArray[Any]

NO_DOCS: Docs = np.zeros(0, np.int64)
_SPARSE = 10
"""Matches fewer than one block in so many are joined by sorting, more by an accumulator over all blocks: of 200,000 blocks
20,000 matches take 0.45 ms sorted and 0.35 ms accumulated, 5,000 take 0.05 and 0.08 ms."""
_LIGHT = 65_536
"""Blocks of which an accumulator is no dearer than sorting some hundred matches: the best of 37,000 are told in 25 us."""
_FEWER = 12
"""So many times fewer numbers are looked up one by one, others by a table of all blocks."""
_LOOKED_UP = 32
"""So many numbers of many are read from a table in the time that one is looked up among them."""
_MERGED_AT_ONCE = 65_536
"""Numbers of which a piece is merged: new memory for 2,000,000 of them takes 20 ms, merging them 4 ms."""
_GROUPS = 2
"""The best of so many times as many groups as are wanted bound the best of all. Of random values a third more than are wanted
pass, of four times as many groups an eighth more, but to find their bound takes 6 us instead of 2.4."""

_FEW_VALUES = 256
"""The best of so few are told at once: the best 10 in 4 us, with groups in 7, by sorting all in 10."""


class Matches(NamedTuple):
    docs: Docs
    scores: Scores


class Unordered(Matches):
    """Matches whose docs come in any order, each once: to put them in order takes as long as to find what two lists share."""

    __slots__ = ()

    def ordered(self) -> Matches:
        """The same, in order."""
        order = self.docs.argsort(kind="stable")
        return Matches(self.docs.take(order), self.scores.take(order))


NOTHING = Matches(NO_DOCS, np.zeros(0, np.float32))


def where(chosen: NDArray[np.bool_]) -> Docs:
    """Places of what is true: np.flatnonzero without its 2 microseconds of preparation."""
    places: Docs = chosen.nonzero()[0]
    return places


def best(values: Array, count: int) -> Docs:
    """Places of the `count` largest values, ascending; of equal ones the first. numpy's partition is asked for few values
    only: where many are equal (0 of blocks that a filter finds) it takes 300 ms of 1,000,000."""
    if not count:
        return NO_DOCS
    if len(values) <= count:
        return np.arange(len(values))
    if len(values) <= max(_FEW_VALUES, 2 * _GROUPS * count):
        return _best(values, count)
    groups = _GROUPS * count
    # The count-th best of the groups' bests is no better than the count-th best of all.
    bests = np.maximum.reduce(values[: len(values) // groups * groups].reshape(-1, groups))
    bests.partition(groups - count)
    floor = bests[groups - count]
    candidates = where(values >= floor)
    chosen = values.take(candidates)
    if len(candidates) <= 2 * _GROUPS * count:
        return candidates.take(_best(chosen, count))
    above = where(chosen > floor)
    if len(above) >= count:
        return candidates[above[best(chosen[above], count)]]
    equal = where(chosen == floor)[: count - len(above)]
    return candidates[np.sort(np.concatenate((above, equal)))]


def above_zero(total: Scores, count: int) -> tuple[Matches, int]:
    """The best `count` of what is above 0 in scores of all blocks, in order of their numbers, and how many are above 0."""
    # numpy counts whole numbers in a fifth of the time.
    held = int(np.count_nonzero(total.view(np.int32)))
    if held > 2 * _GROUPS * count:
        places = best(total, count)
        return Matches(places, total.take(places)), held
    docs = where(total > 0)
    scores = total.take(docs)
    if held > count:
        places = _best(scores, count)
        docs, scores = docs.take(places), scores.take(places)
    return Matches(docs, scores), held


def least_of_best(values: Array, count: int) -> Any:
    """The least of the `count` largest of at least as many values."""
    while len(values) > max(_FEW_VALUES, 2 * _GROUPS * count):
        groups = _GROUPS * count
        bests = np.maximum.reduce(values[: len(values) // groups * groups].reshape(-1, groups))
        bests.partition(groups - count)
        floor = bests[groups - count]
        # Half of the values at least are not above it.
        above = values[values > floor]
        if len(above) < count:
            return floor
        values = above
    ordered = values.copy()
    ordered.partition(len(values) - count)
    return ordered[len(values) - count]


def _best(values: Array, count: int) -> Docs:
    if len(values) <= count:
        return np.arange(len(values))
    ordered = values.copy()
    ordered.partition(len(values) - count)
    least = ordered[len(values) - count]
    places = where(values >= least)
    if len(places) > count:
        # numpy's delete takes four times as long.
        kept = np.empty(len(places), np.bool_)
        kept.fill(True)
        kept[where(values.take(places) == least)[count - len(places) :]] = False
        places = places[kept]
    return places


def top(values: Array, count: int) -> Docs:
    """Places of the `count` largest values, largest first, equal ones in order of place."""
    if count <= 0 or not len(values):
        return NO_DOCS
    places = best(values, count)
    found: Docs = places.take((-values.take(places)).argsort(kind="stable"))
    return found


def zeros(count: int) -> Scores:
    """As many scores of 0."""
    return np.zeros(count, np.float32)


def unscored(docs: Docs) -> Matches:
    """Blocks that match, with scores of 0."""
    return Matches(docs, zeros(len(docs)))


def united(parts: Sequence[Matches], size: int) -> Matches:
    """The union of matches among `size` blocks; scores add up."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return Matches(parts[0].docs, parts[0].scores.astype(np.float32, copy=False)) if parts else NOTHING
    if len(parts) == 2:
        few, many = parts if len(parts[0].docs) < len(parts[1].docs) else (parts[1], parts[0])
        if len(few.docs) * _SPARSE < len(many.docs):
            return with_few(many.docs, many.scores.astype(np.float32), few, size)
    if sum([len(part.docs) for part in parts]) * _SPARSE < size:
        return summed(parts)
    seen = np.zeros(size, np.bool_)
    for part in parts:
        seen[part.docs] = True
    docs = where(seen)
    return Matches(docs, sums(parts, size).take(docs))


def are_many(matches: int, size: int) -> bool:
    """Whether so many matches among `size` blocks are put together quicker by an accumulator over all of these."""
    return size <= _LIGHT or matches * _SPARSE >= size


def sums(parts: Sequence[Matches], size: int) -> Scores:
    """The scores of matches, with each doc once, added up, a number for each of `size` blocks: 1 ns a match, a third of
    `total[docs] += scores`."""
    total = zeros(size)
    for number, (docs, scores) in enumerate(parts):
        if number:
            np.add.at(total, docs, scores.astype(np.float32, copy=False))
        else:
            total[docs] = scores
    return total


def with_few(docs: Docs, scores: Scores, few: Matches, size: int) -> Matches:
    """The union of matches among `size` blocks, whose scores are changed in place, and few (a word in bodies, and in
    titles)."""
    if len(few.docs) * _FEWER < len(docs):
        places = docs.searchsorted(few.docs)
        is_inside = docs.take(places, mode="clip") == few.docs
        both = where(is_inside)
        scores[places.take(both)] += few.scores.take(both)
        if len(both) == len(few.docs):
            return Matches(docs, scores)
        new = where(~is_inside)
        places = places.take(new)
    else:
        # 1 ns a match instead of 15 for each of the few.
        mark = np.zeros(size, np.bool_)
        mark[few.docs] = True
        inside = where(mark.take(docs))
        if len(inside) == len(few.docs):
            scores[inside] += few.scores
            return Matches(docs, scores)
        mark[docs.take(inside)] = False
        is_new = mark.take(few.docs)
        scores[inside] += few.scores.take(where(~is_new))
        new = where(is_new)
        places = docs.searchsorted(few.docs.take(new))
    places += np.arange(len(new))
    old = np.empty(len(docs) + len(new), np.bool_)
    old.fill(True)
    old[places] = False
    both_docs, total = np.empty(len(old), np.int64), np.empty(len(old), np.float32)
    both_docs[places], total[places] = few.docs.take(new), few.scores.take(new)
    both_docs[old], total[old] = docs, scores
    return Matches(both_docs, total)


def summed(parts: Sequence[Matches]) -> Matches:
    """The union of matches whose docs come in any order, some several times; their scores add up."""
    docs, firsts, scores = _side_by_side(parts)
    return Matches(docs[firsts], np.add.reduceat(scores, firsts)) if len(docs) else NOTHING


def best_of(parts: Sequence[Matches]) -> Matches:
    """The union of matches; the best score counts."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    docs, firsts, scores = _side_by_side(parts)
    return Matches(docs[firsts], np.maximum.reduceat(scores, firsts))


def _side_by_side(parts: Sequence[Matches]) -> tuple[Docs, Docs, Scores]:
    """All docs in order with their scores, and where each new doc begins."""
    docs = np.concatenate([part.docs for part in parts])
    scores = np.concatenate([part.scores for part in parts], dtype=np.float32)
    order = docs.argsort(kind="stable")
    docs = docs[order]
    return docs, firsts_of_runs(docs), scores[order]


def firsts_of_runs(numbers: Array) -> Docs:
    """Where each new number of an ordered row begins."""
    new = np.empty(len(numbers), np.bool_)
    new[:1] = True
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return where(new)


def in_sorted(values: Docs, among: Docs) -> NDArray[np.bool_]:
    """Whether each value is in the ascending `among`."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = among.take(among.searchsorted(values), mode="clip") == values
    return found


def strictly_ascending(parts: Sequence[Docs]) -> Docs:
    """The numbers of some ascending parts, each once."""
    if len(parts) != 1:
        return distinct(np.concatenate([NO_DOCS, *parts]))
    numbers = parts[0]
    new = numbers[1:] != numbers[:-1]
    return numbers if new.all() else numbers[np.concatenate(((True,), new))]


def distinct(numbers: Array) -> Array:
    """Each number once, ascending. Of 500,000 in a few ascending rows that takes 1 to 3 ms, in no order 30; numpy's unique,
    by a table of hashes, takes 350."""
    found = numbers.copy()
    found.sort(kind="stable")
    return found[firsts_of_runs(found)]


def shared(numbers: Docs, others: Docs) -> Docs:
    """The numbers that are among others too: `numbers` strictly ascending, `others` ascending. One is looked up in 500,000
    in 38 ns; two rows are merged in 1 ns a number."""
    if len(numbers) * 32 < len(others):
        return numbers[in_sorted(numbers, others)]
    if len(others) * 32 < len(numbers):
        others = strictly_ascending([others])
        return others[in_sorted(others, numbers)]
    if len(numbers) + len(others) <= _MERGED_AT_ONCE:
        return _merged(numbers, others)
    starts = range(_MERGED_AT_ONCE, len(others), _MERGED_AT_ONCE)
    cuts = zip(numbers.searchsorted(others[_MERGED_AT_ONCE::_MERGED_AT_ONCE]).tolist(), starts, strict=True)
    pieces = pairwise(((0, 0), *cuts, (len(numbers), len(others))))
    return np.concatenate([_merged(numbers[a:b], others[c:d]) for (a, c), (b, d) in pieces])


def _merged(numbers: Docs, others: Docs) -> Docs:
    merged = np.concatenate((numbers, strictly_ascending([others])))
    merged.sort(kind="stable")
    both: Docs = merged[:-1][merged[1:] == merged[:-1]]
    return both


def member_of(docs: Docs, others: Docs, size: int) -> NDArray[np.bool_]:
    """Whether each of `docs` is in `others`; both ascending, below `size`."""
    if len(docs) * _SPARSE * 2 < len(others) or len(others) * _SPARSE * 2 < size:
        return in_sorted(docs, others)
    member = np.zeros(size, np.bool_)
    member[others] = True
    return member[docs]


def common(docs: Docs, others: Docs, size: int) -> tuple[Docs, Docs]:
    """Places of the common blocks in `docs` and in `others`, both ascending, below `size`. A few are looked up, in 20 to 50 ns
    each; many are marked in a table of all blocks, which the others are looked up in, in 0.7 ns each."""
    if len(docs) > len(others):
        right, left = common(others, docs, size)
        return left, right
    if not len(docs):
        return NO_DOCS, NO_DOCS
    if len(docs) * _LOOKED_UP < len(others) + size // 16:
        return shared_places(docs, others)
    table = np.zeros(size, np.bool_)
    table[docs] = True
    inside = where(table.take(others))
    if len(inside) == len(docs):
        return np.arange(len(docs)), inside
    table[docs] = False
    table[others.take(inside)] = True
    return where(table.take(docs)), inside


def shared_places(docs: Docs, others: Docs) -> tuple[Docs, Docs]:
    """Places of the common blocks in `docs` and in `others`, both ascending and not empty: the fewer are looked for."""
    if len(docs) < len(others):
        places = others.searchsorted(docs)
        found = where(others.take(places, mode="clip") == docs)
        return found, places.take(found)
    found = docs.searchsorted(others)
    places = where(docs.take(found, mode="clip") == others)
    return found.take(places), places


def ranges(starts: Docs, counts: Docs) -> Docs:
    """starts[0], starts[0] + 1, ... (counts[0] of them), starts[1], ..."""
    firsts = np.cumsum(counts) - counts
    return np.repeat(starts - firsts, counts) + np.arange(int(counts.sum()))


def side_by_side(parts: Sequence[Array]) -> Array:
    """The numbers of some parts."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts or (NO_DOCS,))


def in_order(parts: Sequence[Docs]) -> Docs:
    """The numbers of some parts, ascending."""
    if len(parts) == 1:
        return parts[0]
    merged = np.concatenate([NO_DOCS, *parts])
    merged.sort(kind="stable")
    return merged

"""Blocks that lists have in common, told by a number for each of all blocks."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from newsearch.engine.columns.memory import own_zeros
from newsearch.engine.matches import (
    Array,
    Docs,
    Matches,
    Scores,
    Unordered,
    are_many,
    least_of_best,
    side_by_side,
    where,
    zeros,
)

_FEWER = 24
"""So many times fewer blocks are looked up one by one."""


class Slots:
    """A number for each block, of which only those count that were just written: so nothing is cleared. And a sum for each of
    few blocks."""

    def __init__(self, blocks: int) -> None:
        self._slots: Array = own_zeros(blocks, np.int32)
        self._sums: Scores = zeros(blocks if are_many(0, blocks) else 0)
        """All are 0 between calls."""
        self._lock = Lock()

    def places(self, docs: Docs, others: Docs) -> Array:
        """For each of `others`, its place in `docs` if it is there, the last one of several, or else any number."""
        numbers = np.arange(len(docs), dtype=np.int32)
        with self._lock:
            self._slots[docs] = numbers
            return self._slots.take(others)

    def scores_at(self, docs: Docs, matches: Matches) -> Scores:
        """The scores that some matches give to `docs`, 0 where they give none."""
        if not len(matches.docs):
            return zeros(len(docs))
        places = self.places(matches.docs, docs)
        found = matches.scores.take(places, mode="clip")
        found *= matches.docs.take(places, mode="clip") == docs
        return found

    def added(self, many: Matches, few: Matches) -> Matches:
        """The union of matches; those of `many` are changed in place. Both are not none."""
        docs, scores = many
        is_few = len(few.docs) * _FEWER < len(docs)
        places = docs.searchsorted(few.docs) if is_few else self.places(docs, few.docs)
        inside = docs.take(places, mode="clip") == few.docs
        both = where(inside)
        scores[places.take(both)] += few.scores.take(both)
        if len(both) == len(few.docs):
            return many
        only = where(~inside)
        return Unordered(np.concatenate((docs, few.docs.take(only))), np.concatenate((scores, few.scores.take(only))))

    def merged(self, docs: Docs, scores: Scores) -> Unordered:
        """Each of some blocks once, with its scores added up."""
        places = self.places(docs, docs)
        total = np.bincount(places, scores, len(docs))
        once = where(places == np.arange(len(docs), dtype=np.int32))
        return Unordered(docs.take(once), total.take(once).astype(np.float32))

    def added_up(self, docs: Docs, scores: Scores) -> Scores:
        """For each of some blocks, all that `scores` give to it. Of so few blocks that `are_many` whatever the matches."""
        with self._lock:
            try:
                np.add.at(self._sums, docs, scores)
                return self._sums.take(docs)
            finally:
                self._sums[docs] = 0.0

    def summed(self, parts: Sequence[Matches]) -> tuple[Docs, Scores]:
        """The blocks of some matches, one after the other, and scores: all that parts give to a block at one of its places, 0 at
        the others."""
        found = [part for part in parts if len(part.docs)] or parts[:1]
        parts = sorted(found, key=lambda part: -len(part.docs))
        docs = side_by_side([part.docs for part in parts])
        scores = side_by_side([part.scores for part in parts])
        if len(parts) == 2:
            # The fewer get numbers: of 30,000 and 10,000 that takes half of what it does where all do.
            many, few = parts
            places = self.places(few.docs, many.docs)
            both = where(few.docs.take(places, mode="clip") == many.docs)
            places = places.take(both)
            scores[both] += few.scores.take(places)
            scores[places + len(many.docs)] = 0.0
        elif len(parts) > 2:
            scores = np.bincount(self.places(docs, docs), scores, len(docs)).astype(np.float32)
        return docs, scores


def best_places(docs: Docs, scores: Scores, held: int, count: int) -> Docs:
    """Places of the `count` best of the `held` scores above 0, in order of their blocks; of equal scores those of the first
    blocks."""
    if held <= count:
        places = where(scores > 0)
    else:
        least = least_of_best(scores, count)
        places = where(scores >= least)
        if len(places) > count:
            above, equal = where(scores > least), where(scores == least)
            equal = equal.take(docs.take(equal).argsort()[: count - len(above)])
            places = np.concatenate((above, equal))
    return places.take(docs.take(places).argsort())

"""Near-identical blocks: which of an index share a band, and rows of an answer that stand for a group of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.matches import NO_DOCS, Array, Docs, distinct, in_sorted, ranges, top

_SPARSE = 16
"""Blocks fewer than one in so many of a band's values are told apart by sorting, more by a table of all values."""


class _Band(NamedTuple):
    """The values of one band that several blocks have."""

    ids: NDArray[np.int32]
    """Each block's value, numbered from 1; 0 where no other block has it."""
    blocks: Docs
    """Blocks by value."""
    starts: Docs
    """Where the blocks of value 1, 2, ... begin, and the end."""


class Twins:
    """Which blocks of the index share a band, by number; made at the first grouped search."""

    def __init__(self, bands: Sequence[NDArray[np.uint32]]) -> None:
        """`bands`: a row a block, segment after segment. Of these one may have more bands than another."""
        width = max([part.shape[1] for part in bands], default=0)
        values = np.concatenate(
            [np.zeros((0, width), np.uint32), *(np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in bands)]
        )
        self._bands = [_band(values[:, number]) for number in range(values.shape[1])]
        self._shared = np.zeros(len(values), np.bool_)
        for band in self._bands:
            self._shared[band.blocks] = True

    def grouped(self, numbers: Docs, keys: Array, offset: int, limit: int) -> tuple[list[tuple[int, list[int]]], int]:
        """(place of the first, places of the others) of `limit` groups of matches from the `offset`-th on, in order of
        their keys; and how many groups there are."""
        wanted = looked_at = offset + limit
        while True:
            order = top(keys, looked_at)
            heads = order[self._are_heads(numbers[order])]
            if len(heads) >= wanted or looked_at >= len(numbers):
                break
            looked_at *= 4
        shown = heads[offset:wanted]
        shared = shown[self._are_shared(numbers[shown])]
        others: dict[int, list[int]] = {}
        if len(shared):
            # Only what is linked to a row by shared bands, over whatever other matches, can belong to it.
            linked = self._linked(numbers, shared)
            others = self._gathered(numbers, linked[np.lexsort((linked, -keys[linked]))])
        return [(place, others.get(place, [])) for place in shown.tolist()], self._count(numbers, keys)

    def _are_shared(self, numbers: Docs) -> NDArray[np.bool_]:
        return self._shared[numbers] if len(self._shared) else np.zeros(len(numbers), np.bool_)

    def _count(self, numbers: Docs, keys: Array) -> int:
        """How many groups the matches make."""
        shared = np.flatnonzero(self._are_shared(numbers))
        if not len(shared):
            return len(numbers)
        order = shared[np.argsort(-keys[shared], kind="stable")]
        return len(numbers) - len(order) + int(np.count_nonzero(self._are_heads(numbers[order])))

    def _are_heads(self, numbers: Docs) -> NDArray[np.bool_]:
        """Whether each of `numbers`, in this order, begins a group: no block before it has one of its values."""
        heads = np.ones(len(numbers), np.bool_)
        shared = np.flatnonzero(self._are_shared(numbers))
        numbers = numbers[shared]
        first = np.ones(len(shared), np.bool_)
        for band in self._bands if len(shared) else ():
            first &= _first_of_their_value(band.ids[numbers], len(band.starts))
        heads[shared] = first
        return heads

    def _gathered(self, numbers: Docs, order: Docs) -> dict[int, list[int]]:
        """Groups of the matches at the places `order`, taken in that order: place of the first -> those of the others."""
        groups: dict[int, list[int]] = {}
        heads: dict[tuple[int, int], int] = {}
        values = np.column_stack([band.ids[numbers[order]] for band in self._bands]).tolist()
        for place, row in zip(order.tolist(), values, strict=True):
            bands = [pair for pair in enumerate(row) if pair[1]]
            head = next((heads[band] for band in bands if band in heads), place)
            groups.setdefault(head, [])
            if head != place:
                groups[head].append(place)
            for band in bands:
                heads.setdefault(band, head)
        return groups

    def _linked(self, numbers: Docs, places: Docs) -> Docs:
        """The places of all matches that are linked to some by shared bands."""
        known, new = np.zeros(0, np.int64), places
        while len(new):
            known = distinct(np.concatenate((known, new)))
            near = [NO_DOCS]
            for band in self._bands:
                wanted = distinct(band.ids[numbers[new]])
                wanted = wanted[wanted > 0]
                starts = band.starts[wanted - 1]
                near.append(band.blocks[ranges(starts, band.starts[wanted] - starts)])
            found = distinct(np.concatenate(near))
            at = np.searchsorted(numbers, found)
            at = at[numbers[np.minimum(at, len(numbers) - 1)] == found]
            new = at[~in_sorted(at, known)]
        return known


def _band(values: NDArray[np.uint32]) -> _Band:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    same = ordered[1:] == ordered[:-1]
    shared = (np.append(same, False) | np.insert(same, 0, False)) & (ordered != 0)
    blocks, ordered = order[shared], ordered[shared]
    new = np.diff(ordered, prepend=np.uint32(0)) != 0
    ids = np.zeros(len(values), np.int32)
    ids[blocks] = np.cumsum(new)
    return _Band(ids, blocks, np.append(np.flatnonzero(new), len(blocks)))


def _first_of_their_value(ids: Array, values: int) -> NDArray[np.bool_]:
    """Whether each id, all below `values`, comes for the first time; 0 stands for no value and is always first."""
    first: NDArray[np.bool_] = ids == 0
    if len(ids) * _SPARSE < values:
        first[np.unique(ids, return_index=True)[1]] = True
        return first
    places = np.arange(len(ids))
    least = np.full(values, len(ids))
    np.minimum.at(least, ids, places)
    first |= least[ids] == places
    return first

"""Near-identical blocks: which of an index share a band, and rows of an answer that stand for a group of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.matches import NO_DOCS, Array, Docs, ranges, top


class Twins:
    """Which blocks of the index share a band, by number; made at the first grouped search."""

    def __init__(self, bands: Sequence[NDArray[np.uint32]]) -> None:
        rows = [part for part in bands if part.shape[1]]
        self._bands = np.concatenate(rows) if len(rows) == len(bands) and rows else np.zeros((0, 0), np.uint32)
        self._shared = np.zeros(len(self._bands), np.bool_)
        self._columns = [self._column(band) for band in range(self._bands.shape[1])]

    def _column(self, band: int) -> tuple[Array, Docs]:
        """The values of one band that several blocks have, in order, and the blocks."""
        values = self._bands[:, band]
        order = np.argsort(values, kind="stable")
        ordered = values[order]
        same = ordered[1:] == ordered[:-1]
        shared = (np.append(same, False) | np.insert(same, 0, False)) & (ordered != 0)
        numbers = order[shared]
        self._shared[numbers] = True
        return ordered[shared], numbers

    def grouped(self, numbers: Docs, keys: Array, wanted: int) -> list[tuple[int, list[int]]]:
        """(place of the first, places of the others) of the best `wanted` groups of matches, in order of their keys."""
        looked_at = wanted
        while True:
            order = top(keys, looked_at)
            heads = self._gathered(numbers, order)
            if len(heads) >= wanted or looked_at >= len(numbers):
                break
            looked_at *= 4
        shown = [place for place, _ in heads[:wanted]]
        shared = [place for place in shown if self._is_shared(int(numbers[place]))]
        if not shared:
            return [(place, []) for place in shown]
        # Only what is linked to a row by shared bands, over whatever other matches, can belong to it.
        linked = self._linked(numbers, shared)
        others = dict(self._gathered(numbers, linked[np.lexsort((linked, -keys[linked]))]))
        return [(place, others.get(place, [])) for place in shown]

    def _is_shared(self, number: int) -> bool:
        return bool(len(self._shared)) and bool(self._shared[number])

    def _gathered(self, numbers: Docs, order: Docs) -> list[tuple[int, list[int]]]:
        """Groups of the matches at the places `order`, taken in that order."""
        groups: dict[int, list[int]] = {}
        heads: dict[tuple[int, int], int] = {}
        for place in order.tolist():
            number = int(numbers[place])
            if not self._is_shared(number):
                groups[place] = []
                continue
            bands = [pair for pair in enumerate(self._bands[number].tolist()) if pair[1]]
            head = next((heads[band] for band in bands if band in heads), place)
            groups.setdefault(head, [])
            if head != place:
                groups[head].append(place)
            for band in bands:
                heads.setdefault(band, head)
        return list(groups.items())

    def _linked(self, numbers: Docs, places: Sequence[int]) -> Docs:
        """The places of all matches that are linked to some by shared bands."""
        known, new = np.zeros(0, np.int64), np.array(places, np.int64)
        while len(new):
            known = np.union1d(known, new)
            near = [NO_DOCS]
            for band, (values, blocks) in enumerate(self._columns):
                wanted = np.unique(self._bands[numbers[new], band])
                lefts, rights = np.searchsorted(values, wanted), np.searchsorted(values, wanted, side="right")
                near.append(blocks[ranges(lefts, rights - lefts)])
            found = np.unique(np.concatenate(near))
            at = np.searchsorted(numbers, found)
            at = at[numbers[np.minimum(at, len(numbers) - 1)] == found]
            new = np.setdiff1d(at, known)
        return known

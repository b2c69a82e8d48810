"""How near the words of a query stand to each other in the best blocks: over the keys of all words at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsearch.engine import ranking
from newsearch.engine.marks import ROW_BITS
from newsearch.engine.matches import NO_DOCS, Array, Docs, where
from newsearch.engine.plan import Words

_INVERSE = 1.0 / np.arange(1, ranking.NEAR_WINDOW + 1)
"""[n]: of a distance of n + 1."""

Pairs = Sequence[tuple[Words, Words]]


def in_a_row(pairs: Pairs) -> tuple[list[tuple[str, ...]], list[int]]:
    """Terms of the words of some pairs, so that the words of each pair are neighbours; and the places of the left ones."""
    words: list[Words] = []
    lefts = []
    for left, right in pairs:
        if not words or words[-1] is not left:
            words.append(left)
        lefts.append(len(words) - 1)
        words.append(right)
    return [word.positions[0] for word in words], lefts


def with_neighbours(cells: Docs, words: int, width: int) -> Docs:
    """Places in `cells`, of a table of words and rows, of those whose row also has the word before or the word after."""
    present, wanted = np.zeros((2, words, width), np.bool_)
    present.reshape(-1)[cells] = True
    wanted[:-1] = present[1:]
    wanted[1:] |= present[:-1]
    return where(wanted.reshape(-1).take(cells))


def nearness(keys: Docs, words: int, width: int) -> Array:
    """[word, row]: how near a word is to the next one, from the ascending keys (word * width + row) << ROW_BITS | position:
    1/distance from each of its occurrences to the next and to the last one of the other, added up."""
    first_of_last, first_of_second = keys.searchsorted(((words - 1) * width << ROW_BITS, width << ROW_BITS)).tolist()
    left, right = keys[:first_of_last], keys[first_of_second:] - (width << ROW_BITS)
    if not len(left) or not len(right):
        return np.zeros((words, width))
    places, amounts = _close(left, right)
    if not len(places):
        return np.zeros((words, width))
    return np.bincount(left.take(places, mode="wrap") >> ROW_BITS, amounts, words * width).reshape(words, width)


def nearness_of_pairs(left: Docs, right: Docs, cells: int) -> Array:
    """[cell]: as `nearness`, of keys (cell << ROW_BITS | position) of words, and of those that are asked for beside them."""
    places, amounts = _close(left, right) if len(left) else (NO_DOCS, _INVERSE)
    if not len(places):
        return np.zeros(cells)
    return np.bincount(left.take(places, mode="wrap") >> ROW_BITS, amounts, cells)


def _close(left: Docs, right: Docs) -> tuple[Docs, Array]:
    """Places in `left` that have the next of `right` near, and, past its end, those that have the last; 1/distance to it."""
    after = right.searchsorted(left)
    apart = np.empty((2, len(left)), np.int64)
    np.subtract(right.take(after, mode="clip"), left, apart[0])
    after -= 1
    np.subtract(left, right.take(after, mode="clip"), apart[1])
    # Less one and without a sign, so that one comparison leaves out those before and those beyond the window.
    apart -= 1
    flat = apart.reshape(-1)
    close = where(flat.view(np.uint64) < ranking.NEAR_WINDOW)
    return close, _INVERSE.take(flat.take(close))

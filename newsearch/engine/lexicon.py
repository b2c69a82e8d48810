"""Words near a word, looked for among all words of an index at once: one comparison of columns of letters a length."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint32]
"""A row a word, a code point a column; all words of one length."""


class Lexicon:
    """(word as people type it, its term) pairs, by length of the word."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        by_length: dict[int, list[tuple[str, str]]] = {}
        for pair in sorted(set(pairs)):
            by_length.setdefault(len(pair[0]), []).append(pair)
        self._terms = {length: [term for _, term in found] for length, found in by_length.items()}
        self._letters = {length: _letters([word for word, _ in found], length) for length, found in by_length.items()}

    def near(self, word: str, distance: int) -> set[str]:
        """Terms of the words within `distance` edits of `word`: inserted, deleted, replaced or swapped letters."""
        asked = _letters([word], len(word))[0]
        found: set[str] = set()
        for length in range(max(0, len(word) - distance), len(word) + distance + 1):
            if length in self._letters:
                rows = self._letters[length]
                near = _within_one(asked, rows) if distance == 1 else _within(asked, rows, distance)
                terms = self._terms[length]
                found.update(terms[row] for row in np.flatnonzero(near).tolist())
        return found


def _letters(words: list[str], length: int) -> Letters:
    return np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4").reshape(len(words), length)


def _within_one(word: Letters, rows: Letters) -> NDArray[np.bool_]:
    """Whether each row is at most one edit from `word`: what they begin and end with alike leaves at most that."""
    size, length = len(word), rows.shape[1]
    shorter = min(size, length)
    if not shorter:
        return np.ones(len(rows), np.bool_)
    ahead = _run(word[:shorter] == rows[:, :shorter])
    behind = _run(word[::-1][:shorter] == rows[:, ::-1][:, :shorter])
    if size != length:
        return np.asarray(ahead + behind >= shorter)
    near = ahead + behind >= size - 1
    swapped = np.flatnonzero(ahead + behind == size - 2)
    at = ahead[swapped]
    crossed = (rows[swapped, at] == word[at + 1]) & (rows[swapped, at + 1] == word[at])
    near[swapped[crossed]] = True
    return np.asarray(near)


def _run(same: NDArray[np.bool_]) -> NDArray[Any]:
    """How many columns from the first are true without a break, a row."""
    broken = np.logical_not(same)
    first: NDArray[Any] = np.argmax(broken, axis=1)
    return np.where(broken.any(axis=1), first, same.shape[1])


def _within(word: Letters, rows: Letters, distance: int) -> NDArray[np.bool_]:
    """Optimal string alignment of all rows side by side; only cells near the diagonal can stay within `distance`."""
    far = np.uint8(distance + 1)
    columns = [np.ascontiguousarray(rows[:, column]) for column in range(rows.shape[1])]
    above = [np.full(len(rows), min(column, int(far)), np.uint8) for column in range(len(columns) + 1)]
    before = above
    for i, letter in enumerate(word.tolist(), 1):
        row = [np.full(len(rows), min(i, int(far)), np.uint8)]
        for j, column in enumerate(columns, 1):
            if abs(i - j) > distance:
                row.append(np.full(len(rows), far, np.uint8))
                continue
            cell = np.minimum(above[j], row[j - 1]) + np.uint8(1)
            cell = np.minimum(cell, above[j - 1] + (column != letter).astype(np.uint8))
            if i > 1 and j > 1:
                swapped = (columns[j - 2] == letter) & (column == word[i - 2])
                cell = np.where(swapped, np.minimum(cell, before[j - 2] + np.uint8(1)), cell)
            row.append(np.minimum(cell, far))
        before, above = above, row
    return np.asarray(above[-1] <= distance)

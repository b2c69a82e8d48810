"""Words near a word, looked for among all words of an index: columns of letters are compared, many words at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[Any]
"""A column a word, a row a place in it, all words of one length: code points."""
_LAST = "\U0010ffff"


class _Words:
    """The words of one length, as they begin and as they end."""

    def __init__(self, pairs: Sequence[tuple[str, str]], length: int) -> None:
        """`pairs`: (word, its term)."""
        ordered = sorted(pairs)
        self.length = length
        self.terms = [term for _, term in ordered]
        self._words = [word for word, _ in ordered]
        self.letters = _letters(self._words, length)
        backwards = [word[::-1] for word in self._words]
        self._ordinals = sorted(range(len(backwards)), key=backwards.__getitem__)
        """Of the words in the order of how they end."""
        self._backwards = [backwards[ordinal] for ordinal in self._ordinals]
        self._by_ending = np.ascontiguousarray(self.letters[:, self._ordinals])

    def within_one(self, word: str) -> list[str]:
        """Terms of the words within one edit of `word`. An edit leaves the first half of it as it is or the second, but for
        letters swapped across the cut: those of words that begin or end so are looked at. Terms may be named twice."""
        half = len(word) // 2
        codes = np.array([ord(letter) for letter in word])
        first, end = self._range(self._words, word[:half])
        found = [self.terms[first + place] for place in _within_one(codes, self.letters[:, first:end])]
        first, end = self._range(self._backwards, word[half:][::-1])
        found += [self.terms[self._ordinals[first + at]] for at in _within_one(codes, self._by_ending[:, first:end])]
        if half and len(word) == self.length:
            first, end = self._range(self._words, word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :])
            found += self.terms[first:end]
        return found

    def _range(self, words: Sequence[str], start: str) -> tuple[int, int]:
        """Where those of the ascending `words` are that begin with `start`."""
        if len(start) > self.length:
            return 0, 0
        return bisect_left(words, start), bisect_right(words, start + _LAST * (self.length - len(start)))


class Lexicon:
    """Words as people type them and their terms, by length of the word."""

    def __init__(self, terms: Iterable[str], forms: Iterable[str]) -> None:
        """Each of `terms` is a word of its own; `forms` are `word term`."""
        by_length: dict[int, set[tuple[str, str]]] = {}
        for term in set(terms):
            by_length.setdefault(len(term), set()).add((term, term))
        for form in set(forms):
            word, _, term = form.partition(" ")
            by_length.setdefault(len(word), set()).add((word, term))
        self._words = {length: _Words(list(pairs), length) for length, pairs in by_length.items()}

    def near(self, word: str, distance: int) -> set[str]:
        """Terms of the words within `distance` edits of `word`: inserted, deleted, replaced or swapped letters."""
        found: set[str] = set()
        for length in range(max(0, len(word) - distance), len(word) + distance + 1):
            words = self._words.get(length)
            if words and distance == 1:
                found.update(words.within_one(word))
            elif words:
                rows = np.flatnonzero(_within([ord(letter) for letter in word], words.letters, distance))
                found.update([words.terms[row] for row in rows.tolist()])
        return found


def _letters(words: list[str], length: int) -> Letters:
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4")
    narrow = np.min_scalar_type(int(codes.max(initial=0)))
    return np.ascontiguousarray(codes.reshape(len(words), length).T.astype(narrow))


def _within_one(word: NDArray[np.int64], letters: Letters) -> list[int]:
    """Which words are at most one edit from `word`: what they begin and end with alike leaves at most that."""
    (length, count), size = letters.shape, len(word)
    shorter = min(size, length)
    if not shorter or not count:
        return list(range(count))
    ahead = _run(letters[:shorter] == word[:shorter, None])
    behind = _run(letters[length - shorter :][::-1] == word[size - shorter :][::-1, None])
    alike = ahead + behind
    if size != length:
        return np.flatnonzero(alike >= shorter).tolist()
    near = alike >= size - 1
    swapped = np.flatnonzero(alike == size - 2)
    at = ahead[swapped]
    crossed = (letters[at, swapped] == word[at + 1]) & (letters[at + 1, swapped] == word[at])
    near[swapped[crossed]] = True
    return np.flatnonzero(near).tolist()


def _run(alike: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many places, from the first on without a break, are alike: a number a column."""
    found: NDArray[np.int64] = np.add.reduce(np.logical_and.accumulate(alike, axis=0), axis=0, dtype=np.int64)
    return found


def _within(word: Sequence[int], letters: Letters, distance: int) -> NDArray[np.bool_]:
    """Optimal string alignment with all words side by side; only cells near the diagonal can stay within `distance`."""
    length, count = letters.shape
    far = np.uint8(distance + 1)
    above = [np.full(count, min(place, int(far)), np.uint8) for place in range(length + 1)]
    before = above
    for i, letter in enumerate(word, 1):
        row = [np.full(count, min(i, int(far)), np.uint8)]
        for j in range(1, length + 1):
            if abs(i - j) > distance:
                row.append(np.full(count, far, np.uint8))
                continue
            cell = np.minimum(above[j], row[j - 1]) + np.uint8(1)
            cell = np.minimum(cell, above[j - 1] + (letters[j - 1] != letter).astype(np.uint8))
            if i > 1 and j > 1:
                swapped = (letters[j - 2] == letter) & (letters[j - 1] == word[i - 2])
                cell = np.where(swapped, np.minimum(cell, before[j - 2] + np.uint8(1)), cell)
            row.append(np.minimum(cell, far))
        before, above = above, row
    return np.asarray(above[-1] <= distance)

"""Words near a word, looked for among all words of an index: columns of letters are compared, many words at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.matches import where

Letters = NDArray[Any]
"""A column a word, a row a place in it, all words of one length: code points."""
_LAST = "\U0010ffff"
_FEW = 64
"""Words that begin alike, mostly: their end is looked for so near first."""


class _Words:
    """The words of one length, as they begin and as they end."""

    def __init__(self, pairs: Sequence[tuple[str, str]], length: int) -> None:
        """`pairs`: (word, its term)."""
        ordered = sorted(pairs)
        self.length = length
        self.terms = [term for _, term in ordered]
        self.words = [word for word, _ in ordered]
        self._padded = _padded(self.words, length)
        backwards = [word[::-1] for word in self.words]
        ordinals = sorted(range(len(backwards)), key=backwards.__getitem__)
        self._terms_by_ending = [self.terms[ordinal] for ordinal in ordinals]
        # Made anew, so that neighbours lie side by side in memory.
        self._backwards = [self.words[ordinal][::-1] for ordinal in ordinals]
        self._padded_by_ending = np.ascontiguousarray(self._padded[:, ordinals])

    @property
    def letters(self) -> Letters:
        return self._padded[1:-1]

    def like(self, word: str, half: int) -> Iterator[_Candidates]:
        """Words that begin like the first `half` of a word of nearly this length, or end like the rest of it."""
        first, end = self._range(self.words, word[:half])
        if first < end:
            yield _Candidates(self.length, self.terms, self._padded, first, end)
        first, end = self._range(self._backwards, word[half:][::-1])
        if first < end:
            yield _Candidates(self.length, self._terms_by_ending, self._padded_by_ending, first, end)

    def exactly(self, word: str) -> list[str]:
        """The terms of a word."""
        first, end = self._range(self.words, word)
        return self.terms[first:end]

    def _range(self, words: Sequence[str], start: str) -> tuple[int, int]:
        """Where those of the ascending `words` are that begin with `start`."""
        if len(start) > self.length:
            return 0, 0
        first, last = bisect_left(words, start), start + _LAST * (self.length - len(start))
        end = bisect_right(words, last, first, min(first + _FEW, len(words)))
        return first, end if end < first + _FEW else bisect_right(words, last, end)


class _Candidates(NamedTuple):
    """Some words of one length that lie side by side."""

    length: int
    terms: Sequence[str]
    padded: Letters
    first: int
    end: int

    def from_start(self, size: int) -> Letters:
        """The first `size` letters."""
        return self.padded[1 : 1 + size, self.first : self.end]

    def from_end(self, size: int) -> Letters:
        """The last `size` letters, backwards."""
        stop = self.length - size
        return self.padded[self.length : stop if stop >= 0 else None : -1, self.first : self.end]


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
        if distance == 1 and word:
            return self._within_one(word)
        found: set[str] = set()
        for length in range(max(0, len(word) - distance), len(word) + distance + 1):
            words = self._words.get(length)
            if words:
                rows = np.flatnonzero(_within([ord(letter) for letter in word], words.letters, distance))
                found.update([words.terms[row] for row in rows.tolist()])
        return found

    def _within_one(self, word: str) -> set[str]:
        """An edit leaves the first half of a word as it is or the second, but for letters swapped across the cut: those of
        words that begin or end so are looked at, all at once."""
        size, half = len(word), len(word) // 2
        groups = [words for length in (size, size - 1, size + 1) if (words := self._words.get(length))]
        candidates = [some for words in groups for some in words.like(word, half)]
        found = set(_within_one(word, candidates)) if candidates else set()
        if half and groups and groups[0].length == size:
            found.update(groups[0].exactly(word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]))
        return found


def _padded(words: list[str], length: int) -> Letters:
    """The letters of words between two rows of zeros: words of one letter less are compared as others are."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4")
    found = np.zeros((length + 2, len(words)), np.min_scalar_type(int(codes.max(initial=0))))
    found[1:-1] = codes.reshape(len(words), length).T
    return found


def _within_one(word: str, candidates: Sequence[_Candidates]) -> list[str]:
    """Terms of the words at most one edit from `word`: what they begin and end with alike leaves at most that. Those of
    the word's own length come first, longer ones last."""
    size = len(word)
    codes = np.array([ord(letter) for letter in word])
    letters = np.concatenate([some.from_start(size) for some in candidates], 1)
    ahead = _run(letters == codes[:, None])
    alike = ahead + _run(np.concatenate([some.from_end(size) for some in candidates], 1) == codes[::-1, None])
    ends = list(accumulate([some.end - some.first for some in candidates], initial=0))
    same = ends[sum([some.length == size for some in candidates])]
    alike[ends[sum([some.length <= size for some in candidates])] :] -= 1
    places = where(alike >= size - 1).tolist()
    swapped = where(alike[:same] == size - 2)
    if len(swapped):
        at = ahead.take(swapped)
        crossed = (letters[at, swapped] == codes[at + 1]) & (letters[at + 1, swapped] == codes[at])
        places += swapped[crossed].tolist()
    found = []
    for place in places:
        number = bisect_right(ends, place) - 1
        some = candidates[number]
        found.append(some.terms[some.first + place - ends[number]])
    return found


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

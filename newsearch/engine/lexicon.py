"""Words near a word, looked for among all words of an index at once: one comparison of columns of letters a length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint32]
"""A column a word, a row a place in it, all words of one length: code points."""


class Lexicon:
    """Words as people type them and their terms, by length of the word."""

    def __init__(self, terms: Iterable[str], forms: Iterable[str]) -> None:
        """Each of `terms` is a word of its own; `forms` are `word term`."""
        self._terms: dict[int, list[str]] = {}
        self._letters: dict[int, Letters] = {}
        for length, words in _by_length(set(terms), len).items():
            self._terms[length] = words
        by_length = _by_length(set(forms), lambda form: form.find(" "))
        for length in self._terms.keys() | by_length.keys():
            words, pairs = self._terms.get(length, []), by_length.get(length, [])
            self._letters[length] = _letters([*words, *(pair[:length] for pair in pairs)], length)
            self._terms[length] = words + [pair[length + 1 :] for pair in pairs]

    def near(self, word: str, distance: int) -> set[str]:
        """Terms of the words within `distance` edits of `word`: inserted, deleted, replaced or swapped letters."""
        asked = [ord(letter) for letter in word]
        found: set[str] = set()
        for length in range(max(0, len(word) - distance), len(word) + distance + 1):
            if length in self._letters:
                letters = self._letters[length]
                if distance == 1:
                    rows = _with_a_half(asked, letters)
                    rows = rows[_within_one(asked, letters[:, rows])]
                else:
                    rows = np.flatnonzero(_within(asked, letters, distance))
                terms = self._terms[length]
                found.update([terms[row] for row in rows.tolist()])
        return found


def _by_length(words: Iterable[str], length_of: Callable[[str], int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in words:
        found.setdefault(length_of(word), []).append(word)
    return found


def _letters(words: list[str], length: int) -> Letters:
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4")
    return np.ascontiguousarray(codes.reshape(len(words), length).T)


def _with_a_half(word: Sequence[int], letters: Letters) -> NDArray[np.int64]:
    """Words that begin with the first half of `word` or end with the second: one edit leaves one of them as it is, but
    for letters swapped across the cut. Words may be named twice."""
    half = len(word) // 2
    found = [_alike(letters, list(enumerate(word[:half])))]
    if len(word) - half <= len(letters):
        found.append(_alike(letters, [(at - len(word), word[at]) for at in range(half, len(word))]))
    if half and len(word) == len(letters):
        swapped = [*word[: half - 1], word[half], word[half - 1], *word[half + 1 :]]
        found.append(_alike(letters, list(enumerate(swapped))))
    return np.concatenate(found)


def _alike(letters: Letters, wanted: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Words with all of some (place, letter)."""
    if not wanted:
        return np.arange(letters.shape[1])
    (place, letter), *rest = wanted
    rows = np.flatnonzero(letters[place] == letter)
    for place, letter in rest:
        rows = rows[letters[place, rows] == letter]
    return rows


def _within_one(word: Sequence[int], letters: Letters) -> NDArray[np.bool_]:
    """Whether each word is at most one edit from `word`: what they begin and end with alike leaves at most that."""
    size, length = len(word), len(letters)
    shorter = min(size, length)
    if not shorter:
        return np.ones(letters.shape[1], np.bool_)
    ahead = _run(word, letters, range(shorter))
    behind = _run(word, letters, range(-1, -shorter - 1, -1))
    alike = ahead + behind
    if size != length:
        return np.asarray(alike >= shorter)
    near = alike >= size - 1
    swapped = np.flatnonzero(alike == size - 2)
    at, codes = ahead[swapped], np.array(word)
    crossed = (letters[at, swapped] == codes[at + 1]) & (letters[at + 1, swapped] == codes[at])
    near[swapped[crossed]] = True
    return np.asarray(near)


def _run(word: Sequence[int], letters: Letters, places: Iterable[int]) -> NDArray[np.int16]:
    """How many letters at `places`, from the first on without a break, each word shares with `word`."""
    run = np.zeros(letters.shape[1], np.int16)
    alike = np.ones(letters.shape[1], np.bool_)
    for place in places:
        alike &= letters[place] == word[place]
        run += alike
    return run


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

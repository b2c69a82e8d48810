"""Words of a segment's dictionary that are near a word: within one or two edits. Standard library only.

An edit touches one half of a word, so the other half stands unchanged at the beginning or the end of what is looked
for (two edits: one third, unchanged and at most two places off). Words that keep such a piece are found by bisection
and by substring search over the dictionary's text; only these are compared letter by letter.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from newsearch.engine.columns.store import SegmentFile

if TYPE_CHECKING:
    from newsearch.engine.entries import Entries

_END = "\0"


class _Dictionary:
    """A field's words, in order, as one text. In the dictionary of forms an entry is `word stem`."""

    def __init__(self, terms: str) -> None:
        self.text = f"{_END}{terms}{_END}" if terms else ""
        self._ends = [end for end in (_END, " ") if end in self.text]
        """What follows words."""
        self._columns: Entries | None = None

    def entries(self) -> list[str]:
        return self.text[1:-1].split(_END) if self.text else []

    def with_prefix(self, start: str) -> Iterator[str]:
        at = self._first(start)
        while self.text.startswith(start, at):
            end = self.text.find(_END, at)
            yield self.text[at:end]
            at = end + 1

    def _first(self, start: str) -> int:
        """Where the first entry begins that does not sort before `start`."""
        low, high = 1, len(self.text)
        while low < high:
            begin = self.text.rfind(_END, low - 1, (low + high) // 2) + 1
            end = self.text.find(_END, begin)
            low, high = (end + 1, high) if self.text[begin:end] < start else (low, begin)
        return low

    def holding(self, piece: str, first: int, last: int) -> Iterator[str]:
        """Entries with `piece` at a place from `first` to `last`."""
        text = self.text
        at = text.find(piece)
        while at >= 0:
            start = text.rfind(_END, max(0, at - last - 1), at) + 1
            if start and at - start >= first:
                yield text[start : text.find(_END, at)]
            at = text.find(piece, at + 1)

    def ending(self, piece: str, first: int, last: int) -> Iterator[str]:
        """Entries whose word ends with `piece`, which begins at a place from `first` to `last`. Some others may be among
        them."""
        columns = self._in_columns()
        if columns:
            yield from columns.ending(piece, first, last)
            return
        for end in self._ends:
            yield from self.holding(piece + end, first, last)

    def like(self, word: str, most: int, start: str) -> Iterator[str]:
        """Every entry that begins with `start` and is at most so many edits from `word`, and more."""
        columns = self._in_columns()
        return columns.like(word, most, start) if columns else self.with_prefix(start)

    def _in_columns(self) -> Entries | None:
        """Once a process has numpy."""
        if self._columns is None and self.text and "numpy" in sys.modules:
            from newsearch.engine.entries import Entries

            self._columns = Entries(self.text[1:-1])
        return self._columns


_dictionaries: WeakKeyDictionary[SegmentFile, dict[str, _Dictionary]] = WeakKeyDictionary()


def _dictionary(segment: SegmentFile, field: str) -> _Dictionary:
    fields = _dictionaries.setdefault(segment, {})
    if field not in fields:
        fields[field] = _Dictionary(segment.dictionary(field))
    return fields[field]


def terms_with_prefix(segment: SegmentFile, field: str, start: str) -> Iterator[str]:
    """The terms of a field that begin with `start`, in order; reads nothing of their postings."""
    first, _ = segment.block_range(field, start, start)
    for number in range(first, segment.stat(field).blocks):
        terms = segment.block_terms(field, number)
        low = bisect_left(terms, start)
        if terms[-1].startswith(start):
            yield from terms[low:]
            continue
        for term in terms[low:]:
            if not term.startswith(start):
                return
            yield term


def fuzzy_words(segment: SegmentFile, field: str, word: str, distance: int, start: str = "") -> set[str]:
    """Entries of a field's dictionary whose word is within `distance` edits (0, 1 or 2) of `word` and begins with `start`."""
    dictionary = _dictionary(segment, field)
    entries = set(dictionary.like(word, distance, start)) if start else _candidates(dictionary, word, distance)
    near = {other for _, other in nearby(word, {entry.partition(" ")[0] for entry in entries}, distance)}
    return {entry for entry in entries if entry.partition(" ")[0] in near}


def _candidates(dictionary: _Dictionary, word: str, distance: int) -> set[str]:
    """Every entry within `distance` edits of `word`, and more."""
    if len(word) <= distance:
        return set(dictionary.entries())
    if distance == 0:
        return set(dictionary.with_prefix(word))
    cuts = [len(word) * part // (distance + 1) for part in range(1, distance + 1)]
    found = set(dictionary.with_prefix(word[: cuts[0]]))
    found.update(dictionary.ending(word[cuts[-1] :], cuts[-1] - distance, cuts[-1] + distance))
    for left, right in pairwise(cuts):
        found.update(dictionary.holding(word[left:right], left - distance, left + distance))
    # A swap across a cut touches both pieces: look from the word as swapped, with an edit less.
    for cut in cuts:
        swapped = word[: cut - 1] + word[cut] + word[cut - 1] + word[cut + 1 :]
        found |= _candidates(dictionary, swapped, distance - 1)
    return found


def nearby(word: str, others: Iterable[str], most: int) -> Iterator[tuple[int, str]]:
    """(edits, other word) for those of `others` that are at most so many edits from a word."""
    letters, size = frozenset(word), len(word)
    for other in others:
        # An edit takes at most one letter out and brings at most one in: nine of ten are told apart by that.
        if abs(len(other) - size) <= most and len(letters.symmetric_difference(other)) <= 2 * most:
            apart = edits(word, other, most)
            if apart <= most:
                yield apart, other


@lru_cache(maxsize=8192)
def edits(a: str, b: str, most: int) -> int:
    """Edits between two words: insert, delete, replace, swap of neighbours (optimal string alignment); more than
    `most` is told as `most + 1`. Remembered: the same words stand in titles and bodies, and in every segment."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    start, stop = 0, 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    while stop < min(len(a), len(b)) - start and a[-1 - stop] == b[-1 - stop]:
        stop += 1
    a, b = a[start : len(a) - stop], b[start : len(b) - stop]
    if not a or not b:
        return len(a) + len(b)
    if most == 1:
        return 1 if len(a) == len(b) == 1 or (len(a) == 2 and a == b[::-1]) else 2
    return min(_aligned(a, b), most + 1)


def _aligned(a: str, b: str) -> int:
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]

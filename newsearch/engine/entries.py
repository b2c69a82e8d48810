"""The entries of a dictionary as columns, to find the few that may be near a word: 0.1 ms of 100,000, which to look through
their text takes 1 ms."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.eights import EIGHT, eights
from newsearch.engine.matches import Docs, where

_LETTERS = np.left_shift(1, [31 if byte > 127 else byte & 31 for byte in range(256)]).astype(np.uint32)
"""[byte]: one bit for the letter it is, the same one for all beyond ASCII."""


class Entries:
    """Entries in order, each a word or, in the dictionary of forms, `word stem`."""

    def __init__(self, text: str) -> None:
        """`text`: the entries, with zero bytes between them."""
        self._data = b"".join((b"\0" * EIGHT, text.encode("utf-8", "surrogatepass"), b"\0"))
        letters = np.frombuffer(self._data, np.uint8)
        self._ends: Docs = where(letters == 0)[EIGHT:]
        self._starts: Docs = np.concatenate(([EIGHT], self._ends[:-1] + 1))
        stops = self._ends
        blanks = where(letters == ord(" "))
        if len(blanks):
            first = blanks.take(blanks.searchsorted(self._starts), mode="clip")
            stops = np.where((self._starts < first) & (first < stops), first, stops)
        # All bytes of a character but the first have the high bits 10.
        characters = np.add.accumulate(letters & 0xC0 != 0x80, dtype=np.int32)
        self._sizes: NDArray[np.int32] = characters[stops - 1] - characters[self._starts - 1]
        self._tails: NDArray[np.uint64] = eights(self._data)[stops - EIGHT]
        bounds = np.column_stack((self._starts, stops)).reshape(-1)
        self._letters: NDArray[np.uint32] = np.bitwise_or.reduceat(_LETTERS.take(letters), bounds)[::2]

    def ending(self, piece: str, first: int, last: int) -> Iterator[str]:
        """Entries whose word ends with `piece`, which begins at a place from `first` to `last`; of a long piece only the end
        is looked at."""
        tail = piece.encode("utf-8", "surrogatepass")[-EIGHT:]
        alike = self._tails >> np.uint64(8 * (EIGHT - len(tail))) == np.uint64(int.from_bytes(tail, "little"))
        alike &= self._sizes >= first + len(piece)
        alike &= self._sizes <= last + len(piece)
        return self._texts(where(alike))

    def like(self, word: str, most: int, start: str) -> Iterator[str]:
        """Entries that begin with `start` and whose word may be at most so many edits from `word`: an edit takes at most one
        letter out and brings at most one in."""
        begin, end = (bisect_left(range(len(self._starts)), text, key=self._entry) for text in _bounds(start))
        own = np.bitwise_or.reduce(_LETTERS.take(np.frombuffer(word.encode("utf-8", "surrogatepass"), np.uint8)))
        alike = np.bitwise_count(self._letters[begin:end] ^ own) <= 2 * most
        alike &= abs(self._sizes[begin:end] - len(word)) <= most
        return self._texts(where(alike) + begin)

    def _texts(self, places: Docs) -> Iterator[str]:
        for start, end in zip(self._starts[places].tolist(), self._ends[places].tolist(), strict=True):
            yield self._data[start:end].decode("utf-8", "surrogatepass")

    def _entry(self, place: int) -> bytes:
        return self._data[self._starts[place] : self._ends[place]]


def _bounds(start: str) -> tuple[bytes, bytes]:
    """What sorts before all entries that begin with `start`, and after them."""
    coded = start.encode("utf-8", "surrogatepass")
    return coded, coded + b"\xff"

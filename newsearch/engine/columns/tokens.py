"""Texts -> ids of terms, a megabyte at a time. Chunks between white space are told apart as numbers: two or four words of
64 bits hold a chunk's bytes, a hash table of columns maps them to ids, and only a chunk that was never met reaches Python.

20 to 60 ns a token where a dictionary of strings takes 350.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.analysis import Analyzer

Array = NDArray[Any]

_SPACE = 32
"""Bytes up to this one part chunks; white space beyond ASCII is left to the analysis."""
_REMEMBERED_IDS = 2_000_000
_TRIM_ROUNDS = 3
_PUNCTUATION = np.zeros(256, np.bool_)
_PUNCTUATION[list(b".,;:!?()[]{}\"'-*")] = True
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], np.uint64)
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


class _Table:
    """Open addressing: chunk of at most `8 * words - 2` bytes and its language -> entry number."""

    def __init__(self, words: int, bits: int) -> None:
        self.words = words
        self.longest = 8 * words - 2
        self._bits = bits
        self._shift = np.uint64(64 - bits)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._keys = [np.zeros(1 << self._bits, np.uint64) for _ in range(self.words)]
        self._entries = np.full(1 << self._bits, -1, np.int32)
        self.count = 0

    @property
    def full(self) -> bool:
        return self.count > (1 << self._bits) * 0.6

    def keys(self, unaligned: Array, starts: Array, lengths: Array, languages: Array) -> list[Array]:
        """The chunks as columns of 64 bits; the top two bytes of the last hold the language."""
        keys = []
        for word in range(self.words):
            kept = np.minimum(np.maximum(lengths - 8 * word, 0), 8)
            keys.append(unaligned[starts + 8 * word] & _MASKS[kept])
        keys[-1] |= languages.astype(np.uint64) << np.uint64(48)
        return keys

    def _slots(self, keys: list[Array]) -> Array:
        mixed = keys[0] * _MULTIPLIERS[0]
        for key, multiplier in zip(keys[1:], _MULTIPLIERS[1:], strict=False):
            mixed ^= key * multiplier
        mixed ^= mixed >> _HALF
        mixed *= _MIX
        slots: Array = (mixed >> self._shift).astype(np.int64)
        return slots

    def find(self, keys: list[Array]) -> Array:
        """The entry of each key, -1 where there is none."""
        found = np.full(len(keys[0]), -1, np.int32)
        slots = self._slots(keys)
        pending: Array | None = None
        while True:
            entries = self._entries[slots]
            same = entries >= 0
            for column, key in zip(self._keys, keys, strict=True):
                same &= column[slots] == (key if pending is None else key[pending])
            if pending is None:
                found[same] = entries[same]
                pending = np.flatnonzero(~same & (entries >= 0))
                slots = slots[pending]
            else:
                found[pending[same]] = entries[same]
                again = ~same & (entries >= 0)
                pending, slots = pending[again], slots[again]
            if not len(pending):
                return found
            slots = (slots + 1) & ((1 << self._bits) - 1)

    def insert(self, keys: list[Array], entries: Array) -> None:
        """Add distinct keys that are not there."""
        slots = self._slots(keys)
        left = np.arange(len(entries))
        while len(left):
            free = np.flatnonzero(self._entries[slots] < 0)
            places, first = np.unique(slots[free], return_index=True)
            placed = left[free[first]]
            self._entries[places] = entries[placed]
            for column, key in zip(self._keys, keys, strict=True):
                column[places] = key[placed]
            still = np.ones(len(left), np.bool_)
            still[free[first]] = False
            left, slots = left[still], (slots[still] + 1) & ((1 << self._bits) - 1)
        self.count += len(entries)


def _trimmed(data: Array, starts: Array, ends: Array) -> None:
    """Take punctuation off both ends of chunks, in place: the analysis drops it anyway, and `word.` becomes `word`."""
    left = np.arange(len(starts))
    for _ in range(_TRIM_ROUNDS):
        last = data[ends[left] - 1]
        cut = _PUNCTUATION[last].astype(np.int64)
        quotes = np.flatnonzero(last >= 0x80)
        if len(quotes):
            cut[quotes] = _quote_before(data, ends[left[quotes]])
        left, cut = left[cut > 0], cut[cut > 0]
        ends[left] -= cut
        left = left[ends[left] > starts[left]]
    left = np.flatnonzero(ends > starts)
    for _ in range(_TRIM_ROUNDS):
        first = data[starts[left]]
        cut = _PUNCTUATION[first].astype(np.int64)
        quotes = np.flatnonzero(first >= 0x80)
        if len(quotes):
            cut[quotes] = _quote_before(data, starts[left[quotes]] + 3)
        left, cut = left[cut > 0], cut[cut > 0]
        starts[left] += cut
        left = left[ends[left] > starts[left]]


def _quote_before(data: Array, ends: Array) -> Array:
    """3 where the three bytes before are one of U+2013 to U+2026 (dashes, quotation marks, ellipsis), else 0."""
    found = (data[ends - 3] == 0xE2) & (data[ends - 2] == 0x80) & (data[ends - 1] >= 0x93) & (data[ends - 1] <= 0xA6)
    return np.where(found, 3, 0)


class TokenReader:
    """The ids that `Analyzer.ids` gives, for many texts at once."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._tables = (_Table(2, 19), _Table(4, 17))
        self._languages: dict[str | None, int] = {None: 0}
        self._names: list[str | None] = [None]
        self._reset_entries()

    def _reset_entries(self) -> None:
        self._flat = array("I")
        self._starts = array("q")
        self._counts = array("q")

    def language(self, name: str | None) -> int:
        """A small number for a language, to pass to `read`."""
        number = self._languages.get(name)
        if number is None:
            number = self._languages[name] = len(self._names)
            self._names.append(name)
        return number

    def read(self, texts: Sequence[bytes], languages: Sequence[int]) -> tuple[Array, Array]:
        """(ids of terms, text after text; number of ids of each text). Texts are UTF-8."""
        if len(self._flat) > _REMEMBERED_IDS or any(table.full for table in self._tables):
            for table in self._tables:
                table.clear()
            self._reset_entries()
        buffer = b" " + b" ".join(texts) + b" " * 40
        if self._languages.get("tr") not in languages:  # where I is the capital of another letter
            buffer = buffer.lower()
        data = np.frombuffer(buffer, np.uint8)
        blank = data <= _SPACE
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        starts, ends = edges[0::2].copy(), edges[1::2].copy()
        sizes = np.array([len(text) + 1 for text in texts], np.int64)
        chunks = np.diff(np.searchsorted(starts, np.cumsum(sizes) + 1), prepend=0)
        _trimmed(data, starts, ends)
        chunk_languages = np.repeat(np.array(languages, np.uint16), chunks)
        entries = self._entries_of(buffer, starts, ends - starts, chunk_languages)
        return self._expand(entries, chunks)

    def _entries_of(self, buffer: bytes, starts: Array, lengths: Array, languages: Array) -> Array:
        unaligned = np.ndarray((len(buffer) - 7,), "<u8", buffer, strides=(1,))
        entries = np.full(len(starts), -1, np.int32)
        undone = np.arange(len(starts))
        for table in self._tables:
            fits = lengths[undone] <= table.longest
            chosen = undone if fits.all() else undone[fits]
            if len(chosen):
                keys = table.keys(unaligned, starts[chosen], lengths[chosen], languages[chosen])
                entries[chosen] = self._look_up(table, keys, buffer, starts[chosen], lengths[chosen], languages[chosen])
            undone = undone[~fits]
        for number in undone.tolist():
            start = int(starts[number])
            entries[number] = self._new_entry(buffer[start : start + int(lengths[number])], int(languages[number]))
        return entries

    def _look_up(
        self, table: _Table, keys: list[Array], buffer: bytes, starts: Array, lengths: Array, languages: Array
    ) -> Array:
        found = table.find(keys)
        unknown = np.flatnonzero(found < 0)
        if not len(unknown):
            return found
        first: dict[tuple[bytes, int], int] = {}
        """Chunk and language -> its place among the new ones."""
        columns = (unknown, starts[unknown], (starts + lengths)[unknown], languages[unknown])
        new: list[int] = []
        same: list[int] = []
        for place, start, end, language in zip(*(column.tolist() for column in columns), strict=True):
            chunk = buffer[start:end], language
            number = first.setdefault(chunk, len(new))
            if number == len(new):
                new.append(place)
            same.append(number)
        entries = self._new_entries(list(first))
        found[unknown] = entries[same]
        table.insert([key[new] for key in keys], entries)
        return found

    def _new_entries(self, chunks: list[tuple[bytes, int]]) -> Array:
        """Entries of chunks that were never met. Words of plain letters, which most are, go together."""
        entries = np.zeros(len(chunks), np.int32)
        plain: dict[int, list[int]] = {}
        for place, (chunk, language) in enumerate(chunks):
            if chunk.isalnum() and chunk == chunk.lower():
                plain.setdefault(language, []).append(place)
            else:
                entries[place] = self._new_entry(chunk, language)
        for language, places in plain.items():
            words = [chunks[place][0].decode("ascii") for place in places]
            ids = self.analyzer.word_ids(words, self._names[language])
            entries[places] = np.arange(len(self._starts), len(self._starts) + len(ids))
            self._starts.extend(range(len(self._flat), len(self._flat) + len(ids)))
            self._counts.extend([1] * len(ids))
            self._flat.extend(ids)
        return entries

    def _new_entry(self, chunk: bytes, language: int) -> int:
        """The next entry: the ids of a chunk that was never met."""
        text = chunk.decode("utf-8", "surrogatepass")
        name = self._names[language]
        if text.isascii():
            ids = self.analyzer.chunk_ids(text, name)
        else:  # may hold white space beyond ASCII
            ids = tuple(number for part in text.split() for number in self.analyzer.chunk_ids(part, name))
        self._starts.append(len(self._flat))
        self._counts.append(len(ids))
        self._flat.extend(ids)
        return len(self._starts) - 1

    def _expand(self, entries: Array, chunks: Array) -> tuple[Array, Array]:
        """Entries -> ids of terms; a chunk has none, one or several."""
        flat = np.array(self._flat, np.uint32)
        firsts = np.array(self._starts, np.int64)[entries]
        counts = np.array(self._counts, np.int64)[entries]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        ids = flat[np.repeat(firsts - (ends - counts), counts) + np.arange(total)]
        text_ends = np.cumsum(chunks)
        upto = np.concatenate((np.zeros(1, np.int64), ends))[text_ends]
        return ids, np.diff(upto, prepend=0)

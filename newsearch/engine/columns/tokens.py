"""Texts -> ids of terms, a megabyte at a time. Chunks between white space are told apart as numbers: one, two or four words of
64 bits hold a chunk's bytes, a hash table of columns maps them to ids, and only a chunk that was never met reaches Python.

20 to 60 ns a token where a dictionary of strings takes 350.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.documents import size_coded
from newsearch.engine.columns.eights import FIRST_BYTES, eights

Array = NDArray[Any]

_SPACE = 32
"""Bytes up to this one part chunks; white space beyond ASCII is left to the analysis."""
_TRIM_ROUNDS = 3
_JOINING = b"&',._"
"""The ASCII characters that can stand inside a term, or tell what the letters around them are; all others part chunks."""
_LAST_PUNCTUATION = ord(".")
"""Of what is left, bytes up to this one are punctuation."""
_PARTED = bytes(code if code > 127 or chr(code).isalnum() or code in _JOINING else _SPACE for code in range(256))
_PARTED_LOWER = _PARTED.lower()
_OF_PLAIN_WORDS = np.array(
    [
        code <= _SPACE or chr(code).isalnum()
        if code < 0x80
        else code < 0xC0 or 0xC3 <= code <= 0xC9 or code in (0xD0, 0xD1)
        for code in range(256)
    ]
)
"""ASCII letters and digits, what ends a chunk, and the bytes of U+00C0 to U+027F and U+0400 to U+047F: two signs, all else letters."""
_BEFORE_TIMES_AND_DIVIDE, _TIMES, _DIVIDE = 0xC3, 0x97, 0xB7
_PARTING_SIGNS = np.zeros(256, np.bool_)
_PARTING_SIGNS[[*range(0x90, 0x98), *range(0x9C, 0xA7)]] = True
"""Last of the three bytes of U+2010 to U+2017 and U+201C to U+2026: dashes, double quotation marks, ellipsis."""
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_SEVERAL = 1 << 31
"""From here on a value of a table is no id of a term but a place in the list of what stands for several, or for none."""
UNKNOWN = 0xFFFFFFFF


def _mixed(keys: list[Array]) -> Array:
    """One number a key."""
    mixed: Array = keys[0] * _MULTIPLIERS[0]
    for key, multiplier in zip(keys[1:], _MULTIPLIERS[1:], strict=False):
        mixed ^= key * multiplier
    return mixed


def _distinct(keys: list[Array]) -> tuple[Array, Array]:
    """A place where each distinct key is met; and for every key which of them it is."""
    places, same = grouped(_mixed(keys))
    if any((key[places][same] != key).any() for key in keys):  # two keys mix to one number: the slow way
        _, places, same = np.unique(np.stack(keys, axis=1), axis=0, return_index=True, return_inverse=True)
    return places, same.ravel()


def grouped(numbers: Array) -> tuple[Array, Array]:
    """`np.unique` without its stable sort, which takes twice the time."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    starts = np.ones(len(order), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    same = np.empty(len(order), np.int64)
    same[order] = starts.cumsum() - 1
    return order[starts], same


class Table:
    """Open addressing: chunk of at most `8 * words - 2` bytes and its language -> value."""

    def __init__(self, words: int, bits: int) -> None:
        self.words = words
        self.longest = 8 * words - 2
        self._bits = bits
        self._shift = np.uint64(64 - bits)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        # zeros, which no key ends in: memory that is not used is not touched
        self._keys = [np.zeros(1 << self._bits, np.uint64) for _ in range(self.words)]
        self._values = np.zeros(1 << self._bits, np.uint32)
        self.count = 0

    @property
    def full(self) -> bool:
        return self.count > (1 << self._bits) * 0.6

    def keys(self, unaligned: Array, starts: Array, lengths: Array, languages: Array | np.uint64) -> list[Array]:
        """The chunks as columns of 64 bits; the top two bytes of the last hold the language, which is not 0."""
        keys = []
        for word in range(self.words):
            key = unaligned[starts + 8 * word if word else starts]
            rest = lengths - 8 * word if word else lengths
            if self.words > 1:
                rest = np.minimum(rest, 8)
            key &= FIRST_BYTES[np.maximum(rest, 0) if word else rest]
            keys.append(key)
        keys[-1] |= languages << np.uint64(48)
        return keys

    def _slots(self, keys: list[Array]) -> Array:
        slots: Array = (_mixed(keys) >> self._shift).view(np.int64)
        return slots

    def find(self, keys: list[Array]) -> Array:
        """The value of each key, `UNKNOWN` where there is none."""
        slots = self._slots(keys)
        found = self._values[slots]
        other = self._keys[0][slots] != keys[0]
        for column, key in zip(self._keys[1:], keys[1:], strict=True):
            other |= column[slots] != key
        pending = np.flatnonzero(other)
        slots = slots[pending]
        while len(pending):
            taken = self._keys[-1][slots] != 0
            found[pending[~taken]] = UNKNOWN
            pending, slots = pending[taken], (slots[taken] + 1) & ((1 << self._bits) - 1)
            same = self._keys[0][slots] == keys[0][pending]
            for column, key in zip(self._keys[1:], keys[1:], strict=True):
                same &= column[slots] == key[pending]
            found[pending[same]] = self._values[slots[same]]
            pending, slots = pending[~same], slots[~same]
        return found

    def insert(self, keys: list[Array], values: Array) -> None:
        """Add distinct keys that are not there."""
        slots = self._slots(keys)
        left = np.arange(len(values))
        while len(left):
            (free,) = (self._keys[-1][slots] == 0).nonzero()
            # of several that want one place, any that finds itself there has it
            self._values[slots[free]] = free
            placed = free[self._values[slots[free]] == free]
            self._values[slots[placed]] = values[left[placed]]
            for column, key in zip(self._keys, keys, strict=True):
                column[slots[placed]] = key[left[placed]]
            still = np.ones(len(left), np.bool_)
            still[placed] = False
            left, slots = left[still], (slots[still] + 1) & ((1 << self._bits) - 1)
        self.count += len(values)


_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
"""Is the same as `'` to the analysis, and of what is not ASCII in English texts it is the most."""


def _joined(texts: Sequence[str]) -> tuple[bytes, Array]:
    """Texts with a blank before each, and how long each is with it."""
    joined = " ".join(texts)
    size_of: Callable[[str], int] = len
    if not joined.isascii():
        if _APOSTROPHE in joined:
            texts = [text.replace(_APOSTROPHE, "'") for text in texts]
            joined = " ".join(texts)
        size_of = size_coded
    sizes = np.fromiter(map(size_of, texts), np.int64, len(texts))
    return b" " + joined.encode("utf-8", "surrogatepass") + b" " * 40, sizes + 1


def _part_at_signs(data: Array) -> None:
    """Blank the dashes and quotation marks beyond ASCII, in place: the analysis would part chunks there."""
    places = np.flatnonzero(data == 0xE2)
    places = places[(data[places + 1] == 0x80) & _PARTING_SIGNS[data[places + 2]]]
    for byte in range(3):
        data[places + byte] = _SPACE


def _trimmed(data: Array, starts: Array, ends: Array) -> None:
    """Take punctuation off both ends of chunks, in place: the analysis drops it anyway, and `word.` becomes `word`."""
    cut = data[ends - 1] <= _LAST_PUNCTUATION
    ends -= cut
    left = np.flatnonzero(cut)
    for _ in range(1, _TRIM_ROUNDS):
        left = left[ends[left] > starts[left]]
        left = left[data[ends[left] - 1] <= _LAST_PUNCTUATION]
        ends[left] -= 1
    cut = data[starts] <= _LAST_PUNCTUATION
    cut &= ends > starts
    starts += cut
    left = np.flatnonzero(cut)
    for _ in range(1, _TRIM_ROUNDS):
        left = left[ends[left] > starts[left]]
        left = left[data[starts[left]] <= _LAST_PUNCTUATION]
        starts[left] += 1


class TokenReader:
    """The ids that `Analyzer.ids` gives, for many texts at once."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._tables = (Table(1, 18), Table(2, 18), Table(4, 17))
        self._languages: dict[str | None, int] = {None: 1}
        self._names: list[str | None] = [None, None]
        self._several: list[tuple[int, ...]] = []

    def language(self, name: str | None) -> int:
        """A small number for a language, to pass to `read`."""
        number = self._languages.get(name)
        if number is None:
            number = self._languages[name] = len(self._names)
            self._names.append(name)
        return number

    def _forget_if_full(self) -> None:
        if any(table.full for table in self._tables):
            for table in self._tables:
                table.clear()
            self._several = []

    def read(self, texts: Sequence[str], languages: Array) -> tuple[Array, Array]:
        """(ids of terms, text after text; number of ids of each text)."""
        self._forget_if_full()
        joined, sizes = _joined(texts)
        turkish = bool((languages == self._languages.get("tr", 0)).any())  # where I is the capital of another letter
        buffer = bytearray(joined.translate(_PARTED if turkish else _PARTED_LOWER))
        data = np.frombuffer(buffer, np.uint8)
        if not joined.isascii():
            _part_at_signs(data)
        blank = data <= _SPACE
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        starts, ends = edges[0::2].copy(), edges[1::2].copy()
        chunks = np.diff(np.searchsorted(starts, np.cumsum(sizes) + 1), prepend=0)
        _trimmed(data, starts, ends)
        lengths = ends - starts
        if len(texts) and (languages == languages[0]).all():
            of_chunks = np.broadcast_to(np.uint64(languages[0]), len(starts))
        else:
            of_chunks = np.repeat(languages.astype(np.uint64), chunks)
        values = self._values_of(buffer, starts, lengths, of_chunks)
        return self._expand(values, chunks)

    def _values_of(self, buffer: bytearray, starts: Array, lengths: Array, languages: Array) -> Array:
        unaligned = eights(buffer)
        values = np.empty(len(starts), np.uint32)
        shorter = np.zeros(len(starts), np.bool_)
        for table in self._tables:
            fits = lengths <= table.longest
            chosen = np.flatnonzero(fits != shorter)
            shorter = fits
            if len(chosen):
                part = _Chunks(buffer, starts[chosen], lengths[chosen], languages[chosen])
                values[chosen] = self._look_up(table, table.keys(unaligned, *part[1:]), part)
        long = np.flatnonzero(~shorter)
        if len(long):
            values[long] = self._new_values(_Chunks(buffer, starts[long], lengths[long], languages[long]))
        return values

    def _look_up(self, table: Table, keys: list[Array], chunks: _Chunks) -> Array:
        found = table.find(keys)
        unknown = np.flatnonzero(found == UNKNOWN)
        if len(unknown):
            first, same = _distinct([key[unknown] for key in keys])
            new = unknown[first]
            values = self._new_values(chunks.at(new))
            found[unknown] = values[same]
            table.insert([key[new] for key in keys], values)
        return found

    def _new_values(self, chunks: _Chunks) -> Array:
        """Values of chunks that were never met. Plain words, which most are, go together."""
        values = np.zeros(len(chunks.starts), np.uint32)
        texts, plain = chunks.texts()
        for place in np.flatnonzero(~plain).tolist():
            word = self.analyzer.plain_word(texts[place])
            if word:
                texts[place], plain[place] = word, True
            else:
                language = self._names[chunks.languages[place]]
                values[place] = self._value(self._ids_of(texts[place], language))
        for number in set(chunks.languages[plain].tolist()):
            places = np.flatnonzero(plain & (chunks.languages == number))
            words = [texts[place] for place in places.tolist()]
            values[places] = self.analyzer.word_ids(words, self._names[number])
        return values

    def _ids_of(self, text: str, language: str | None) -> tuple[int, ...]:
        if text.isascii():
            return self.analyzer.chunk_ids(text, language)
        # may hold white space beyond ASCII
        return tuple(number for part in text.split() for number in self.analyzer.chunk_ids(part, language))

    def _value(self, ids: tuple[int, ...]) -> int:
        if len(ids) == 1:
            return ids[0]
        self._several.append(ids)
        return _SEVERAL + len(self._several) - 1

    def _expand(self, values: Array, chunks: Array) -> tuple[Array, Array]:
        """Values -> ids of terms, and the number of ids of each text; a chunk has mostly one, or none, or several."""
        odd = np.flatnonzero(values >= _SEVERAL)
        if not len(odd):
            return values, chunks
        several = [self._several[value] for value in (values[odd] - np.uint32(_SEVERAL)).tolist()]
        counts = np.ones(len(values), np.int64)
        counts[odd] = list(map(len, several))
        ids = np.repeat(values, counts)
        ids[np.flatnonzero(ids >= _SEVERAL)] = list(chain.from_iterable(several))
        upto = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))[np.cumsum(chunks)]
        return ids, np.diff(upto, prepend=0)


class _Chunks(NamedTuple):
    """Some chunks of a buffer."""

    buffer: bytearray
    starts: Array
    lengths: Array
    languages: Array

    def at(self, places: Array) -> _Chunks:
        return _Chunks(self.buffer, self.starts[places], self.lengths[places], self.languages[places])

    def texts(self) -> tuple[list[str], Array]:
        """The chunks; and for each whether letters and digits, ASCII or of Europe's alphabets, are all that it holds."""
        ends = np.cumsum(self.lengths + 1)
        places = np.repeat(self.starts + self.lengths + 1 - ends, self.lengths + 1)
        places += np.arange(len(places))
        joined = np.frombuffer(self.buffer, np.uint8)[places]
        of_words = _OF_PLAIN_WORDS[joined]
        (signs,) = (joined[:-1] == _BEFORE_TIMES_AND_DIVIDE).nonzero()
        behind = joined[signs + 1]
        of_words[signs[(behind == _TIMES) | (behind == _DIVIDE)]] = False
        plain = np.logical_and.reduceat(of_words, ends - self.lengths - 1)
        joined[ends - 1] = _SPACE
        return joined.tobytes().decode("utf-8", "surrogatepass").split(" ")[:-1], plain

"""Texts of blocks -> their bands: hashes of which near-identical texts share at least one, and other texts hardly any.

MinHash over runs of three words (Broder 1997), cut into bands (locality-sensitive hashing): no two blocks need ever be
compared. Words and runs of all texts are numbers, found at once. `rensa` is met here only, and only when indexing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from newsearch.engine.columns.eights import EIGHT, FIRST_BYTES, eights

Array = NDArray[Any]

BANDS = 8
_ROWS = 6
"""Of `BANDS` bands with `_ROWS` rows: texts that share 90% of their runs of words share a band in 998 cases of 1,000, those
with 80% in 91 of 100, 50% in 12, 30% in less than one."""
_SEED = 20220119
_RUN = 3
_READ = 3_000
"""Characters looked at, 500 words: a newspaper that cuts a wire story cuts its end. 8 microseconds a block."""
_AT_ONCE = 1_000
"""Texts: a batch may be a whole archive of pages."""
_PARTS = bytes([code < 128 and not (chr(code).isalnum() or chr(code) == "_") for code in range(256)])
"""By byte: whether it parts words, in ASCII."""
_LEAD = 0xC2
"""The least byte that a character beyond ASCII begins with, in UTF-8."""
_PARTS_BEYOND = np.zeros(1 << 16, np.bool_)
"""By the first two bytes of such a character: whether it parts words."""
for _first, _last in (
    (0x80, 0xBF),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0xFE00, 0xFE7F),
    (0xFF00, 0xFF3F),
    (0x1F000, 0x1FFFF),
):
    for _code in range(_first, _last + 1, 1 if _first < 0x800 else 0x40):
        _PARTS_BEYOND[int.from_bytes(chr(_code).encode()[:2], "big")] = True
_PARTS_BEYOND[[int.from_bytes(sign.encode(), "big") for sign in "×÷،؛؟"]] = True
_UNSPACED = 10
"""Longer words than this, on average, are a text without spaces (Chinese, Japanese, Thai): runs of characters then."""
_CHARACTERS = 5
_ODD = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
    ],
    np.uint64,
)
_SHIFT = np.uint64(32)
_OF_ROWS = np.array([0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0x9E3779B1, 0xCC9E2D51], np.uint32)


def bands_of(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """The bands of each text, unsigned 32-bit numbers; none if it has no words."""
    return list(chain.from_iterable(_bands(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)))


def _bands(texts: Sequence[str]) -> Iterator[tuple[int, ...]]:
    hashes, ends = _runs([text[:_READ].casefold().encode("utf-8", "surrogatepass") for text in texts])
    starts = [0, *ends]
    sketches = RMinHash.digest_matrix_from_flat_token_hashes(hashes, starts, BANDS * _ROWS, _SEED)
    rows = np.array(sketches.to_rows(), np.uint32).reshape(-1, BANDS, _ROWS)
    # never 0: that is a block without bands
    found = ((rows * _OF_ROWS).sum(axis=2, dtype=np.uint32) | np.uint32(1)).tolist()
    return (tuple(row) if end > start else () for start, end, row in zip(starts, ends, found, strict=False))


def _runs(texts: Sequence[bytes]) -> tuple[Array, list[int]]:
    """64 bits for each run of words, text after text, and where the runs of each text end."""
    buffer = b" " + b" ".join(texts) + b" " * EIGHT
    data = np.frombuffer(buffer, np.uint8)
    parts = np.frombuffer(bytearray(buffer.translate(_PARTS)), np.bool_)
    _part_beyond(data, parts)
    edges = np.flatnonzero(parts[1:] != parts[:-1]) + 1
    begins, ends = edges[0::2], edges[1::2]
    words = _numbers(buffer, begins, ends)
    starts = np.cumsum(np.array([1, *[len(text) + 1 for text in texts]], np.int64))
    firsts = np.searchsorted(begins, starts)
    counts = np.diff(firsts)
    hashes = _mixed(_of_words(words, firsts[:-1], counts))
    upto = np.cumsum(np.minimum(counts, np.maximum(counts - _RUN + 1, 1)))
    sizes = np.diff(np.append(0, np.cumsum(ends - begins))[firsts])
    unspaced = np.flatnonzero(sizes > _UNSPACED * counts).tolist()
    if not unspaced:
        return hashes, upto.tolist()
    of_texts = np.split(hashes, upto[:-1])
    for place in unspaced:
        inside = ~parts[starts[place] : starts[place + 1] - 1]
        letters = np.frombuffer(texts[place], np.uint8)[inside].tobytes().decode("utf-8", "replace")
        if len(letters) > _UNSPACED * counts[place]:
            of_texts[place] = _of_characters(letters)
    return np.concatenate(of_texts), np.cumsum(list(map(len, of_texts))).tolist()


def _part_beyond(data: Array, parts: Array) -> None:
    """Add to `parts` the bytes of characters beyond ASCII that part words."""
    leads = np.flatnonzero(data >= _LEAD)
    leads = leads[_PARTS_BEYOND[data[leads].astype(np.uint16) << np.uint16(8) | data[leads + 1]]]
    if len(leads):
        parts[leads] = parts[leads + 1] = True
        long = leads[data[leads] >= 0xE0]
        parts[long + 2] = True
        parts[long[data[long] >= 0xF0] + 3] = True


def _numbers(buffer: bytes, begins: Array, ends: Array) -> Array:
    """64 bits for each word: of a long one its first and its last eight bytes count, and its length."""
    unaligned = eights(buffer)
    lengths = ends - begins
    masks = FIRST_BYTES[np.minimum(lengths, EIGHT)]
    words: Array = (unaligned[begins] & masks) * _ODD[0]
    words ^= words >> _SHIFT
    words ^= ((unaligned[np.maximum(ends - EIGHT, begins)] & masks) + lengths.astype(np.uint64)) * _ODD[1]
    return words


def _of_words(words: Array, firsts: Array, counts: Array) -> Array:
    """A number for each run, unmixed: of as many words as there are where a text has fewer than a run."""
    mixed = _mixed(words)
    parts = [mixed * _ODD[2 + place] for place in range(_RUN)]
    one, two = firsts[counts == 1], firsts[counts == 2]
    short = np.concatenate((one, two))
    of_short = np.concatenate((parts[0][one], parts[0][two] + parts[1][two + 1]))
    runs = parts[0]
    runs[:-1] += parts[1][1:]
    runs[:-2] += parts[2][2:]
    runs[short] = of_short
    begins = np.ones(len(words), np.bool_)
    lasts = firsts + counts - 1
    begins[lasts[counts > 1]] = False
    begins[lasts[counts > 2] - 1] = False
    chosen: Array = runs[begins]
    return chosen


def _of_characters(letters: str) -> Array:
    """A number for each run of characters."""
    codes = np.frombuffer(letters.encode("utf-32-le").ljust(4 * _CHARACTERS, b"\0"), "<u4").astype(np.uint64)
    runs = np.zeros(len(codes) - _CHARACTERS + 1, np.uint64)
    for place in range(_CHARACTERS):
        runs += codes[place : place + len(runs)] * _ODD[place]
    return _mixed(runs)


def _mixed(numbers: Array) -> Array:
    """Each number spread over all bits (the end of MurmurHash3)."""
    numbers = numbers ^ (numbers >> _SHIFT)
    numbers *= _ODD[5]
    numbers ^= numbers >> _SHIFT
    return numbers

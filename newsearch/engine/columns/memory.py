"""Freed memory stays with the process, until much of it is free."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def keep_freed() -> None:
    """Have glibc's malloc keep up to 64 MB of freed memory for the next arrays: it does once a block of nearly 32 MB, its
    limit, was freed. Each page that is new to the process costs up to 3 microseconds on a virtual machine: an array of 300 KB
    made and dropped takes 200 microseconds, kept 20; of a build it was a fifth. Other systems take no notice."""
    np.empty((1 << 25) - (1 << 16), np.uint8)


def keep_large() -> None:
    """Have pages of 2 MB at hand for the words that are kept. numpy asks Linux for these where it makes an array of 4 MB or
    more, and what is made and dropped here stays asked for: each such page stands for 512, of 3 to 5 microseconds each. The
    first 16 MB are touched, in 2.6 ms: some 400 words of 37,000 articles. Other systems take no notice."""
    np.ones(1 << 21)
    # Side by side on the heap: kept apart they would be one place twice.
    _ = [np.empty(size, np.uint8) for size in (30 << 20, 26 << 20)]


def own_zeros(count: int, dtype: DTypeLike) -> NDArray[Any]:
    """As many zeros in memory of their own, new where it is written to, by 2 MB. numpy's come from the heap where malloc has
    room for them: then all of them are written at once, and what `keep_large` keeps at hand is theirs."""
    size = max(count, 1) * np.dtype(dtype).itemsize
    if not hasattr(mmap, "MADV_HUGEPAGE"):
        return np.frombuffer(mmap.mmap(-1, size), dtype)[:count]
    data = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    # A kernel may have no such pages.
    with contextlib.suppress(OSError):
        data.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(data, dtype)[:count]


def keep_small() -> None:
    """Fill what numpy keeps of small arrays, seven of each size below 1 KB, wherever they lie."""
    for size in range(1 << 10):
        _ = [np.empty(size, np.uint8) for _ in range(7)]


def give_back() -> None:
    """Have glibc's malloc return the free pages among those in use, too: arrays of many batches lie side by side with what
    stays. Other systems take no notice."""
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # TypeError: Windows
        return None

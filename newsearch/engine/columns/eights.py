"""Bytes read eight at a time from any place on, each eight as one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

EIGHT = 8
FIRST_BYTES = np.array([(1 << 8 * count) - 1 for count in range(EIGHT + 1)], np.uint64)
"""[n]: what leaves the first n bytes of a number that is read in little-endian order."""


def eights(data: Any, dtype: str = "<u8") -> NDArray[Any]:
    """The number that begins at each byte of `data` but the last seven. A view."""
    return np.ndarray((len(data) - EIGHT + 1,), dtype, data, strides=(1,))

"""Freed memory stays with the process."""

from __future__ import annotations

import numpy as np


def keep_freed() -> None:
    """Have glibc's malloc keep up to 64 MB of freed memory for the next arrays: it does once a block of nearly 32 MB, its
    limit, was freed. Each page that is new to the process costs up to 3 microseconds on a virtual machine: an array of 300 KB
    made and dropped takes 200 microseconds, kept 20; of a build it was a fifth. Other systems take no notice."""
    np.empty((1 << 25) - (1 << 16), np.uint8)

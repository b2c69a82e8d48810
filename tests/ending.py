"""Work that was made to never end. How fast anything is, `scripts/bench-*` measure; here it only has to come to an end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 30
"""Processor time: some ten times what the slowest such input takes, a fraction of what work takes that grows with the square."""


@contextmanager
def ending() -> Iterator[None]:
    """Fail if what is done inside takes as long as input of this size never should."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS, "this grows faster than its input"

"""Work in memory of its own gives and raises what it would have done here."""

from __future__ import annotations

from threading import current_thread, main_thread

import pytest

from newsearch.engine.apart import apart


def test_work_apart_gives_its_result_from_another_thread() -> None:
    assert apart(current_thread) is not main_thread()


def test_work_apart_raises_its_error_here() -> None:
    def trouble() -> None:
        raise KeyError("harbour")

    with pytest.raises(KeyError, match="harbour"):
        apart(trouble)

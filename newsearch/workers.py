"""Pools of worker processes, and what each does when it starts. Standard library only."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection

_UNCOLLECTED = 100_000
"""Objects made, less those freed, before Python looks for cycles among them. What workers do makes hardly any, and looking as often
as Python does by itself (every 700) took 2% of their time."""


def new_pool(processes: int) -> ProcessPoolExecutor:
    """Worker processes that end with this one."""
    # spawn: the terminal UI indexes from a thread, and a fork of a process with threads may hang
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_start)


def _start() -> None:
    gc.set_threshold(_UNCOLLECTED, 10, 10)
    end_with_parent()


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it: a pool's workers would otherwise outlive a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            connection.wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()

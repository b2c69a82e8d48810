"""Pools of worker processes, and what each does when it starts. Standard library only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection


def new_pool(processes: int) -> ProcessPoolExecutor:
    """Worker processes that end with this one."""
    # spawn: the terminal UI indexes from a thread, and a fork of a process with threads may hang
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it: a pool's workers would otherwise outlive a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            connection.wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()

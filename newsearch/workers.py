"""Pools of worker processes, and what each does when it starts. Standard library only."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection
from multiprocessing.context import BaseContext
from types import FrameType, ModuleType
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_UNCOLLECTED = 100_000
"""Objects made, less those freed, before Python looks for cycles among them. What workers do makes hardly any, and looking as often
as Python does by itself (every 700) took 2% of their time."""


def new_pool(processes: int, loaded: str = "") -> ProcessPoolExecutor:
    """Worker processes that end with this one. `loaded`: a module that all of them need, and that costs time to load."""
    return _Pool(processes, _context(loaded))


class Unwanted(BaseException):
    """Nobody waits any more for what a worker is at. No `Exception`, which whoever reads pages takes for a page's fault."""


_unwanted = threading.Event()


def end_if_unwanted() -> None:
    """For long work, between its pieces: raises Unwanted in a worker whose pool was told to cancel."""
    if _unwanted.is_set():
        raise Unwanted


class _Pool(ProcessPoolExecutor):
    """Workers that do not run again the program that started them, which would begin its work anew in each: a script
    needs no `if __name__ == "__main__"`, and what is typed into Python has no file to run."""

    def __init__(self, processes: int, context: BaseContext) -> None:
        told, self._telling = context.Pipe(duplex=False)
        super().__init__(processes, context, initializer=_start, initargs=(told,))

    def submit(self, fn: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Answer]:
        with _interrupts_later(), _main_put_away():
            return super().submit(_if_wanted, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """`cancel_futures` reaches what runs as well, and what was handed to workers in advance: Python waits for these at its
        end, and Ctrl-C would take as long."""
        if cancel_futures:
            self._telling.close()
        super().shutdown(wait, cancel_futures=cancel_futures)


def _if_wanted(fn: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    end_if_unwanted()
    return fn(*args, **kwargs)


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl-C is acted upon afterwards: between a process' start and the pool's knowing of it, the process would be left to
    itself and say so in a traceback. A mask of signals does not do, as other threads take them."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _, frame: came.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(signal.SIGINT, came[0])


@contextlib.contextmanager
def _main_put_away() -> Iterator[None]:
    """While a process starts, it is told what the main module is; there is none here."""
    with _MAIN_LOCK:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_MAIN_LOCK = threading.Lock()


def prepare_pool(loaded: str) -> None:
    """Start, beside what this process does next, what `new_pool` needs."""
    _context(loaded)


def _context(loaded: str) -> BaseContext:
    """How processes start. Never as a fork of this one: the terminal UI indexes from a thread, and a fork of a process with threads
    may hang. On Linux one process, without threads, loads the module and is forked as often as workers are needed: .4 s of
    processor time once, and not a worker. It ends with this process."""
    # macOS: its own libraries do not survive a fork. 3.11.0: other users can reach the server.
    if loaded and sys.platform == "linux" and sys.version_info >= (3, 11, 1):
        # no folder for its socket, or a path too long for one
        with contextlib.suppress(OSError):
            from multiprocessing import forkserver, resource_tracker

            resource_tracker.ensure_running()  # which lets interrupts in again
            forkserver.set_forkserver_preload([loaded])
            with _interrupts_held():
                forkserver.ensure_running()
            return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process that starts meanwhile is never interrupted: Ctrl-C is its parent's, which learns of it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(told: connection.Connection) -> None:
    gc.set_threshold(_UNCOLLECTED, 10, 10)
    end_with_parent()

    def listen() -> None:
        connection.wait([told])  # it is never written to: its other end was closed
        _unwanted.set()

    threading.Thread(target=listen, daemon=True).start()


class SeldomCollected:
    """While any of these is open, Python looks for cycles in this process as seldom as in workers: documents are objects without
    cycles, a few each, and what is kept of them makes every look longer. It took 6% of the time of short blocks."""

    _open = 0
    _before = gc.get_threshold()
    _changing = threading.Lock()

    def __init__(self) -> None:
        cls = SeldomCollected
        with cls._changing:
            if not cls._open:
                cls._before = gc.get_threshold()
                gc.set_threshold(max(_UNCOLLECTED, cls._before[0]) if cls._before[0] else 0, *cls._before[1:])
            cls._open += 1
            self._is_open = True

    def close(self) -> None:
        cls = SeldomCollected
        with cls._changing:
            if self._is_open:
                self._is_open = False
                cls._open -= 1
                if not cls._open:
                    gc.set_threshold(*cls._before)


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it: a pool's workers would otherwise outlive a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            connection.wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()

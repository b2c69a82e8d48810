"""One writer at a time: Whoosh's own lock file, held by the operating system, so that a killed holder frees it."""

from __future__ import annotations

import json
import os
import socket
import stat
import time
from datetime import datetime
from pathlib import Path

from newsearch.errors import IndexLocked, IndexTrouble

NAME = "MAIN_WRITELOCK"
_RETRY_SECONDS = 0.05
_FLAGS = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))


class WriteLock:
    """The lock of an index folder. The file says who holds it, for the message that others get."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._descriptor = -1

    def acquire(self, wait: float) -> None:
        """Raises IndexLocked when another writer keeps the lock for `wait` seconds."""
        until = time.monotonic() + wait
        descriptor = self._open()
        while not _try_lock(descriptor):
            if time.monotonic() >= until:
                os.close(descriptor)
                raise IndexLocked(self._who())
            time.sleep(_RETRY_SECONDS)
        self._descriptor = descriptor
        _held.add(self)
        self._sign()

    def _open(self) -> int:
        """A link is not followed, as what it leads to would be written over: the index may come from a stranger."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o644)
        except OSError as error:
            if self._path.is_symlink() or (self._path.exists() and not self._path.is_file()):
                raise self._not_a_file() from error
            raise
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        raise self._not_a_file()

    def _not_a_file(self) -> IndexTrouble:
        return IndexTrouble(
            f"{self._path}, by which writers wait for each other, is not a file. Delete it and run again"
        )

    def _sign(self) -> None:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        text = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)

    def _who(self) -> str:
        try:
            holder = json.loads(self._path.read_bytes())
            who = f"process {holder['pid']} on {holder['host']} since {holder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return f"{self._path.parent} is being written to by {who}. Try again later, or wait for it: --wait SECONDS"

    def forget(self) -> None:
        """In a forked child: let go of the inherited descriptor, which would keep the lock if the holder were killed."""
        os.close(self._descriptor)
        self._descriptor = -1

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
            _held.discard(self)


_held: set[WriteLock] = set()


def _forget_all() -> None:
    for lock in _held:
        lock.forget()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _try_lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unlock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

"""The operating system's refusals in words: a full disk, a folder that cannot be written to."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsearch.errors import IndexTrouble

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP, errno.EIO, errno.ENOENT}
"""ENOENT: where no folder can be made, as in /proc."""


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turns an OSError of writing into an IndexTrouble that says what to do."""
    if "\0" in str(folder):
        raise IndexTrouble(f"{str(folder)!r} holds a NUL, which no path may. Choose another: --index DIR")
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise IndexTrouble(
                f"No room on the disk of {folder}. The index is as its last commit left it; free some room and run again."
            ) from error
        if error.errno in _REFUSED:
            raise IndexTrouble(
                f"{folder} cannot be written to ({error.strerror}). Change its permissions or choose another: --index DIR"
            ) from error
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            raise IndexTrouble(f"{folder} is not a folder. Choose another: --index DIR") from error
        raise

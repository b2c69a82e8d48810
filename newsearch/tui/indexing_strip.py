"""A line above the keys while a folder is being indexed: how far it is, with searching going on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from newsearch.errors import NewsearchError
from newsearch.wording import counted

if TYPE_CHECKING:
    from newsearch.indexing import Progress

IndexFolder = Callable[[Path], "Iterator[Progress]"]
"""Adds the pages of a folder to the index; leaving the iterator early leaves the last commit."""
BAR = 24
"""Cells of the bar."""
SECONDS_BETWEEN = 0.1
"""Between two drawings of the progress."""


class IndexingStrip(Static):
    """Runs one update of the index at a time, in a thread of its own."""

    class Progressed(Message):
        def __init__(self, progress: Progress) -> None:
            self.progress = progress
            super().__init__()

    class Finished(Message):
        """The run has ended; `words` say how."""

        def __init__(self, words: str, failed: bool) -> None:
            self.words = words
            self.failed = failed
            super().__init__()

    _stop: threading.Event | None = None

    @property
    def busy(self) -> bool:
        return self._stop is not None

    def begin(self, index_folder: IndexFolder, folder: Path) -> None:
        self._stop = threading.Event()
        self.run_worker(partial(self._run, index_folder, folder, self._stop), thread=True)

    def on_unmount(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _run(self, index_folder: IndexFolder, folder: Path, stop: threading.Event) -> None:
        """In the thread: messages are posted and nothing waits for the screen, which may be gone by then."""
        last, shown = None, 0.0
        try:
            for last in index_folder(folder):
                if stop.is_set():
                    return
                if time.monotonic() - shown > SECONDS_BETWEEN:
                    shown = time.monotonic()
                    self.post_message(self.Progressed(last))
        except NewsearchError as error:
            self.post_message(self.Finished(str(error), True))
        except Exception as error:  # a full disk or a killed worker must not end the session
            self.post_message(self.Finished(f"Indexing stopped ({type(error).__name__}: {error}).", True))
        else:
            self.post_message(self.Finished(summary(last) if last else "Nothing was indexed.", False))

    def on_indexing_strip_progressed(self, event: Progressed) -> None:
        self.add_class("-shown")
        self.update(_bar(event.progress))

    def on_indexing_strip_finished(self) -> None:
        self._stop = None
        self.remove_class("-shown")


def _bar(progress: Progress) -> Content:
    share = progress.done / progress.total if progress.total else 0.0
    full = round(share * BAR)
    return Content.assemble(
        " Indexing ",
        ("━" * full, "$accent"),
        ("━" * (BAR - full), "$foreground-disabled"),
        f" {progress.done:,} of {counted(progress.total, 'file')} · {counted(progress.blocks, 'block')} added",
    )


def summary(progress: Progress) -> str:
    """What a finished run did, in a sentence."""
    words = f"{counted(progress.blocks, 'block')} added from {counted(progress.read, 'file')}"
    words += f", {progress.unchanged:,} unchanged"
    if progress.removed:
        words += f", {progress.removed:,} removed"
    if progress.skipped:
        words += f". {counted(len(progress.skipped), 'file')} gave none; newsearch status lists them"
    return words + "."

"""A line above the keys while a folder is being indexed: how far it is, with searching going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from newsearch.tui.words import counted

if TYPE_CHECKING:
    from newsearch.indexing import Progress

BAR = 24
"""Cells of the bar."""


class IndexingStrip(Static):
    def show_progress(self, progress: Progress) -> None:
        self.add_class("-shown")
        share = progress.done / progress.total if progress.total else 0.0
        full = round(share * BAR)
        self.update(
            Content.assemble(
                " Indexing ",
                ("━" * full, "$accent"),
                ("━" * (BAR - full), "$foreground-disabled"),
                f" {progress.done:,} of {counted(progress.total, 'file')} · {counted(progress.blocks, 'block')} added",
            )
        )

    def done(self) -> None:
        self.remove_class("-shown")


def summary(progress: Progress) -> str:
    """What a finished run did, in a sentence."""
    words = f"{counted(progress.blocks, 'block')} added from {counted(progress.read, 'file')}, {progress.unchanged:,} unchanged"
    if progress.removed:
        words += f", {progress.removed:,} removed"
    if progress.skipped:
        words += f". {counted(len(progress.skipped), 'file')} gave none; newsearch status lists them"
    return words + "."

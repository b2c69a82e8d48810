"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

from newsearch.model import Block
from newsearch.pages.html.body import Main
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline


def find_entries(outline: Outline, main: Main | None, claimed: set[int], source: Source) -> list[Block]:
    """The blocks outside the main story, in the order of the page. Adds the lines that they take to `claimed`."""
    return []

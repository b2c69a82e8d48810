"""What may stand for a part of a query: acronyms that the archive explains, British and American spellings, names."""

from __future__ import annotations

from newsearch.engine.contract import Part, Reader
from newsearch.query import Query


def expanded(
    reader: Reader, tree: Query, parts: tuple[Part, ...], *, variants: bool = False
) -> tuple[Query, tuple[str, ...]]:
    """The tree with alternatives where the index knows some, and a note for each."""
    return tree, ()

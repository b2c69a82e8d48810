"""What to say when a query finds nothing: which part matches nothing, and what would match."""

from __future__ import annotations

from newsearch.engine.contract import Reader
from newsearch.query import Query


def why_nothing(reader: Reader, tree: Query) -> tuple[str, ...]:
    """Notes for an empty answer, most useful first."""
    return tuple(f"{part.leaf} matches no block" for part in reader.parts(tree) if not part.matches)

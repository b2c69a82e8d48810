"""Query text -> Query tree, and back. Engine-neutral: nothing here knows an index.

Leaves carry their text as it was typed; turning it into index terms is the engine's analysis. `span` is the
node's place in the query text, for messages. docs/queries.md is the guide.
"""

from __future__ import annotations

from newsearch.query.grammar import MAX_DEPTH, MAX_LENGTH, MAX_WEIGHT, parse
from newsearch.query.lexing import without_controls
from newsearch.query.printing import quoted, unparse
from newsearch.query.tree import (
    CAN_BE_MISSING,
    FIELDS,
    TEXT_FIELDS,
    VALUE_FIELDS,
    Alternatives,
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Missing,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
    Wildcard,
    leaves,
    narrowed_fields,
)
from newsearch.query.words import MAX_LEAVES, MAX_SLOP

__all__ = [
    "CAN_BE_MISSING",
    "FIELDS",
    "MAX_DEPTH",
    "MAX_LEAVES",
    "MAX_LENGTH",
    "MAX_SLOP",
    "MAX_WEIGHT",
    "TEXT_FIELDS",
    "VALUE_FIELDS",
    "Alternatives",
    "And",
    "Boost",
    "Dates",
    "Everything",
    "Fuzzy",
    "Missing",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Term",
    "Value",
    "Wildcard",
    "leaves",
    "narrowed_fields",
    "parse",
    "quoted",
    "unparse",
    "without_controls",
]

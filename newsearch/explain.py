"""How a query was read and what made the scores, as plain data: what `--explain` shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsearch.engine.contract import Found, Part, Reader, Row
from newsearch.query import Alternatives, And, Boost, Not, Or, Query, unparse


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """How one part of a query was read."""

    text: str
    """The part, in the query language."""
    field: str | None
    terms: tuple[tuple[str, ...], ...]
    """Index terms by position, with their alternatives."""
    matches: int
    """Blocks that the part matches on its own."""
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    id: str
    title: str | None
    score: float
    amounts: tuple[tuple[str, float], ...]
    """(what, how much of the score); they add up to it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    query: str
    """The query as it was read."""
    searched_as: str
    """The query with what was added to it, for reading: alternatives stand in braces."""
    parts: tuple[ExplainedPart, ...]
    hits: tuple[ExplainedHit, ...]
    notes: tuple[str, ...]
    total: int


def explanation(
    reader: Reader,
    read: Query,
    searched: Query,
    parts: Sequence[Part],
    wanted: frozenset[Query],
    found: Found,
    notes: tuple[str, ...],
    *,
    related: bool = True,
) -> Explanation:
    """`wanted`: the leaves of `searched` that are not excluded; `parts`: all its leaves; `related`: as in the request."""
    explained = tuple(
        ExplainedPart(unparse(part.leaf), part.field, part.terms, part.matches, part.leaf not in wanted)
        for part in parts
    )
    hits = tuple(_hit(reader, searched, row, related) for row in found.rows)
    return Explanation(unparse(read), spelled_out(searched), explained, hits, notes, found.total)


def _hit(reader: Reader, tree: Query, row: Row, related: bool) -> ExplainedHit:
    head = reader.head(row.number)
    return ExplainedHit(head.id, head.title, row.score, reader.explain(tree, row.number, related))


def spelled_out(tree: Query) -> str:
    """The tree as text, alternatives in braces: `{CSTO | "Collective Security Treaty Organization"}`."""
    match tree:
        case Alternatives(children):
            return "{" + " | ".join(spelled_out(child) for child in children) + "}"
        case And(children):
            return " ".join(_in_parentheses(child) for child in children)
        case Or(children):
            return " OR ".join(_in_parentheses(child) for child in children)
        case Not(child):
            return "-" + _in_parentheses(child)
        case Boost(child, weight):
            return f"{_in_parentheses(child)}^{weight:g}"
        case _:
            return unparse(tree)


def _in_parentheses(tree: Query) -> str:
    text = spelled_out(tree)
    return f"({text})" if isinstance(tree, And | Or) else text

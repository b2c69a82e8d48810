"""Answers to requests over a snapshot, by one of two evaluators that agree: `evaluate_columns` over numpy columns, and
`evaluate_plain` for a one-shot query, which is answered before numpy would be imported. Imports neither at start."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import ref

from newsearch.engine.analysis import Analyzer
from newsearch.engine.contract import Found, Part, Request
from newsearch.engine.plan import Planner, leaves
from newsearch.query import Query

if TYPE_CHECKING:
    from newsearch.engine.evaluate_columns import Columns
    from newsearch.engine.evaluate_plain import Plain
    from newsearch.engine.index import Snapshot


_FIRST_ONES = 2
_FIRST_COUNTS = 16
"""What is asked when nothing was found (which part, which spelling) is about ten counts."""
_FEW_BLOCKS = 5_000
"""In so few, ten counts take less time than loading numpy: 10 us a block, measured on 100,000."""


class Evaluator:
    """What is worked out once a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.stores
        self._ranked = self._counted = 0
        self._counts = _FIRST_COUNTS if snapshot.block_count <= _FEW_BLOCKS else _FIRST_ONES
        # The snapshot keeps us; without a cycle it goes, with all that is kept here, when its last reader does.
        self._snapshot = ref(snapshot)
        self.settings = snapshot.settings
        self.planner = Planner(self._files, Analyzer(self.settings.stemming))

    def first_ones(self, request: Request) -> bool:
        """Whether this is one of the first searches: a process that goes on asking gains by loading numpy, and by preparing
        the columns."""
        if request.limit:
            self._ranked += 1
        else:
            self._counted += 1
        return self._ranked <= _FIRST_ONES and self._counted <= self._counts

    @cached_property
    def plain(self) -> Plain:
        from newsearch.engine.evaluate_plain import Plain

        return Plain(self._files, self.settings)

    @cached_property
    def columns(self) -> Columns:
        goes_on = "numpy" in sys.modules  # a one-shot query comes here without
        from newsearch.engine.evaluate_columns import Columns  # numpy: 0.06 s

        snapshot = self._snapshot()
        assert snapshot is not None  # it is the one that asks
        columns = Columns(snapshot.segments, self.settings)
        if goes_on:
            columns.prepare()
        return columns


def _evaluator(snapshot: Snapshot) -> Evaluator:
    found = snapshot.evaluator
    if found is None:
        found = snapshot.evaluator = Evaluator(snapshot)
    return found


def prepare(snapshot: Snapshot) -> None:
    """What is done before the third search, for who knows that there will be one."""
    _evaluator(snapshot).columns.prepare()


def search(snapshot: Snapshot, request: Request) -> Found:
    """The answer to one request."""
    evaluator = _evaluator(snapshot)
    plan = evaluator.planner.plan(request.query)
    first_ones = evaluator.first_ones(request)
    if first_ones and "numpy" not in sys.modules and evaluator.plain.can_answer(plan, request):
        return evaluator.plain.search(plan, request)
    if not first_ones:
        evaluator.columns.prepare()
    return evaluator.columns.search(plan, request)


def parts(snapshot: Snapshot, query: Query) -> tuple[Part, ...]:
    """How each leaf of a query is read, and how many blocks it matches on its own."""
    evaluator = _evaluator(snapshot)
    planner = evaluator.planner
    if "numpy" not in sys.modules and all(evaluator.plain.can_answer(planner.plan(leaf)) for leaf in leaves(query)):
        return evaluator.plain.parts(planner, query)
    return evaluator.columns.parts(planner, query)


def explain(snapshot: Snapshot, query: Query, number: int, related: bool = True) -> tuple[tuple[str, float], ...]:
    """(what, how much of the score) for one block; the amounts add up to its score."""
    evaluator = _evaluator(snapshot)
    return evaluator.columns.explain(evaluator.planner.plan(query), number, related)

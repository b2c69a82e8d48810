"""What is asked for: words, filters and order as one value, so that undo is a list of them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsearch.tui.words import span_name

if TYPE_CHECKING:  # the engine's contract loads the query language, which the first paint does without
    from newsearch.engine.contract import Sort

SORTS: tuple[Sort, ...] = ("relevance", "date", "oldest")
SORT_NAMES = {"relevance": "relevance", "date": "newest", "oldest": "oldest"}
FACET_FIELDS = {"outlet": "outlet", "author": "author", "month": "date", "kind": "kind", "language": "lang"}
"""Facet -> the query language's field for it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One narrowing: a value of a facet, or a span of time."""

    facet: str
    value: str
    """For `month`, a month, a day, or `first..last` of these. Empty: blocks that have no value."""

    def query(self) -> str:
        """The filter in the query language: just this value, and no longer name that holds it."""
        return self.sign() + self.operand()

    def sign(self) -> str:
        """Field and colon."""
        is_name = self.value and self.facet in ("outlet", "author")
        return f"{FACET_FIELDS[self.facet]}:{'=' if is_name else ''}"

    def operand(self) -> str:
        """What stands behind them."""
        if not self.value:
            return "missing"
        return self.value if self.facet == "month" else quoted(self.value)

    @property
    def is_span(self) -> bool:
        """Whether it is of the timeline's making, and no month that could be counted beside others."""
        return self.facet == "month" and len(self.value) not in (0, len("2022-01"))

    def label(self) -> str:
        if not self.value:
            return f"no {'date' if self.facet == 'month' else self.facet}"
        if self.facet == "month":
            first, _, last = self.value.partition("..")
            return span_name(first, last or first)
        return f"{self.facet}: {self.value}"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """All that decides what the list shows."""

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Sort = "relevance"

    def within(self, without: str = "") -> str:
        """The filters as a query, those of the facet `without` left out. Values of one facet are alternatives, facets
        narrow each other."""
        groups: dict[str, list[Filter]] = {}
        for item in self.filters:
            if item.facet != without:
                groups.setdefault(item.facet, []).append(item)
        return " ".join(map(_any_of, groups.values()))

    def query(self) -> str:
        """Words and filters as one query, to be kept or shown elsewhere."""
        words, filters = self.text.strip(), self.within()
        if not words or not filters:
            return words or filters
        return f"({words}) {filters}" if re.search(r"\bOR\b", words) else f"{words} {filters}"

    def toggle(self, item: Filter) -> Narrowing:
        """With the filter, or without it if it was there. A span of time is there alone."""
        if item in self.filters:
            return replace(self, filters=tuple(other for other in self.filters if other != item))
        kept = self.filters
        if item.is_span or any(other.is_span for other in kept if other.facet == item.facet):
            kept = tuple(other for other in kept if other.facet != item.facet)
        return replace(self, filters=(*kept, item))

    def only(self, item: Filter) -> Narrowing:
        """With the filter in place of the others of its facet, or without any of them if it was the only one."""
        others = tuple(other for other in self.filters if other.facet != item.facet)
        alone = [other for other in self.filters if other.facet == item.facet] == [item]
        return replace(self, filters=others if alone else (*others, item))

    def next_sort(self) -> Narrowing:
        return replace(self, sort=SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])


def _any_of(filters: list[Filter]) -> str:
    """The filters of a facet as a query."""
    if len(filters) == 1:
        return filters[0].query()
    signs = {item.sign() for item in filters}
    if len(signs) == 1:
        return f"{signs.pop()}({' OR '.join(item.operand() for item in filters)})"
    return f"({' OR '.join(item.query() for item in filters)})"


class Past:
    """The narrowings that led here, for undo. Text that grows or shrinks letter by letter counts as one step."""

    LIMIT = 200

    def __init__(self) -> None:
        self._steps: list[Narrowing] = []

    def push(self, before: Narrowing, after: Narrowing) -> None:
        """Remember `before`, unless `after` goes on typing what the last step began."""
        if before == after:
            return
        typing = before.filters == after.filters and before.sort == after.sort
        if typing and self._steps and _same_edit(self._steps[-1].text, before.text, after.text):
            return
        self._steps.append(before)
        del self._steps[: -self.LIMIT]

    def pop(self) -> Narrowing | None:
        return self._steps.pop() if self._steps else None


def _same_edit(start: str, before: str, after: str) -> bool:
    """Whether the change to `after` carries on, within one word, the change from `start` to `before`."""
    grows = before.startswith(start) and after.startswith(before)
    shrinks = start.startswith(before) and before.startswith(after)
    return start != before and (grows or shrinks) and not re.search(r"\s", after[len(before) :] or before[len(after) :])


def quoted(value: str) -> str:
    """A value for the query language: in quotes, unless it is one plain word that means nothing there."""
    if re.fullmatch(r"\w+", value) and value not in ("AND", "OR", "NOT"):
        return value
    from newsearch import query

    return query.quoted(value)

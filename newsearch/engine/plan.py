"""A query tree read against an index: which terms in which fields, what is required, excluded, scored.

Both evaluators walk the same plan, so that they cannot read a query differently. Standard library only.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from newsearch import query as q
from newsearch.engine import ranking
from newsearch.engine.analysis import Analyzer, is_gram_start, plain_terms
from newsearch.engine.columns.layout import FORM_FIELD, KEYWORD_FIELDS, NAME_FIELDS, TEXT_FIELDS
from newsearch.engine.columns.store import SegmentFile
from newsearch.engine.contract import Part, Request
from newsearch.engine.stemming import fold
from newsearch.engine.vocabulary import fuzzy_words, terms_with_prefix
from newsearch.frozen import dataclass, replace
from newsearch.query import Query, without_controls

if TYPE_CHECKING:
    from newsearch.engine.lexicon import Lexicon

_REMEMBERED = 4096
"""Leaves of words whose reading a planner keeps, if they are of few terms."""
_FEW_TERMS = 32
_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Words:
    """Blocks with these terms at consecutive positions of one of the fields; with `slop`, near each other in any order."""

    leaf: Query
    fields: tuple[str, ...]
    positions: tuple[tuple[str, ...], ...]
    """Terms that will do, by position; none means that any term will do."""
    slop: int = 0
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """Blocks dated within days since 1970-01-01, both included; None is open. Undated blocks never match."""

    leaf: Query
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Absent:
    """Blocks without a value in a field."""

    leaf: Query
    field: str


@dataclass(frozen=True, slots=True)
class Having:
    """Blocks with just this value in a field."""

    leaf: Query
    field: str
    value: str

    def among(self, values: Sequence[str]) -> list[int]:
        """Where the value stands among a segment's; if it does not, those that a query's text cannot tell from it."""
        found = [at for at, value in enumerate(values) if value == self.value]
        odd = ((at, value) for at, value in enumerate(values) if not value.isprintable())
        return found or [at for at, value in odd if without_controls(value) == self.value]


@dataclass(frozen=True, slots=True)
class AllBlocks:
    leaf: Query


@dataclass(frozen=True, slots=True)
class AllOf:
    """Blocks that match every one of `required` and none of `excluded`; scores add up."""

    required: tuple[Plan, ...]
    excluded: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Blocks that match at least one child; scores add up."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class BestOf:
    """Blocks that match at least one child; the best score counts."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    child: Plan
    weight: float


Fields = tuple[str, ...]
Plan = Words | Days | Absent | Having | AllBlocks | AllOf | AnyOf | BestOf | Weighted


class Planner:
    """Reads queries against the segments of one commit."""

    def __init__(self, segments: Sequence[SegmentFile], analyzer: Analyzer) -> None:
        self._segments = segments
        self._analyzer = analyzer
        self._lexicons: dict[tuple[str, ...], Lexicon] = {}
        self._read: dict[tuple[object, ...], Words] = {}
        names = {name for segment in segments for name in segment.values("language")}
        self._languages: tuple[str | None, ...] = tuple(name or None for name in sorted(names))

    def plan(self, query: Query) -> Plan:
        match query:
            case q.Term(text, field):
                return self._words(query, field, text)
            case q.Everything():
                return AllBlocks(query)
            case q.Dates(first, last):
                return Days(query, _day(first), _day(last))
            case q.Missing(field):
                return Absent(query, field)
            case q.Value(text, field):
                return Having(query, field, text)
            case q.And(children):
                return self._all_of(children)
            case q.Or(children):
                return AnyOf(_counted(self._loosened(children)))
            case q.Not():
                return self._all_of((query,))
            case q.Boost(child, weight):
                return Weighted(self.plan(child), weight)
            case q.Alternatives(children):
                return BestOf(tuple(map(self.plan, children)))
            case _:
                return self.words(query)

    def _all_of(self, children: Iterable[Query]) -> Plan:
        children = tuple(children)
        required = [self.plan(child) for child in children if not isinstance(child, q.Not)]
        excluded = [self.plan(child.child) for child in children if isinstance(child, q.Not)]
        # A leaf without a word in it (`&`) asks for nothing, unless nothing else is asked for.
        asking = [plan for plan in required if not (isinstance(plan, Words) and not plan.positions)]
        required = asking or required
        if not required:
            required = [AllBlocks(q.Everything())]
        return AllOf(_counted(required), tuple(excluded))

    def _loosened(self, children: Iterable[Query]) -> list[Plan]:
        """Where any word will do, a word of several terms (`Saddam-Prozess`, a Chinese sentence) is any of them."""
        found: list[Plan] = []
        for child in children:
            plan = self.plan(child)
            if isinstance(plan, Words) and len(plan.positions) > 1 and isinstance(plan.leaf, q.Term) and plan.scored:
                found += [replace(plan, positions=(terms,)) for terms in plan.positions if terms]
            else:
                found.append(plan)
        return found

    def words(self, leaf: Query) -> Words:
        """The reading of a leaf that is made of words."""
        match leaf:
            case q.Term(text, field):
                return self._words(leaf, field, text)
            case q.Phrase(text, field, slop):
                return self._words(leaf, field, text, slop)
            case q.Prefix(text, field):
                start = fold(text)
                return self._expanded(leaf, field, lambda fields: self._with_prefix(fields, start))
            case q.Wildcard(pattern, field):
                return self._expanded(leaf, field, lambda fields: self._with_pattern(fields, pattern))
            case q.Fuzzy(text, distance, field):
                word = fold(text)
                return self._expanded(leaf, field, lambda fields: self._within(fields, word, distance))
        raise TypeError(leaf)

    def _words(self, leaf: Query, field: str | None, text: str, slop: int = 0) -> Words:
        key = leaf.__class__, field, text, slop
        found = self._read.get(key)
        if found is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            found = self._words_read(leaf, field, text, slop)
            # A Chinese character alone stands for all pairs that it begins.
            if sum(map(len, found.positions)) <= _FEW_TERMS:
                self._read[key] = found
        return found

    def _words_read(self, leaf: Query, field: str | None, text: str, slop: int) -> Words:
        if not field:
            positions = self._analyzer.query_terms(text, self._languages)
            if not text.isascii():
                positions = tuple(self._whole_grams(TEXT_FIELDS, terms) for terms in positions)
            return Words(leaf, TEXT_FIELDS, positions, slop)
        fields = (field,)
        if field in KEYWORD_FIELDS:
            positions = ((text, text.lower()) if text != text.lower() else (text,),)
        elif field in NAME_FIELDS:
            positions = tuple((term,) for term in plain_terms(text))
        else:
            positions = self._analyzer.query_terms(text, self._languages)
        positions = tuple(self._whole_grams(fields, terms) for terms in positions)
        return Words(leaf, fields, positions, slop, scored=_is_text(field))

    def _whole_grams(self, fields: Sequence[str], terms: tuple[str, ...]) -> tuple[str, ...]:
        """One Chinese character stands for each pair that it begins."""
        starts = [term for term in terms if is_gram_start(term)]
        if not starts:
            return terms
        found = dict.fromkeys(terms)
        for start in starts:
            for field in fields:
                found.update(dict.fromkeys(self._terms(field, start)))
        return tuple(found)

    def _expanded(self, leaf: Query, field: str | None, expand: Callable[[Fields], Iterable[str]]) -> Words:
        fields = (field,) if field else TEXT_FIELDS
        return Words(leaf, fields, (tuple(sorted(set(expand(fields)))),), scored=_is_text(field))

    def _terms(self, field: str, start: str) -> Iterator[str]:
        for segment in self._segments:
            yield from terms_with_prefix(segment, field, start)

    def _words_of(self, fields: Fields, start: str) -> Iterator[tuple[str, str]]:
        """(word as people type it, its term) for words that begin with `start`; stems count as words of their own."""
        for field in fields:
            for term in self._terms(field, start):
                yield term, term
        if self._has_forms(fields):
            for pair in self._terms(FORM_FIELD, start):
                form, _, term = pair.partition(" ")
                yield form, term

    def _has_forms(self, fields: Fields) -> bool:
        return self._analyzer.stemming and any(map(_is_text, fields))

    def _with_prefix(self, fields: Fields, start: str) -> Iterator[str]:
        return (term for _, term in self._words_of(fields, start))

    def _with_pattern(self, fields: Fields, pattern: str) -> Iterator[str]:
        folded = fold(pattern)
        start = re.split(r"[*?]", folded, maxsplit=1)[0]
        matcher = re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in folded))
        return (term for form, term in self._words_of(fields, start) if matcher.fullmatch(form))

    def _within(self, fields: Fields, word: str, distance: int) -> Iterator[str]:
        if "numpy" in sys.modules:
            yield from self._lexicon(fields).near(word, distance)
            return
        for segment in self._segments:
            for field in fields:
                yield from fuzzy_words(segment, field, word, distance)
            if self._has_forms(fields):
                for pair in fuzzy_words(segment, FORM_FIELD, word, distance):
                    yield pair.partition(" ")[2]

    def _lexicon(self, fields: Fields) -> Lexicon:
        """The words of some fields; titles and bodies are looked through together."""
        from newsearch.engine.lexicon import Lexicon

        names = TEXT_FIELDS if self._has_forms(fields) else fields
        if names not in self._lexicons:
            forms = self._terms(FORM_FIELD, "") if self._has_forms(names) else ()
            self._lexicons[names] = Lexicon((term for field in names for term in self._terms(field, "")), forms)
        return self._lexicons[names]


def _day(day: dt.date | None) -> int | None:
    return day.toordinal() - _EPOCH if day else None


def _is_text(field: str | None) -> bool:
    return field is None or field in TEXT_FIELDS


def _counted(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Words that are asked for twice count twice, or as often as their weights say, and are looked up once: no word is
    near itself."""
    whole = [plan.child if isinstance(plan, Weighted) else plan for plan in plans]
    positions = [plan.positions for plan in whole if isinstance(plan, Words)]
    if len(set(positions)) == len(positions):
        return tuple(plans)
    weights: dict[tuple[object, ...], float] = {}
    for plan, words in zip(plans, whole, strict=True):
        if isinstance(words, Words):
            sense = _sense(words)
            weights[sense] = weights.get(sense, 0.0) + (plan.weight if isinstance(plan, Weighted) else 1.0)
    found: list[Plan] = []
    for plan, words in zip(plans, whole, strict=True):
        if not isinstance(words, Words):
            found.append(plan)
        elif (weight := weights.pop(_sense(words), None)) is not None:
            found.append(words if weight == 1 else Weighted(words, weight))
    return tuple(found)


def _sense(words: Words) -> tuple[object, ...]:
    return words.fields, words.positions, words.slop


def leaves(query: Query) -> Iterator[Query]:
    """The leaves of a query, in the order of its text."""
    match query:
        case q.And(children) | q.Or(children) | q.Alternatives(children):
            for child in children:
                yield from leaves(child)
        case q.Not(child) | q.Boost(child):
            yield from leaves(child)
        case _:
            yield query


def part_of(leaf: Query, plan: Plan, matches: int) -> Part:
    """How a leaf was read, and how many blocks it matches."""
    words = plan if isinstance(plan, Words) else None
    return Part(
        leaf=leaf,
        field=getattr(leaf, "field", None),
        terms=words.positions if words else (),
        slop=words.slop if words else 0,
        matches=matches,
    )


def words_of(plan: Plan) -> Iterator[Words]:
    """Every leaf of words in a plan."""
    match plan:
        case Words():
            yield plan
        case AllOf(required, excluded):
            for child in (*required, *excluded):
                yield from words_of(child)
        case AnyOf(children) | BestOf(children):
            for child in children:
                yield from words_of(child)
        case Weighted(child, _):
            yield from words_of(child)


def neighbours(plan: Plan) -> tuple[tuple[Words, Words], ...]:
    """The pairs of scored words that a query names side by side: those whose nearness counts. Beside dates, fields and
    what is excluded, those of the words of which any will do."""
    match plan:
        case AnyOf(children):
            return _side_by_side(children)
        case AllOf(required):
            groups = [child for child in required if isinstance(child, AnyOf)]
            return _side_by_side(required) or (neighbours(groups[0]) if len(groups) == 1 else ())
        case BestOf(children):
            return neighbours(children[0])
    return ()


def _side_by_side(children: Sequence[Plan]) -> tuple[tuple[Words, Words], ...]:
    """Pairs of single words that follow each other. Pairs of characters cut from one run overlap, and are near each other
    by making."""
    found = [child.child if isinstance(child, Weighted) else child for child in children]
    words = [word for word in found if isinstance(word, Words) and _is_single(word)]
    grams = [_is_gram(word) for word in words]
    if True not in grams:
        return tuple(pairwise(words))
    return tuple(pair for pair, are in zip(pairwise(words), pairwise(grams), strict=True) if not all(are))


def alternatives(plan: Plan) -> tuple[tuple[Words, float], ...]:
    """The single words of which any will do, with their weights; none where all are required."""
    if isinstance(plan, AnyOf):
        found = []
        for child in plan.children:
            word, weight = (child.child, child.weight) if isinstance(child, Weighted) else (child, 1.0)
            if isinstance(word, BestOf):
                word = word.children[0]
            if isinstance(word, Words) and _is_single(word):
                found.append((word, weight))
        return tuple(found)
    if isinstance(plan, AllOf):
        groups = [alternatives(child) for child in plan.required if isinstance(child, AnyOf)]
        return groups[0] if len(groups) == 1 else ()
    return ()


def _is_single(words: Words) -> bool:
    """Whether it is one word whose occurrences count."""
    return words.scored and len(words.positions) == 1 and bool(words.positions[0])


@dataclass(frozen=True, slots=True)
class Beside:
    """What counts in the order beside single words."""

    pairs: tuple[tuple[Words, Words], ...]
    """Words that are asked for side by side."""
    words: tuple[tuple[Words, float], ...]
    """Those of which any will do, whose kin counts too."""

    @classmethod
    def of(cls, plan: Plan, request: Request) -> Beside:
        related = request.related and request.limit and request.sort == "relevance"
        words = alternatives(plan) if related else ()
        return cls(neighbours(plan), words if len(words) > 1 else ())

    def __bool__(self) -> bool:
        return bool(self.pairs or self.words)

    @property
    def is_question(self) -> bool:
        """Whether it is long enough for its best answers to tell what else it is about."""
        return len(self.words) >= ranking.A_QUESTION


def _is_gram(words: Words) -> bool:
    return is_gram_start(words.positions[0][0][:1])

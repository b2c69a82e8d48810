"""A fake engine: the contract of `newsearch.engine.contract` over a list of documents, in plain Python.

    index = FakeIndex([document(title="CSTO sends troops", body="...", date="2022-01-06")])
    searcher = Searcher(index)

Ranking is a toy (weighted counts), the analysis is the real one. `writer()` makes new generations; `break_down()` makes
every later reader raise IndexDamaged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from newsearch.engine.analysis import Analyzer, plain_terms
from newsearch.engine.contract import FileState, Found, Head, Part, Request, Row, Settings
from newsearch.engine.stemming import fold
from newsearch.errors import IndexDamaged, IndexLocked
from newsearch.model import Block, Document
from newsearch.query import (
    TEXT_FIELDS,
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
)

_ANALYZER = Analyzer()
_WEIGHTS = {"title": 3.0, "body": 1.0}


def document(
    *,
    block_id: str | None = None,
    kind: str = "article",
    title: str | None = "A title",
    body: str = "",
    authors: Sequence[str] = (),
    date: str | None = None,
    outlet: str | None = None,
    acronyms: Sequence[tuple[str, str]] = (),
    bands: Sequence[int] = (),
    path: str = "/pages/page.html",
    number: int = 0,
    language: str | None = "en",
    **more: object,
) -> Document:
    """A document with what a test cares about; its id is made of its words, path and number unless given."""
    block = Block(kind=kind, title=title, body=body, authors=tuple(authors), date=date, outlet=outlet, **more)  # type: ignore[arg-type]
    words = f"{path} {number} {title} {body}"
    return Document(
        block_id or hashlib.sha1(words.encode()).hexdigest()[:10],
        block,
        path,
        number=number,
        language=language,
        bands=tuple(bands),
        acronyms=tuple(acronyms),
    )


class FakeIndex:
    """An index in memory."""

    def __init__(self, documents: Iterable[Document] = (), settings: Settings | None = None) -> None:
        self.path = Path("/fake/index")
        self.settings = settings or Settings()
        self.documents = tuple(documents)
        self.states = {
            path: FileState(path, 1, 1, "digest", count)
            for path, count in Counter(each.path for each in self.documents).items()
        }
        self.commits = 1
        self.broken = False
        self.writing = False
        self.readers = 0
        """How many readers were opened; for tests of snapshots."""

    def reader(self) -> FakeReader:
        if self.broken:
            raise IndexDamaged(f"The index at {self.path} is damaged. Build it anew: newsearch rebuild FOLDER")
        self.readers += 1
        return FakeReader(self.documents, self.commits, tuple(self.states.values()))

    def writer(self, wait: float = 0.0, processes: int = 1) -> FakeWriter:
        if self.writing:
            raise IndexLocked("Another process is writing to this index.")
        return FakeWriter(self)

    def generation(self) -> int:
        if self.broken:
            raise IndexDamaged(f"The index at {self.path} is damaged. Build it anew: newsearch rebuild FOLDER")
        return self.commits

    def verify(self) -> tuple[str, ...]:
        return ("everything is broken",) if self.broken else ()

    def break_down(self) -> None:
        self.broken = True


class FakeWriter:
    def __init__(self, index: FakeIndex) -> None:
        self.index = index
        self.documents = list(index.documents)
        self.states = dict(index.states)
        index.writing = True

    def files(self) -> Iterable[FileState]:
        return tuple(self.states.values())

    def add(self, document: Document) -> None:
        self.documents.append(document)

    def put_file(self, state: FileState) -> None:
        self.states[state.path] = state

    def delete_file(self, path: str) -> int:
        kept = [each for each in self.documents if each.path != path]
        gone = len(self.documents) - len(kept)
        self.documents = kept
        self.states.pop(path, None)
        return gone

    def commit(self) -> int:
        self.index.documents = tuple(self.documents)
        self.index.states = self.states
        self.index.commits += 1
        self.index.writing = False
        return self.index.commits

    def cancel(self) -> None:
        self.index.writing = False

    def __enter__(self) -> FakeWriter:
        return self

    def __exit__(self, *exc: object) -> None:
        self.cancel()


class FakeReader:
    """A snapshot; a block's number is its place in the list."""

    def __init__(self, documents: tuple[Document, ...], generation: int, states: tuple[FileState, ...]) -> None:
        self.documents = documents
        self.generation = generation
        self.fingerprint = hashlib.sha1(repr([each.id for each in documents]).encode()).hexdigest()[:16]
        self.block_count = len(documents)
        self.states = states
        self.closed = False
        self._terms = [_field_terms(each) for each in documents]
        self._vocabulary = _vocabulary(documents, self._terms)
        self._known_forms: dict[str, frozenset[tuple[str, str]]] = {}

    def prepare(self) -> None:
        pass

    def search(self, request: Request) -> Found:
        matched = self._matches(request.query)
        scored = [(self._score(request, number), number) for number in matched]
        groups = self._grouped(_sorted(scored, request.sort, self.documents), request.group)
        page = groups[request.offset : request.offset + request.limit]
        facets = {name: _facet(name, [self.documents[number] for number in matched]) for name in request.facets}
        return Found(tuple(page), len(groups), len(matched), facets)

    def _grouped(self, scored: list[tuple[float, int]], group: bool) -> list[Row]:
        if not group:
            return [Row(number, score) for score, number in scored]
        rows: dict[int, Row] = {}
        heads: dict[object, int] = {}
        for score, number in scored:
            document = self.documents[number]
            keys: list[object] = [*enumerate(document.bands)] or [number]
            head = next((heads[key] for key in keys if key in heads), number)
            row = rows.get(head)
            rows[head] = Row(head, row.score, (*row.more, number)) if row else Row(number, score)
            for key in keys:
                heads.setdefault(key, head)
        return list(rows.values())

    def parts(self, query: Query) -> tuple[Part, ...]:
        return tuple(
            Part(leaf, _field(leaf), self._leaf_terms(leaf), _slop(leaf), len(self._matches(leaf)))
            for leaf in leaves(query)
        )

    def tokens(self, text: str, language: str | None) -> Iterable[tuple[int, int, str]]:
        return _ANALYZER.tokens(text, language)

    def explain(self, query: Query, number: int, related: bool = True) -> tuple[tuple[str, float], ...]:
        from newsearch.query import unparse

        amounts = [(unparse(leaf), self._weight(leaf, number)) for leaf in leaves(query)]
        return tuple((what, amount) for what, amount in amounts if amount)

    def document(self, number: int) -> Document:
        return self.documents[number]

    def head(self, number: int) -> Head:
        document = self.documents[number]
        return Head(document.id, document.block.title, document.block.date)

    def number_of(self, block_id: str) -> int | None:
        return next((number for number, each in enumerate(self.documents) if each.id == block_id), None)

    def numbers_of_file(self, path: str) -> tuple[int, ...]:
        numbers = [number for number, each in enumerate(self.documents) if each.path == path]
        return tuple(sorted(numbers, key=lambda number: self.documents[number].number))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        counts = self._vocabulary.get(field, {})
        yield from sorted((term, len(numbers)) for term, numbers in counts.items() if term.startswith(prefix))

    def words(self, field: str, prefix: str) -> set[str]:
        return {term for term, _ in self.terms(field, prefix)}

    def near(self, field: str, word: str, distance: int, start: str = "") -> set[str]:
        return {term for term, _ in self.terms(field, start) if _edits(term.partition(" ")[0], word) <= distance}

    def files(self) -> Iterable[FileState]:
        return self.states

    def close(self) -> None:
        self.closed = True

    def _matches(self, query: Query) -> list[int]:
        return [number for number in range(self.block_count) if self._holds(query, number)]

    def _holds(self, query: Query, number: int) -> bool:
        match query:
            case And(children):
                return all(self._holds(child, number) for child in children)
            case Or(children) | Alternatives(children):
                return any(self._holds(child, number) for child in children)
            case Not(child):
                return not self._holds(child, number)
            case Boost(child):
                return self._holds(child, number)
            case Everything():
                return True
            case Dates(first, last):
                day = self.documents[number].block.day
                return day is not None and (first or dt.date.min) <= day <= (last or dt.date.max)
            case Missing(field):
                return not self._terms[number].get(field)
            case Value(text, field):
                return text in _values(self.documents[number].block, field)
            case Phrase(_, field, slop):
                return self._has_phrase(number, self._leaf_terms(query), field, slop)
            case _:
                return self._has_phrase(number, self._leaf_terms(query), _field(query), 0)

    def _has_phrase(self, number: int, wanted: tuple[tuple[str, ...], ...], field: str | None, slop: int) -> bool:
        return any(_phrase_in(self._terms[number].get(name, []), wanted, slop) for name in _fields(field))

    def _leaf_terms(self, leaf: Query) -> tuple[tuple[str, ...], ...]:
        match leaf:
            case Term(text, field) | Phrase(text, field):
                return _query_terms(text, field)
            case Prefix(text, field):
                beginning = " ".join(plain_terms(text)) or text
                return (self._vocabulary_terms(field, lambda form: form.startswith(beginning)),)
            case Wildcard(pattern, field):
                expression = re.escape(pattern.casefold()).replace(r"\*", ".*").replace(r"\?", ".")
                return (self._vocabulary_terms(field, lambda form: re.fullmatch(expression, form) is not None),)
            case Fuzzy(text, distance, field):
                return (self._vocabulary_terms(field, lambda form: _edits(form, text.casefold()) <= distance),)
            case _:
                return ()

    def _vocabulary_terms(self, field: str | None, wanted: object) -> tuple[str, ...]:
        forms = {(form, term) for name in _fields(field) for form, term in self._forms(name)}
        return tuple(sorted({term for form, term in forms if wanted(form)}))  # type: ignore[operator]

    def _forms(self, field: str) -> frozenset[tuple[str, str]]:
        if field not in self._known_forms:
            self._known_forms[field] = _forms(self.documents, field)
        return self._known_forms[field]

    def _score(self, request: Request, number: int) -> float:
        score = self._weight(request.query, number)
        day = self.documents[number].block.day
        if request.recency_days and day:
            score *= 1 + 0.5 ** ((dt.date.today() - day).days / request.recency_days)
        return score

    def _weight(self, query: Query, number: int) -> float:
        match query:
            case And(children) | Or(children):
                return sum(self._weight(child, number) for child in children)
            case Alternatives(children):
                return max(self._weight(child, number) for child in children)
            case Boost(child, weight):
                return weight * self._weight(child, number)
            case Not() | Everything() | Dates() | Missing() | Value():
                return 0.0
            case _:
                if not self._holds(query, number):
                    return 0.0
                wanted = {term for position in self._leaf_terms(query) for term in position}
                return sum(
                    _WEIGHTS.get(name, 1.0) * sum(term in wanted for term in self._terms[number].get(name, []))
                    for name in _fields(_field(query))
                )


def _field(leaf: Query) -> str | None:
    return getattr(leaf, "field", None)


def _values(block: Block, field: str) -> tuple[str | None, ...]:
    return block.authors if field == "author" else (block.outlet if field == "outlet" else block.agency,)


def _fields(field: str | None) -> tuple[str, ...]:
    return TEXT_FIELDS if field is None else (field,)


def _slop(leaf: Query) -> int:
    return leaf.slop if isinstance(leaf, Phrase) else 0


def _query_terms(text: str, field: str | None) -> tuple[tuple[str, ...], ...]:
    if field in ("kind", "lang"):
        return ((text,),)
    if field in ("author", "outlet", "agency", "file"):
        return tuple((term,) for term in plain_terms(text))
    return _ANALYZER.query_terms(text, ("en", "ru", "de"))


def _texts(document: Document) -> Mapping[str, str]:
    block = document.block
    return {
        "title": " ".join(
            filter(None, (block.title, *(each.value for each in block.alternates if each.field == "title")))
        ),
        "body": "\n\n".join(filter(None, (block.standfirst, block.body, *block.captions))),
        "author": " ".join(block.authors),
        "outlet": block.outlet or "",
        "agency": block.agency or "",
        "file": document.path,
    }


def _field_terms(document: Document) -> dict[str, list[str]]:
    terms: dict[str, list[str]] = {}
    for name, text in _texts(document).items():
        if name in TEXT_FIELDS:
            terms[name] = [term for _, _, term in _ANALYZER.tokens(text, document.language)]
        else:
            terms[name] = plain_terms(text)
    terms["kind"] = [document.block.kind]
    terms["lang"] = [document.language] if document.language else []
    terms["date"] = [document.block.date] if document.block.date else []
    pairs = [*document.acronyms, *((long, short) for short, long in document.acronyms)]
    terms["acronym"] = [f"{fold(left)}={right}" for left, right in pairs]
    return terms


def _vocabulary(documents: Sequence[Document], terms: Sequence[dict[str, list[str]]]) -> dict[str, dict[str, set[int]]]:
    found: dict[str, dict[str, set[int]]] = {}
    for number, fields in enumerate(terms):
        for field, words in fields.items():
            for word in words:
                found.setdefault(field, {}).setdefault(word, set()).add(number)
    pairs = {pair for field in TEXT_FIELDS for pair in _forms(documents, field)}
    found["form"] = {f"{form} {term}": set() for form, term in pairs if form != term}
    return found


def _forms(documents: Sequence[Document], field: str) -> frozenset[tuple[str, str]]:
    """(word folded but not stemmed, its term) of a field."""
    pairs: set[tuple[str, str]] = set()
    for each in documents:
        if field in TEXT_FIELDS:
            text = _texts(each)[field]
            for start, end, term in _ANALYZER.tokens(text, each.language):
                pairs.update((form, term) for form in plain_terms(text[start:end]))
        else:
            pairs.update((term, term) for term in _field_terms(each).get(field, []))
    return frozenset(pairs)


def _phrase_in(words: Sequence[str], wanted: tuple[tuple[str, ...], ...], slop: int) -> bool:
    if not any(wanted):
        return False
    if not slop:
        return any(
            all(not position or words[at + i] in position for i, position in enumerate(wanted))
            for at in range(len(words) - len(wanted) + 1)
        )
    width = len(wanted) + slop
    return any(
        all(any(word in position for word in words[at : at + width]) for position in wanted)
        for at in range(max(1, len(words) - len(wanted) + 1))
    )


def _edits(left: str, right: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _sorted(scored: list[tuple[float, int]], sort: str, documents: Sequence[Document]) -> list[tuple[float, int]]:
    if sort == "relevance":
        return sorted(scored, key=lambda pair: (-pair[0], pair[1]))
    dated = [pair for pair in scored if documents[pair[1]].block.date]
    undated = [pair for pair in scored if not documents[pair[1]].block.date]
    dated.sort(key=lambda pair: (documents[pair[1]].block.day or dt.date.min, pair[1]), reverse=sort == "date")
    return dated + undated


def _facet(name: str, documents: Sequence[Document]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for each in documents:
        block = each.block
        values: dict[str, Iterable[str | None]] = {
            "outlet": [block.outlet],
            "author": block.authors,
            "month": [block.date[:7] if block.date else None],
            "day": [block.date[:10] if block.date else None],
            "kind": [block.kind],
            "language": [each.language],
        }
        counts.update(value for value in values[name] if value)
    if name in ("month", "day"):
        return tuple(sorted(counts.items()))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

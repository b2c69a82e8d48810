"""Both evaluators find and score what reading every block finds and scores."""

from __future__ import annotations

import datetime as dt
import gc
import itertools
import math
import random
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from engine_model import write
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch import query as q
from newsearch.engine import (
    create_index,
    marks,
    matches,
    open_index,
    phrases,
    positions,
    ranking,
    shelf,
    terms,
    vocabulary,
)
from newsearch.engine.analysis import Analyzer, plain_terms
from newsearch.engine.columns import memory, reader
from newsearch.engine.contract import Found, Request, Row, Settings
from newsearch.engine.evaluate_columns import Columns
from newsearch.engine.evaluate_plain import Plain
from newsearch.engine.index import Snapshot
from newsearch.engine.lexicon import Lexicon
from newsearch.engine.matches import Matches, above_zero, shared, shared_places, top, with_few
from newsearch.engine.plan import Planner
from newsearch.engine.values import Values
from newsearch.engine.vocabulary import edits, fuzzy_words
from newsearch.model import Block, Document

WORDS = [
    "harbour",
    "strike",
    "strikes",
    "minister",
    "talks",
    "ferry",
    "U.S.",
    "quay",
    "recycling",
    "recycled",
    "the",
    "мир",
]
LOWER_WORDS = [word for word in WORDS if word.islower()]
PHRASES_OF_TWO = [q.Phrase(f"{first} {second}") for first, second in itertools.product(LOWER_WORDS, repeat=2)]
KINDS = ["article", "article", "article", "teaser", "comment", "other"]
OUTLETS = ["The Quay Gazette", "Hill Post", None]
AUTHORS = [(), ("Ana Ruiz",), ("Bo Lindqvist", "Ana Ruiz"), ("Tom Hill",)]


def documents(count: int, seed: int) -> list[Document]:
    dice = random.Random(seed)

    def text(most: int) -> str:
        return " ".join(dice.choice(WORDS) for _ in range(dice.randrange(most)))

    made = []
    for number in range(count):
        date = dice.choice([None, f"2021-0{dice.randrange(1, 10)}-1{dice.randrange(10)}", "2022-03-04T10:00:00+01:00"])
        block = Block(
            dice.choice(KINDS),
            title=text(6) or None,
            authors=dice.choice(AUTHORS),
            date=date,
            outlet=dice.choice(OUTLETS),
            body=text(dice.choice([5, 30, 60])),
        )
        bands = tuple(dice.randrange(1, 40) for _ in range(4)) if dice.random() < 0.4 else ()
        made.append(Document(f"b{number}", block, f"/saved/{number % 7}/p{number}.html", language="en", bands=bands))
    return made


DOCUMENTS = documents(110, seed=3)
DELETED = frozenset({5, 44, 45, 109})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Three segments with deletions; rows are numbered as `DOCUMENTS` are."""
    index = create_index(tmp_path_factory.mktemp("evaluate") / "index")
    write(index, DOCUMENTS[:40], DOCUMENTS[40:90], DOCUMENTS[90:], deleted=[DOCUMENTS[number] for number in DELETED])
    reader = open_index(index.path).reader()
    assert [store.doc_count for store in reader.stores] == [40, 50, 20]
    return reader


@pytest.fixture(scope="module")
def in_one_segment(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The same blocks and deletions as in `snapshot`."""
    index = create_index(tmp_path_factory.mktemp("evaluate") / "one")
    write(index, DOCUMENTS, deleted=[DOCUMENTS[number] for number in DELETED])
    reader = open_index(index.path).reader()
    assert [store.doc_count for store in reader.stores] == [len(DOCUMENTS)]
    return reader


# Reading every block


@dataclass
class Read:
    """A block as a reader sees it: terms by field, in order."""

    title: list[str]
    body: list[str]


def analysed(text: str | None) -> list[str]:
    return [term for _, _, term in Analyzer().tokens(text or "", "en")]


BLOCKS = [Read(analysed(d.block.title), analysed(d.block.body)) for d in DOCUMENTS]
FORMS = {(word.lower(), analysed(word)[0]) for word in WORDS if word != "U.S."} | {("us", "us")}
"""(word as written, its term)."""


def expansion(leaf: q.Query) -> set[str] | None:
    """The terms that a prefix, pattern or fuzzy word stands for; None for other leaves."""
    import fnmatch

    names = FORMS | {(term, term) for _, term in FORMS}
    match leaf:
        case q.Prefix(text):
            return {term for form, term in names if form.startswith(text)}
        case q.Wildcard(pattern):
            return {term for form, term in names if fnmatch.fnmatchcase(form, pattern)}
        case q.Fuzzy(text, distance):
            return {term for form, term in names if edits(text, form, distance) <= distance}
    return None


def count_windows(words: Sequence[str], asked: Sequence[set[str]], slop: int) -> list[tuple[int, int]]:
    if not slop:
        size = len(asked)
        starts = range(len(words) - size + 1)
        return [(s, s + size - 1) for s in starts if all(words[s + i] in terms for i, terms in enumerate(asked))]
    found = []
    for start in range(len(words)):
        if any(words[start] in terms for terms in asked):
            for end in range(start, min(len(words), start + len(asked) + slop)):
                inside = words[start : end + 1]
                if all(sum(w in terms for w in inside) >= asked.count(terms) for terms in asked):
                    found.append((start, end))
                    break
    return found


def frequency(leaf: q.Query, number: int, weights: dict[str, float]) -> float:
    """Weighted matches of a leaf in a block; 0 when it does not match."""
    block = BLOCKS[number]
    field = getattr(leaf, "field", None)
    expanded = expansion(leaf)
    if expanded is not None:
        asked = [expanded]
    else:
        assert isinstance(leaf, q.Term | q.Phrase)
        asked = [{term} for term in analysed(leaf.text)]
    slop = getattr(leaf, "slop", 0)
    if not asked:
        return 0.0
    if len(asked) == 1:
        slop = 0
    total = 0.0
    for name in (field,) if field else ("title", "body"):
        total += weights[name] * len(count_windows(getattr(block, name), asked, slop))
    if not field and len(asked) > 1:
        seam = len(block.title)
        windows = count_windows(block.title + block.body, asked, slop)
        total += weights["body"] * sum(1 for start, end in windows if start < seam <= end)
    return total


def norms(number: int) -> dict[str, float]:
    found = {}
    for name in ("title", "body"):
        lengths = [len(getattr(block, name)) for block in BLOCKS]
        average = sum(lengths) / sum(1 for length in lengths if length)
        b = ranking.FIELD_B[name]
        found[name] = ranking.FIELD_WEIGHTS[name] / (1 - b + b * lengths[number] / average)
    return found


K1 = 1.8


def scores(query: q.Query) -> dict[int, float]:
    """Matches of a query among all blocks, with their scores before nearness and kind."""
    match query:
        case q.Everything():
            return dict.fromkeys(range(len(DOCUMENTS)), 0.0)
        case q.Dates(first, last):
            days = {n: d.block.day for n, d in enumerate(DOCUMENTS)}
            return {
                n: 0.0
                for n, day in days.items()
                if day is not None and (first is None or day >= first) and (last is None or day <= last)
            }
        case q.Missing(field):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if not value_of(d, field)}
        case q.Value(text, "author"):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if text in d.block.authors}
        case q.Value(text, "outlet"):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if d.block.outlet == text}
        case q.Term(text, "author") | q.Phrase(text, "author"):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if any(within(text, name) for name in d.block.authors)}
        case q.Term(text, "outlet") | q.Phrase(text, "outlet"):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if within(text, d.block.outlet or "")}
        case q.Term(text, "kind"):
            return {n: 0.0 for n, d in enumerate(DOCUMENTS) if d.block.kind == text}
        case q.And(children):
            wanted = [scores(child) for child in children if not isinstance(child, q.Not)]
            wanted = wanted or [scores(q.Everything())]
            unwanted = [scores(child.child) for child in children if isinstance(child, q.Not)]
            return {
                n: sum(part[n] for part in wanted)
                for n in wanted[0]
                if all(n in part for part in wanted) and not any(n in part for part in unwanted)
            }
        case q.Not(child):
            return scores(q.And((query,)))
        case q.Or(children):
            parts = [scores(child) for child in children]
            return {n: sum(part.get(n, 0.0) for part in parts) for n in set().union(*parts)}
        case q.Alternatives(children):
            parts = [scores(child) for child in children]
            return {n: max(part[n] for part in parts if n in part) for n in set().union(*parts)}
        case q.Boost(child, weight):
            return {n: weight * score for n, score in scores(child).items()}
        case _:
            found = {n: f for n in range(len(DOCUMENTS)) if (f := frequency(query, n, norms(n)))}
            return {n: ranking.idf(len(DOCUMENTS), len(found)) * f / (f + K1) for n, f in found.items()}


def value_of(document: Document, field: str) -> object:
    return {
        "date": document.block.day,
        "author": document.block.authors,
        "outlet": document.block.outlet,
        "title": document.block.title,
        "lang": document.language,
    }[field]


def within(text: str, name: str) -> bool:
    wanted, words = plain_terms(text), plain_terms(name)
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words)))


def expected(query: q.Query) -> dict[int, float]:
    """Final scores of the live matches, nearness left out."""
    factors = [ranking.KIND_WEIGHTS[document.block.kind] for document in DOCUMENTS]
    return {n: score * factors[n] for n, score in scores(query).items() if n not in DELETED}


# Queries

WORD = st.sampled_from([word for word in WORDS if word != "U.S."] + ["us", "absent"])
FIELD = st.sampled_from([None, None, None, "title", "body"])
PHRASES = st.lists(WORD, min_size=2, max_size=3).map(" ".join)
DAYS = st.sampled_from([None, dt.date(2021, 3, 1), dt.date(2021, 8, 15), dt.date(2022, 3, 4)])
LEAVES = st.one_of(
    st.builds(q.Term, WORD, FIELD),
    st.builds(q.Phrase, PHRASES, FIELD),
    st.builds(q.Phrase, PHRASES, FIELD, st.integers(1, 4)),
    st.builds(q.Prefix, st.sampled_from(["re", "recyc", "recycli", "st", "m", "x"]), FIELD),
    st.builds(q.Wildcard, st.sampled_from(["re*ing", "?alks", "s*s", "*y"]), FIELD),
    st.builds(q.Fuzzy, st.sampled_from(["recyclign", "fery", "quya", "hill"]), st.integers(1, 2), FIELD),
    st.builds(q.Dates, DAYS, DAYS),
    st.builds(q.Missing, st.sampled_from(["date", "author", "outlet", "title", "lang"])),
    st.sampled_from(
        [
            q.Everything(),
            q.Term("ruiz", "author"),
            q.Phrase("Ana Ruiz", "author"),
            q.Term("quay", "outlet"),
            q.Term("teaser", "kind"),
            q.Value("The Quay Gazette", "outlet"),
            q.Value("Quay Gazette", "outlet"),
            q.Value("Ana Ruiz", "author"),
        ]
    ),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(q.And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(q.Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(q.Not, inner),
        st.builds(q.Boost, inner, st.sampled_from([0.5, 2.0])),
        st.builds(q.Alternatives, st.lists(inner, min_size=1, max_size=2).map(tuple)),
    ),
    max_leaves=5,
)


def planner(snapshot: Snapshot) -> Planner:
    return Planner(snapshot.stores, Analyzer())


def by_columns(snapshot: Snapshot, request: Request) -> Found:
    return Columns(snapshot.segments, snapshot.settings).search(planner(snapshot).plan(request.query), request)


def by_hand(snapshot: Snapshot, request: Request) -> Found:
    return Plain(snapshot.stores, snapshot.settings).search(planner(snapshot).plan(request.query), request)


def score_of(found: Found) -> dict[int, float]:
    return {row.number: row.score for row in found.rows}


@given(query=QUERIES)
@settings(max_examples=120)
def test_columns_find_and_score_what_reading_does(snapshot: Snapshot, query: q.Query) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "NEAR_WEIGHT", 0.0)
        found = by_columns(snapshot, Request(query, limit=200, related=False))
    assert score_of(found) == pytest.approx(expected(query), abs=1e-4)
    assert found.total == len(found.rows)


@pytest.fixture(scope="module")
def prepared(snapshot: Snapshot) -> Columns:
    """Columns of who goes on asking, with some terms of titles decoded alone and others together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "_ALONE", 5)
        patch.setattr(terms, "_FEW_RARE", 2)
        columns = Columns(snapshot.segments, snapshot.settings)
        columns.prepare()
    return columns


@given(query=QUERIES)
@settings(max_examples=120)
def test_prepared_columns_answer_as_others_do(snapshot: Snapshot, prepared: Columns, query: q.Query) -> None:
    request = Request(query, limit=200)
    found, expected = prepared.search(planner(snapshot).plan(query), request), by_columns(snapshot, request)
    assert found.total == expected.total
    assert score_of(found) == pytest.approx(score_of(expected), abs=1e-5)


def test_what_a_process_prepares_is_not_prepared_again_by_its_searches(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = open_index(snapshot.folder).reader()
    fresh.prepare()
    monkeypatch.setattr(Values, "prepare", lambda values: pytest.fail("it was prepared"))
    for _ in range(4):
        assert fresh.search(Request(q.Everything())).total


def test_what_is_prepared_of_titles_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "_SMALL", 0)
    blocks = [Block("article", title="ferry", body="ferry" if number == 3 else "tide") for number in range(20)]
    index = create_index(tmp_path / "index")
    write(index, [Document(f"b{number}", block, f"/{number}.html") for number, block in enumerate(blocks)])
    snapshot = index.reader()
    columns, read = Columns(snapshot.segments, snapshot.settings), planner(snapshot)
    columns.prepare()
    anywhere, in_titles = q.Term("ferry"), q.Term("ferry", "title")
    assert score_of(columns.search(read.plan(anywhere), Request(anywhere, limit=20)))[3] > 0
    scores = score_of(columns.search(read.plan(in_titles), Request(in_titles, limit=20)))
    assert len(scores) == 20
    assert len(set(scores.values())) == 1


@given(query=QUERIES, group=st.booleans(), sort=st.sampled_from(["relevance", "date", "oldest"]))
@settings(max_examples=120)
def test_both_evaluators_agree(snapshot: Snapshot, query: q.Query, group: bool, sort: str) -> None:
    request = Request(query, limit=200, group=group, sort=sort, recency_days=90.0)  # type: ignore[arg-type]
    columns, plain = by_columns(snapshot, request), by_hand(snapshot, request)
    assert columns.total == plain.total
    assert columns.row_count == plain.row_count
    if not group:
        assert score_of(columns) == pytest.approx(score_of(plain), abs=1e-4)
    for one, other in zip(columns.rows, plain.rows, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-4)


@given(query=QUERIES)
@settings(max_examples=60)
def test_one_segment_answers_as_several(snapshot: Snapshot, in_one_segment: Snapshot, query: q.Query) -> None:
    several, one = (by_columns(index, Request(query, limit=200)) for index in (snapshot, in_one_segment))
    assert one.total == several.total
    assert score_of(one) == pytest.approx(score_of(several), abs=1e-4)


@given(query=QUERIES)
@settings(max_examples=50)
def test_an_explanation_adds_up_to_the_score(snapshot: Snapshot, query: q.Query) -> None:
    columns = Columns(snapshot.segments, snapshot.settings)
    plan = planner(snapshot).plan(query)
    for row in columns.search(plan, Request(query, limit=3)).rows:
        amounts = columns.explain(plan, row.number)
        assert sum(amount for _, amount in amounts) == pytest.approx(row.score, abs=1e-4)


@given(query=QUERIES)
@settings(max_examples=50)
def test_each_part_of_a_query_tells_what_it_matches_alone(snapshot: Snapshot, query: q.Query) -> None:
    parts = Columns(snapshot.segments, snapshot.settings).parts(planner(snapshot), query)
    assert parts == Plain(snapshot.stores, snapshot.settings).parts(planner(snapshot), query)
    for part in parts:
        assert part.matches == len(expected(part.leaf))


@given(query=QUERIES, offset=st.integers(0, 5), group=st.booleans())
@settings(max_examples=40)
def test_pages_are_cuts_of_the_whole_answer(snapshot: Snapshot, query: q.Query, offset: int, group: bool) -> None:
    found = by_columns(snapshot, Request(query, limit=200, group=group))
    whole = found.rows
    assert found.row_count == len(whole)
    page = by_columns(snapshot, Request(query, limit=4, offset=offset, group=group)).rows
    assert page == whole[offset : offset + 4]


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.5]), max_size=900), st.integers(0, 12))
@settings(max_examples=80)
def test_the_best_are_picked_in_order_and_ties_by_place(values: list[float], count: int) -> None:
    import numpy as np

    wanted = sorted(range(len(values)), key=lambda place: (-values[place], place))[:count]
    assert top(np.array(values), count).tolist() == wanted


@given(st.sets(st.integers(0, 60)), st.lists(st.integers(0, 60)), st.integers(1, 20))
def test_shared_numbers_are_those_of_both_in_pieces_too(numbers: set[int], others: list[int], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matches, "_MERGED_AT_ONCE", piece)
        found = shared(np.array(sorted(numbers), np.int64), np.array(sorted(others), np.int64))
    assert found.tolist() == sorted(numbers & set(others))


@given(st.sets(st.integers(0, 299), min_size=1), st.sets(st.integers(0, 299), min_size=1, max_size=30))
@settings(max_examples=100)
def test_many_matches_and_few_are_united_with_their_scores(many: set[int], few: set[int]) -> None:
    left, right = (
        Matches(np.array(sorted(docs), np.int64), np.array([doc + more for doc in sorted(docs)], np.float32))
        for docs, more in ((many, 1.0), (few, 1000.0))
    )
    docs, scores = with_few(left.docs, left.scores.copy(), right, 300)
    expected = {doc: (doc + 1.0) * (doc in many) + (doc + 1000.0) * (doc in few) for doc in many | few}
    assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == expected
    assert docs.tolist() == sorted(expected)
    places, others = shared_places(left.docs, right.docs)
    assert left.docs[places].tolist() == right.docs[others].tolist() == sorted(many & few)


@pytest.mark.parametrize("bands", [(), (7,), (8, 2, 9)])
def test_blocks_are_grouped_beside_a_segment_with_fewer_bands(bands: tuple[int, ...], tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    write(index, [Document(f"a{n}", Block("article", body="talks"), f"/a{n}", bands=(1, 2)) for n in range(2)])
    write(index, [Document("b", Block("article", body="talks"), "/b", bands=bands)])
    assert len(index.reader().stores) == 2
    request = Request(q.Term("talks"), group=True)
    found = [answer(index.reader(), request) for answer in (by_columns, by_hand)]
    alike = {0, 1, 2} if 2 in bands else {0, 1}
    assert [{row.number, *row.more} for row in found[0].rows] == [{row.number, *row.more} for row in found[1].rows]
    assert alike in [{row.number, *row.more} for row in found[0].rows]


def test_large_archives_are_answered_as_small_ones_are(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    any_of = q.Or((q.Term("ferry"), q.Term("harbour"), q.Term("strike")))
    none = q.Term("nowhere")
    queries = (any_of, q.Or(any_of.children[:2]), q.Prefix("h"), q.Fuzzy("ferrys"), q.And((q.Term("the"), any_of)))
    queries += (q.Or((none, q.Term("ferry"))), q.Or((none, *any_of.children[1:])), q.Or((q.Term("the"), q.Prefix("h"))))
    few = [snapshot.search(Request(query)) for query in queries]
    monkeypatch.setattr(matches, "_LIGHT", 0)
    monkeypatch.setattr(matches, "_SPARSE", 0)
    monkeypatch.setattr(matches, "_FEWER", 1)
    monkeypatch.setattr(terms, "_SMALL", 0)
    monkeypatch.setattr(shelf, "_UPWARDS", shelf._UPWARDS[:1])
    large = open_index(snapshot.folder).reader()
    for query, found in zip(queries, few, strict=True):
        again = large.search(Request(query))
        assert found.total and again.total == found.total
        assert [row.number for row in again.rows] == [row.number for row in found.rows]
        assert [row.score for row in again.rows] == pytest.approx([row.score for row in found.rows], abs=1e-5)


@pytest.mark.parametrize("rare", [0, 30])
def test_a_value_that_all_documents_of_a_segment_have_is_found(rare: int, tmp_path: Path) -> None:
    """No documents are stored for it."""
    index = create_index(tmp_path / "index")
    languages = ["xx"] * 3 + [f"x{chr(ord('a') + number % 20)}{number}" for number in range(rare)]
    pages = [
        Document(f"b{number}", Block("article", body="talks"), f"/{number}.html", language=language)
        for number, language in enumerate(languages)
    ]
    write(index, pages, pages[:3])
    snapshot = index.reader()
    for query in (q.Term("xx", "lang"), q.Prefix("x", "lang"), q.Term("article", "kind")):
        request = Request(query, limit=100)
        assert score_of(by_columns(snapshot, request)).keys() == score_of(by_hand(snapshot, request)).keys()


@pytest.mark.parametrize(("bounded", "narrow"), [(1, 1 << 31), (20, 0), (4000, 1 << 31)])
def test_words_asked_for_again_score_as_at_first(
    snapshot: Snapshot, bounded: int, narrow: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is kept of some words has to make room for that of others.
    monkeypatch.setattr(shelf, "_BOUNDS", bounded)
    monkeypatch.setattr(shelf, "_TABLED", bounded)
    monkeypatch.setattr(shelf, "_NARROW", narrow)
    columns = Columns(snapshot.segments, snapshot.settings)
    words = tuple(map(q.Term, ("ferry", "harbour", "strike")))
    queries = q.Or(words[:2]), q.Or(words), q.And(words[1:])
    rounds = [[columns.search(planner(snapshot).plan(query), Request(query)) for query in queries] for _ in range(3)]
    for first, *again in zip(*rounds, strict=True):
        assert first.total
        for found in again:
            assert [row.number for row in found.rows] == [row.number for row in first.rows]
            assert [row.score for row in found.rows] == pytest.approx([row.score for row in first.rows], abs=1e-5)


def test_threads_that_ask_at_once_make_room_for_each_other(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("ferry", "harbour", "strike", "vote", "envoys", "pact")
    queries = [q.Or((q.Term(left), q.Term(right))) for left in words for right in words if left != right] * 8
    expected = [by_columns(snapshot, Request(query)) for query in queries]
    monkeypatch.setattr(shelf, "_BOUNDS", 1)
    monkeypatch.setattr(shelf, "_TABLED", 1)
    columns = Columns(snapshot.segments, snapshot.settings)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(columns.search, map(planner(snapshot).plan, queries), map(Request, queries)))
    finally:
        sys.setswitchinterval(interval)
    for one, other in zip(found, expected, strict=True):
        assert [row.score for row in one.rows] == pytest.approx([row.score for row in other.rows], abs=1e-5)


@pytest.mark.parametrize("known", [True, False])
def test_memory_of_its_own_is_zeros_that_can_be_written(known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # Pages of 2 MB are asked for where the system knows of them.
    if not known:
        monkeypatch.delattr(memory.mmap, "MADV_HUGEPAGE", raising=False)
    found = memory.own_zeros(3, np.uint16)
    found[1] = 7
    assert found.tolist() == [0, 7, 0] and found.dtype == np.uint16
    assert len(memory.own_zeros(0, np.int64)) == 0


def test_words_of_a_later_segment_alone_are_a_phrase_and_near_each_other(tmp_path: Path) -> None:
    index = create_index(tmp_path / "i")
    bodies = (
        ("A ferry strike, a ferry strike", "The ferry"),
        ("A tidal barrier", "Tidal power, and many words before a barrier"),
    )
    for part, texts in enumerate(bodies):
        with index.writer() as writer:
            for number, body in enumerate(texts):
                writer.add(Document(f"b{part}{number}", Block("article", body=body), f"/p{part}{number}"))
            writer.commit()
    reader = index.reader()
    columns, read = Columns(reader.segments, reader.settings), planner(reader)

    def rows(query: q.Query) -> tuple[Row, ...]:
        return columns.search(read.plan(query), Request(query)).rows

    assert [row.number for row in rows(q.Or((q.Term("ferry"), q.Term("strike"))))] == [0, 1]
    assert [row.number for row in rows(q.Phrase("tidal barrier"))] == [2]
    near, far = rows(q.Or((q.Term("tidal"), q.Term("barrier"))))
    assert near.number == 2 and near.score > 1.1 * far.score


def test_a_field_without_weight_is_found_and_scores_nothing(tmp_path: Path) -> None:
    index = create_index(tmp_path / "i", Settings(field_weights={"title": 0.0}))
    with index.writer() as writer:
        for number, (title, body) in enumerate((("Ferry", "Nothing sails"), ("Harbour", "A ferry"))):
            writer.add(Document(f"b{number}", Block("article", title=title, body=body), f"/p{number}"))
        writer.commit()
    for query in (q.Term("ferry"), q.Or((q.Term("ferry"), q.Term("strike")))):
        found = by_columns(index.reader(), Request(query))
        assert [(row.number, row.score > 0) for row in found.rows] == [(1, True), (0, False)]


def test_what_only_chooses_blocks_counts_among_alternatives(snapshot: Snapshot) -> None:
    choosing = q.Missing("date")
    either = q.Or((q.Alternatives((q.Term("harbour"), choosing)), q.Term("strike")))
    found = by_columns(snapshot, Request(either, limit=200))
    assert {row.number for row in found.rows} == expected(q.Or((q.Term("harbour"), q.Term("strike"), choosing))).keys()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.integers(1, 12))
@settings(max_examples=100)
def test_the_best_above_zero_are_chosen_from_sums_and_all_are_counted(values: list[int], count: int) -> None:
    total = np.array(values, np.float32)
    (docs, scores), held = above_zero(total, count)
    assert held == sum(value > 0 for value in values)
    assert docs.tolist() == sorted(docs.tolist()) and scores.tolist() == total[docs].tolist()
    assert sorted(scores.tolist(), reverse=True) == sorted(filter(None, values), reverse=True)[:count]


@settings(max_examples=40)
@given(st.sampled_from(("harbour", "strike", "the", "quay", "nowhere")), st.integers(1, 50), st.sampled_from((0, 4096)))
def test_all_places_of_a_word_are_those_of_each_block(snapshot: Snapshot, word: str, piece: int, many: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(positions, "_PLACES_AT_ONCE", piece)
        patched.setattr(reader, "_MANY_STEPS", many)
        values = Values(snapshot.segments)
        where = positions.Positions(values, terms.Terms(values, snapshot.settings))
        found = where.whole_keys("body", (word,))
        (places,) = where.keys("body", [[word]], np.arange(values.count))
    assert found.tolist() == places.tolist()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.data(), st.sampled_from((8, 64, 1 << 20)))
@settings(max_examples=150)
def test_marks_tell_the_places_that_were_marked(lengths: list[int], data: st.DataObject, piece: int) -> None:
    # Captions stand beyond a block's words, as far as they like.
    places = st.tuples(st.integers(0, len(lengths) - 1), st.integers(0, 90)).map(
        lambda at: at[0] << marks.ROW_BITS | at[1]
    )
    marked, asked = data.draw(st.sets(places, max_size=200)), data.draw(st.sets(places, max_size=200))
    # A word that would stand before the beginning of a block.
    asked |= {(doc << marks.ROW_BITS) - 1 for doc in range(len(lengths))}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marks, "_AT_ONCE", piece)
        found = marks.Marks(marks.Ground.under(np.array(lengths)), np.array(sorted(marked), np.int64))
    assert found.among(np.array(sorted(asked), np.int64)).tolist() == sorted(marked & asked)


@pytest.mark.parametrize("cells", [0, phrases._CELLS])
def test_phrases_are_found_by_merging_and_by_a_table_of_cells_in_the_order_of_blocks(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setattr(phrases, "_CELLS", cells)
    index, read = Columns(snapshot.segments, snapshot.settings), planner(snapshot)
    for phrase in PHRASES_OF_TWO:
        found = index.search(read.plan(phrase), Request(phrase, limit=99))
        assert score_of(found) == pytest.approx(expected(phrase), abs=1e-4)
        docs = index.evaluate(read.plan(phrase)).docs.tolist()
        assert docs == sorted(docs)


def test_common_words_are_marked_once_phrases_have_asked_for_them_often(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "_MANY", 0)
    index, read = Columns(snapshot.segments, snapshot.settings), planner(snapshot)
    for phrase in PHRASES_OF_TWO:
        found = index.search(read.plan(phrase), Request(phrase, limit=99))
        assert score_of(found) == pytest.approx(expected(phrase), abs=1e-4)
    assert any(index._positions.marks("body", (word,)) for word in LOWER_WORDS)


def test_a_snapshot_goes_with_its_last_reader(in_one_segment: Snapshot) -> None:
    reader = open_index(in_one_segment.folder).reader()
    reader.search(Request(q.Or((q.Term("harbour"), q.Term("strike")))))
    gone = weakref.ref(reader)
    del reader
    gc.collect()
    assert gone() is None


# Order and counting


def sought(snapshot: Snapshot, query: q.Query, **more: object) -> Found:
    return snapshot.search(Request(query, limit=200, **more))  # type: ignore[arg-type]


def test_newest_first_leaves_the_undated_last(snapshot: Snapshot) -> None:
    days = [DOCUMENTS[row.number].block.day for row in sought(snapshot, q.Term("ferry"), sort="date").rows]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert not any(days[len(dated) :])


def test_facets_count_all_matches(snapshot: Snapshot) -> None:
    facets = sought(snapshot, q.Term("ferry"), facets=("outlet", "author", "month", "day", "kind", "language")).facets
    matches = [DOCUMENTS[number] for number in expected(q.Term("ferry"))]

    def counted(values: Iterator[str | None]) -> dict[str, int]:
        listed = [value for value in values if value]
        return {value: listed.count(value) for value in listed}

    assert dict(facets["outlet"]) == counted(d.block.outlet for d in matches)
    assert dict(facets["author"]) == counted(itertools.chain.from_iterable(d.block.authors for d in matches))
    assert dict(facets["month"]) == counted((d.block.date or "")[:7] for d in matches)
    assert dict(facets["day"]) == counted((d.block.date or "")[:10] for d in matches)
    assert dict(facets["kind"]) == counted(d.block.kind for d in matches)
    assert [value for value, _ in facets["month"]] == sorted(value for value, _ in facets["month"])
    counts = [count for _, count in facets["outlet"]]
    assert counts == sorted(counts, reverse=True)


def test_blocks_that_share_a_band_are_one_row(snapshot: Snapshot) -> None:
    query = q.Or((q.Term("ferry"), q.Term("quay")))
    whole = sought(snapshot, query).rows
    groups: dict[int, list[int]] = {}
    heads: dict[tuple[int, int], int] = {}
    for row in whole:
        bands = list(enumerate(DOCUMENTS[row.number].bands))
        head = next((heads[band] for band in bands if band in heads), row.number)
        groups.setdefault(head, [])
        if head != row.number:
            groups[head].append(row.number)
        for band in bands:
            heads.setdefault(band, head)
    for limit in (1, 7, 200):
        rows = snapshot.search(Request(query, limit=limit, group=True)).rows
        assert [(row.number, list(row.more)) for row in rows] == list(groups.items())[:limit]
    for last in range(len(groups)):
        found = snapshot.search(Request(query, limit=1, offset=last, group=True))
        assert [(row.number, list(row.more)) for row in found.rows] == [list(groups.items())[last]]
        assert found.row_count == len(groups)


# Ranking


def written(folder: Path, *blocks: Block) -> Snapshot:
    index = create_index(folder / "index")
    with index.writer() as writer:
        for number, block in enumerate(blocks):
            writer.add(Document(f"b{number}", block, f"/p{number}", language="en"))
        writer.commit()
    return index.reader()


def order(snapshot: Snapshot, query: q.Query, **more: object) -> list[int]:
    return [row.number for row in snapshot.search(Request(query, **more)).rows]  # type: ignore[arg-type]


def test_a_story_stands_above_a_teaser_and_a_comment_of_equal_text(tmp_path: Path) -> None:
    text = "Ferry strike ends after talks."
    snapshot = written(tmp_path, Block("comment", body=text), Block("teaser", body=text), Block("article", body=text))
    assert order(snapshot, q.Term("ferry")) == [2, 1, 0]


def test_words_near_each_other_stand_above_words_apart(tmp_path: Path) -> None:
    filler = "and so it went on through the long night for everyone there " * 4
    snapshot = written(
        tmp_path,
        Block("article", body=f"The ferry left. {filler} A strike began."),
        Block("article", body=f"A ferry strike began. {filler} The night left."),
        Block("article", body="Nothing of the kind."),
    )
    assert order(snapshot, q.And((q.Term("ferry"), q.Term("strike")))) == [1, 0]


@pytest.mark.parametrize("filtering", [q.Dates(dt.date(2024, 3, 1), None), q.Not(q.Term("canal"))])
def test_a_filter_that_every_block_passes_leaves_any_of_its_scores(tmp_path: Path, filtering: q.Query) -> None:
    filler = "and so it went on through the long night for everyone there " * 4
    bodies = (f"A ferry left. {filler} The strikers met.", f"A ferry strike began. {filler}", "Striking.", "Nothing.")
    snapshot = written(tmp_path, *(Block("article", body=body, date="2024-03-02") for body in bodies))
    words = q.Or((q.Term("ferry"), q.Term("strike")))
    for answer in (by_columns, by_hand):
        alone, filtered = (score_of(answer(snapshot, Request(query))) for query in (words, q.And((words, filtering))))
        assert filtered == pytest.approx(alone, abs=1e-4)
    assert any("nearness" in what for what, _ in snapshot.explain(q.And((words, filtering)), 1))


def test_words_that_stand_apart_in_every_block_add_nothing(tmp_path: Path) -> None:
    filler = "and so it went on through the long night for everyone there " * 4
    snapshot = written(
        tmp_path,
        Block("article", body=f"The ferry left. {filler} A strike began."),
        Block("article", body=f"The strike began. {filler} A ferry left."),
    )
    asked = q.And((q.Term("ferry"), q.Term("strike")))
    assert not any("nearness" in what for what, _ in snapshot.explain(asked, 0))
    assert order(snapshot, asked) == [0, 1]


def test_nearness_of_a_word_of_several_terms_is_that_of_any_of_them(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path,
        Block("article", body="The ferry quits the harbour while the band plays on."),
        Block("article", body="The harbour has a band, and the ferry plays no part, but ducks quack."),
        Block("article", body="The ferry band quits."),
    )
    for words in (
        (q.Prefix("qu"), q.Term("ferry"), q.Term("nowhere")),
        (q.Term("band"), q.Prefix("qu"), q.Term("nowhere")),
    ):
        request = Request(q.Or(words))
        columns, plain = by_columns(snapshot, request), by_hand(snapshot, request)
        assert score_of(columns) == pytest.approx(score_of(plain), abs=1e-4)


def test_a_word_in_the_title_counts_more(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path,
        Block("article", title="Harbour news", body="The ferry left at noon."),
        Block("article", title="Ferry news", body="The harbour slept at noon."),
        Block("article", title="Other news", body="Nothing."),
    )
    assert order(snapshot, q.Term("ferry")) == [1, 0]


def test_newer_blocks_gain_by_recency(tmp_path: Path) -> None:
    blocks = [
        Block("article", date=date, body="The ferry left.") for date in ("2019-01-01", "2022-01-01", "2021-12-01")
    ]
    assert order(written(tmp_path, *blocks), q.Term("ferry"), recency_days=30.0) == [1, 2, 0]


def test_any_of_reads_a_word_of_several_terms_as_its_parts(tmp_path: Path) -> None:
    snapshot = written(tmp_path, Block("article", body="The ferry strike."), Block("article", body="A strike."))
    assert order(snapshot, q.Or((q.Term("ferry-strike"), q.Term("absent")))) == [0, 1]
    assert order(snapshot, q.Term("ferry-strike")) == [0]


def test_a_phrase_may_run_from_title_to_body_but_not_between_titles(tmp_path: Path) -> None:
    snapshot = written(tmp_path, Block("article", title="Harbour ferry", body="strike goes on"))
    assert order(snapshot, q.Phrase("ferry strike")) == [0]
    assert order(snapshot, q.Phrase("ferry strike", "title")) == []


def test_a_phrase_of_three_words_may_turn_to_the_body_after_any_of_them(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path,
        Block("article", title="Long harbour", body="ferry strike goes on"),
        Block("article", title="The harbour ferry", body="strike goes on in the harbour"),
        Block("article", title="Strike", body="harbour ferry"),
        Block("article", title="Ferry", body="strike harbour ferry"),
    )
    assert sorted(order(snapshot, q.Phrase("harbour ferry strike"))) == [0, 1]


def test_a_phrase_of_words_with_a_stem_in_each_language_has_its_blocks_in_order(tmp_path: Path) -> None:
    index = create_index(tmp_path / "several")
    with index.writer() as writer:
        for number in range(9):
            language = ("en", "es", "de")[number * 7 % 3]
            writer.add(Document(f"b{number}", Block("article", body="the differences remain"), "/p", language=language))
        writer.commit()
    snapshot = index.reader()
    assert len(planner(snapshot).words(q.Term("differences")).positions[0]) > 1
    assert order(snapshot, q.Phrase("the differences")) == list(range(9))
    assert order(snapshot, q.Phrase("differences remain")) == list(range(9))


def test_a_prefix_looks_through_words_as_written(tmp_path: Path) -> None:
    snapshot = written(tmp_path, Block("article", body="Recycling plants"), Block("article", body="A bicycle"))
    assert order(snapshot, q.Prefix("recycli")) == [0]
    assert order(snapshot, q.Wildcard("re*ling")) == [0]
    assert order(snapshot, q.Fuzzy("recycilng")) == [0]


def test_one_character_of_chinese_is_found_anywhere_in_a_run(tmp_path: Path) -> None:
    index = create_index(tmp_path / "zh")
    with index.writer() as writer:
        for number, body in enumerate(["中国人", "人民", "天气"]):
            writer.add(Document(f"b{number}", Block("article", body=body), f"/p{number}", language="zh"))
        writer.commit()
    assert sorted(order(index.reader(), q.Term("人"))) == [0, 1]
    assert order(index.reader(), q.Term("国人")) == [0]


def test_edits_swap_insert_delete_and_replace() -> None:
    assert [edits("ferry", word, 2) for word in ("ferry", "fery", "frery", "berry", "fairy", "harbour")] == [
        0,
        1,
        1,
        1,
        2,
        3,
    ]


@given(
    st.lists(st.text("abcñ", min_size=0, max_size=7), max_size=30),
    st.text("abcñ", min_size=1, max_size=7),
    st.integers(1, 2),
)
@settings(max_examples=150)
def test_near_words_are_those_within_the_edits(words: list[str], word: str, distance: int) -> None:
    lexicon = Lexicon(words[::2], (f"{other} {other}" for other in words[1::2]))
    expected = {other for other in words if edits(word, other, distance) <= distance}
    assert lexicon.near(word, distance) == expected
    dictionary = Terms(*sorted({other if at % 2 else f"{other} x" for at, other in enumerate(filter(None, words))}))
    # By columns, and by text alone as long as a process has no numpy.
    for numpy in (np, None):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(vocabulary, "_dictionaries", {})
            if numpy is None:
                patched.delitem(sys.modules, "numpy")
            entries = fuzzy_words(dictionary, "form", word, distance)  # type: ignore[arg-type]
            begun = fuzzy_words(dictionary, "form", word, distance, word[:2])  # type: ignore[arg-type]
        assert {entry.partition(" ")[0] for entry in entries} == expected - {""}
        assert begun == {entry for entry in entries if entry.startswith(word[:2])}


class Terms:
    """The part of a segment that fuzzy words are looked for in."""

    def __init__(self, *terms: str) -> None:
        self.terms = terms

    def dictionary(self, field: str) -> str:
        return "\0".join(self.terms)


def test_idf_falls_with_every_block_that_matches() -> None:
    values = [ranking.idf(50, matching) for matching in range(51)]
    assert values == sorted(values, reverse=True)
    assert 0.0 < values[-1] < 0.001
    assert math.isfinite(values[0])


# Start-up


def test_a_small_query_loads_neither_numpy_nor_whoosh(snapshot: Snapshot) -> None:
    code = (
        "import sys; from newsearch.engine import open_index; from newsearch.engine.contract import Request\n"
        "from newsearch import query as q; reader = open_index(sys.argv[1]).reader()\n"
        "found = reader.search(Request(q.And((q.Term('ferry'), q.Term('Quay', 'outlet'))), group=True))\n"
        "print(found.total, sorted({'numpy', 'whoosh'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(snapshot.folder)], capture_output=True, text=True, check=True
    )
    total = len(expected(q.And((q.Term("ferry"), q.Term("quay", "outlet")))))
    assert done.stdout.split(maxsplit=1) == [str(total), "[]\n"]

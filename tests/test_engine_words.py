"""Postings of batches, joined, are those of their words read one by one."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.columns import ordering, words
from newsearch.engine.columns.layout import PIECES_APART
from newsearch.engine.columns.words import BatchPostings, FieldWords, Vocabulary, occurring, order_of, sorted_words

NUMBERS = st.integers(0, 2**32 - 1) | st.integers(0, 3) | st.integers(2**16 - 2, 2**16 + 2)
PIECES = st.lists(st.lists(st.integers(0, 200), max_size=6), max_size=3)
BATCHES = st.lists(st.tuples(st.integers(0, 1), st.lists(PIECES, max_size=4)), max_size=5)
"""The vocabulary of each batch, and its documents."""


@given(st.lists(NUMBERS))
def test_numbers_of_32_bits_are_ordered_and_equal_ones_stay_in_order(numbers: list[int]) -> None:
    assert order_of(np.array(numbers, np.uint32)).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)


@given(
    st.lists(
        st.text(max_size=40)
        | st.text("ab", max_size=20).map(lambda text: text * 60)
        | st.text("a\ud800\udfff\U0001f600", max_size=20)
    ),
    st.sampled_from([0, 1 << 21]),
)
def test_texts_are_ordered_by_code_points_however_long_and_alike(texts: list[str], made_anew: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "_FEW", 1)
        patch.setattr(ordering, "_MADE_ANEW", made_anew)
        distinct, ranks = ordering.in_order(texts)
    assert distinct == sorted(set(texts))
    assert [distinct[rank] for rank in ranks.tolist()] == texts


def vocabulary(number: int) -> Vocabulary:
    """201 terms, numbered otherwise in each vocabulary."""
    terms = [f"t{term:03}" for term in range(201)]
    return cast(Vocabulary, SimpleNamespace(terms=terms[::-1] if number else terms))


def batch(documents: list[list[list[int]]]) -> BatchPostings:
    pieces = [(number, piece) for number, document in enumerate(documents) for piece in document if piece]
    ids = np.array([word for _, piece in pieces for word in piece], np.uint32)
    docs = np.array([number for number, _ in pieces], np.uint32)
    return sorted_words(ids, docs, np.array([len(piece) for _, piece in pieces], np.int64), len(documents))


def places(documents: list[list[list[int]]], terms: Any) -> dict[str, dict[int, list[int]]]:
    found: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, document in enumerate(documents):
        position = 0
        for piece in document:
            for word in piece:
                found[terms[word]][number].append(position)
                position += 1
            position += PIECES_APART if piece else 0
    return found


@given(batches=BATCHES)
def test_joined_batches_hold_every_place_of_every_word(batches: list[tuple[int, list[list[list[int]]]]]) -> None:
    vocabularies = [vocabulary(0), vocabulary(1)]
    field = FieldWords()
    expected: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    first = 0
    for number, documents in batches:
        field.add(batch(documents), vocabularies[number], first)
        for term, by_document in places(documents, vocabularies[number].terms).items():
            expected[term] += [(first + document, positions) for document, positions in by_document.items()]
        first += len(documents)
    terms = sorted(expected)
    assert len(field.lengths()) == first
    assert {v.terms[number] for v, occur in occurring([field]) for number in np.flatnonzero(occur)} == set(terms)
    joined = field.joined({id(v): np.array([int(term[1:]) for term in v.terms], np.uint32) for v in vocabularies}, 201)
    assert [f"t{rank:03}" for rank in joined.terms] == terms
    found: list[tuple[str, int, list[int]]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_JOINED", 50)
        for start, end in joined.ranges():
            run = joined.run(terms, start, end)
            assert run.steps is not None
            steps = iter(run.steps.tolist())
            of_documents = iter(zip(run.docs.tolist(), run.freqs.tolist(), strict=True))
            for term, frequency in zip(run.terms, run.doc_frequencies.tolist(), strict=True):
                for _ in range(frequency):
                    document, count = next(of_documents)
                    found.append((term, document, np.cumsum([next(steps) for _ in range(count)]).tolist()))
    assert found == [(term, *entry) for term in terms for entry in expected[term]]

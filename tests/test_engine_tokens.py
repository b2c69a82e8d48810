"""Texts turned into ids of terms in columns are what the analysis makes of them one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns import tokens
from newsearch.engine.columns.tokens import TokenReader

LANGUAGES = st.sampled_from([None, "en", "de", "tr", "fr", "ru", "zh", "xx"])
PIECES = st.sampled_from(
    "the The THE U.S. u.s. O'Brien’s “quoted” (word). R&D AT&T 1,000,000, 3.5% l'homme İstanbul ISI well-known — - … "
    f"naïve Straße 北京大学。 мир, étatsunis {'y' * 20} {'z' * 40} a.b.c dell'arte ''' \u00a0nbsp\u3000wide "
    "co\u00adoperate e\u0301 '90s 'tis mid-term end.\"this reuters/ap and—or it’s’ $3.4 3-8 #tag @me a_b's US'S 1's _ „so‟ "
    "État’s ـ (AT&T)/x ÉCOLE élèves’ сказал-то œuvre‐x 5½ 60㎞/h coŀlegi col·legi ŉ ⽇本 ⓝⓔⓦⓢ OʼNeill".split(" ")
) | st.text(max_size=12)
TEXTS = st.lists(st.tuples(st.lists(PIECES, max_size=8).map(" ".join), LANGUAGES), max_size=6)


def read(reader: TokenReader, texts: list[tuple[str, str | None]]) -> list[list[str]]:
    ids, sizes = reader.read(
        [text for text, _ in texts], np.array([reader.language(language) for _, language in texts], np.int64)
    )
    assert len(sizes) == len(texts)
    terms = iter([reader.analyzer.terms[number] for number in ids.tolist()])
    return [[next(terms) for _ in range(size)] for size in sizes.tolist()]


@pytest.mark.parametrize("stemming", [True, False])
@given(batches=st.lists(TEXTS, max_size=3))
def test_columns_of_ids_are_those_of_the_analysis(stemming: bool, batches: list[list[tuple[str, str | None]]]) -> None:
    reader = TokenReader(Analyzer(stemming))
    analyzer = Analyzer(stemming)
    for texts in batches:
        expected = [[term for _, _, term in analyzer.tokens(text, language)] for text, language in texts]
        assert read(reader, texts) == expected


def test_a_full_table_is_emptied_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens.Table, "full", property(lambda table: table.count > 20))
    reader = TokenReader(Analyzer())
    for start in range(0, 200, 10):
        words = [f"word{number}" for number in range(start, start + 15)]
        assert read(reader, [(" ".join(words), "en")]) == [words]


def test_more_languages_than_a_byte_holds_are_read() -> None:
    reader = TokenReader(Analyzer())
    for number in range(300):
        assert read(reader, [("Talks", f"q{number}"), ("Talks", "en")]) == [["talks"], ["talk"]]


def test_keys_that_mix_to_one_number_are_told_apart() -> None:
    top = 1 << 63
    keys = [np.array([top, 0, top, 5], np.uint64), np.array([0, top, 0, 5], np.uint64)]
    places, same = tokens._distinct(keys)
    assert [(keys[0][places[number]], keys[1][places[number]]) for number in same] == [
        (top, 0),
        (0, top),
        (top, 0),
        (5, 5),
    ]

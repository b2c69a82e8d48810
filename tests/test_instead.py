"""A query that finds nothing is answered with one that finds something, ready to be asked."""

from __future__ import annotations

import pytest
from fake_engine import FakeIndex, document

from newsearch.search import Searcher
from newsearch.tui.searching import SearcherArchive


@pytest.fixture
def searcher() -> Searcher:
    return Searcher(
        FakeIndex(
            [
                document(number=1, title="Ferry late again", body="The mayor is cross about the harbour ferry."),
                document(number=2, title="Bridge closed", body="The bridge is closed, the minister said.", outlet="Harbour Post"),
            ]
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("fery", "ferry"),
        ("fery mayer -tea", "ferry mayor -tea"),
        ("mayer^2 (fery OR zzzzzz)", "mayor^2 ferry"),
        ("outlet:habrour bridge", "outlet:harbour bridge"),
        ('outlet:="harbour post" bridge', 'outlet:"harbour post" bridge'),
        ('"ferry harbour"', '"ferry harbour"~4'),
        ('"mayor fery"', "mayor ferry"),
        ("zzzzzz ferry", "ferry"),
        ("title:minister", "minister"),
        ("outlet:mayor", "mayor"),
        ('outlet:"late again"', '"late again"'),
        ("post bridge", "outlet:post bridge"),
        ("post ferry", "ferry"),
        ("ferry minister", "minister"),
        ("fery*", "ferry"),
        ("outlet:habrour*", "outlet:harbour"),
        ('outlet:"habrour post"', 'outlet:"harbour post"'),
        ('outlet:="habrour post"', 'outlet:"harbour post"'),
        ("mayer OR fery", "mayor OR ferry"),
        ('"fery late"', '"ferry late"'),
        ("zzzzzz", ""),
        ("zzzzzz^2", ""),
        ("zzzzzz OR yyyyyy", ""),
        ("zzzzzz -ferry", ""),
        ("ferry", ""),
    ],
)
def test_a_query_without_hits_has_one_to_ask_instead(searcher: Searcher, asked: str, instead: str) -> None:
    results = searcher.search(asked)
    assert results.instead == instead
    if instead:
        assert searcher.search(instead).total


def test_what_to_ask_instead_is_a_word_of_the_text_and_no_stem() -> None:
    index = FakeIndex([document(title="Bridges", body="Bridges of the ports were closed.")])
    assert Searcher(index).search("brigde").instead == "bridges"
    assert Searcher(index).search("prot").instead == "port"


def test_nobody_is_told_what_to_ask_instead_while_typing(searcher: Searcher) -> None:
    assert searcher.search("fery", why=False).instead == ""
    assert searcher.search("fery", typing=True).instead == ""


@pytest.mark.parametrize(
    ("asked", "within", "instead"),
    [
        ("fery", "", "ferry"),
        ("fery mayer", "kind:article", "ferry mayor"),
        ("fery", 'kind:article outlet:="Harbour Post"', ""),
        ("brdge", "(outlet:=Nobody OR outlet:missing) kind:article", ""),
        ("zzzzzz", "kind:article", ""),
        ("bridge minister", "kind:article lang:de", ""),
    ],
)
def test_the_terminal_offers_words_within_the_filters_in_force(
    searcher: Searcher, asked: str, within: str, instead: str
) -> None:
    assert SearcherArchive(searcher).why_nothing(asked, within).instead == instead

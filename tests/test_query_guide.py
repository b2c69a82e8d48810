"""Every example of docs/queries.md does what the guide says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from fake_engine import FakeIndex, document

from newsearch.errors import QueryError
from newsearch.query import parse, unparse
from newsearch.search import Searcher

GUIDE = (Path(__file__).parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
TODAY = dt.date.today()


def examples(kind: str) -> list[tuple[str, str]]:
    """(query, what the guide says of it) of all lines of the code blocks of a kind."""
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    return [tuple(re.split(r"\s+— ", line, maxsplit=1)) for block in blocks for line in block.splitlines()]  # type: ignore[misc]


def archive() -> Searcher:
    """Something for each example to find."""
    text = (
        "The minister of oil said natural gas prices rose. The government of Hamburg and its women say gas now: who supplies?"
        ' Rock and roll, or not: "say gas now". Erdoğan met U.S. troops. Zelensky spoke of 北京大学. Title OR body. A wom?n.'
    )
    gas = {"title": "Gas prices", "authors": ["Per Aalto"], "outlet": "Harbour Standard", "agency": "Reuters"}
    return Searcher(
        FakeIndex(
            [
                document(body=text, date="2022-01-06", path="C:\\pages\\a b.html", **gas),  # type: ignore[arg-type]
                document(title="Gas minister", body="Gas supply.", date="2022-01-06", path="/pages/harbour.html"),
                document(
                    title="Teaser", kind="teaser", body="Nothing of note.", date="2021-05-01", authors=["Ann Missing"]
                ),
                document(title="Газ", body="Цены на газ", language="ru", agency="AP", outlet="Pilot"),
                *(
                    document(title=f"Day {day}", body="Gas.", date=(TODAY - dt.timedelta(days=day)).isoformat())
                    for day in range(15)
                ),
            ]
        )
    )


ARCHIVE = archive()


def test_the_guide_has_examples() -> None:
    assert len(examples("query")) > 50
    assert len(examples("error")) > 10


@pytest.mark.parametrize(("query", "said"), examples("query"))
def test_an_example_is_read_found_and_reads_back(query: str, said: str) -> None:
    tree = parse(query, today=TODAY)
    assert parse(unparse(tree), today=TODAY) == tree
    assert ARCHIVE.search(query).total > 0
    assert said


@pytest.mark.parametrize(("query", "said"), examples("error"))
def test_an_example_of_a_mistake_is_explained_as_the_guide_says(query: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert raised.value.message == said


def test_the_message_in_the_guide_is_the_message() -> None:
    with pytest.raises(QueryError) as raised:
        parse("titel:gas")
    assert str(raised.value) in GUIDE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gas prices", "Gas PRICE"),
        ("gas -oil", "gas NOT oil"),
        ("gas AND oil", "gas oil"),
        ('"gas prices"', "“gas prices”"),
    ],
)
def test_what_the_guide_calls_the_same_is_the_same(one: str, other: str) -> None:
    found = [{hit.document.id for hit in ARCHIVE.search(query, limit=99).hits} for query in (one, other)]
    assert found[0] == found[1] != set()

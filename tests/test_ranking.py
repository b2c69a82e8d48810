"""docs/ranking.md is enough to compute a score: here it is computed from the document alone."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
from engine_model import story, write

from newsearch import query as q
from newsearch.engine import create_index, ranking
from newsearch.engine.contract import Request, Settings
from newsearch.engine.index import Snapshot

DOCUMENT = " ".join((Path(__file__).parent.parent / "docs" / "ranking.md").read_text(encoding="utf-8").split())
K1 = 1.8
WEIGHT = {"title": 3.0, "body": 1.0}
B = {"title": 0.5, "body": 0.7}
KIND = {"article": 1.0, "live": 0.95, "teaser": 0.8, "other": 0.75, "comment": 0.7}
STORIES = [
    story(0, "a strike of the harbour crews and a second strike far behind", title="Harbour strike", date="2023-05-01"),
    story(1, "the harbour " + "and " * 30 + "the strike", title="Quay", date="2023-04-21", kind="teaser"),
    story(2, "harbour strike harbour strike", title="Strike", kind="comment"),
    story(3, "the strike the strike the harbour", date="2022-01-01", kind="live"),
    story(4, "nothing about ships", title="A quiet day", date="2023-04-30", kind="other"),
    story(5, "harbour", date="2020-02-29", kind="other"),
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    index = create_index(tmp_path_factory.mktemp("ranking") / "index", Settings(stemming=False))
    write(index, STORIES)
    return index.reader()


def words(number: int, field: str) -> list[str]:
    block = STORIES[number].block
    return ((block.title if field == "title" else block.body) or "").lower().split()


def norm(number: int, field: str) -> float:
    lengths = [len(words(n, field)) for n in range(len(STORIES)) if words(n, field)]
    average = sum(lengths) / len(lengths)
    return 1 - B[field] + B[field] * len(words(number, field)) / average


def matching(word: str) -> list[int]:
    return [n for n in range(len(STORIES)) if word in words(n, "title") + words(n, "body")]


def word_score(number: int, word: str) -> float:
    n, total = len(matching(word)), len(STORIES)
    tf = sum(WEIGHT[field] * words(number, field).count(word) / norm(number, field) for field in WEIGHT)
    idf = math.log(1 + (total - n + 0.5) / (n + 0.5)) * (1 - n / (total + 1))
    return idf * tf / (K1 + tf)


def near(number: int, left: str, right: str) -> float:
    body = words(number, "body")
    found = 0.0
    for at in (at for at, word in enumerate(body) if word == left):
        after = [other - at for other, word in enumerate(body) if word == right and 0 < other - at <= 24]
        before = [at - other for other, word in enumerate(body) if word == right and 0 < at - other <= 24]
        found += sum(1 / min(distances) for distances in (after, before) if distances)
    return found


def bonus(number: int, candidates: list[int], left: str, right: str) -> float:
    count, total = sum(near(n, left, right) > 0 for n in candidates), len(candidates)
    x = near(number, left, right) / norm(number, "body")
    return 0.45 * math.log(1 + (total - count + 0.5) / (count + 0.5)) * x / (K1 + x)


def age_factor(number: int, half_life: float | None) -> float:
    day = STORIES[number].block.day
    if half_life is None:
        return 1.0
    return (1 + 2 ** (-(dt.date(2023, 5, 1) - day).days / half_life)) / 2 if day else 0.5


@pytest.mark.parametrize("half_life", [None, 30.0])
@pytest.mark.parametrize("any_of", [False, True])
def test_a_score_is_what_the_document_says(reader: Snapshot, any_of: bool, half_life: float | None) -> None:
    asked = q.parse("harbour strike", any_of=any_of)
    found = reader.search(Request(asked, limit=20, recency_days=half_life, related=False))
    harbour, strike = set(matching("harbour")), set(matching("strike"))
    candidates = sorted(harbour | strike if any_of else harbour & strike)
    expected = {
        n: (word_score(n, "harbour") + word_score(n, "strike") + bonus(n, candidates, "harbour", "strike"))
        * KIND[STORIES[n].block.kind]
        * age_factor(n, half_life)
        for n in candidates
    }
    assert len(expected) == 4 + any_of
    assert {row.number: row.score for row in found.rows} == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "times"),
    [("strike strike", 2.0), ("strike^3", 3.0), ("strike strike^0.5", 1.5), ("strike^2 STRIKE^2 strike", 5.0)],
)
def test_a_word_counts_as_often_as_it_is_asked_for_and_as_much_as_it_is_weighed(
    reader: Snapshot, text: str, times: float
) -> None:
    once = {row.number: row.score for row in reader.search(Request(q.parse("strike"))).rows}
    found = {row.number: row.score for row in reader.search(Request(q.parse(text))).rows}
    assert found == pytest.approx({number: times * score for number, score in once.items()}, rel=1e-4)


def test_of_alternatives_the_best_counts(reader: Snapshot) -> None:
    either = q.Alternatives((q.Term("strike"), q.Term("harbour")))
    scores = {row.number: row.score for row in reader.search(Request(either)).rows}
    kinds = {number: KIND[STORIES[number].block.kind] for number in scores}
    assert scores == pytest.approx(
        {n: kinds[n] * max(word_score(n, "strike"), word_score(n, "harbour")) for n in kinds}, rel=1e-4
    )


def test_the_numbers_of_the_document_are_those_of_the_code() -> None:
    assert (ranking.FIELD_WEIGHTS, ranking.FIELD_B, ranking.KIND_WEIGHTS) == (WEIGHT, B, KIND)
    assert f"`k1` is {Settings().k1}" in DOCUMENT
    for stated in (
        f"| weight | {WEIGHT['title']:g} | {WEIGHT['body']:g} | | b | {B['title']:g} | {B['body']:g} |",
        "article 1, live entry 0.95, teaser 0.8, text outside blocks 0.75, comment 0.7",
        f"The {ranking.CANDIDATES} best blocks by words alone",
        f"to the last right word, up to {ranking.NEAR_WINDOW} ",
        f"bonus = {ranking.NEAR_WEIGHT} * ln",
        f"counts as {ranking.ALIKE_WEIGHT} of the word",
        f"/ best - 1) / {ranking.FALL})",
        f"first {ranking.OPENING:,} characters of its body",
        f"The {ranking.SHARED_WORDS} words of most worth",
    ):
        assert stated in DOCUMENT
    assert "up to three kin" in DOCUMENT and ranking.BEGIN_ALIKE == 3
    assert "all its letters but the last two, at least five, and are at most six letters longer" in DOCUMENT
    assert (ranking.ENDING, ranking.BEGINNING, ranking.LONGER) == (2, 5, 6)
    assert "at least six are asked for" in DOCUMENT and ranking.A_QUESTION == 6
    assert "the ten best answers" in DOCUMENT and ranking.ANSWERS == 10
    assert "no more than a fifth of all blocks" in DOCUMENT and ranking.COMMON == 0.2
    assert "gains as much as the best score was" in DOCUMENT and ranking.SHARED_WEIGHT == 1.0

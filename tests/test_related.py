"""Words related to those of an any-of query count in its order, visibly, and never in what matches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsearch import query as q
from newsearch.engine import create_index, matches, open_index, shelf, terms
from newsearch.engine.analysis import Analyzer
from newsearch.engine.contract import Found, Request
from newsearch.engine.evaluate_columns import Columns
from newsearch.engine.evaluate_plain import Plain
from newsearch.engine.index import Snapshot
from newsearch.engine.plan import Planner
from newsearch.engine.related import begin_alike
from newsearch.model import Block, Document
from newsearch.search import Searcher


def indexed(
    folder: Path,
    bodies: Sequence[str],
    titles: Sequence[str] = (),
    parts: int = 1,
    languages: Sequence[str] = ("en",),
) -> Snapshot:
    """A reader of blocks with these bodies, numbered as they come, in so many segments, each in the next language."""
    index = create_index(folder / "index")
    titles = titles or [""] * len(bodies)
    blocks = [Block("article", title=title or None, body=body) for title, body in zip(titles, bodies, strict=True)]
    for part in range(parts):
        with index.writer() as writer:
            for number in range(part * len(blocks) // parts, (part + 1) * len(blocks) // parts):
                language = languages[number % len(languages)]
                writer.add(Document(f"b{number}", blocks[number], f"/saved/{number}.html", language=language))
            writer.commit()
    return open_index(index.path).reader()


def any_of(text: str) -> q.Or:
    return q.Or(tuple(map(q.Term, text.split())))


def order(found: Found) -> list[int]:
    return [row.number for row in found.rows]


# Words that begin alike


def words_starting(words: dict[str, int]) -> list[tuple[str, ...]]:
    def starting(start: str) -> list[tuple[str, int]]:
        return [(word, count) for word, count in sorted(words.items()) if word.startswith(start)]

    return [begin_alike((word,), starting) for word in words]


def test_words_begin_alike_if_they_share_all_letters_but_the_last_two_and_at_least_five() -> None:
    words = {"acquir": 9, "acquisit": 7, "acquit": 5, "quay": 3, "quays": 2, "canal": 4, "canada": 4}
    assert dict(zip(words, words_starting(words), strict=True)) == {
        "acquir": ("acquisit", "acquit"),
        "acquisit": (),
        "acquit": ("acquir", "acquisit"),
        "quay": (),
        "quays": (),
        "canal": (),
        "canada": (),
    }


def test_the_most_frequent_of_many_words_that_begin_alike_are_taken() -> None:
    words = {"govern": 50, "governed": 3, "governing": 20, "governor": 30, "governs": 40, "governmentalist": 60}
    assert words_starting(words)[0] == ("governs", "governor", "governing")


def test_a_block_with_a_word_that_begins_alike_stands_above_one_without(tmp_path: Path) -> None:
    reader = indexed(
        tmp_path, ["The ferry left the old quay.", "The ferry left the government quay.", "Governing is dull."]
    )
    query = any_of("ferry governor")
    assert order(reader.search(Request(query))) == [1, 0]
    assert order(reader.search(Request(query, related=False))) == [0, 1]


# Words that the best answers share

STORIES = [
    "The minister opened new talks on the canal treaty with the envoy Okonjo in Lowmarsh.",
    "Talks on the canal treaty went on in Lowmarsh, where the envoy Okonjo met the minister of trade.",
    "Okonjo flew home from Lowmarsh; the envoy said nothing of a minister.",
    "A minister of sport gave the winners of a rowing race their medals on Sunday.",
    "A new library was opened on Sunday by the mayor and a minister.",
    *(f"Nothing of note took place in village number {number}, where it rained." for number in range(30)),
]
QUESTION = "what did the minister say in talks on the canal treaty"


def test_a_question_lifts_blocks_with_the_words_that_its_best_answers_share(tmp_path: Path) -> None:
    reader = indexed(tmp_path, STORIES)
    alone = reader.search(Request(any_of(QUESTION), related=False, limit=50))
    found = reader.search(Request(any_of(QUESTION), limit=50))
    assert {"Okonjo", "Lowmarsh", "envoy"} <= set(found.shared)
    assert not set(found.shared) & set(QUESTION.split())
    scores = {row.number: row.score for row in found.rows}
    before = {row.number: row.score for row in alone.rows}
    assert scores.keys() == before.keys()
    assert scores[2] - before[2] > scores[3] - before[3]
    assert scores[2] > scores[3]
    assert alone.shared == ()


@pytest.mark.parametrize("text", ["minister canal treaty talks", "minister"])
def test_a_query_of_few_words_is_taken_as_it_is(tmp_path: Path, text: str) -> None:
    assert indexed(tmp_path, STORIES).search(Request(any_of(text))).shared == ()


def test_a_query_that_requires_all_its_words_is_taken_as_it_is(tmp_path: Path) -> None:
    reader = indexed(tmp_path, STORIES)
    found = reader.search(Request(q.And(any_of("talks on the canal treaty in Lowmarsh").children)))
    assert found.total == 2
    assert found.shared == ()


def test_an_answer_names_the_shared_words_and_exact_leaves_them_out(tmp_path: Path) -> None:
    searcher = Searcher(indexed(tmp_path, STORIES))
    (note,) = [note for note in searcher.search(QUESTION, any_of=True).notes if "best answers share" in note]
    assert "Okonjo" in note
    exact = searcher.search(QUESTION, any_of=True, exact=True)
    assert not [note for note in exact.notes if "best answers share" in note]
    assert searcher.search(QUESTION, any_of=True).total == exact.total


@pytest.mark.parametrize("exact", [False, True])
def test_an_explanation_tells_what_related_words_gave(tmp_path: Path, exact: bool) -> None:
    explanation = Searcher(indexed(tmp_path, STORIES)).explain(QUESTION, any_of=True, exact=exact)
    for hit in explanation.hits:
        assert sum(amount for _, amount in hit.amounts) == pytest.approx(hit.score, rel=1e-4)
    told = any("Okonjo" in what for hit in explanation.hits for what, _ in hit.amounts)
    assert told != exact


# Two evaluators

STEMS = ["harbour", "minist", "canal", "recycl", "govern", "strik", "treat", "canad"]
ENDINGS = ["", "s", "er", "ers", "ing", "ed", "ian", "ment"]


@pytest.fixture(scope="module", params=[("en",), ("en", "de")], ids="-".join)
def varied(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Snapshot:
    """Blocks of words that begin alike, in two segments. In several languages a word is several terms."""
    dice = random.Random(11)
    words = [stem + ending for stem in STEMS for ending in ENDINGS]

    def text(most: int) -> str:
        return " ".join(dice.choice(words) for _ in range(dice.randrange(most)))

    titles, bodies = [text(6) for _ in range(300)], [text(60) for _ in range(300)]
    return indexed(tmp_path_factory.mktemp("varied"), bodies, titles, parts=2, languages=request.param)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("count", [2, 4, 6, 9, 14])
def test_both_evaluators_agree_on_related_words(
    varied: Snapshot, count: int, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(matches, "_LIGHT", 0)
        monkeypatch.setattr(matches, "_SPARSE", 0)
        monkeypatch.setattr(terms, "_SMALL", 0)
        monkeypatch.setattr(shelf, "_UPWARDS", shelf._UPWARDS[:1])
    dice = random.Random(count)
    words = [stem + ending for stem in STEMS for ending in ENDINGS]
    planner = Planner(varied.stores, Analyzer())
    columns, plain = Columns(varied.segments, varied.settings), Plain(varied.stores, varied.settings)
    for _ in range(8):
        query = q.Or(tuple(map(q.Term, dice.sample(words, count))))
        request, plan = Request(query, limit=400), planner.plan(query)
        one, other = columns.search(plan, request), plain.search(plan, request)
        assert one.shared == other.shared
        assert {row.number: row.score for row in one.rows} == pytest.approx(
            {row.number: row.score for row in other.rows}, abs=1e-3
        )
        for row in one.rows[:2]:
            assert sum(amount for _, amount in columns.explain(plan, row.number)) == pytest.approx(row.score, abs=1e-3)


def test_a_word_cut_off_at_the_end_of_what_is_read_is_no_trouble(tmp_path: Path) -> None:
    words = "alpha beta gamma delta epsilon zeta"
    long = f"{words} {'zeta ' * 292} "
    bodies = [f"{long}quayside", f"{long}quaymaster", "The qua of nothing.", *[words] * 3, *["Rain fell."] * 16]
    assert all(body[:1500].endswith("qua") for body in bodies[:2])
    reader = indexed(tmp_path, bodies)
    plan, request = Planner(reader.stores, Analyzer()).plan(any_of(words)), Request(any_of(words), limit=50)
    for evaluator in (Columns(reader.segments, reader.settings), Plain(reader.stores, reader.settings)):
        found = evaluator.search(plan, request)
        assert found.shared == ("qua",)
        assert sorted(order(found)) == [0, 1, 3, 4, 5]
